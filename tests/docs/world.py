"""What commands on the pages find when they are typed: a store with some days in it, files, and what stands in for placeholders."""

from __future__ import annotations

import re
from datetime import date, timedelta
from pathlib import Path

from demo.site import DemoSite
from tests.docs.pages import Command
from tests.integration.cli.command import Run, Said
from tests.unit.imports import files

# The day that pages call the last finished one; all their days in its month move with it.
PRINTED = date(2026, 11, 20)
MISPRINT = "Denis Mantrov"
TEXT = "Pyongyang, November 6 -- Sergei Lavrov, minister of Foreign Affairs of the Russian Federation, arrived here on the 4th.\n"
GARDENERS = "name: gardeners\ntitle: People who plant trees\nentities:\n  - name: Timofei Beryozkin\n    country: ru\n"


class World:
    """A folder with everything in it that a page may speak of."""

    def __init__(self, run: Run, site: DemoSite, config: Path, folder: Path) -> None:
        self.run, self.site, self.folder = run, site, folder
        (config / "watchlists" / "gardeners.yml").write_text(GARDENERS, encoding="utf-8")
        self.forget_a_spelling(config / "watchlists" / "russian-officials.yml")
        self.stored = run("crawl", "kcna-en", "--from", self.day(4), "--to", self.day(0))
        self.write_files()

    def forget_a_spelling(self, watchlist: Path) -> None:
        """Take a misprint of the demo site's off the list, so that there is one to be accepted."""
        text = watchlist.read_text(encoding="utf-8")
        assert MISPRINT in text
        watchlist.write_text(re.sub(rf"{MISPRINT}(, )?", "", text), encoding="utf-8")

    def day(self, before: int) -> date:
        """The day so many days before the last finished one."""
        return self.site.last_day - timedelta(days=before)

    def url(self, number: str = "156", before: int = 0) -> str:
        """The address of an article of KCNA, or of the source with that number."""
        items = (one for one in self.site.of_source(number) or [] if one.date_line and one.day == self.day(before))
        return self.site.base_url + next(items).paths[0]

    def write_files(self) -> None:
        """A saved page, one in a folder with its list of addresses, a text and a published list."""
        (self.folder / "pages").mkdir()
        page = self.site.answer(self.url(), "").body
        for file in ("page.html", "pages/one.html"):
            (self.folder / file).write_bytes(page)
        (self.folder / "gardeners.yml").write_text(GARDENERS, encoding="utf-8")
        (self.folder / "urls.txt").write_text(f"pages/one.html {self.url()}\n", encoding="utf-8")
        (self.folder / "text.txt").write_text(TEXT, encoding="utf-8")
        (self.folder / "targets.simple.csv").write_text(files.SIMPLE, encoding="utf-8")

    def type(self, command: Command) -> Said:
        """Run a command of `wirewatch`. Raises KeyError for a placeholder that nothing stands in for."""
        return self.run(*(self.meant(word) for word in command.ours or []))

    def meant(self, word: str) -> str:
        """A word of a command, with what stands in for a placeholder, and days moved."""
        if re.fullmatch(r"[A-Z_]+(\.\w+)?", word):
            return self.stand_in(word)
        moved = re.fullmatch(rf"{PRINTED:%Y-%m}-(\d\d)", word)
        return str(date.fromisoformat(word) + (self.site.last_day - PRINTED)) if moved else word

    def stand_in(self, word: str) -> str:
        """What a placeholder means here. Raises KeyError."""
        known = {
            "SOURCE": lambda: "kcna-en",
            "LIST": lambda: "gardeners",
            "NAME": lambda: "Ann",
            "DAY": lambda: str(self.day(0)),
            "URL": self.url,
            "ARTICLE_URL": lambda: self.url("163"),
            "NUMBER": self.misprint,
            "VERDICT": lambda: self.newest("verdict", "list"),
            "ID": lambda: self.newest("captures", "list"),
        }
        return str(known[word]())

    def misprint(self) -> int:
        """The id of a mention in words that no list has."""
        found = self.run("mentions", "--json").objects
        return next(int(one["id"]) for one in found if one["surface"] == MISPRINT)

    def newest(self, *command: str) -> int:
        """The id of the first thing that a command lists."""
        return int(self.run(*command, "--json").objects[0]["id"])
