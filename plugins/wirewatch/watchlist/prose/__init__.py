"""A text as the matcher reads it: words, boundaries, titles, and what stands around a name. Pure."""
