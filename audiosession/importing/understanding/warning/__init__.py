"""What an article warns of, and how a draft says it."""
