"""Airflow's REST API, as a person's login may use it. Needs nothing of the local stack: any Airflow 3 will do."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

import requests

from wirewatch.local.home import StackError

HEALTH = ("metadatabase", "scheduler", "dag_processor", "triggerer")
FINAL_STATES = {"success", "failed"}


class AirflowError(StackError):
    """Airflow did not do what it was asked to do; the text holds its answer, `status` that of the HTTP request, if it was one that failed."""

    def __init__(self, words: str, status: int | None = None) -> None:
        super().__init__(words)
        self.status = status


class Client:
    """Airflow's REST API for somebody who may log in; every answer but 2xx, and none, raises AirflowError with Airflow's own words."""

    def __init__(self, address: str, user: str, password: str) -> None:
        self.address = address.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # a proxy for the outside has no business on loopback
        answer = self._ask("POST", "/auth/token", {"username": user, "password": password})
        if not isinstance(answer, dict) or "access_token" not in answer:
            raise AirflowError(f"{self.address} gives no token for a login: it is no Airflow 3, or not the whole address")
        self._session.headers["Authorization"] = f"Bearer {answer['access_token']}"

    def get(self, path: str, **query: object) -> Any:
        """GET /api/v2`path`."""
        return self._ask("GET", f"/api/v2{path}", None, query)

    def find(self, path: str) -> dict[str, Any] | None:
        """One thing as Airflow describes it; None where there is none."""
        try:
            return dict(self.get(path))
        except AirflowError as error:
            if error.status == 404:
                return None
            raise

    def every(self, path: str, key: str, **query: object) -> list[dict[str, Any]]:
        """All of a list, page after page: Airflow gives no more at once than its `maximum_page_limit`."""
        found: list[dict[str, Any]] = []
        while True:
            page = self.get(path, limit=100, offset=len(found), **query)
            found += page[key]
            if not page[key] or len(found) >= page["total_entries"]:
                return found

    def post(self, path: str, body: object) -> Any:
        """POST `body` to /api/v2`path`."""
        return self._ask("POST", f"/api/v2{path}", body)

    def patch(self, path: str, body: object, **query: object) -> Any:
        """PATCH /api/v2`path` with `body`."""
        return self._ask("PATCH", f"/api/v2{path}", body, query)

    def ensure_pools(self, pools: Mapping[str, int]) -> None:
        """Make each pool with its number of slots, or give an existing pool that number."""
        for name, slots in pools.items():
            present = self.find(f"/pools/{quote(name)}")
            if present is None:
                self.post("/pools", {"name": name, "slots": slots})
            elif present["slots"] != slots:
                self.patch(f"/pools/{quote(name)}", {"pool": name, "slots": slots, "include_deferred": False})

    def wait_dags(self, dag_ids: Iterable[str], timeout: float = 60) -> None:
        """Wait until Airflow knows these DAGs; raises AirflowError with its import errors after `timeout` seconds."""
        missing = set(dag_ids)

        def arrived() -> bool:
            missing.difference_update(dag["dag_id"] for dag in self.every("/dags", "dags"))
            return not missing

        if not wait(arrived, timeout):
            errors = [error["stack_trace"][-500:] for error in self.every("/importErrors", "import_errors")]
            raise AirflowError(
                f"DAGs not there after {timeout:.0f} s: {', '.join(sorted(missing))}. Import errors: {errors or 'none'}"
            )

    def trigger(self, dag_id: str, conf: Mapping[str, object] | None = None) -> str:
        """Start a manual run without a date; returns its run id."""
        return str(self.post(f"/dags/{dag_id}/dagRuns", {"logical_date": None, "conf": dict(conf or {})})["dag_run_id"])

    def run(self, dag_id: str, run_id: str) -> dict[str, Any]:
        """One run as Airflow describes it; `state` is queued, running, success or failed."""
        return dict(self.get(f"/dags/{dag_id}/dagRuns/{quote(run_id)}"))

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of a DAG, newest first, at most 100."""
        return list(self.get(f"/dags/{dag_id}/dagRuns", limit=100, order_by="-run_after")["dag_runs"])

    def _ask(self, method: str, path: str, body: object = None, query: Mapping[str, object] | None = None) -> Any:
        try:
            answer = self._session.request(method, self.address + path, json=body, params=dict(query or {}), timeout=30)  # type: ignore[arg-type]
        except requests.RequestException as error:
            raise AirflowError(f"{self.address} does not answer ({type(error).__name__})") from error
        if not answer.ok:
            raise AirflowError(f"{method} {path}: {answer.status_code} {answer.text[:500]}", answer.status_code)
        try:
            return answer.json() if answer.content else None
        except requests.exceptions.JSONDecodeError as error:
            raise AirflowError(
                f"{method} {self.address}{path} is answered with something that is not JSON: is that Airflow?"
            ) from error


def wait(done: Callable[[], bool], timeout: float, pause: float = 0.2) -> bool:
    """Whether it came true within so many seconds."""
    end = time.monotonic() + timeout
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(pause)
    return True
