"""The operator's own account session: headers from the connection `wirewatch_site`, sent to the source's own address only.

The connection's extra holds `{"cookies": {name: value}, "headers": {name: value}}`; its host, if it names one, says for which host they
are. A session is shown, never obtained: a login and password are not used, and a wall stays a wall. Values are never logged.
"""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from wirewatch.configured import Source
from wirewatch.errors import ConfigError

log = logging.getLogger(__name__)

CONNECTION = "wirewatch_site"
VARIABLE = "AIRFLOW_CONN_WIREWATCH_SITE"

# Who we are stands in the source file (user_agent); the others are the fetcher's own business.
NOT_OURS = frozenset({"user-agent", "host", "connection", "accept-encoding", "content-length", "transfer-encoding", "range"})
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # a token of RFC 9110
VALUE = re.compile(r"[\x20-\x7e]*")
COOKIE = re.compile(
    r"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*|\"[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*\""
)  # RFC 6265, 4.1.1


def from_environment(source: Source, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The session headers for the source, from Airflow's variable in its JSON form. Raises ConfigError; {} where it is not set."""
    written = environment.get(VARIABLE, "")
    if not written:
        return {}
    connection = _object(written, f"{VARIABLE} is not in Airflow's JSON form")
    extra = connection.get("extra") or {}
    if isinstance(extra, str):
        extra = _object(extra, f"the extra of {VARIABLE} is not a JSON object")
    return session_headers(source, str(connection.get("host") or ""), extra, bool(connection.get("password")))


def session_headers(source: Source, host: str, extra: object, password: bool = False) -> dict[str, str]:
    """The session headers for the source. Raises ConfigError, which names the header or cookie and never its value."""
    if not isinstance(extra, Mapping):
        raise ConfigError(
            f'The extra of the connection {CONNECTION} is no JSON object. Write {{"cookies": {{"name": "value"}}}}.'
        )
    if host and host.lower().removeprefix("www.") not in _names(source):
        return {}
    headers = {name: _checked(name, value, VALUE) for name, value in _words(extra, "headers").items()}
    cookies = {name: _checked(name, value, COOKIE) for name, value in _words(extra, "cookies").items()}
    for name in headers:
        if name.lower() in NOT_OURS or (cookies and name.lower() == "cookie"):
            raise ConfigError(f"The connection {CONNECTION} may not set the header {name}. Take it out of its extra.")
    if cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in cookies.items())
    if password and not headers:
        log.warning(
            "the password of the connection %s is not used: Wirewatch does not log in. Put your session's cookies into its extra.",
            CONNECTION,
        )
    return headers


def _names(source: Source) -> set[str]:
    parts = urlsplit(source.base_url)
    return {
        name.lower().removeprefix("www.") for name in (parts.netloc, parts.hostname or "", f"{parts.scheme}://{parts.netloc}")
    }


def _words(extra: Mapping[str, object], key: str) -> Mapping[str, object]:
    words = extra.get(key) or {}
    if not isinstance(words, Mapping):
        raise ConfigError(f'“{key}” in the extra of the connection {CONNECTION} is no JSON object. Write {{"name": "value"}}.')
    return words


def _checked(name: object, value: object, allowed: re.Pattern[str]) -> str:
    if not isinstance(name, str) or not NAME.fullmatch(name) or not isinstance(value, str) or not allowed.fullmatch(value):
        raise ConfigError(
            f"The connection {CONNECTION}: “{name}” cannot be sent as it stands. Copy name and value from the browser again."
        )
    return value


def _object(written: str, complaint: str) -> Mapping[str, object]:
    try:
        value = json.loads(written)
    except ValueError:
        value = None
    if not isinstance(value, dict):  # raised here, so that no error on the way quotes what is secret
        raise ConfigError(f'{complaint}. Write {{"host": "kcnawatch.org", "extra": {{"cookies": {{"name": "value"}}}}}}.')
    return value
