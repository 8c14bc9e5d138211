"""A class from a wish: what the library offers, chosen and put in order by the rules of a good class. Pure."""
