"""What is heard in the studio: classes kept open, their sound sent as it is made, and who goes first."""
