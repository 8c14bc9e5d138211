"""A class from a wish, held against its narration and written into the project."""
