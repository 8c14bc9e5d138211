"""Voices: engines that speak lines, and the cache of what they spoke."""
