"""Sounds that are no words: where a definition wants them, and how a narration tells of them. Pure."""
