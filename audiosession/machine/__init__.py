"""What the machine gives: cores to work on, and memory that goes back."""
