"""What `check` looks at, subject by subject."""
