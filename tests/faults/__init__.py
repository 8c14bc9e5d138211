"""Small faults planted in the source, and whether the tests see them: ``python -m tests.faults``."""
