"""What pages tell beside their classes: what a list is narrowed by, and what stands at the foot of each."""
