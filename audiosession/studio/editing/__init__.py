"""A project's files, edited by a face: read, changed, undone, checked while somebody types."""
