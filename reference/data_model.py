"""docs/reference/data-model.md: every table and column as a database with all migrations has them.

What a table or column means says its comment in the database, else meanings.yml beside this file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import Connection, text

from benchmarks.ground import new_store, server
from reference.configuration import Undescribed
from reference.markdown import code, page, table

MEANINGS = Path(__file__).with_name("meanings.yml")

TABLES = """
select c.relname as name, c.relkind = 'v' as is_view, obj_description(c.oid, 'pg_class') as comment
from pg_class c where c.relnamespace = 'wirewatch'::regnamespace and c.relkind in ('r', 'p', 'v') order by 1
"""
COLUMNS = """
select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as needed,
       col_description(c.oid, a.attnum) as comment
from pg_attribute a join pg_class c on c.oid = a.attrelid
where c.relnamespace = 'wirewatch'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
order by 1, a.attnum
"""
KEYS = """
select r.relname as table, k.contype as kind, f.relname as parent, pg_get_constraintdef(k.oid) as definition,
       array(select a.attname from unnest(k.conkey) with ordinality n(num, place)
             join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.num order by n.place) as columns
from pg_constraint k join pg_class r on r.oid = k.conrelid left join pg_class f on f.oid = k.confrelid
where k.connamespace = 'wirewatch'::regnamespace and k.contype in ('p', 'u', 'f', 'c') order by 1, 2, k.conname
"""


@dataclass(frozen=True)
class Column:
    """A column: its type, whether it must hold something, and its comment."""

    name: str
    type: str
    needed: bool
    comment: str | None


@dataclass(frozen=True)
class Key:
    """A primary (`p`), unique (`u`) or foreign (`f`) key, or a check (`c`)."""

    kind: str
    columns: tuple[str, ...]
    parent: str | None
    definition: str


@dataclass(frozen=True)
class Table:
    """A table or view with its columns and keys."""

    name: str
    is_view: bool
    comment: str | None
    columns: tuple[Column, ...]
    keys: tuple[Key, ...]

    def marks(self, column: Column) -> list[str]:
        """PK, FK, UK: what a column is part of."""
        names = {"p": "PK", "f": "FK", "u": "UK"}
        found = {names[key.kind] for key in self.keys if key.kind in names and column.name in key.columns}
        return [mark for mark in ("PK", "FK", "UK") if mark in found]


def data_model_page() -> str:
    """The page, from an embedded PostgreSQL of its own."""
    with server() as url, new_store(url) as engine, engine.connect() as db:
        return page_of(db)


def page_of(db: Connection) -> str:
    """The page about the schema of a database. Raises Undescribed for a table or column that nobody has described."""
    tables, meanings = {one.name: one for one in tables_of(db)}, yaml.safe_load(MEANINGS.read_text(encoding="utf-8"))
    groups = meanings["groups"]
    grouped = {name for group in groups for name in group["tables"]}
    besides = {"title": "Besides", "words": "", "tables": {name: {} for name in tables if name not in grouped}}
    return page(
        "Data model",
        "The schema `wirewatch`, as a database with all of `sql/migrations/` has it. Times are UTC, days are days in Korea, hashes are SHA-256."
        " Keys and checks are held by the database, not by the code. PK: primary key, FK: foreign key, UK: part of a unique key; ○: may be empty.",
        *(part for group in [*groups, besides] for part in group_parts(group, tables, meanings["everywhere"])),
    )


def tables_of(db: Connection) -> Iterator[Table]:
    """The tables and views, in the order of their names."""
    found, columns, keys = (db.execute(text(query)).all() for query in (TABLES, COLUMNS, KEYS))
    for one in found:
        own = tuple(Column(row.name, row.type, row.needed, row.comment) for row in columns if row.table == one.name)
        held = tuple(Key(row.kind, tuple(row.columns), row.parent, row.definition) for row in keys if row.table == one.name)
        yield Table(one.name, one.is_view, one.comment, own, held)


def group_parts(group: Mapping[str, Any], tables: Mapping[str, Table], everywhere: Mapping[str, str]) -> Iterator[str]:
    """A group's heading, words, picture and tables; nothing where it has no table."""
    own = [tables[name] for name in group["tables"] if name in tables]
    if not own:
        return
    yield f"## {group['title']}"
    yield group["words"]
    yield picture([one for one in own if not one.is_view])
    for one in own:
        yield from table_parts(one, {**everywhere, **(group["tables"][one.name] or {})})


def picture(tables: Sequence[Table]) -> str:
    """The tables with their keys, and what they hang on; nothing where none hangs on another."""
    parents = [line for one in tables for line in lines_to_parents(one)]
    lines = [*(line for one in tables for line in box(one)), *parents]
    return "\n".join(["```mermaid", "erDiagram", *(f"    {line}" for line in lines), "```"]) if parents else ""


def box(one: Table) -> Iterator[str]:
    """A table in the picture, with the columns that are keys."""
    yield f"{one.name} {{"
    for column in one.columns:
        if marks := one.marks(column):
            yield f"    {column.type.split('(')[0].replace(' ', '_')} {column.name} {', '.join(marks)}"
    yield "}"


def lines_to_parents(one: Table) -> Iterator[str]:
    """Its foreign keys as lines."""
    needed = {column.name for column in one.columns if column.needed}
    for key in one.keys:
        if key.kind == "f":
            alone = any(other.kind in ("p", "u") and other.columns == key.columns for other in one.keys)
            least = "||" if set(key.columns) <= needed else "|o"
            yield f'{key.parent} {least}--{"o|" if alone else "o{"} {one.name} : "{", ".join(key.columns)}"'


def table_parts(one: Table, meanings: Mapping[str, str]) -> Iterator[str]:
    """A table's section. Raises Undescribed."""
    yield f"### {one.name}"
    yield ("A view. " if one.is_view else "") + meaning(one.comment, meanings.get("is"), f"table {one.name}")
    rows = (
        (
            code(column.name),
            column.type.replace("timestamp with time zone", "timestamptz") + ("" if column.needed else " ○"),
            " ".join(one.marks(column)),
            meaning(column.comment, meanings.get(column.name), f"column {one.name}.{column.name}"),
        )
        for column in one.columns
    )
    yield table(("column", "type", "key", "meaning"), rows)
    unique = [", ".join(map(code, key.columns)) for key in one.keys if key.kind == "u"]
    yield f"Once only: {'; '.join(unique)}." if unique else ""


def meaning(comment: str | None, written: str | None, what: str) -> str:
    """What it means. Raises Undescribed."""
    if not (found := comment or written):
        raise Undescribed(
            f"The {what} is described nowhere: put a COMMENT ON into its migration, or a line into {MEANINGS.name}."
        )
    return found
