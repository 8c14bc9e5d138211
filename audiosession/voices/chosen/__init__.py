"""Which take of a line is heard: the voice's usual one, another of its takes, or a recording in its place."""
