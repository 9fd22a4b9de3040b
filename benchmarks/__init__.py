"""`make bench`: what Wirewatch asks of a site, held against the least that is possible and against the usual ways."""
