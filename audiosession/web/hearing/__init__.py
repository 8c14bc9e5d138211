"""What is heard: classes that stay open, their sound as it is made, and that whoever listens goes first."""
