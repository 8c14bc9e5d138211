"""How a line is said so that it copies nothing: other words, another order, or several lines. Pure."""
