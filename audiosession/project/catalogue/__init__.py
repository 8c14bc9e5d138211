"""The catalogue of a project: scripts/catalogue.toml, and the record of what was built for it."""
