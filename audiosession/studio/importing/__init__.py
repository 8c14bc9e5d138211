"""An article becomes an exercise: what reads it, or asks a language model about it."""
