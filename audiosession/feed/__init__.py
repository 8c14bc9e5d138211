"""A show on the web: its episodes, the feed, the pages."""
