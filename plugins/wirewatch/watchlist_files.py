"""Watchlist files as text: written anew, or people and spellings added by line so that comments, order and hand-made lines stay.

Nothing replaces a file before the reader of the configuration has read the new text and found what was meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import yaml

from wirewatch import config
from wirewatch.configured import Entity, Role, Watchlist
from wirewatch.errors import ConfigError
from wirewatch.yaml_files import beside, create_as, quoted, read_back, replace_by

LONGEST_LINE = 130


class Edit(NamedTuple):
    """Text to put in the place of the characters from `start` to `end` (end exclusive)."""

    start: int
    end: int
    text: str


# --- a whole file --------------------------------------------------------------------------------


def written(watchlist: Watchlist, notes: Sequence[str] = ()) -> str:
    """The text of a watchlist's file, with notes as comment on top."""
    head = [*(f"# {note}" for note in notes), f"name: {quoted(watchlist.name)}", f"title: {quoted(watchlist.title)}"]
    people = [line for entity in watchlist.entities for line in _item(_entity(entity), "  ")]
    return "\n".join([*head, "entities:" if people else "entities: []", *people, ""])


def create(file: Path, watchlist: Watchlist, notes: Sequence[str]) -> None:
    """Write a new watchlist file. Raises ConfigError where it is there already or cannot be written."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with beside(file, written(watchlist, notes)) as new:
        read_back(new, watchlist, config.read_watchlist, _by_hand(file))
        create_as(new, file)


def _entity(entity: Entity) -> list[str]:
    """The lines of a person, keys in the order people write them."""
    plain = {"name": entity.name, "id": entity.id, "country": entity.country, "surname": entity.surname}
    return [
        *(f"{key}: {quoted(value)}" for key, value in plain.items() if value),
        *_strings("aliases", entity.aliases),
        *_strings("native", entity.native),
        *(["roles:", *(line for role in entity.roles for line in _item(_role(role), "  "))] if entity.roles else []),
        *([f"notes: {quoted(entity.notes)}"] if entity.notes else []),
    ]


def _strings(key: str, values: Sequence[str]) -> list[str]:
    line = f"{key}: [{', '.join(map(quoted, values))}]"
    if len(line) <= LONGEST_LINE - 4:
        return [line] if values else []
    return [f"{key}:", *(f"  - {quoted(value)}" for value in values)]


def _role(role: Role) -> list[str]:
    days = {"from": role.from_, "to": role.to, "as_of": role.as_of}
    return [
        f"title: {quoted(role.title)}",
        *(f"{key}: {day}" for key, day in days.items() if day),
        *([f"source: {quoted(role.source)}"] if role.source else []),
        *(["unverified: true"] if role.unverified else []),
    ]


def _item(lines: Sequence[str], indent: str) -> list[str]:
    return [f"{indent}{'- ' if place == 0 else '  '}{line}" for place, line in enumerate(lines)]


# --- by line -------------------------------------------------------------------------------------


def extend(file: Path, wanted: Watchlist) -> None:
    """Make a file hold the wanted list, which is the one it holds with people, spellings, roles or countries added to it.

    Raises ConfigError, the file untouched, where it cannot be edited by line or written.
    """
    before = config.read_watchlist(file)
    if wanted == before:
        return
    try:
        text = extended(file.read_bytes().decode("utf-8"), before, wanted)
    except (yaml.YAMLError, LookupError) as error:
        raise _by_hand(file) from error
    with beside(file, text) as new:
        read_back(new, wanted, config.read_watchlist, _by_hand(file))
        replace_by(new, file)


def extended(text: str, before: Watchlist, wanted: Watchlist) -> str:
    """The text with what the wanted list has more; raises LookupError where the people do not stand in it line by line."""
    tree = yaml.compose(text, Loader=config.PlainWords)
    people = _value(tree, "entities")
    if not isinstance(people, yaml.SequenceNode) or len(people.value) != len(before.entities):
        raise LookupError("entities")
    pairs = zip(people.value, before.entities, wanted.entities, strict=False)
    edits = [edit for node, old, new in pairs if old != new for edit in _grown(text, node, old, new)]
    joined = wanted.entities[len(before.entities) :]
    if joined:
        edits.append(_joined(text, people, joined))
    return _applied(text, edits)


def _grown(text: str, node: yaml.Node, old: Entity, new: Entity) -> Iterator[Edit]:
    """The edits that give a person what is new; keys that are missing come after the name, roles at the end."""
    lines: list[str] = [f"country: {quoted(new.country)}"] if new.country and not old.country else []
    for key in ("aliases", "native"):
        more = getattr(new, key)[len(getattr(old, key)) :]
        there = _value(node, key)
        if more and there is None:
            lines += _strings(key, more)
        elif more:
            yield _more_items(text, there, [[quoted(value)] for value in more], "{}")
    if lines and (name := _value(node, "name")):
        yield _lines_after(text, node, name.end_mark, lines)
    roles, there = new.roles[len(old.roles) :], _value(node, "roles")
    if roles and there is None:
        yield _lines_after(text, node, _last(node), ["roles:", *(line for role in roles for line in _item(_role(role), "  "))])
    elif roles:
        yield _more_items(text, there, [_role(role) for role in roles], "{{{}}}")


def _lines_after(text: str, node: yaml.Node, mark: yaml.Mark, lines: Sequence[str]) -> Edit:
    """The edit that gives a person keys of their own lines, behind the one that ends at a mark."""
    if not isinstance(node, yaml.MappingNode) or node.flow_style:
        raise LookupError("person in braces")
    place = _end_of_line(text, mark.index)
    indent = " " * node.start_mark.column
    return Edit(place, place, "".join(f"{_line_end(text)}{indent}{line}" for line in lines))


def _more_items(text: str, node: yaml.Node | None, items: Sequence[Sequence[str]], braces: str) -> Edit:
    """The edit that adds items to a list: [in, brackets], where those of several lines stand in braces, or one a line."""
    if not isinstance(node, yaml.SequenceNode):
        raise LookupError("list")
    if node.flow_style:
        inner = ", ".join(braces.format(", ".join(item)) for item in items)
        place = _last(node).index if node.value else node.start_mark.index + 1
        return Edit(place, place, f", {inner}" if node.value else inner)
    place = _end_of_line(text, _last(node).index)
    indent = " " * node.start_mark.column
    return Edit(place, place, "".join(f"{_line_end(text)}{line}" for item in items for line in _item(item, indent)))


def _joined(text: str, node: yaml.SequenceNode, people: Sequence[Entity]) -> Edit:
    """The edit that puts people behind the last one, and behind the comments that belong to that one."""
    if node.flow_style and node.value:
        raise LookupError("entities in brackets")
    indent = "  " if node.flow_style else " " * node.start_mark.column
    new = "".join(f"{_line_end(text)}{line}" for entity in people for line in _item(_entity(entity), indent))
    if node.flow_style:
        return Edit(node.start_mark.index, node.end_mark.index, new)
    place = _past_comments(text, _end_of_line(text, _last(node).index), indent + " ")
    return Edit(place, place, new)


def _past_comments(text: str, place: int, indent: str) -> int:
    """The end of the last comment line below that is indented so far; the place itself where there is none."""
    end = place
    for line in text[place:].splitlines(keepends=True):
        bare = line.strip()
        if bare and not (bare.startswith("#") and line.startswith(indent)):
            break
        end += len(line)
        place = end - len(line) + len(line.rstrip("\r\n")) if bare else place
    return place


def _value(node: yaml.Node | None, key: str) -> yaml.Node | None:
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return next((value for name, value in pairs if name.value == key), None)


def _last(node: yaml.Node) -> yaml.Mark:
    """Where the last thing written in a node ends; a block's own end mark is the start of what follows it."""
    if not isinstance(node, yaml.CollectionNode) or not node.value:
        return node.end_mark
    last = node.value[-1]
    inner = last[1] if isinstance(last, tuple) else last
    return inner.end_mark if getattr(inner, "flow_style", False) else _last(inner)


def _end_of_line(text: str, index: int) -> int:
    """The end of the line, before its line break; a block text's end mark stands on the line after it already."""
    if index and text[index - 1] == "\n":
        index -= 1
    end = text.find("\n", index)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def _line_end(text: str) -> str:
    first = text.find("\n")
    return "\r\n" if first > 0 and text[first - 1] == "\r" else "\n"


def _applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits made; of two at one place the first stands first."""
    parts, done = [], 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join([*parts, text[done:]])


def _by_hand(file: Path) -> ConfigError:
    return ConfigError(
        f"{file}: cannot be edited line by line, and is as it was. Write one person and one key a line, then try again."
    )
