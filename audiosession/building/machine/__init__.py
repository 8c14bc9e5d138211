"""What the machine gives to a build: cores to work on, and memory that goes back."""
