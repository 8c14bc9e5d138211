"""What a face needs that stays open for hours: the look of the pages, what it was asked to do."""
