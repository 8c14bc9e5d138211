"""What is said: exercises and classes, their plan, and the narration that templates make of it. Pure."""
