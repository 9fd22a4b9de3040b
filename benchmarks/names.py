"""Finding names: the layers of the matcher against named peers, in one thread and one run, and a re-match of what is stored.

CPU seconds, every contender in turn, medians. Texts and lists are made by rule (`benchmarks.prose`).
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import flashtext2
from ahocorasick_rs import AhoCorasick, Implementation
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from benchmarks.prose import Text, korean_texts, people, people_in_hangul, texts, watchlist
from benchmarks.rematch import rematch
from benchmarks.scale import Scale
from benchmarks.table import Row
from wirewatch.text.normalise import normalise
from wirewatch.watchlist.matcher import Matcher
from wirewatch.watchlist.names.exact import Spellings
from wirewatch.watchlist.names.misprints import misprinted_finds
from wirewatch.watchlist.names.spelled import Surnames, spelled_finds, spotted
from wirewatch.watchlist.officials.printed import officials
from wirewatch.watchlist.persons import persons
from wirewatch.watchlist.prose.article import Article
from wirewatch.watchlist.prose.passage import passages

LISTS = (1_000, 10_000)
REALISTIC = 1 / 8
SHARES = {
    0.0: "no text names a listed person",
    REALISTIC: "1 text in 8 names listed people",
    1.0: "every text names listed people",
}
LEAST_LIKE = 0.9  # Jaro-Winkler below which two names are nobody's misprint; lets the peer give up early
_SPAN = re.compile(r"[A-Z][A-Za-z'-]+(?: [A-Z][A-Za-z'-]+){1,3}")

EXACT_OF_BARE, EXACT_OF_FLASHTEXT, WHOLE_OF_FLASHTEXT, MISPRINTS_OF_EXTRACT_ONE = 0.6, 2.0, 0.5, 30.0

Work = Callable[[], int]


@dataclass(frozen=True)
class Speed:
    """What one contender did with all texts: megabytes (UTF-8) per CPU second in each round, and how many names it found."""

    rounds: tuple[float, ...]
    found: int

    @property
    def median(self) -> float:
        """MB per CPU second."""
        return statistics.median(self.rounds)

    def times(self, other: Speed) -> float:
        """How many times as fast as the other, round by round."""
        return statistics.median(mine / theirs for mine, theirs in zip(self.rounds, other.rounds, strict=True))


def names(server: str, scale: Scale) -> Iterator[Row]:
    """The layers at both lengths of list and for several shares of texts that name anybody, then the store."""
    for number in LISTS:
        listed = people(number)
        for share, what in SHARES.items():
            yield from _in_texts(f"{number:,} names, {what}", listed, list(texts(scale.texts, listed, share)), scale.rounds)
    listed = people(LISTS[0])
    for share, what in SHARES.items():
        yield from _misprints(f"{LISTS[0]:,} names, {what}", listed, list(texts(scale.spans, listed, share)), scale.rounds)
    hangul = people_in_hangul(LISTS[0])
    for share, what in SHARES.items():
        bodies = [article.body for article in korean_texts(scale.texts, hangul, share)]
        yield from _in_korean(f"{LISTS[0]:,} names, in Korean, {what}", hangul, bodies, scale.rounds)
    yield _officials([article.body for article in texts(scale.texts, listed, REALISTIC)], scale.rounds)
    yield from rematch(server, scale.revisions, listed, REALISTIC)


def race(bytes_each: int, contenders: dict[str, Work], rounds: int) -> dict[str, Speed]:
    """Let everybody do the work in turn, once to warm up and then so many times."""
    found = {name: work() for name, work in contenders.items()}
    speeds: dict[str, list[float]] = {name: [] for name in contenders}
    for _ in range(rounds):
        for name, work in contenders.items():
            began = time.process_time()
            work()
            speeds[name].append(bytes_each / 1e6 / (time.process_time() - began))
    return {name: Speed(tuple(speeds[name]), found[name]) for name in contenders}


def _in_texts(case: str, listed: Sequence[str], articles: Sequence[Text], rounds: int) -> Iterator[Row]:
    """The exact layer, all layers that say who is named, and the whole matcher against the bare automaton and flashtext2, over the same bodies."""
    people_listed = persons(watchlist(listed))
    spellings, matcher = Spellings(people_listed), Matcher(watchlist(listed))
    automaton = AhoCorasick([name.lower() for name in listed], implementation=Implementation.DFA)
    keywords = flashtext2.KeywordProcessor(case_sensitive=False)
    keywords.add_keywords_from_iter(listed)
    bodies = [article.body for article in articles]
    normal = [normalise(body).text for body in bodies]
    contenders: dict[str, Work] = {
        "bare": lambda: sum(len(automaton.find_matches_as_indexes(text, overlapping=True)) for text in normal),
        "flashtext2": lambda: sum(len(keywords.extract_keywords_with_span(body)) for body in bodies),
        "exact": lambda: sum(1 for body in bodies for passage in passages({"body": body}) for _ in spellings.finds(passage)),
        "named": lambda: sum(len(matcher.named(Article(passages({"body": body})))) for body in bodies),
        "whole": lambda: sum(len(matcher.find({"body": body})) for body in bodies),
    }
    speeds = race(_bytes(bodies), contenders, rounds)
    yield from _rows(case, speeds, sum(len(article.named) for article in articles))


def _rows(case: str, speeds: dict[str, Speed], planted: int) -> Iterator[Row]:
    bare, usual, exact = (speeds[name] for name in ("bare", "flashtext2", "exact"))
    of_bare, of_usual = exact.times(bare), exact.times(usual)
    yield Row(
        case,
        "exact layer",
        f"{exact.median:.0f} MB/s: {of_bare:.2f} × the bare automaton, {of_usual:.1f} × flashtext2",
        f"{bare.median:.0f} MB/s",
        f"≥ {EXACT_OF_BARE} × bare, ≥ {EXACT_OF_FLASHTEXT:.0f} × flashtext2",
        f"{exact.found:,}/{planted:,} full names",
        of_bare >= EXACT_OF_BARE and of_usual >= EXACT_OF_FLASHTEXT,
    )
    for name, what in (("named", "who is named"), ("whole", "whole matcher: and what happened, with whom, when")):
        whole, of_usual = speeds[name], speeds[name].times(usual)
        yield Row(
            case,
            what,
            f"{whole.median:.1f} MB/s: {of_usual:.2f} × flashtext2",
            f"{bare.median:.0f} MB/s",
            f"≥ {WHOLE_OF_FLASHTEXT} × flashtext2",
            f"{whole.found:,} mentions",
            of_usual >= WHOLE_OF_FLASHTEXT,
        )
    yield Row(case, "flashtext2", f"{usual.median:.0f} MB/s", found=f"{usual.found:,}/{planted:,} full names")
    yield Row(case, "bare automaton, normalised texts", f"{bare.median:.0f} MB/s", found=f"{bare.found:,}/{planted:,} full names")


def _misprints(case: str, listed: Sequence[str], articles: Sequence[Text], rounds: int) -> Iterator[Row]:
    """Names in other spellings, against the best of the list for every capitalised span; both are given what stands capitalised."""
    bodies = [article.body for article in articles]
    spans = [span for body in bodies for span in _SPAN.findall(body)]
    surnames = Surnames(persons(watchlist(listed)))
    prepared = [[_prepared(body) for body in bodies] for _ in range(rounds + 1)]  # new ones for each round: passages remember
    unread = [(_read(bodies), Surnames(persons(watchlist(listed)))) for _ in range(rounds + 1)]
    contenders: dict[str, Work] = {
        "ours": lambda: sum(_misspelt(article, surnames) for article in prepared.pop()),
        "reading": lambda: sum(_misspelt(article, surnames) for article in _read(bodies)),
        "words never seen": lambda: _never_seen(*unread.pop()),
        "extractOne": lambda: sum(
            process.extractOne(span, listed, scorer=JaroWinkler.normalized_similarity, score_cutoff=LEAST_LIKE) is not None
            for span in spans
        ),
    }
    speeds = race(_bytes(bodies), contenders, rounds)
    ours, usual = speeds["ours"], speeds["extractOne"]
    ratio, texts_a_megabyte = ours.times(usual), 1e6 * len(bodies) / _bytes(bodies)
    case = f"{case}, {len(spans):,} capitalised spans of {len(bodies)} texts"
    yield Row(
        case,
        "other spellings and misprints",
        f"{ours.median * texts_a_megabyte:,.0f} texts a second: {ratio:.0f} × extractOne",
        target=f"≥ {MISPRINTS_OF_EXTRACT_ONE:.0f} × extractOne",
        found=f"{ours.found:,}",
        met=ratio >= MISPRINTS_OF_EXTRACT_ONE,
    )
    for name, what in (("reading", "the texts normalised in it too"), ("words never seen", "and no word of them seen before")):
        measured = f"{speeds[name].median * texts_a_megabyte:,.0f} texts a second: {speeds[name].times(usual):.0f} × extractOne"
        yield Row(case, f"the same, {what}", measured, found=f"{speeds[name].found:,}")
    by = f"rapidfuzz extractOne, Jaro-Winkler ≥ {LEAST_LIKE}"
    yield Row(case, by, f"{usual.median * texts_a_megabyte:,.0f} texts a second", found=f"{usual.found:,}")


def _prepared(body: str) -> Article:
    """An article that is normalised, its capitalised words known; cutting it into words is left to whoever needs that."""
    article = Article(passages({"body": body}))
    for passage in article.passages:
        _ = passage.capitals
    return article


def _read(bodies: Sequence[str]) -> list[Article]:
    return [Article(passages({"body": body})) for body in bodies]


def _never_seen(articles: Sequence[Article], surnames: Surnames) -> int:
    return sum(_misspelt(article, surnames) for article in articles)


def _misspelt(article: Article, surnames: Surnames) -> int:
    """How many full names the two layers for other spellings and for misprints find."""
    names = spotted(article.passages, surnames)
    return sum(1 for one in names for _ in (*spelled_finds(one), *misprinted_finds(article, one, surnames)))


def _in_korean(case: str, listed: Mapping[str, str], bodies: Sequence[str], rounds: int) -> Iterator[Row]:
    """The whole matcher, which knows the Latin names alone, against flashtext2, which is given each name's spelling in Hangul."""
    matcher = Matcher(watchlist(list(listed)))
    keywords = flashtext2.KeywordProcessor(case_sensitive=True)
    keywords.add_keywords_from_iter(listed.values())
    contenders: dict[str, Work] = {
        "flashtext2": lambda: sum(len(keywords.extract_keywords_with_span(body)) for body in bodies),
        "whole": lambda: sum(len(matcher.find({"body": body})) for body in bodies),
    }
    speeds = race(_bytes(bodies), contenders, rounds)
    whole, usual = speeds["whole"], speeds["flashtext2"]
    measured = f"{whole.median:.1f} MB/s: {whole.times(usual):.2f} × flashtext2"
    yield Row(case, "whole matcher", measured, found=f"{whole.found:,} mentions")
    yield Row(case, "flashtext2, given the names in Hangul", f"{usual.median:.0f} MB/s", found=f"{usual.found:,}")


def _officials(bodies: Sequence[str], rounds: int) -> Row:
    """Reading everybody with an office out of a text, as it is stored."""
    contenders: dict[str, Work] = {"officials": lambda: sum(len(officials({"body": body})) for body in bodies)}
    speed = race(_bytes(bodies), contenders, rounds)["officials"]
    measured = f"{speed.median:.1f} MB/s, {1e6 * speed.median / _bytes(bodies) * len(bodies):,.0f} texts a second"
    return Row("officials of any name", "read once for each stored text", measured, found=f"{speed.found:,} people")


def _bytes(strings: Sequence[str]) -> int:
    return sum(len(string.encode()) for string in strings)
