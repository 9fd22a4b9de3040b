"""A small web site of our own pages in KCNA Watch's shape, to try Wirewatch against."""
