"""What a rep is made of: its phases, what is said in them and when, how much is asked of a breath. Pure."""
