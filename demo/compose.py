"""The demo of docker-compose.yml: `python -m demo.compose config` writes its configuration, `site …` serves the site of that calendar.

Both look into the folder above WIREWATCH_CONFIG, a volume they share; options after `site` go to `demo.site`.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from demo import settings, site
from wirewatch import config

HOST, PORTS = "demo-site", {"site": 8090}  # as docker-compose.yml names them


def main(arguments: list[str]) -> int:
    """Do one of the two; returns the exit code, 2 for neither."""
    home = config.folder().parent
    days = settings.calendar(home, datetime.now(UTC))
    match arguments:
        case ["config"]:
            settings.write_config(home, days, PORTS, HOST)
            return 0
        case ["site", *options]:
            return site.main(["--last-day", str(days.last), *options])
    print("usage: python -m demo.compose config | site --host HOST --port PORT", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
