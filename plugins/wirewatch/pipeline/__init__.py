"""The use cases: discover, ingest, match, alert, recheck. What they need comes in as arguments."""
