"""What an article warns of, with its reasons, in lines that say to stop or to leave it out. Pure."""
