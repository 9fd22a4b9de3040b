"""`up` and `down`: the local stack from the command line."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from wirewatch import config
from wirewatch.configured import Airflow
from wirewatch.errors import ConfigError
from wirewatch.local import stack
from wirewatch.local.airflow_api import Client
from wirewatch.local.home import StackError, demo_home, mark

USAGE = "usage: python -m wirewatch.local up|down"

NEXT = """\
The DAGs that ask the site wait to be switched on. Next:
  .venv/bin/wirewatch doctor    says what works, what is missing, and the cure
  docs/first-day.md             walks you from here to the first alert
  python3 run.py down           stops everything"""

# The tags of the DAGs that ask the site for something: they wait for a person to switch them on.
ASKING = ("crawl", "recheck")


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def up() -> int:
    """Bring up the live stack and say where it is; the password is printed the first time only."""
    home, begin = config.home(), time.monotonic()

    def say(step: str) -> None:
        _say(f"{time.monotonic() - begin:5.1f} s  {step} …")

    told = home / "told"  # written last: a first start that was interrupted is one again
    first = not told.exists()
    with stack.reserved(home):
        say("Preparing Wirewatch's database")
        _upgrade_database(home)
        running = stack.up(home, config.folder(), paused=True, say=say)
    login = f"the password {running.password}" if first else f"the password in {home / 'secrets.json'}"
    running.client.ensure_pools(config.load_settings().airflow.pools(config.load_sources().values()))
    if first:
        say("Switching on what asks the site for nothing")
        _switch_on(running.client, config.load_settings().airflow)
    print(f"Airflow: {running.ui}/")
    print(f"Log in as {running.user} with {login}")
    print(NEXT, flush=True)
    told.touch()
    return 0


def _switch_on(client: Client, names: Airflow) -> None:
    """Switch on our DAGs but those that ask the site: with `alert` off a found name would be told to nobody."""
    client.wait_dags(names.name(file.stem) for file in (config.PROJECT / "dags").glob("*.py") if file.stem != "crawl")
    for dag in client.every("/dags", "dags", tags=names.name("wirewatch"), paused=True):
        if not {tag["name"] for tag in dag["tags"]} & {names.name(tag) for tag in ASKING}:
            client.patch(f"/dags/{dag['dag_id']}", {"is_paused": False})


def _upgrade_database(home: Path) -> None:
    """Bring our own tables up to date: a program, because this package must not import the store."""
    command, env = [str(Path(sys.executable).with_name("wirewatch")), "db", "upgrade", "--no-pools"], {**os.environ, **mark(home)}
    done = subprocess.run(command, env=env, capture_output=True, text=True)
    if done.returncode:
        raise StackError(f"`wirewatch db upgrade` failed:\n{(done.stdout + done.stderr)[-2000:]}")


def down() -> int:
    """End the live stack and the demo's, both at once."""
    homes = {"live": config.home(), "demo": demo_home()}
    with ThreadPoolExecutor() as pool:
        ended = [name for name, did in zip(homes, pool.map(stack.down, homes.values()), strict=True) if did]
    print(f"Stopped: {' and '.join(ended)} stack." if ended else "Nothing was running.")
    return 0


def main(arguments: list[str]) -> int:
    """Run one of the commands; returns the exit code: 0 done, 1 failed, 2 usage, 130 interrupted."""
    commands = {"up": up, "down": down}
    if len(arguments) != 1 or arguments[0] not in commands:
        _say(USAGE)
        return 2
    try:
        return commands[arguments[0]]()
    except StackError as error:
        _say(f"Failed: {error}")
        return 1
    except ConfigError as error:
        _say(error.reason)
        return 2
    except OSError as error:
        _say(f"Failed: {error}")
        return 1
    except KeyboardInterrupt:
        _say("Interrupted. `python3 run.py down` ends what already runs.")
        return 130
