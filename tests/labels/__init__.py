"""Labels made by hand for the real articles of ../shared/data/statemedia, and the scores of the matcher against them.

The articles themselves stay where they are: a label is an id, offsets (code points, end exclusive) and our own words. Texts with an
odd number may be tuned on; those with an even number are held out, and nobody who writes rules reads their labels (`-heldout`).

    .venv/bin/python -m tests.labels            names and events on both halves, with 95 % intervals
    .venv/bin/python -m tests.labels FOLDER     names on another corpus of the same shape (gold.jsonl, index.jsonl, texts/, watchlist.yml)
"""
