"""Piper: neural voices, of a package or added, that speak on this machine."""
