"""When it is said: every cue gets its place on the timeline; captions, chapters and labels are read off it. Pure."""
