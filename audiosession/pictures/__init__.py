"""Drawn things: covers, lettering, the timeline's plot."""
