"""The edge that publishes: show, episodes, feed, site, storage."""
