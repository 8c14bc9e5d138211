"""The edge that decodes, encodes and tags sound."""
