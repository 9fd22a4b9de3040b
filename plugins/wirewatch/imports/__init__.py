"""Lists of people that others publish, read into ours: a module for each format, then names, then the merge into a watchlist."""
