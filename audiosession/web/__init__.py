"""A face: the studio in a browser."""
