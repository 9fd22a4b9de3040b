"""What changed between two versions of a text: runs of words taken out, put in and left alone.

Paragraphs are compared first and words only inside those that differ, so that a moved or dropped paragraph stays one run and
long texts stay cheap. Nothing here judges a change; white space and how letters are encoded are none (`same_words`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

What = Literal["unchanged", "removed", "added"]

# Words to compare in one stretch, old times new: 4 million cost about two seconds. Beyond, paragraphs are shown as a whole.
MOST_PAIRS = 4_000_000
CONTEXT_WORDS = 12

_PARAGRAPH = re.compile(r"\n\s*\n")
# A word with the white space before it; hyphens and apostrophes join ("Vice-Premier", "Kim's"), other signs stand alone.
_TOKEN = re.compile(r"(?P<space>\s*)(?P<word>\w+(?:[-'’]\w+)*|[^\w\s])")
_BREAK = "\n\n"
_MARKS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}


@dataclass(frozen=True)
class Run:
    """A stretch of text and what became of it; `unchanged` stands as in the new text."""

    what: What
    text: str


def same_words(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but white space, invisible characters and the encoding of letters."""
    return _bare(old) == _bare(new)


def _bare(text: str) -> str:
    visible = (letter for letter in unicodedata.normalize("NFKC", text) if unicodedata.category(letter) != "Cf")
    return "".join("".join(visible).split())


def word_diff(old: str, new: str) -> list[Run]:
    """The runs that lead from old to new. Unchanged and added ones together are the new text, but for white space at its ends."""
    return list(_joined(_settled(_of_paragraphs(_paragraphs(old), _paragraphs(new)))))


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in _PARAGRAPH.split(text) if part.strip()]


def _of_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Run]:
    matcher = SequenceMatcher(None, list(map(_bare, old)), list(map(_bare, new)), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from _unchanged(new[c:d], c)
        else:
            yield from _of_words(_tokens(old[a:b], a), _tokens(new[c:d], c))


def _unchanged(paragraphs: Sequence[str], place: int) -> Iterator[Run]:
    for number, paragraph in enumerate(paragraphs, place):
        yield Run("unchanged", (_BREAK if number else "") + paragraph)


def _tokens(paragraphs: Sequence[str], place: int) -> list[tuple[str, str]]:
    """(white space before it, word) for each word; the break between paragraphs is a word of its own."""
    tokens: list[tuple[str, str]] = []
    for number, paragraph in enumerate(paragraphs, place):
        tokens += [("", _BREAK)] if number else []
        tokens += [(found["space"], found["word"]) for found in _TOKEN.finditer(paragraph)]
    return tokens


def _of_words(old: list[tuple[str, str]], new: list[tuple[str, str]]) -> Iterator[Run]:
    if len(old) * len(new) > MOST_PAIRS:
        yield from (Run("removed", _text(old)), Run("added", _text(new)))
        return
    matcher = SequenceMatcher(None, [word for _, word in old], [word for _, word in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Run("unchanged", _text(new[c:d]))
        else:
            yield from (Run("removed", _text(old[a:b])), Run("added", _text(new[c:d])))


def _text(tokens: Iterable[tuple[str, str]]) -> str:
    return "".join(space + word for space, word in tokens)


def _settled(runs: Iterable[Run]) -> Iterator[Run]:
    """A sign left alone between two changes belongs to them: "[-A, B-]{+C, D+}" and not "[-A-]{+C+},[-B-]{+D+}"."""
    known = list(_joined(runs))
    for index, run in enumerate(known):
        inside = 0 < index < len(known) - 1 and run.what == "unchanged"
        if inside and _BREAK not in run.text and not re.search(r"\w", run.text):
            yield from (Run("removed", run.text), Run("added", run.text))
        else:
            yield run


def _joined(runs: Iterable[Run]) -> Iterator[Run]:
    """Neighbours of one kind as one run; of what changed in one place, first all that went, then all that came."""
    for changed, group in groupby(runs, lambda run: run.what != "unchanged"):
        together = list(group)
        kinds: tuple[What, ...] = ("removed", "added") if changed else ("unchanged",)
        for what in kinds:
            if text := "".join(run.text for run in together if run.what == what):
                yield Run(what, text)


def readable(runs: Sequence[Run], context_words: int = CONTEXT_WORDS) -> str:
    """The changes as a person reads them, `[-out-]{+in+}`, each with so many unchanged words around it."""
    last = len(runs) - 1
    shown = (
        _shortened(run.text, context_words, index > 0, index < last) if run.what == "unchanged" else _marked(run)
        for index, run in enumerate(runs)
    )
    return "".join(shown).replace("-] {+", "-]{+").strip()


def _marked(run: Run) -> str:
    """The run between its marks, the white space before it outside; a break between paragraphs alone shows as ¶."""
    before, after = _MARKS[run.what]
    words = run.text.lstrip()
    lead = run.text[: len(run.text) - len(words)] if words else ""
    return f"{lead}{before}{words or '¶'}{after}"


def _shortened(text: str, words: int, after_change: bool, before_change: bool) -> str:
    """The first and last words of an unchanged run, as far as a change stands beside them."""
    found = list(re.finditer(r"\S+", text))
    head, tail = words if after_change else 0, words if before_change else 0
    if len(found) <= head + tail:
        return text
    start = text[: found[head - 1].end()] if head else ""
    end = text[found[-tail].start() :] if tail else ""
    return f"{start} … {end}" if start or end else ""
