"""Words apart from structure: what one language says for what another one says, in the same class. Pure."""
