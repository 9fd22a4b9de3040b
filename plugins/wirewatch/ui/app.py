"""The application below /wirewatch."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy import Engine
from starlette.middleware.base import RequestResponseEndpoint

from wirewatch.errors import WirewatchError
from wirewatch.pipeline.verdicts import UnknownId
from wirewatch.ui.verdicts import SignedIn, routes

MOST_BYTES = 64 * 1024  # a verdict with the longest note takes a quarter of it


def create_app(store: Callable[[], Engine], reading: Callable[[], Engine], reader: SignedIn, writer: SignedIn) -> FastAPI:
    """The application on the database that `store` gives; what writes nothing uses `reading`, which cannot. `reader` and `writer` are dependencies: they return the name of whoever is
    signed in and may read, or write, or answer 401 or 403 themselves. Nothing is open to anybody else.
    """
    app = FastAPI(title="Wirewatch", dependencies=[Depends(reader)], docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(routes(store, reading, writer), prefix="/api")
    app.add_exception_handler(WirewatchError, refusal)
    app.add_exception_handler(RequestValidationError, unfit)
    app.middleware("http")(small_only)
    return app


def refusal(_: Request, error: Exception) -> Response:
    """An error as {"reason": …}: 404 where nothing has that id, else 409."""
    return JSONResponse({"reason": str(error)}, 404 if isinstance(error, UnknownId) else 409)


def unfit(_: Request, error: Exception) -> Response:
    """What is wrong with a request as {"reason": …}, without the request in it: that may be long, or hold what no answer can."""
    assert isinstance(error, RequestValidationError)
    said = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
    return JSONResponse({"reason": said.encode(errors="backslashreplace").decode()[:2000]}, 422)


async def small_only(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """Answer 413 to a body over MOST_BYTES, or of a length not told, before anything of it is read."""
    length = request.headers.get("content-length", "0")
    if "transfer-encoding" in request.headers or not length.isdigit() or int(length) > MOST_BYTES:
        return JSONResponse({"reason": f"A request may have {MOST_BYTES} bytes, and has to say how many it has."}, 413)
    return await call_next(request)
