"""probe: at most five requests that say whether a source behaves as its file says, and what the site shows of its numbers and terms.

Nothing is stored but the host's row: a probe waits its turn, respects a closed host, and closes it when the site refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Literal

from sqlalchemy import Engine

from wirewatch.configured import Source
from wirewatch.errors import REFUSALS, AccessDenied, RetryableError, SourceChanged, State, WirewatchError
from wirewatch.fetching import ROBOTS_ANEW, Fetcher
from wirewatch.models import Article, Entry, ListingPage, Purpose, Response
from wirewatch.pipeline import host
from wirewatch.pipeline.coverage import DAY
from wirewatch.pipeline.discover import falls_back, worse
from wirewatch.pipeline.listing.pages import NOTHING, is_stranger
from wirewatch.pipeline.probe_findings import (
    Finding,
    Probed,
    Verdict,
    about_as_many,
    judged_article,
    judged_entries,
    order_of,
    span,
)
from wirewatch.sites.kcna_watch import refusals, urls
from wirewatch.sites.kcna_watch.clues import id_clues, target_of, terms_links
from wirewatch.sites.kcna_watch.markup import Page, read_page
from wirewatch.sites.kcna_watch.noise import signup_forms
from wirewatch.sites.kcna_watch.sources import known_among, known_label
from wirewatch.storage import hosts

MOST_REQUESTS = 5
SEARCH_DAYS = 3

Method = Literal["more_articles", "search"]


class AtMost(host.StoredHost):
    """The host's row, and a limit of our own: redirects and further attempts count."""

    def __init__(self, engine: Engine, source: Source, most: int) -> None:
        super().__init__(engine, source, Purpose.PROBE)
        self._most = self._left = most

    def reserve(self, delay_seconds: float) -> float:
        """Seconds to sleep before the next request. Raises RetryableError when the limit is reached."""
        if not self._left:
            raise RetryableError(f"{self._most} requests were made, and no more are", State.DOWN)
        self._left -= 1
        return super().reserve(delay_seconds)


def visit(engine: Engine, source: Source, url: str, most: int) -> tuple[Response, Article]:
    """One article page by at most so many requests, robots.txt included. Raises what the answer calls for; a refusal closes the host."""
    fetcher = Fetcher(source, AtMost(engine, source, most))
    try:
        response = fetcher.fetch(url)
        return response, refusals.read_article_response(response, url)
    except WirewatchError as error:
        close(engine, source, error)
        raise


def close(engine: Engine, source: Source, error: WirewatchError) -> None:
    """A refusal of the site ends all requests for hours. Robots.txt's word is known before anything is asked: it closes nothing."""
    if error.state in REFUSALS - {State.ROBOTS_DISALLOWED} and not error.evidence.get("closed"):
        hosts.close(engine, source.host, host.closed_hours(error), error.state, error.reason)


def probe(
    engine: Engine,
    source: Source,
    day: date,
    label_keys: Mapping[str, str],
    progress: Callable[[str], None] = lambda words: None,
    session: Mapping[str, str] | None = None,
) -> Probed:
    """Look at the source by at most MOST_REQUESTS requests; a search asks for the Korean `day` and those before it. Raises nothing."""
    fetcher = Fetcher(source, AtMost(engine, source, MOST_REQUESTS), ROBOTS_ANEW, session=session)
    looking = _Looking(fetcher, day, label_keys, progress)
    try:
        looking.look()
    except WirewatchError as error:
        looking.stopped(error)
        close(engine, source, error)
    return looking.end()


class _Looking:
    """One probe under way: the steps in order, each about one thing."""

    def __init__(self, fetcher: Fetcher, day: date, label_keys: Mapping[str, str], progress: Callable[[str], None]) -> None:
        self.fetcher = fetcher
        self.source = fetcher.source
        self.found = Probed(fetcher.source)
        self._day = day
        self._label_keys = label_keys
        self._progress = progress
        self._about = "robots"
        self._read = 0

    def look(self) -> None:
        """robots.txt, one page of the listing, the next one, one article."""
        methods = self._robots()
        self._about = "listing"
        method, first = self._listing(methods)
        self._about = "paging"
        second = self._paging(method, first)
        entries = (*first.entries, *second.entries)
        self.found.order = order_of(first.entries)
        self._about = "article"
        self._article(entries)

    def stopped(self, error: WirewatchError) -> None:
        """The step under way could not be finished: a refusal says so, a change differs, the rest was not seen."""
        self.found.state = error.state
        changed = isinstance(error, SourceChanged) or error.state is State.ROBOTS_DISALLOWED
        if isinstance(error, AccessDenied) and not changed:
            closed = bool(error.evidence.get("closed"))
            verdict = Verdict.NOT_SEEN if closed else Verdict.DIFFERS
            self._stop_at("access", verdict, error.reason, "--reopen asks all the same" if closed else None)
            self.found.say(self._about, Verdict.NOT_SEEN, "refused before it could be checked")
            return
        about = "robots" if error.state is State.ROBOTS_DISALLOWED else self._about
        self._stop_at(about, Verdict.DIFFERS if changed else Verdict.NOT_SEEN, error.reason)

    def _stop_at(self, about: str, verdict: Verdict, words: str, cure: str | None = None) -> None:
        self.found.stopped = Finding(about, verdict, words, cure)
        self.found.say(about, verdict, words, cure)

    def end(self) -> Probed:
        """What was found; pages that were read say that nobody was kept from reading them."""
        over = f"a sign-up popup lies over {self.found.popups} of the pages, which can be read" if self.found.popups else None
        if self._read:
            self.found.say("access", Verdict.AS_CONFIGURED, over or "no wall, no challenge, no popup")
        self.found.requests = self.fetcher.requests_made
        return self.found

    def _robots(self) -> list[Method]:
        """The listing methods that may be used, the configured one first. Raises AccessDenied where robots.txt forbids what is needed."""
        self._progress("robots.txt")
        wanted = self.source.listing.method
        other: Method = "search" if wanted == "more_articles" else "more_articles"
        allowed = [method for method in (wanted, other) if self._possible(method) and self._allowed(method)]
        article = self.fetcher.allowed(f"{self.source.base_url}/newstream/1-1/")
        if not allowed or not article:
            what = "the articles" if allowed else "the listing"
            raise AccessDenied(f"robots.txt of {self.source.host} does not allow {what}", State.ROBOTS_DISALLOWED)
        if not self.source.politeness.obey_robots:
            self.found.say("robots", Verdict.AS_CONFIGURED, "not asked, as obey_robots is false")
        elif self._possible(wanted) and wanted not in allowed:
            words = f"robots.txt does not allow {wanted}, it allows {other}"
            self.found.say("robots", Verdict.DIFFERS, words, f"method: {other}", "listing", "method")
        else:
            self.found.say("robots", Verdict.AS_CONFIGURED, "robots.txt allows the listing and the articles")
        return allowed

    def _possible(self, method: Method) -> bool:
        return method == "search" or self.source.listing.id is not None

    def _allowed(self, method: Method) -> bool:
        return self.fetcher.allowed(self._address(method, 0))

    def _address(self, method: Method, offset: int) -> str:
        """The listing from that many entries on; of a search, so many times SEARCH_DAYS further back."""
        listing, base = self.source.listing, self.source.base_url
        if method == "more_articles":
            return urls.more_articles_url(base, str(listing.id), offset, listing.page_size)
        last = self._day - offset * SEARCH_DAYS * DAY
        return urls.search_url(base, listing.id, last - (SEARCH_DAYS - 1) * DAY, last)

    def _listing(self, methods: Sequence[Method]) -> tuple[Method, ListingPage]:
        """The first page by the configured method, else by the other where that is allowed to stand in."""
        wanted, refused = self.source.listing.method, None
        for method in methods:
            try:
                page = self._page(method, 0)
                if refused and (astray := self._astray(method, page)):
                    raise SourceChanged(astray)
            except WirewatchError as error:
                if method == methods[-1] or not falls_back(error):
                    raise (worse(refused, error) if refused else error) from error
                refused = error
                continue
            if method != wanted:
                why = refused.reason if refused else "it needs an id" if not self._possible(wanted) else "robots.txt forbids it"
                self.found.say(
                    "listing",
                    Verdict.DIFFERS,
                    f"{wanted} failed ({why}); {method} answers",
                    f"method: {method}",
                    "listing",
                    "method",
                )
            self._judge_listing(method, page)
            return method, page
        raise SourceChanged("there is no way to ask for the listing")

    def _judge_listing(self, method: Method, page: ListingPage) -> None:
        entries, source = page.entries, self.source
        strangers = {one.source_label for one in entries if is_stranger(one, source)}
        astray = self._astray(method, page)
        if not entries:
            self.found.say(
                "listing", Verdict.NOT_SEEN, f"nothing is listed from {self._first(0)} to {self._day}; try --day with another day"
            )
        elif strangers:
            words = f"the listing asked for by id {source.listing.id} holds {', '.join(sorted(map(str, strangers)))}"
            self.found.say(
                "listing", Verdict.DIFFERS, words, "id: null (with method: search), or the right number", "listing", "id"
            )
        elif astray:
            self.found.say("listing", Verdict.DIFFERS, astray)
        else:
            self.found.say("listing", *judged_entries(method, source, entries))

    def _astray(self, method: Method, page: ListingPage) -> str | None:
        """That a search shows what it was not asked for, in words: then it is no listing of days, only a list of the newest."""
        days = [one.listed_on for one in page.entries if one.listed_on and not self._asked(one.listed_on, 0)]
        if method != "search" or 2 * len(days) <= len(page.entries):
            return None
        return f"a search for {self._first(0)} to {self._day} answers with {len(days)} entries of other days"

    def _paging(self, method: Method, first: ListingPage) -> ListingPage:
        """The next page: of the listing, other entries further down; of a search, those of the days before."""
        nothing = ListingPage((), more=False)
        if not first.entries:
            return nothing
        try:
            second = self._page(method, len(first.entries) if method == "more_articles" else 1)
        except SourceChanged as error:
            if error.evidence.get("kind") not in NOTHING:
                self.found.say("paging", Verdict.DIFFERS, f"the second page: {error.reason}")
                return nothing
            second = nothing
        self._judge_paging(method, first, second)
        return second

    def _judge_paging(self, method: Method, first: ListingPage, second: ListingPage) -> None:
        came, asked = len(first.entries), self.source.listing.page_size
        new = [one for one in second.entries if one.url_hash not in {known.url_hash for known in first.entries}]
        if not second.entries:
            self.found.say("paging", Verdict.NOT_SEEN, f"nothing follows the first {came} entries")
        elif not new:
            other: Method = "search" if method == "more_articles" else "more_articles"
            why = "it does not page" if method == "more_articles" else "days do not count"
            cure = f"method: {other}" if self._possible(other) else None
            words = f"the second page holds the same entries as the first: {why}"
            self.found.say("paging", Verdict.DIFFERS, words, cure, "listing", "method")
        elif method == "more_articles" and not about_as_many(came, asked):
            words = f"{asked} entries were asked for, {came} came, and more follow"
            self.found.say("paging", Verdict.DIFFERS, words, f"page_size: {came}", "listing", "page_size")
        else:
            more = "“More” stands under the first page" if first.more else "no “More” stands under the first page"
            words = f"the second page goes on with {len(new)} other entries{span(new)}; {more}"
            self.found.say("paging", Verdict.AS_CONFIGURED, words)

    def _article(self, entries: Sequence[Entry]) -> None:
        entry, sure = self._choice(entries)
        if entry is None:
            self.found.say("article", Verdict.NOT_SEEN, "no entry to read")
            return
        self._progress("one article")
        response = self.fetcher.fetch(urls.on_host(entry.url, self.source.base_url))
        self._take_clues(response)
        article = refusals.read_article_response(response, entry.url, entry.listed_on, entry.title)
        self._read += 1
        self.found.number = target_of(self.found.ids, self.source.label) if sure else None
        self.found.say("article", *judged_article(article))
        self.found.labels.update([article.source] if article.source else [])
        self.found.say("label", *self._label(article.source, sure))

    def _choice(self, entries: Sequence[Entry]) -> tuple[Entry | None, bool]:
        """The entry to read, and whether the listing says that it is this source's: by its logo, or as the listing of its id."""
        by_logo = (one for one in entries if self.source.is_called(one.source_label))
        by_id = (one for one in entries if self.source.listing.id is not None)
        if sure := next(by_logo, None) or next(by_id, None):
            return sure, True
        return next((one for one in entries if one.source_label is None), entries[0] if entries else None), False

    def _label(self, printed: str | None, sure: bool) -> tuple[Verdict, *tuple[str, ...]]:
        label = self.source.label
        if printed is None:
            return Verdict.NOT_SEEN, "the page names no source"
        if self.source.is_called(printed):
            return Verdict.AS_CONFIGURED, f"the page prints “{printed}”" + (
                "" if printed.casefold() == label.casefold() else ", an alias"
            )
        foreign = self._is_anothers(printed)
        if sure and self.source.listing.id is not None and foreign:
            return (
                Verdict.DIFFERS,
                f"id {self.source.listing.id} led to a page of “{printed}”, not “{label}”",
                "id: null (with method: search), or the right number",
                "listing",
                "id",
            )
        if not sure or foreign:
            seen = ", ".join(self.found.labels) or "none"
            return (
                Verdict.NOT_SEEN,
                f"no entry of “{label}” was among these (names seen: {seen}); the page read is of “{printed}”",
            )
        aliases = ", ".join(f'"{name}"' for name in self.source.labels)
        return (
            Verdict.DIFFERS,
            f"the page prints “{printed}”, the file says “{label}”",
            f'label: "{printed}", and aliases: [{aliases}]',
            "label",
        )

    def _is_anothers(self, printed: str) -> bool:
        """Whether a label is another source's: configured, or known by a logo where our own logo is known too."""
        configured = self._label_keys.get(printed.casefold(), self.source.key) != self.source.key
        return configured or (known_label(printed) is not None and known_among(self.source.labels) is not None)

    def _page(self, method: Method, offset: int) -> ListingPage:
        self._progress(f"the listing by {method}" + (", the next page" if offset else ""))
        response = self.fetcher.fetch(self._address(method, offset))
        self._take_clues(response)
        page = refusals.read_listing_response(response)
        self._read += 1
        self.found.labels.update(one.source_label for one in page.entries if one.source_label)
        return replace(page, entries=tuple(replace(one, url=urls.on_host(one.url, self.source.base_url)) for one in page.entries))

    def _take_clues(self, response: Response) -> None:
        page: Page = read_page(response.body, response.final_url, response.headers.get("content-type"))
        self.found.ids += [clue for clue in id_clues(page, response.final_url) if clue not in self.found.ids]
        self.found.terms += [link for link in terms_links(page, response.final_url) if link not in self.found.terms]
        self.found.popups += bool(page.soup is not None and signup_forms(page.soup))

    def _first(self, offset: int) -> date:
        return self._day - ((offset + 1) * SEARCH_DAYS - 1) * DAY

    def _asked(self, day: date, offset: int) -> bool:
        return self._first(offset) <= day <= self._day - offset * SEARCH_DAYS * DAY
