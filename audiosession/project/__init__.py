"""The instructor's folder: the only place that knows its names."""
