"""Airflow imports this from its plugins folder: Wirewatch below /wirewatch of its web server, for whoever is signed in there."""

from __future__ import annotations

from functools import cache
from typing import Any

from airflow.plugins_manager import AirflowPlugin

from wirewatch.orchestration import listening


@cache
def built() -> Any:
    """The application. Every process of Airflow loads its plugins, each task too; only the web server pays for these imports."""
    from wirewatch.orchestration.connections import engine, reading_engine
    from wirewatch.orchestration.login import reader, writer
    from wirewatch.ui.app import create_app

    return create_app(engine, reading_engine, reader, writer)


async def wirewatch(scope: Any, receive: Any, send: Any) -> None:
    """The application, built when it is first asked for."""
    await built()(scope, receive, send)


class WirewatchPlugin(AirflowPlugin):
    """What Airflow gets from us."""

    name = "wirewatch"
    fastapi_apps = [{"app": wirewatch, "url_prefix": "/wirewatch", "name": "Wirewatch"}]  # noqa: RUF012 - Airflow's own form
    listeners = [listening]  # noqa: RUF012
