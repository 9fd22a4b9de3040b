"""Texts that met an older version of a list, or other lists only: what a re-match has to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from wirewatch.storage.articles import Text, day_of


@dataclass(frozen=True)
class Month:
    """How many texts of a month of publication wait to be held against a list; `first_day` names the month."""

    watchlist: str
    first_day: date
    texts: int


def months(db: Connection, watchlist: str, version: int) -> list[Month]:
    """The months with texts that wait for that version of the list, the latest first.

    A text no list has met is news, and match's. What the listing said of an article is past when its page was read. An article without
    a date stands in the month in which it was found (Korean time). Where nothing waits, only the small rows of `matched` are read.
    """
    query = text(f"""
        with waiting as (
            select revision_id from matched where watchlist = :watchlist and (version < :version or version > :version)
            union all
            select distinct revision_id from matched other where watchlist <> :watchlist
            and not exists (select from matched m where m.revision_id = other.revision_id and m.watchlist = :watchlist)
        )
        select date_trunc('month', {day_of("a")})::date as month, count(*)
        from waiting join revision r on r.id = revision_id join article a on a.id = r.article_id
        where r.number > 0 or not exists (select from revision page where page.article_id = r.article_id and page.number > 0)
        group by month order by month desc
    """)  # noqa: S608  the fragment is ours
    found = db.execute(query, {"watchlist": watchlist, "version": version})
    return [Month(watchlist, row[0], row[1]) for row in found]


def waiting(db: Connection, watchlist: str, version: int, month: date) -> list[int]:
    """Ids of a month's texts that wait, the latest text of each article before the ones it replaced."""
    query = text(f"""
        select r.id from article a join revision r on r.article_id = a.id
        left join matched m on m.revision_id = r.id and m.watchlist = :watchlist
        cross join lateral (select exists (select from revision n where n.article_id = a.id and n.number > r.number) as replaced) it
        where {day_of("a")} >= :month
          and {day_of("a")} < (:month + interval '1 month')::date
          and (r.number > 0 or not replaced)
          and m.version is distinct from :version and (m.version is not null or exists (select from matched where revision_id = r.id))
        order by replaced, r.id
    """)  # noqa: S608  the fragment is ours
    return list(db.execute(query, {"watchlist": watchlist, "version": version, "month": month}).scalars())


def take(db: Connection, watchlist: str, version: int, revision_ids: Sequence[int]) -> list[Text]:
    """Those of the texts that still wait; until the transaction ends nobody else matches them.

    Historical is what a backfill or a person brought: it never alerts, whatever is asked of a re-match.
    """
    query = text("""
        select r.id, r.title, r.body, a.published_on,
               a.historical or coalesce((select imported from capture where id = r.capture_id), false), r.number = 0
        from revision r join article a on a.id = r.article_id
        where r.id = any(:ids)
        order by r.id for no key update of r
    """)
    held = text("select revision_id from matched where watchlist = :watchlist and version = :version and revision_id = any(:ids)")
    texts = [Text(*row) for row in db.execute(query, {"ids": list(revision_ids)})]
    done = set(db.execute(held, {"watchlist": watchlist, "version": version, "ids": list(revision_ids)}).scalars())
    return [one for one in texts if one.id not in done]
