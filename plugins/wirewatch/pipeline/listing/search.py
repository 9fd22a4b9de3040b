"""The method `search`: the site's search with an empty query, asked for days. Without an id it holds all sources at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from wirewatch.errors import SourceChanged
from wirewatch.fetching import Fetcher
from wirewatch.models import Entry, ListingPage
from wirewatch.pipeline.coverage import DAY, Reading, Window
from wirewatch.pipeline.listing.memory import Memory
from wirewatch.pipeline.listing.pages import NOTHING, fetch_page, is_stranger
from wirewatch.sites.kcna_watch import urls
from wirewatch.sites.kcna_watch.sources import known_among


def read_search(fetcher: Fetcher, window: Window, memory: Memory | None = None) -> Reading:
    """Ask for the days and one more on either side; where a "More" stays unread, for halves of them, down to single days.

    What another source's crawl has just asked for is taken from `memory`.
    """
    source, around = fetcher.source, Window(window.first - DAY, window.last + DAY)
    label = known_among(source.labels) or source.label
    reading = Reading("search", datetime.now(UTC), asked=around, label=label if source.listing.id is None else None)
    search = Search(fetcher, window, reading, memory)
    search.ask(around)
    if not any(day < window.first for day in reading.days):
        search.look_back(window.first)
    return reading


@dataclass
class Search:
    """The requests of one reading of the days of `window`."""

    fetcher: Fetcher
    window: Window
    reading: Reading
    memory: Memory | None

    def ask(self, asked: Window) -> None:
        """Add to the reading what the site finds on these days; in halves at once where it lately found too much for one page."""
        days = asked.days
        if len(days) > 1 and self.memory and self.memory.found_too_much(asked, self.window):
            self._ask_for_halves(asked)
            return
        page = self._page(asked)
        self.reading.pages.append(page)
        astray = _astray(page, asked)
        if len(astray) * 2 > len(page.entries):
            text = "; ".join(one.title or "" for one in astray[:3])
            evidence = {"final_url": self._url(asked), "status": 200, "title": None, "text": text, "kind": "generic"}
            raise SourceChanged(f"the search answers with other days than {asked.first} to {asked.last}", evidence)
        # A search that strays at all does not keep to its days or its source, so what it left out is not known.
        if page.more or astray or any(is_stranger(entry, self.fetcher.source) for entry in page.entries):
            if len(days) == 1:
                self.reading.unread.append(asked)
                return
            self._ask_for_halves(asked)

    def _ask_for_halves(self, asked: Window) -> None:
        middle = asked.days[len(asked.days) // 2]
        self.ask(Window(asked.first, middle - DAY))
        self.ask(Window(middle, asked.last))

    def look_back(self, first: date) -> None:
        """Nothing was found on the day before: ask for the week before that, so that a search which shows the newest only is not
        believed.

        A page without a single item is a plain "nothing" here, whatever its words: the same search has just answered with items.
        """
        reading, week = self.reading, Window(first - 8 * DAY, first - 2 * DAY)
        unread = len(reading.unread)
        try:
            self.ask(week)
        except SourceChanged as error:
            if error.evidence.get("kind") not in NOTHING:
                return
        if len(reading.unread) == unread and not any(day < first for day in reading.days):
            reading.nothing_before = f"the search found nothing from {week.first} to {first - DAY}"

    def _page(self, asked: Window) -> ListingPage:
        """The site's answer, or the one that another crawl had. One with a "More" nobody can read, or astray, is not shared."""
        if self.memory and (known := self.memory.searched(asked, self.window)):
            page, read_at = known
            self.reading.reused += 1
            self.reading.read_at = min(self.reading.read_at, read_at)
            return page
        read_at = datetime.now(UTC)
        page = fetch_page(self.fetcher, self._url(asked))
        if self.memory and not _astray(page, asked) and not (page.more and len(asked.days) == 1):
            self.memory.keep_search(asked, page, read_at)
        return page

    def _url(self, asked: Window) -> str:
        source = self.fetcher.source
        return urls.search_url(source.base_url, source.listing.id, asked.first, asked.last)


def _astray(page: ListingPage, asked: Window) -> list[Entry]:
    return [one for one in page.entries if one.listed_on and not asked.first <= one.listed_on <= asked.last]
