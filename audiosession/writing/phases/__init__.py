"""What a rep is made of: phases, what is said in them and when, and how much of each a body should be asked for."""
