"""What the demo site holds for a given last day: the invented texts set on a calendar. Pure but for reading `texts/`.

Days are Korean days; ingest times are unix seconds. The same last day gives the same items, down to their URLs.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import jinja2
import yaml

TEXTS = Path(__file__).parent / "texts"
KST = ZoneInfo("Asia/Seoul")
JUCHE_ERA = 1911
EXCERPT_LENGTH = 130
SLUG_LENGTH = 200

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"
)  # fmt: skip
SHORT_MONTHS = ("Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# Minutes between a source's first item of a morning and the others. Two pairs share a timestamp, as on the real site, where only
# the pair of timestamp and number is unique.
INGEST_MINUTES = (0, 17, 17, 38, 61, 61, 92, 124)
REINGEST_TIME = time(15, 10)
# Beginnings and lengths of the numbers: the real ones have 6 to 9 digits.
NUMBER_FORMS = (("7176", 5), ("723", 5), ("78", 5), ("12", 4))

_bodies = jinja2.Environment(undefined=jinja2.StrictUndefined, autoescape=True)


@dataclass(frozen=True)
class Publication:
    """A source as the demo site prints it; `first_ingest` is the Korean time of its first item of a day."""

    key: str
    id: int
    label: str
    logo: str
    first_ingest: time
    agency: bool  # dateline, end mark and footer, as KCNA has them and Voice of Korea has not


KCNA = Publication("kcna", 156, "KCNA.kp (En)", "/uploads/sites/5/2015/11/kcna-english.png", time(6, 5), True)
VOICE = Publication("vok", 163, "Voice of Korea (EN)", "/uploads/sites/4/2019/01/Voice-of-Korea-EN.jpg", time(11, 4), False)
PUBLICATIONS = {publication.id: publication for publication in (KCNA, VOICE)}


@dataclass(frozen=True)
class Item:
    """One article of the demo site. `slugs` holds one slug for each URL it is listed under; `ingested` is in unix seconds."""

    publication: Publication
    day: date
    title: str
    paragraphs: tuple[str, ...]
    ingested: int
    number: int
    slugs: tuple[str, ...]
    original_url: str
    footer: str | None = None
    date_line: bool = True
    heading: bool = True

    @property
    def ts_id(self) -> str:
        """The `<unixts>-<id>` of the item's URLs, which names it."""
        return f"{self.ingested}-{self.number}"

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths the listing links to, the usual one first."""
        return tuple(f"/newstream/{self.ts_id}/{slug}" for slug in self.slugs)

    @property
    def excerpt(self) -> str:
        """At most 130 code points of the text, cut at a word, without an ellipsis."""
        text = " ".join(self.paragraphs)
        return text if len(text) <= EXCERPT_LENGTH else text[: EXCERPT_LENGTH + 1].rpartition(" ")[0]


def edition(last_day: date) -> list[Item]:
    """Return every item of the site whose last watch day is `last_day`, in listing order."""
    return listing_order([item for texts in _texts() for item in _items_of_day(texts, last_day)])


def listing_order(items: list[Item]) -> list[Item]:
    """Sort newest first by ingest time: a re-ingested old article stands among newer days."""
    return sorted(items, key=lambda item: (item.ingested, item.number), reverse=True)


def late_item(publication: Publication, day: date, title: str, paragraphs: list[str], ingested: int) -> Item:
    """Return an article of `day` that the site takes in at `ingested` (unix seconds)."""
    text = {"title": title, "body": "\n\n".join(paragraphs)}
    return _item(publication, day, text, ingested, f"late {ingested}")


@cache
def _texts() -> tuple[Mapping[str, Any], ...]:
    """Read the texts of all days, oldest file name last."""
    return tuple(yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(TEXTS.glob("day*.yml")))


def _items_of_day(texts: Mapping[str, Any], last_day: date) -> Iterator[Item]:
    day = last_day + timedelta(days=texts["day"])
    for publication in PUBLICATIONS.values():
        for place, text in enumerate(texts[publication.key]):
            yield _item(publication, day, text, _ingest_time(publication, day, place, text), f"{texts['day']} {place}")


def _ingest_time(publication: Publication, day: date, place: int, text: Mapping[str, Any]) -> int:
    if days_later := text.get("reingested_after"):
        return int(datetime.combine(day + timedelta(days=days_later), REINGEST_TIME, KST).timestamp())
    first = datetime.combine(day, publication.first_ingest, KST)
    return int((first + timedelta(minutes=INGEST_MINUTES[place], seconds=day.toordinal() % 50)).timestamp())


def _item(publication: Publication, day: date, text: Mapping[str, Any], ingested: int, place: str) -> Item:
    title: str = text["title"]
    digest = hashlib.sha256(f"{publication.id} {day.isoformat()} {place} {title}".encode()).hexdigest()
    slugs = [text.get("slug", slug(title)), text.get("listed_again_as")]
    return Item(
        publication=publication,
        day=day,
        title=title,
        paragraphs=_paragraphs(publication, day, text),
        ingested=ingested,
        number=_number(digest),
        slugs=tuple(name for name in slugs if name),
        original_url=original_url(publication, day, digest),
        footer=footer_of(day, text.get("footer", "gregorian")) if publication.agency else None,
        date_line=text.get("date_line", True),
        heading=text.get("heading", True),
    )


def _paragraphs(publication: Publication, day: date, text: Mapping[str, Any]) -> tuple[str, ...]:
    paragraphs = _set_days(text["body"], day).strip().split("\n\n")
    if publication.agency and text.get("dateline", True):
        paragraphs[0] = agency_dateline(day) + paragraphs[0]
    return tuple(" ".join(paragraph.split()) for paragraph in paragraphs)


def agency_dateline(day: date) -> str:
    """How a report of KCNA's begins."""
    return f"Pyongyang, {MONTHS[day.month - 1]} {day.day} (KCNA) -- "


def _set_days(body: str, day: date) -> str:
    """Fill in `on(-1)` = "Nov. 19", `the(-1)` = "19th" and `weekday(0)` = "Friday", counted from `day`."""

    def shifted(days: int) -> date:
        return day + timedelta(days=days)

    return _bodies.from_string(body).render(
        on=lambda days: f"{SHORT_MONTHS[shifted(days).month - 1]} {shifted(days).day}",
        the=lambda days: ordinal(shifted(days).day),
        weekday=lambda days: WEEKDAYS[shifted(days).weekday()],
    )


def ordinal(number: int) -> str:
    """Write 1 as "1st", 12 as "12th", 23 as "23rd"."""
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def slug(title: str) -> str:
    """Make WordPress's slug of a title: lower case, hyphens, apostrophes dropped, at most 200 characters."""
    words = re.sub(r"[^a-z0-9]+", "-", title.lower().replace("'", ""))
    return words.strip("-")[:SLUG_LENGTH]


def footer_of(day: date, calendar: str) -> str:
    """The agency's last line: `(Juche115.11.20.)` until 2024, `(2026.11.20.)` later; the demo prints both."""
    if calendar == "juche":
        return f"www.kcna.kp (Juche{day.year - JUCHE_ERA}.{day.month}.{day.day}.)"
    return f"www.kcna.kp ({day:%Y.%m.%d}.)"


def _number(digest: str) -> int:
    beginning, length = NUMBER_FORMS[int(digest[0], 16) % len(NUMBER_FORMS)]
    return int(f"{beginning}{int(digest[1:9], 16) % 10**length:0{length}d}")


def original_url(publication: Publication, day: date, digest: str) -> str:
    if publication.agency:
        return f"http://www.kcna.example/en/article/q/{digest[:32]}.kcmsf"
    return f"https://www.vok.example/index.php/revo_de/getDetail/ien{day:%y%m%d}{int(digest[:4], 16) % 1000:03d}/en"
