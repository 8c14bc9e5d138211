"""How it sounds: lanes mixed, ducked and mastered, and what is heard in the result. Pure."""
