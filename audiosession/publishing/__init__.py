"""From built classes to a feed that is never seen torn."""
