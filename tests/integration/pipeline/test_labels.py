"""A publication's name in its source file and on the site: what is inferred from a logo may be wrong, and must not lose an article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from sqlalchemy import Engine, text

from demo.site import DemoSite
from tests.conftest import LAST_DAY
from wirewatch.configured import Listing, Source
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.pipeline.report import Report
from wirewatch.storage.crawls import source_keys_by_label

SEARCH, BY_ID = Listing("search"), Listing("more_articles", 156)


@pytest.fixture
def renamed(site: DemoSite) -> DemoSite:
    """A site whose pages print another name for KCNA than its logo stands for."""
    site.items = [
        replace(one, publication=replace(one.publication, label="KCNA in English")) if one.publication.key == "kcna" else one
        for one in site.items
    ]
    return site


def crawled(engine: Engine, source: Source, label_keys: Mapping[str, str] | None = None) -> Report:
    keys = label_keys if label_keys is not None else source_keys_by_label([source])
    return crawl(engine, source, Window(LAST_DAY, LAST_DAY), [], keys, "run")


def owners(engine: Engine) -> set[tuple[str, str | None]]:
    with engine.begin() as db:
        return {(row.source, row.source_key) for row in db.execute(text("select distinct source, source_key from article"))}


@pytest.mark.parametrize("listing", [SEARCH, BY_ID], ids=["search", "by id"])
def test_a_name_nobody_wrote_down_loses_no_article_and_the_report_names_it(
    engine: Engine, kcna: Source, renamed: DemoSite, listing: Listing
) -> None:
    report = crawled(engine, replace(kcna, listing=listing))

    assert report.days[LAST_DAY].stored == 8
    assert owners(engine) == {("KCNA in English", "kcna-en")}
    (note,) = report.notes
    assert (
        note
        == "pages of kcna-en print “KCNA in English” after “Source:”, its file says “KCNA.kp (En)”: add it to `aliases` there"
    )


@pytest.mark.parametrize("listing", [SEARCH, BY_ID], ids=["search", "by id"])
@pytest.mark.parametrize(
    ("label", "aliases"), [("KCNA.kp (En)", ("kcna in english",)), ("KCNA in English", ("KCNA.kp (En)",))], ids=["alias", "label"]
)
def test_with_both_names_in_the_file_nothing_is_to_note(
    engine: Engine, kcna: Source, renamed: DemoSite, listing: Listing, label: str, aliases: tuple[str, ...]
) -> None:
    report = crawled(engine, replace(kcna, label=label, aliases=aliases, listing=listing))

    assert (report.days[LAST_DAY].stored, report.notes, report.complaint) == (8, [], None)
    assert report.coverage[LAST_DAY] == "complete"
    assert owners(engine) == {("KCNA in English", "kcna-en")}


def test_a_page_of_a_publication_that_has_a_file_of_its_own_is_its(engine: Engine, kcna: Source, renamed: DemoSite) -> None:
    source = replace(kcna, listing=SEARCH)

    report = crawled(engine, source, {**source_keys_by_label([source]), "kcna in english": "another"})

    assert report.notes == []
    assert owners(engine) == {("KCNA in English", "another")}
