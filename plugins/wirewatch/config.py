"""The configuration, read and checked in one place. Every complaint names the file, the line and the cure."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import yaml
from pydantic import TypeAdapter, ValidationError
from yaml.reader import ReaderError

from wirewatch.configured import Alerting, Settings, Source, Watchlist
from wirewatch.errors import ConfigError

PROJECT = Path(__file__).resolve().parents[2]

# Where KCNA Watch itself is reached (`.co` is the old domain). Anything else is somebody's own copy or a demo.
LIVE_HOSTS = frozenset({"kcnawatch.org", "kcnawatch.xyz", "kcnawatch.co"})

T = TypeVar("T")
Place = Sequence[str | int]


def folder() -> Path:
    """The configuration folder: `WIREWATCH_CONFIG`, else the project's own `config/`."""
    return Path(os.environ.get("WIREWATCH_CONFIG") or PROJECT / "config").resolve()


def home() -> Path:
    """The state folder: `WIREWATCH_HOME`, else `.wirewatch/` beside the code."""
    return Path(os.environ.get("WIREWATCH_HOME") or PROJECT / ".wirewatch").resolve()


def load_sources(config: Path | None = None) -> dict[str, Source]:
    """All sources by key, in the order of their file names. Raises ConfigError."""
    files = sorted((config or folder()).joinpath("sources").glob("*.yml"))
    sources: dict[str, Source] = {}
    for file in files:
        source = _read(file, Source)
        if source.key in sources:
            raise ConfigError(
                f"{at(file, 'key')}: the key “{source.key}” is taken by another source file. Give this one a key of its own."
            )
        sources[source.key] = source
    return sources


def read_source(file: Path) -> Source:
    """The source of one file. Raises ConfigError."""
    return _read(file, Source)


def source_file(key: str, config: Path | None = None) -> Path:
    """The file that describes the source with that key. Raises ConfigError, naming the keys there are."""
    load_source(key, config)
    files = (config or folder()).joinpath("sources").glob("*.yml")
    return next(file for file in files if _read(file, Source).key == key)


def line_of(file: Path, *place: str) -> int:
    """The line (from 1) of a key in a file that was read already; of the last key above it that is there where it is missing."""
    node, line = yaml.compose(file.read_text(encoding="utf-8"), Loader=PlainWords), 1
    for name in place:
        found = [pair for pair in node.value if pair[0].value == name] if isinstance(node, yaml.MappingNode) else []
        if not found:
            break
        line, node = found[0][0].start_mark.line + 1, found[0][1]
    return line


def load_source(key: str, config: Path | None = None) -> Source:
    """The source with that key. Raises ConfigError, naming the keys there are."""
    sources = load_sources(config)
    if key not in sources:
        where = (config or folder()) / "sources"
        raise ConfigError(f"{where}: no source has the key “{key}”. There are: {', '.join(sources) or 'none'}.")
    return sources[key]


def read_watchlist(file: Path) -> Watchlist:
    """One watchlist as its file has it. Raises ConfigError."""
    return _read(file, Watchlist)


def load_watchlist(file: Path) -> Watchlist:
    """One watchlist file; a list without a name is called after its file. Raises ConfigError."""
    watchlist = read_watchlist(file)
    name = watchlist.name or file.stem
    return replace(watchlist, name=name, title=watchlist.title or name)


def watchlist_files(config: Path | None = None) -> list[Path]:
    """The watchlist files, in the order of their names."""
    return sorted((config or folder()).joinpath("watchlists").glob("*.yml"))


def load_watchlists(config: Path | None = None) -> dict[str, Watchlist]:
    """All watchlists by name. Raises ConfigError."""
    lists: dict[str, Watchlist] = {}
    for file in watchlist_files(config):
        watchlist = load_watchlist(file)
        if watchlist.name in lists:
            raise ConfigError(f"{at(file, 'name')}: the name “{watchlist.name}” is taken by another watchlist. Rename this one.")
        lists[watchlist.name] = watchlist
    return lists


def watchlist_file(name: str, config: Path | None = None) -> Path:
    """The file that holds the watchlist of that name. Raises ConfigError, naming the lists there are."""
    names = {load_watchlist(file).name: file for file in watchlist_files(config)}
    if name not in names:
        where = (config or folder()) / "watchlists"
        raise ConfigError(f"{where}: no watchlist is called “{name}”. There are: {', '.join(names) or 'none'}.")
    return names[name]


def load_alerting(config: Path | None = None) -> Alerting:
    """alerts.yml, with every channel a rule names checked to exist. Raises ConfigError."""
    file = (config or folder()) / "alerts.yml"
    alerting = _read(file, Alerting)
    named = {("rules", n, "channels", i): name for n, rule in enumerate(alerting.rules) for i, name in enumerate(rule.channels)}
    told = {(key, i): name for key in ("operators", "pages") for i, name in enumerate(getattr(alerting, key))}
    for place, name in [*named.items(), *told.items()]:
        if name not in alerting.channels:
            known = ", ".join(alerting.channels) or "none"
            raise ConfigError(f"{at(file, *place)}: no channel is called “{name}”. There are: {known}.")
    _refuse_what_would_be_lost(file, alerting)
    return alerting


def load_settings(config: Path | None = None) -> Settings:
    """settings.yml, or the defaults where there is none. Raises ConfigError."""
    file = (config or folder()) / "settings.yml"
    settings = _read(file, Settings) if file.exists() else Settings()
    if settings.poll.from_hour >= settings.poll.to_hour:
        hours = f"from_hour {settings.poll.from_hour}, to_hour {settings.poll.to_hour}"
        raise ConfigError(f"{at(file, 'poll')}: polling ends before it begins ({hours}). Put the earlier hour first.")
    return settings


def _refuse_what_would_be_lost(file: Path, alerting: Alerting) -> None:
    """Refuse what is well-formed but would tell nobody."""
    names = [rule.name for rule in alerting.rules]
    for n, name in enumerate(names):
        if name in names[:n]:
            raise ConfigError(f"{at(file, 'rules', n)}: a rule is called “{name}” already. Give this one a name of its own.")
    for name, channel in alerting.channels.items():
        if channel.kind == "email" and not channel.to:
            raise ConfigError(f"{at(file, 'channels', name)}: channel “{name}” has nobody to write to. Fill in `to`.")
        if channel.kind == "apprise":
            raise ConfigError(f"{at(file, 'channels', name)}: kind apprise cannot be delivered yet. Use email or slack.")


def is_live(source: Source) -> bool:
    """True for KCNA Watch itself, false for a demo or a test."""
    host = urlsplit(source.base_url).hostname or ""
    return host.removeprefix("www.") in LIVE_HOSTS


def why_off(source: Source) -> str | None:
    """Why this source must not be crawled, in words; None when it may."""
    if not source.enabled:
        return "it is switched off (enabled: false in its source file)"
    if is_live(source) and source.terms is None:
        return "nobody has accepted the site's terms for it yet (terms: {accepted_by, on} in its source file)"
    return None


def sources_on() -> list[Source]:
    """The configured sources that may be crawled."""
    return [source for source in load_sources().values() if why_off(source) is None]


def fingerprint(value: object) -> bytes:
    """SHA-256 of a configuration object: a new version of a list or rule is one whose fingerprint is new."""
    return hashlib.sha256(TypeAdapter(type(value)).dump_json(value)).digest()


# --- reading YAML with line numbers --------------------------------------------------------------


class PlainWords(yaml.SafeLoader):
    """YAML in which only true and false are truth values, as YAML 1.2 has it: `on` is a key of `terms`, `no` a country."""


PlainWords.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
PlainWords.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def _read(file: Path, kind: type[T]) -> T:
    try:
        text = file.read_text(encoding="utf-8")
        tree = yaml.compose(text, Loader=PlainWords)
        _refuse_no_keys(file, tree)
        _refuse_slips(file, tree)
        return TypeAdapter(kind).validate_python(PlainWords("").construct_document(tree) if tree else {})
    except FileNotFoundError as error:
        raise ConfigError(f"{file}: this file is missing. Create it, or set WIREWATCH_CONFIG to the right folder.") from error
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read ({error.strerror}). Make it a file that this user may read.") from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}:{line}: not UTF-8 (byte {error.start}). Save it as UTF-8.") from error
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ConfigError(f"{file}:{line}: holds the character {error.character!r}. Remove it.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{file}:{line}: not valid YAML ({error.problem}). Check indentation, colons and quotes.") from error
    except ValidationError as error:
        raise ConfigError("\n".join(_complaints(file, tree, error, kind))) from error


def _complaints(file: Path, tree: yaml.Node | None, error: ValidationError, kind: type[Any]) -> Iterable[str]:
    for one in error.errors(include_url=False):
        yield f"{file}:{_line(tree, one['loc'])}: {_words(one, kind)}"


# What stands where something else is wanted, by the beginning of the checker's name for it, and what to write instead.
_CURES = (
    ("tuple_type", ", not a list. Write [one, another], or each on a line of its own after “- ”."),
    ("dataclass_type", ", not an entry. Write its keys: “- key: value”."),
    ("string_type", ", not text. Put it in quotes, or take it out."),
    ("date", ", not a day. Write it as YYYY-MM-DD."),
)


def _words(one: Any, kind: type[Any]) -> str:
    place = ".".join(str(part) for part in one["loc"])
    if one["type"] in ("unexpected_keyword_argument", "extra_forbidden"):
        near = get_close_matches(str(one["loc"][-1]), _known_keys(kind), n=1)
        return f"“{place}” is not a known key. " + (f"Did you mean “{near[0]}”?" if near else "Remove or correct it.")
    if one["type"] in ("missing", "missing_argument"):
        return f"“{place}” is missing. Add it."
    said = f"“{place}” is {'empty' if one['input'] is None else repr(one['input'])}"
    if one["type"] == "literal_error":
        return f"{said}. Write {one['ctx']['expected']}."
    cure = next((cure for type_, cure in _CURES if one["type"].startswith(type_)), None)
    return f"{said}{cure}" if cure else f"{said}: {one['msg']}. Correct it."


def _known_keys(kind: type[Any]) -> set[str]:
    schema = TypeAdapter(kind).json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return {key for part in parts for key in part.get("properties", {})}


def _line(node: Any, place: Place) -> int:
    """The line (from 1) of the deepest part of `place` that stands in the file."""
    if node is None:
        return 1
    line: int = node.start_mark.line + 1
    if not place:
        return line
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(place[0]):
                return max(int(key.start_mark.line) + 1, _line(value, place[1:]))
    if isinstance(node, yaml.SequenceNode) and isinstance(place[0], int) and place[0] < len(node.value):
        return _line(node.value[place[0]], place[1:])
    return line


def lines_of(file: Path, places: Iterable[Place]) -> list[int]:
    """The line (from 1) of each place in a file that was read already, or of the deepest part of it that stands there."""
    tree = yaml.compose(file.read_text(encoding="utf-8"), Loader=PlainWords)
    return [_line(tree, place) for place in places]


def at(file: Path, *place: str | int) -> str:
    """`file:line` of a place in a file that was read already."""
    return f"{file}:{lines_of(file, [place])[0]}"


def _refuse_no_keys(file: Path, tree: yaml.Node | None) -> None:
    if tree is not None and not isinstance(tree, yaml.MappingNode):
        raise ConfigError(f"{file}:{tree.start_mark.line + 1}: not a list of keys. Write it as “key: value” lines.")


def _refuse_slips(file: Path, node: yaml.Node | None) -> None:
    """Refuse what the YAML reader lets pass, a key that stands twice, and what it dies of, a day that is none."""
    if isinstance(node, yaml.MappingNode):
        _refuse_double_keys(file, node)
        for _, value in node.value:
            _refuse_slips(file, value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            _refuse_slips(file, value)
    elif isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:timestamp":
        _refuse_impossible_day(file, node)


def _refuse_double_keys(file: Path, node: yaml.MappingNode) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value in seen:
            raise ConfigError(f"{file}:{key.start_mark.line + 1}: the key “{key.value}” stands twice. Keep one of them.")
        if isinstance(key, yaml.ScalarNode):
            seen.add(key.value)


def _refuse_impossible_day(file: Path, node: yaml.ScalarNode) -> None:
    try:
        yaml.SafeLoader("").construct_yaml_timestamp(node)
    except ValueError as error:
        raise ConfigError(f"{file}:{node.start_mark.line + 1}: there is no day “{node.value}” ({error}). Correct it.") from error
