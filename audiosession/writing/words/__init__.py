"""What is read and not said: the words of pages and sound files, the tags of languages, places for values. Pure."""
