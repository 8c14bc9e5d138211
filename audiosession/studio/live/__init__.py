"""A class that nobody has built, played and looked at: its lanes, its rows, its sound from any spot."""
