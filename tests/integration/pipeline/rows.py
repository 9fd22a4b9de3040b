"""Articles to test with, without a site."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import Engine, text

from tests.conftest import LAST_DAY
from tests.integration.storage.rows import entry
from wirewatch.models import Article, Response
from wirewatch.storage import articles, captures, entries


def put(engine: Engine, number: int, body: str, day: date = LAST_DAY) -> None:
    """Store an article with one text, as a crawl does."""
    with engine.begin() as db:
        (entry_id,) = entries.record(db, "kcna-en", [entry(number)], "listing")
        db.execute(text("update entry set historical = false where id = :id"), {"id": entry_id})
        claimed = entries.claim(db, entry_id, "worker")
        assert claimed
        capture = captures.save(db, entry_id, Response("u", "u", 200, {}, b"page", datetime.now(UTC)))
        known = {
            "original_url": None,
            "dateline_day": None,
            "footer_date": None,
            "more_from": (),
            "provenance": {},
            "warnings": (),
        }
        article = Article(claimed.url, claimed.url_hash, "KCNA", f"Title {number}", day, "en", body, **known)  # type: ignore[arg-type]
        assert articles.save(db, claimed, article, "kcna-en", capture, "1", "edited")
