"""A demo site with a fixed calendar, served on loopback for one test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from demo.site import DemoSite

LAST_DAY = date(2026, 11, 20)


@pytest.fixture
def site() -> Iterator[DemoSite]:
    served = DemoSite(LAST_DAY).start()
    yield served
    served.stop()
