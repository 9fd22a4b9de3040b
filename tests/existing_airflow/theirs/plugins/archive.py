"""Another team's plugin, in a module called like one of ours: a page of its own in Airflow's web server."""

from airflow.plugins_manager import AirflowPlugin
from fastapi import FastAPI

app = FastAPI()


@app.get("/ping")
def ping() -> str:
    """Says that it is there."""
    return "stock"


class StockPlugin(AirflowPlugin):
    """What Airflow gets from them."""

    name = "stock"
    fastapi_apps = [{"app": app, "url_prefix": "/stock", "name": "Stock"}]  # noqa: RUF012 - Airflow's own form
