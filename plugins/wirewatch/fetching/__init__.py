"""Fetching as a good guest: one slot at a time, robots.txt, and limits on everything a page may cost.

`fetcher` asks and follows; `line` is the way to the network, cut at the deadline; `body` reads and unpacks within limits; `access`
is the operator's own account session. Storage is not imported here: who keeps the host's row comes in as the `Host` protocol.
"""

from wirewatch.fetching.fetcher import ROBOTS_ANEW, ROBOTS_JUST_READ, ROBOTS_VALID, Fetcher, Host
from wirewatch.fetching.limits import LIMITS, Limits

__all__ = ["LIMITS", "ROBOTS_ANEW", "ROBOTS_JUST_READ", "ROBOTS_VALID", "Fetcher", "Host", "Limits"]
