"""The demo's crawl without Airflow: what any executor must come to, as rows that know no ids and no times."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, text

from demo.settings import Calendar
from wirewatch import config
from wirewatch.models import Message
from wirewatch.pipeline.alert import decide_alerts, send_due
from wirewatch.pipeline.coverage import Window
from wirewatch.pipeline.crawl import crawl
from wirewatch.storage import crawls

ROWS = {
    "revisions": """
        select encode(url_hash, 'hex'), number, cause, title, md5(body), source, published_on
        from article a join revision r on r.article_id = a.id where number > 0 and published_on between :first and :last""",
    "mentions": """
        select encode(url_hash, 'hex'), entity_id, field, span_start, span_end, tier, retired_at is null
        from mention m join revision r on r.id = m.revision_id join article a on a.id = r.article_id
        where number > 0 and published_on between :first and :last""",
    "alerts": """
        select rule, entity_id, kind, late, line ->> 'title', line ->> 'surface' from alert""",
    "told": """
        select d.channel, d.recipient, d.state, l.rule, l.entity_id, l.line ->> 'title'
        from delivery d join delivery_alert a on a.delivery_id = d.id join alert l on l.id = a.alert_id""",
    "coverage": "select source_key, day, state from coverage where day between :first and :last",
}
Rows = dict[str, list[tuple[Any, ...]]]


def rows(engine: Engine, days: Calendar) -> Rows:
    """What the database holds of these days, sorted: where a half hour begins meanwhile, the poll reads the newest day as well."""
    span = {"first": days.first, "last": days.last}
    with engine.begin() as db:
        return {
            name: sorted(map(tuple, db.execute(text(query), span if ":first" in query else {})), key=str)
            for name, query in ROWS.items()
        }


def run(engine: Engine, folder: Path, days: Calendar) -> Rows:
    """Crawl the demo's sources one after another and tell a list; returns the rows that makes.

    How many alerts share a message depends on when they were decided; who is told of which does not.
    """
    sources, lists = config.load_sources(folder), list(config.load_watchlists(folder).values())
    labels = crawls.source_keys_by_label(sources.values())
    for source in sources.values():
        crawl(engine, source, Window(days.first, days.last), lists, labels, f"reference:{source.key}")
    told: list[Message] = []
    decide_alerts(engine, config.load_alerting(folder), sources)
    send_due(engine, lambda channel, message: told.append(message))
    return rows(engine, days)


def differences(found: Rows, expected: Rows) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that one of the two has and the other lacks."""
    return {
        name: [("only found", *row) for row in found[name] if row not in expected[name]]
        + [("only expected", *row) for row in expected[name] if row not in found[name]]
        for name in expected
        if found[name] != expected[name]
    }
