"""The takes that were chosen in a project: scripts/takes.toml, and the recordings of single lines beside it."""
