"""From a definition to a sound file; each module a verb, what it returns its participle."""
