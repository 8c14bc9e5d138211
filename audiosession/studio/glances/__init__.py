"""What there is, at a glance: definitions as cards, about how long each lasts, voices that are ready, projects."""
