"""The command line: parse, ask the studio, print."""
