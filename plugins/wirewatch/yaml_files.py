"""Configuration files written whole or not at all, and strings as YAML has them."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from wirewatch import config
from wirewatch.errors import ConfigError


def quoted(text: str) -> str:
    """The text as a YAML string, in quotes only where it must be."""
    plain = text and text.strip() == text and not set(text) & set("\"'#:{}[],&*!|>%@`\\\n\t") and text[0] not in "-?"
    return text if plain and yaml.load(text, Loader=config.PlainWords) == text else json.dumps(text, ensure_ascii=False)  # noqa: S506


@contextmanager
def beside(file: Path, text: str) -> Iterator[Path]:
    """The text in a file of its own in the same folder, which the configuration's reader does not look at."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{file.stem}-", suffix=".new", dir=file.resolve().parent)
    except OSError as error:
        raise ConfigError(
            f"{file.parent}: cannot be written ({error.strerror}). Make it a folder that this user may write."
        ) from error
    try:
        with os.fdopen(handle, "wb") as new:
            new.write(text.encode("utf-8"))
        Path(name).chmod(0o644)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def read_back(new: Path, wanted: object, read: Callable[[Path], object], refusal: ConfigError) -> None:
    """Raise the refusal where a file just written is not read as what was wanted."""
    try:
        found = read(new)
    except ConfigError as error:
        raise refusal from error
    if found != wanted:
        raise refusal


def create_as(new: Path, file: Path) -> None:
    """Give a file written beside it the name of one that is not there yet. Raises ConfigError where it is."""
    try:
        os.link(new, file)
    except FileExistsError as error:
        raise ConfigError(f"{file}: is there already and was left as it is. Choose another name.") from error
    except OSError as error:
        raise ConfigError(
            f"{file}: cannot be written ({error.strerror}). Make its folder one that this user may write."
        ) from error


def replace_by(new: Path, file: Path) -> None:
    """Put a file written beside it in a file's place, in one step. Raises ConfigError."""
    try:
        shutil.copymode(file, new)
        new.replace(file.resolve())
    except OSError as error:
        raise ConfigError(f"{file}: cannot be written ({error.strerror}). Make it a file that this user may write.") from error
