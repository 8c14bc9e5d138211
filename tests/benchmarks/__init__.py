"""What a build costs, against other ways to the same file: ``python -m tests.benchmarks``."""
