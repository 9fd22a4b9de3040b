"""docs/reference/ says what the code and the database say, and leaves nothing out."""

from __future__ import annotations

import re

import pytest
import yaml
from pydantic import Field
from pydantic.dataclasses import dataclass
from sqlalchemy import Engine, text

from reference.__main__ import FOLDER, main
from reference.configuration import ENVIRONMENT, Undescribed, row
from reference.data_model import page_of
from wirewatch.config import PROJECT


def test_the_data_model_is_the_databases(engine: Engine) -> None:
    cure = "docs/reference/data-model.md is not what the database says: `python3 run.py docs` writes it anew."
    with engine.connect() as db:
        assert stands("data-model.md") == page_of(db), cure


def test_a_column_that_nobody_described_is_refused_with_the_cure(engine: Engine) -> None:
    with engine.connect() as db:
        db.execute(text("alter table mention add column colour text"))
        with pytest.raises(Undescribed, match=r"column mention\.colour .* COMMENT ON"):
            page_of(db)


def test_a_key_that_nobody_described_is_refused_with_the_cure() -> None:
    @dataclass
    class Part:
        colour: str = Field(default="red")

    with pytest.raises(Undescribed, match=r"Part\.colour has no description"):
        row(Part, "colour", Part.__pydantic_fields__["colour"])


def test_a_stale_page_fails_with_the_command_that_renews_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "reference.__main__.FROM_CODE", {"cli.md": lambda: "another text\n", "dags.md": lambda: stands("dags.md")}
    )

    assert main(["--check"]) == 1
    said = capsys.readouterr().err
    assert said == "docs/reference/cli.md is not what the code says: `python3 run.py docs` writes it anew.\n"


def stands(name: str) -> str:
    return (FOLDER / name).read_text(encoding="utf-8")


def test_every_variable_and_connection_that_the_code_names_is_described() -> None:
    outside = yaml.safe_load(ENVIRONMENT.read_text(encoding="utf-8"))
    files = [*(PROJECT / "plugins").rglob("*.py"), *(PROJECT / "dags").glob("*.py")]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    variables = set(re.findall(r'"(WIREWATCH_[A-Z_]+)"', code)) | set(re.findall(r'environ\.get\("([A-Z_]+)"\)', code))
    connections = set(re.findall(r'"(wirewatch_(?:\w+_)?db)"', code))

    assert len(variables) > 3
    assert variables <= set(outside["variables"]) | {"WIREWATCH_STACK"}  # a mark of the stack's own, not for people
    assert "wirewatch_db" in connections
    assert connections <= set(outside["connections"])
