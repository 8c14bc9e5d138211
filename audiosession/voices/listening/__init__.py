"""A machine's ear: what it takes spoken lines for, and which of them a listener may not understand."""
