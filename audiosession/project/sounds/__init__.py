"""The sounds of a project: bells and own recordings, found by name, and made ready to be heard."""
