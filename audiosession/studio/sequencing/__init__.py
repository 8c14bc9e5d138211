"""A class from a wish: the library of a project, its words and its tempo; and the class file that comes of it."""
