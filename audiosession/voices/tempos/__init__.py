"""How fast voices speak: what each has to do for it, and what it was heard at."""
