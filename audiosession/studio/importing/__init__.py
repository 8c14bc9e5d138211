"""What people have elsewhere becomes definitions: read within bounds, drafted by rules, written as files to edit."""
