"""What several machines share: content under its own digest, and records of what was made of what."""
