"""Engines that speak, and the takes that are kept of each line."""
