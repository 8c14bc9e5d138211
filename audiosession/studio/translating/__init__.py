"""What a definition says in another language: its file to fill in, a draft of it, and how far each language is."""
