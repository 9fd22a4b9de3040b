"""Prints the scores of the matcher on labelled real articles; see the package's own words for how to call it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.labels.score_events import event_labels, score_events
from tests.labels.score_names import score_names
from tests.labels.statemedia import SPLITS, STATEMEDIA, Corpus


def main(arguments: list[str]) -> int:
    """Print the report; 2 where the corpus is not there."""
    corpus = Corpus(Path(arguments[0]) if arguments else STATEMEDIA)
    if not corpus.gold.exists():
        print(f"{corpus.folder}: no labelled articles (gold.jsonl) here; name the folder that has them", file=sys.stderr)
        return 2
    mentions = corpus.mentions()
    for split in (None, *SPLITS) if corpus.folder == STATEMEDIA else (None,):
        print(f"names, {split or 'all'} texts\n{score_names(corpus, mentions, split).report()}")
    for split in SPLITS if corpus.folder == STATEMEDIA else ():
        print(f"events, {split} texts\n{score_events(event_labels(corpus, split), mentions).report()}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
