"""The narration as text: the directions in it, how it is read and how it is written. Pure."""
