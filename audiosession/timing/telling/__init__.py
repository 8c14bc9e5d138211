"""What is told of a timeline: captions, chapters and labels, read off it. Pure."""
