"""The steps that join core and edges: project, build, publish, verify."""
