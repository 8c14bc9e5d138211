"""Exercises and classes of a project, read in the language that is asked for: their own words, or a translation's."""
