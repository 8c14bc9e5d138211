"""A class as it is planned: its exercises in order with their times, what is at fault in it, and what would mend it."""
