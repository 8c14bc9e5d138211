"""What the door can do, verb by verb, by subject."""
