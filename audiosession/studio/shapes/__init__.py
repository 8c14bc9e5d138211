"""The results of its verbs as JSON values, subject by subject."""
