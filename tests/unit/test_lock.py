"""One lock for three Pythons: what requirements.in asks for, and what that asks for in turn, is pinned for each of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from wirewatch.config import PROJECT

LOCK = (PROJECT / "requirements.txt").read_text()
ASKED = [
    Requirement(line.split("#")[0])
    for line in (PROJECT / "requirements.in").read_text().splitlines()
    if line.split("#")[0].strip()
]
PINS = [Requirement(found) for found in re.findall(r"^([a-z0-9].*?)(?: \\)?$", LOCK, re.M)]

PYTHONS = ("3.11.2", "3.11.14", "3.12.1", "3.13.0")  # the first is Debian 12's
Environment = dict[str, str]


def linux(python: str) -> Environment:
    """A usual machine, as markers see it."""
    return {
        "python_version": python.rpartition(".")[0],
        "python_full_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
        "os_name": "posix",
    }


def holds(requirement: Requirement, environment: Environment, extras: set[str]) -> bool:
    """Whether the requirement is meant for such a machine, for one of the extras that were asked for."""
    return requirement.marker is None or any(
        requirement.marker.evaluate({**environment, "extra": extra}) for extra in (*extras, "")
    )


def needs(requirement: Requirement) -> list[Requirement]:
    """What an installed package asks for; of one that only other Pythons need nothing is known here."""
    try:
        return [Requirement(each) for each in distribution(requirement.name).requires or []]
    except PackageNotFoundError:
        return []


def everything(environment: Environment) -> Iterator[Requirement]:
    """All requirements that an installation on such a machine meets."""
    left, seen = list(ASKED), set()
    while left:
        requirement = left.pop()
        if str(requirement) not in seen:
            seen.add(str(requirement))
            yield requirement
            left += [each for each in needs(requirement) if holds(each, environment, requirement.extras)]


@pytest.mark.parametrize("python", PYTHONS)
def test_every_requirement_has_one_pin_that_satisfies_it(python: str) -> None:
    environment = linux(python)
    pins = {canonicalize_name(pin.name): pin for pin in PINS if holds(pin, environment, set())}
    found = list(everything(environment))

    assert len(found) > 300
    for requirement in found:
        pin = pins.get(canonicalize_name(requirement.name))
        assert pin is not None, f"{requirement} has no pin for Python {python}"
        assert next(iter(pin.specifier)).version in requirement.specifier, f"{pin} is not {requirement}"


def test_no_package_is_pinned_twice_for_one_python() -> None:
    for python in PYTHONS:
        names = [canonicalize_name(pin.name) for pin in PINS if holds(pin, linux(python), set())]
        assert len(names) == len(set(names))


def test_every_pin_has_hashes_and_no_address() -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", LOCK)[1:]

    assert len(blocks) == len(PINS)
    assert all("--hash=sha256:" in block for block in blocks)
    assert not re.search(r"^--|://", LOCK, re.M)
