"""Many builds: a catalogue as a graph of tasks, one class each, and what became of them."""
