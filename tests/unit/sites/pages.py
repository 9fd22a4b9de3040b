"""Article and listing pages of our own, in the order KCNA Watch prints them, written in many kinds of markup (themes).

The people, places and texts are invented; only the page's fixed words are the site's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from html import escape

URL = "https://kcnawatch.org/newstream/1752400001-700000001/guests-visit-orchard/"
SIDEBAR_WORD = "Turnipgrad"  # stands in every sidebar text and in no body


@dataclass(frozen=True)
class Item:
    key: str
    title: str
    excerpt: str
    day: str

    @property
    def url(self) -> str:
        return f"https://kcnawatch.org/newstream/{self.key}/{self.title.lower().replace(' ', '-')}"


@dataclass(frozen=True)
class Story:
    title: str | None = "Guests Visit Orchard"
    day: str | None = "13/07/2025"
    source: str = "KCNA.kp (En)"
    original: str | None = "http://www.kcna.kp/en/article/q/0123abcd.kcmsf"
    paragraphs: tuple[str, ...] = (
        "Pyongyang, July 13 (KCNA) -- Anton Beryozkin, head of a delegation of gardeners, visited the Lakeside Orchard on Saturday.",
        "The guests were briefed on the new varieties of pears & plums.",
        "They planted a tree, took a rest under it and left a note in the visitors' book which says that it shall grow. -0-",
    )
    footer: str | None = "www.kcna.kp (2025.07.13.)"
    more_from: str | None = "KCNA.kp (En)"
    items: tuple[Item, ...] = field(
        default_factory=lambda: tuple(
            Item(
                f"17713{n}0000-71000000{n}",
                f"{SIDEBAR_WORD} Report No {n}",
                f"Pyongyang, February {n} (KCNA) -- {SIDEBAR_WORD} farm number {n} gathers its harvest of early vegetables in good time",
                f"February {n:02}, 2026",
            )
            for n in (7, 6, 5, 4)
        )
    )

    def but(self, **changes: object) -> Story:
        return replace(self, **changes)  # type: ignore[arg-type]

    @property
    def body(self) -> str:
        """What the reader must make of it."""
        return "\n\n".join(p.removesuffix("-0-").strip() for p in self.paragraphs)


VOK = Story(
    title="Orchard sends pears",
    day="06/11/2024",
    source="Voice of Korea (EN)",
    original=None,
    paragraphs=(
        "The Lakeside Orchard sent pears to the seaside kindergarten on the 4th, the day on which the school year had its first holiday.",
        "The children sang a song.",
        "A teacher, Marta Olsson, thanked the orchard on behalf of everyone and said that the pears had been as sweet as those of last year.",
    ),
    footer=None,
    more_from="Voice of Korea (EN)",
)

HEAD = "<!DOCTYPE html><html><head><title>Newstream | KCNA Watch</title><style>p{color:red}</style></head>"
CHROME = (
    '<nav><ul><li><a href="/newstream/">Newstream</a></li><li><a href="/article/156/">Browse</a></li></ul></nav>'
    '<img alt="KCNA Watch Logo" src="/logo.png"><script>var s = "Turnipgrad";</script>'
)
POPUP = (
    '<div class="x1"><div class="x2"><h3>Create a free account</h3><p>Sign up to read on</p>'
    '<form action="/join"><input type="email" name="m"><input type="password" name="p"><button>Join</button></form></div></div>'
)


def e(text: str | None) -> str:
    return escape(text or "", quote=False)


def _leader(text: str) -> str:
    """The way leaders' names stand in elements of their own."""
    return e(text).replace("Anton Beryozkin,", '<nobr><span class="f">Anton Beryozkin</span></nobr> ,')


def _original(story: Story) -> str:
    return f'<a href="{story.original or "#"}">Read original version at source</a>'


def known(s: Story) -> str:
    title = f"<h2>{e(s.title)}</h2>" if s.title else ""
    date = f"<p class=m>Date: {s.day} | Source: {e(s.source)} | {_original(s)}</p>" if s.day else ""
    more = f"<h3>More From {e(s.more_from)}</h3>" if s.more_from else ""
    items = "".join(
        f'<article class="clearfix"><div class="article-thumb"><a href="{i.url}"><img src="https://assets.korearisk.com/uploads/sites/5/2015/11/kcna-english.png"></a></div>'
        f'<div class="article-desc"><h4><a href="{i.url}">{e(i.title)}</a></h4><p>{e(i.excerpt)}</p><p class="articled-date"><span> {i.day}</span></p><p>{e(i.excerpt)}</p></div></article>'
        for i in s.items
    )
    body = "".join(f"<p>{_leader(p)}</p>\n" for p in s.paragraphs)
    footer = f"<p>{s.footer}</p>" if s.footer else ""
    return (
        f"{HEAD}<body>{CHROME}<div><span>February 17, 2026</span><span>Feb 17, 2026</span></div><div>KCNA {e(s.source)}</div>{title}{date}"
        f'<div class="article-content">{body}{footer}</div><div>{more}{items}<a class="more-full-link" href="#">More Articles</a></div></body></html>'
    )


def sections(s: Story) -> str:
    title = f"<header><h1>{e(s.title)}</h1></header>" if s.title else ""
    date = (
        f"<ul><li>Date: <time>{s.day}</time></li><li>Source: <b>{e(s.source)}</b></li><li>{_original(s)}</li></ul>"
        if s.day
        else ""
    )
    more = f"<h2>More From <em>{e(s.more_from)}</em></h2>" if s.more_from else ""
    items = "".join(
        f'<li><a href="{i.url}?utm=1"><h5>{e(i.title)}</h5><p>{e(i.excerpt)}</p><small>{i.day}</small></a></li>' for i in s.items
    )
    body = "".join(f"<section><div>{_leader(p)}</div></section>" for p in s.paragraphs)
    footer = f"<footer>{s.footer}</footer>" if s.footer else ""
    return (
        f"{HEAD}<body>{CHROME}<main><article>{title}{date}{body}{footer}<ul class=share><li><a href='#'>Share</a></li><li>Tweet</li></ul></article>"
        f"<aside>{more}<ul>{items}</ul></aside></main></body></html>"
    )


def table(s: Story) -> str:
    title = f"<tr><td colspan=3><font size=5>{e(s.title)}</font></td></tr>" if s.title else ""
    date = f"<tr><td>Date: {s.day} |</td><td>Source: {e(s.source)} |</td><td>{_original(s)}</td></tr>" if s.day else ""
    more = f"<tr><td>More From {e(s.more_from)}</td></tr>" if s.more_from else ""
    items = "".join(
        f'<tr><td><a href="{i.url}"><img src="/x/kcna-english.png"></a></td><td><a href="{i.url}">{e(i.title)}</a><br>{e(i.excerpt)}</td><td>{i.day}</td></tr>'
        for i in s.items
    )
    body = "".join(f"<tr><td colspan=3>{_leader(p)}</td></tr>" for p in s.paragraphs)
    footer = f"<tr><td>{s.footer}</td></tr>" if s.footer else ""
    return f"{HEAD}<body>{CHROME}<TABLE><tr><td>KCNA {e(s.source)}</td></tr>{title}{date}{body}{footer}{more}{items}</TABLE><input type=button value='More Articles'></body></html>"


def breaks(s: Story) -> str:
    title = f"<b>{e(s.title)}</b><br>" if s.title else ""
    date = (
        f"<div><div>Date:</div><div>{s.day}</div><div>|</div><div>Source:</div><div>{e(s.source)}</div><div>|</div><div>{_original(s)}</div></div>"
        if s.day
        else ""
    )
    more = f"<b>More From {e(s.more_from)}</b><br>" if s.more_from else ""
    items = "".join(
        f'<a href="{i.url}">{e(i.title)}</a><br>{e(i.title)}<br>{e(i.excerpt)}<br>{i.day}<br>{e(i.excerpt)}<br>' for i in s.items
    )
    body = "<br><br>".join(_leader(p) for p in s.paragraphs)
    footer = f"<br>{s.footer}" if s.footer else ""
    return f"{HEAD}<body>{CHROME}<div>KCNA {e(s.source)}<br>{title}{date}{body}{footer}<br>{more}{items}</div><button>More Articles</button></body></html>"


def flat(s: Story) -> str:
    title = f"<h1>{e(s.title)}</h1>" if s.title else ""
    date = f"<span>Date: {s.day}</span> <span>|</span> <span>Source: {e(s.source)}</span> | {_original(s)}" if s.day else ""
    more = f"<h3>More From</h3><h4>{e(s.more_from)}</h4>" if s.more_from else ""
    items = "".join(
        f'<h4><a href="{i.url}">{e(i.title)}</a></h4><p>{e(i.excerpt)}</p><p>{i.day}</p><p>{e(i.excerpt)}</p>' for i in s.items
    )
    body = "".join(f"<p>{_leader(p)}" for p in s.paragraphs)
    footer = f"<p>{s.footer}" if s.footer else ""
    return f"{HEAD}<body>{CHROME}<p>February 17, 2026Feb 17, 2026<p>KCNA {e(s.source)}{title}{date}{body}{footer}{more}{items}<p>More Articles"


def definitions(s: Story) -> str:
    title = f"<div id=a>{e(s.title)}</div>" if s.title else ""
    date = f"<dl><dt>Date</dt><dd>{s.day}</dd><dt>Source</dt><dd>{e(s.source)}</dd><dd>{_original(s)}</dd></dl>" if s.day else ""
    more = f"<p>More From {e(s.more_from)}</p>" if s.more_from else ""
    items = "".join(
        f'<div><DIV><A HREF="{i.url}">{e(i.title)}</A></DIV><DIV>{e(i.title)}</DIV><DIV>{e(i.excerpt)}</DIV><DIV>{i.day}</DIV></div>'
        for i in s.items
    )
    body = "<br/>".join(_leader(p) for p in s.paragraphs)
    footer = f" {s.footer}" if s.footer else ""
    return f"{HEAD}<BODY>{CHROME}<div id=a>KCNA {e(s.source)}</div>{title}{date}<div id=a>{body}{footer}</div><div>{more}<div>{items}</div></div></BODY></html>"


THEMES: dict[str, Callable[[Story], str]] = {
    theme.__name__: theme for theme in (known, sections, table, breaks, flat, definitions)
}


def listing(s: Story, theme: str) -> bytes:
    """The items of a story as a listing fragment in a theme."""
    page = THEMES[theme](s.but(title=None, day=None, paragraphs=(), footer=None))
    return page.encode()
