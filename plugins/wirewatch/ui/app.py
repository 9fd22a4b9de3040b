"""The application below /wirewatch."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import Engine

from wirewatch.errors import WirewatchError
from wirewatch.pipeline.verdicts import UnknownId
from wirewatch.ui.verdicts import SignedIn, routes


def create_app(store: Callable[[], Engine], reader: SignedIn, writer: SignedIn) -> FastAPI:
    """The application on the database that `store` gives. `reader` and `writer` are dependencies: they return the name of whoever is
    signed in and may read, or write, or answer 401 or 403 themselves. Nothing is open to anybody else.
    """
    app = FastAPI(title="Wirewatch", dependencies=[Depends(reader)], docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(store, writer), prefix="/api")
    app.add_exception_handler(WirewatchError, refusal)
    return app


def refusal(_: Request, error: Exception) -> Response:
    """An error as {"reason": …}: 404 where nothing has that id, else 409."""
    return JSONResponse({"reason": str(error)}, 404 if isinstance(error, UnknownId) else 409)
