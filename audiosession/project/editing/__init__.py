"""What a person writes, edited: read with its version, changed in as few lines as by hand, written whole or not."""
