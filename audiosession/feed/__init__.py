"""From built classes to a podcast: the show, its episodes, the feed, the pages and the places they are put."""
