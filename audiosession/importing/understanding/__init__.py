"""What an article means: its sentences and clauses, their parts, breaths and cues. Pure."""
