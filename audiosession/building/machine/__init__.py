"""What the machine gives to a build: its cores and its memory."""
