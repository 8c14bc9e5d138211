"""Sound files: decoding, encoding, MP3 windows, tags."""
