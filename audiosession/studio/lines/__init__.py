"""One line of a definition, heard alone: as its class says it, on the counts of its phase."""
