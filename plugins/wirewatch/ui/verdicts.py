"""Mentions and verdicts over HTTP.

GET /api/mentions, GET and POST /api/verdicts, POST /api/verdicts/{id}/undo. JSON in and out; an error is {"reason": …} or, where nobody
is signed in or may do it, {"detail": …}.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlsplit

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from pydantic import BaseModel, ConfigDict, Field, Strict
from sqlalchemy import Engine

from wirewatch import config
from wirewatch.models import Tier
from wirewatch.pipeline import verdicts as judging
from wirewatch.storage import found, verdicts
from wirewatch.storage.found import Found, Wanted
from wirewatch.storage.verdicts import Given
from wirewatch.watchlist.verdicts import Ruling

SignedIn = Callable[..., object]

# What the database can hold: a number of 64 bits, a text without NUL.
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Name = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Note = Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")]


class Asked(BaseModel):
    """A verdict to be given; whoever is signed in gives it."""

    model_config = ConfigDict(extra="forbid")

    mention_id: Annotated[Id, Strict()]
    ruling: Ruling
    note: Note | None = None


class Filter(BaseModel):
    """Which mentions: see `storage.found.Wanted`. `from` and `to` are Korean days of publication."""

    model_config = ConfigDict(extra="forbid")

    list: Name | None = None
    person: Name | None = None
    tier: Tier | None = None
    first: date | None = Field(None, alias="from")
    last: date | None = Field(None, alias="to")
    retired: bool = False
    before: Id | None = None
    limit: int = Field(100, ge=1, le=1000)


def routes(store: Callable[[], Engine], reading: Callable[[], Engine], writer: SignedIn) -> APIRouter:
    """The API on that database, which `reading` opens as somebody who cannot write; `writer` gives the name of whoever is signed in and may write."""
    router = APIRouter()

    @router.get("/mentions")
    def list_mentions(wanted: Annotated[Filter, Query()]) -> list[Found]:
        with reading().begin() as db:
            return found.mentions(db, Wanted(**wanted.model_dump()))

    @router.get("/verdicts")
    def list_verdicts(watchlist: Annotated[Name | None, Query(alias="list")] = None) -> list[Given]:
        with reading().begin() as db:
            return verdicts.history(db, watchlist)

    @router.post("/verdicts", status_code=201, dependencies=[Depends(own_pages_only)])
    def give(asked: Asked, by: str = Depends(writer)) -> Given:
        return judging.give(store(), config.load_watchlists(), asked.mention_id, asked.ruling, by, asked.note)

    @router.post("/verdicts/{verdict_id}/undo", dependencies=[Depends(own_pages_only)])
    def undo(verdict_id: Id, by: str = Depends(writer)) -> Given:
        return judging.undo(store(), verdict_id, by)

    return router


def own_pages_only(request: Request) -> None:
    """Answer 403 where a browser says that another site's page asks: the cookie alone would let it."""
    origin, fetched_from = request.headers.get("origin"), request.headers.get("sec-fetch-site")
    ours = (
        fetched_from in ("same-origin", "none")
        if fetched_from
        else origin is None or urlsplit(origin).netloc == request.headers.get("host")
    )
    if not ours:
        raise HTTPException(403, "A page of another site must not ask for this.")
