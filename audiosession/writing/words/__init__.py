"""What is read and not said: the words of pages, and the places in sentences where values go. Pure."""
