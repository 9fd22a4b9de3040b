"""From a watchlist and the texts of one article to mentions, each with its sentence and the reason in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from wirewatch.configured import Watchlist
from wirewatch.models import ONLY_LISTING, Mention
from wirewatch.text.sentences import sentence_at
from wirewatch.text.sounds import is_hangul
from wirewatch.watchlist.events.reading import Event, happened
from wirewatch.watchlist.names.cases import Declined, declined_surname_finds
from wirewatch.watchlist.names.elsewhere import in_another_service, without_namesakes
from wirewatch.watchlist.names.exact import Spellings
from wirewatch.watchlist.names.hangul import hangul_full_finds, hangul_surname_finds
from wirewatch.watchlist.names.misprints import misprinted_finds
from wirewatch.watchlist.names.offices import Offices
from wirewatch.watchlist.names.spelled import Surnames, spelled_finds, spotted
from wirewatch.watchlist.names.surnames import surname_finds
from wirewatch.watchlist.names.voices import Voices
from wirewatch.watchlist.officials.found import Found
from wirewatch.watchlist.officials.printed import present_beside, role_in
from wirewatch.watchlist.persons import persons
from wirewatch.watchlist.prose import korean
from wirewatch.watchlist.prose.article import Article, Find, keep_longest
from wirewatch.watchlist.prose.beside import titles_beside
from wirewatch.watchlist.prose.honours import honour_beside, past_second_surname
from wirewatch.watchlist.prose.passage import Field, Passage, passages
from wirewatch.watchlist.prose.quoted import with_quoted_names
from wirewatch.watchlist.prose.titles import Title

# An excerpt is cut at 118 to 130 characters, so that what would confirm or contradict a name may be missing.
SHARE_OF_LISTING = 0.6

# Part of every list's version: raise it when the matcher finds or says something else, and the archive is matched anew.
MATCHER_VERSION = 4


class Matcher:
    """A compiled watchlist; compile once, use for many articles."""

    def __init__(self, watchlist: Watchlist) -> None:
        people = persons(watchlist)
        self._watchlist = watchlist.name
        self._spellings = Spellings(people)
        self._surnames = Surnames(people)
        self._voices = Voices(people)
        self._declined = Declined(people)
        self._offices = Offices(people)

    def find(self, texts: Mapping[Field, str], published_on: date | None = None) -> list[Mention]:
        """Return the mentions in the texts of one article, by field (title, body, listing) and place.

        A full name in one field lets the surname alone count in another. Spans are code points of the text as given. The day in
        Korea on which the article was published tells who held an office, and which day "on the 4th" was.
        """
        article = Article(passages(texts), published_on)
        finds = self.named(article)
        events = happened(article, finds) if finds else {}
        present = {passage.field: _present(passage, finds) for passage in article.passages}
        return [self._mention(find, events[find.person.id], _role(find, present[find.passage.field])) for find in finds]

    def named(self, article: Article) -> list[Find]:
        """Return who of the list is named where, and why we say so, by field and place; not yet what happened with them."""
        names = spotted(article.passages, self._surnames)
        full = keep_longest(
            (
                *(find for passage in article.passages for find in self._spellings.finds(passage)),
                *(find for words in names for find in spelled_finds(words)),
                *(find for words in names for find in misprinted_finds(article, words, self._surnames)),
                *hangul_full_finds(article, self._voices),
                *self._declined.finds(article),
            )
        )
        elsewhere = in_another_service(article, full)
        full = without_namesakes(article, full, elsewhere)
        alone = [
            *surname_finds(article, names, self._surnames, full),
            *hangul_surname_finds(article, self._voices, full),
            *declined_surname_finds(article, full),
        ]
        finds = keep_longest([*full, *without_namesakes(article, alone, elsewhere)])
        finds += self._offices.finds(article, frozenset(find.person.id for find in finds))
        order = {passage.field: place for place, passage in enumerate(article.passages)}
        finds.sort(key=lambda find: (order[find.passage.field], find.start))
        return finds

    def _mention(self, find: Find, event: Event, role: str | None) -> Mention:
        passage = find.passage
        start, end = passage.normal.original(find.start, find.end)
        first, last = sentence_at(passage.original, start, end)
        return Mention(
            watchlist=self._watchlist,
            entity_id=find.person.id,
            name=find.person.entity.name,
            field=passage.field,
            start=start,
            end=end,
            surface=passage.original[start:end],
            tier=find.tier,
            score=find.score,
            reason=find.reason,
            sentence=passage.original[first:last],
            role=role,
            event=event.kind,
            event_day=event.day,
            counterpart=event.counterpart,
            day_evidence=event.day_evidence,
        )


def from_listing(mention: Mention) -> Mention:
    """The mention as it stands where the article itself could not be read: never more than probable."""
    score = round(mention.score * SHARE_OF_LISTING, 2)
    return replace(mention, tier="probable", score=score, reason=f"{mention.reason}; {ONLY_LISTING}")


def _present(passage: Passage, finds: Sequence[Find]) -> list[Found]:
    """Return who was there according to the sentences of the passage that hold a find; nobody where no find's role is read there."""
    here = [find for find in finds if find.passage is passage]
    places = [(find.start, find.end) for find in here]
    return [] if all(find.office or _in_hangul(find) for find in here) else present_beside(passage, places)


def _in_hangul(find: Find) -> bool:
    return is_hangul(find.passage.normal.text[find.end - 1])


def _role(find: Find, people: list[Found]) -> str | None:
    """Return the title as printed beside the name, or None where there is none or it is not clear whose it is.

    A list of those present tells more surely than the words beside a name whose title is whose, and where it ends.
    """
    passage = find.passage
    if find.office:
        return passage.printed(find.start, find.end)
    if _in_hangul(find):
        return korean.role_beside(passage, find.start, find.end)
    if listed := role_in(people, find.start, find.end):
        return passage.printed(*with_quoted_names(passage, *listed))
    title = _title(passage, passage.word_at(find.start), passage.word_at(find.end) - 1)
    return passage.printed(*with_quoted_names(passage, title.start, title.end)) if title else None


def _title(passage: Passage, first: int, last: int) -> Title | None:
    if first > last:
        return None
    last = past_second_surname(passage, last) if first < last else last
    titles = titles_beside(passage, first, last)
    if titles or first == last:
        return titles[0] if titles else None
    return honour_beside(passage, first, last)
