"""What a person writes, changed in as few lines as by hand, and written whole or not at all."""
