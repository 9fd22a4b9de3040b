"""One page of a listing, fetched and held against the source it was asked for."""

from __future__ import annotations

from dataclasses import replace

from wirewatch.configured import Source
from wirewatch.errors import SourceChanged
from wirewatch.fetching import Fetcher
from wirewatch.models import Entry, ListingPage
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.sites.kcna_watch.sources import known_among

# How a reader's complaint names an answer without a single item.
NOTHING = ("empty", "no_items")


def fetch_page(fetcher: Fetcher, url: str, may_be_empty: bool = False) -> ListingPage:
    """A listing page, its links on the host that the source is read from. Raises SourceChanged for a page of other sources.

    Where it `may_be_empty`, nothing (an empty body, `0`, a page without an item) may be the listing's end.
    """
    source, response = fetcher.source, fetcher.fetch(url)
    try:
        page = refusals.read_listing_response(response)
    except SourceChanged as error:
        if may_be_empty and error.evidence.get("kind") in NOTHING:
            return ListingPage((), more=False)
        raise
    strangers = {entry.source_label for entry in page.entries if is_stranger(entry, source)}
    if 2 * sum(is_stranger(entry, source) for entry in page.entries) > len(page.entries):
        evidence = {**refusals.evidence(response), "kind": "generic"}
        raise SourceChanged(f"the listing of {source.label} holds {', '.join(map(str, strangers))}", evidence)
    return replace(page, entries=tuple(replace(one, url=urls.on_host(one.url, source.base_url)) for one in page.entries))


def is_label(label: str | None, source: Source) -> bool:
    """Whether a printed label is the source's."""
    return source.is_called(label)


def is_stranger(entry: Entry, source: Source) -> bool:
    """Whether a logo says that an entry of a listing asked for by id is another source's. Says no where our own logo is not known."""
    known = source.listing.id is not None and known_among(source.labels) is not None
    return known and entry.source_label is not None and not is_label(entry.source_label, source)
