"""requirements-app.in: everything our code imports in somebody's Airflow, and nothing of what only we need."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator, Mapping
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from wirewatch.config import PROJECT

# What no such import shows: the driver in the database's address, the form of the connection, and what the command imports of local/.
UNSEEN = {"psycopg2-binary", "apache-airflow-providers-postgres", "psutil"}


def ranges() -> dict[str, Requirement]:
    lines = (line.partition("#")[0].strip() for line in (PROJECT / "requirements-app.in").read_text().splitlines())
    return {canonicalize_name(one.name): one for one in map(Requirement, filter(None, lines))}


def pins() -> dict[str, str]:
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", (PROJECT / "requirements.txt").read_text(), re.M)
    return {canonicalize_name(name): version for name, version in found}


def code() -> Iterator[Path]:
    """What runs in somebody's Airflow: the DAG files and the package without the local stack."""
    yield from (PROJECT / "dags").glob("*.py")
    yield from (PROJECT / "plugins").glob("*.py")
    yield from (file for file in (PROJECT / "plugins" / "wirewatch").rglob("*.py") if "local" not in file.parts)


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module


def distribution(module: str, packages: Mapping[str, list[str]]) -> str | None:
    """The package a module of others comes from; None for Python's own, ours and Airflow itself."""
    top, *rest = module.split(".")
    if top in sys.stdlib_module_names or top == "wirewatch":
        return None
    if top == "airflow":
        return f"apache-airflow-providers-{rest[1]}" if rest[:1] == ["providers"] else None
    return canonicalize_name(packages[top][0])


def test_every_package_our_code_imports_is_in_it_and_no_other() -> None:
    packages = packages_distributions()
    used = {name for file in code() for module in imports(file) if (name := distribution(module, packages))}

    assert used | UNSEEN == set(ranges())


def test_it_does_not_bring_an_airflow() -> None:
    assert not {name for name in ranges() if name.startswith("apache-airflow") and "providers" not in name}


@pytest.mark.parametrize("name", sorted(ranges()))
def test_the_version_we_test_with_lies_in_its_range(name: str) -> None:
    assert pins()[name] in ranges()[name].specifier
