"""KCNA Watch: its URLs, listings, article pages and refusals. Pure: bytes in, words out."""
