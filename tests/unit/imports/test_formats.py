"""Lists as others publish them: recognised by what stands in them, read by their headers, refused in words when they are wrong."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.unit.imports import files
from wirewatch.configured import Entity
from wirewatch.errors import ConfigError
from wirewatch.imports import reading
from wirewatch.imports.formats import FORMATS, format_of
from wirewatch.imports.reading import Reading

MINISTER = "Minister of Orchards"


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def read(folder: Path, name: str, text: str, country: str | None = None, limit: int | None = None) -> Reading:
    file = put(folder, name, text)
    return reading.read(file, format_of(file), country, limit)


def refusal(folder: Path, name: str, text: str) -> str:
    with pytest.raises(ConfigError) as caught:
        read(folder, name, text)
    return caught.value.reason.removeprefix(str(folder / name))


@pytest.mark.parametrize(("form", "name", "text"), [(form, *rest) for form, rest in files.ALL.items()], ids=files.ALL)
def test_a_file_is_recognised_and_its_people_are_named_the_way_a_watchlist_has_them(
    tmp_path: Path, form: str, name: str, text: str
) -> None:
    put(tmp_path, "alt.csv", files.ALT)
    file = put(tmp_path, name.replace(".", "-renamed."), text)

    assert format_of(file).name == form
    first = reading.read(file, format_of(file)).people[0].entity
    assert first.name in {"Timofei Beryozkin", "Timofei Berezkin", "Varvara Yagodina"}
    assert any(word in " ".join((*first.aliases, *first.native)) for word in ("Ilyich", "Ильич", "Olegovna", "Тимофей Берёзкин"))
    assert first.country == ("ru" if form != "wikidata" else None)


@pytest.mark.parametrize("form", ["ofac-csv", "ofac-xml", "uk-xml", "uk-csv", "eu-csv", "wikidata", "ftm"])
def test_offices_come_along_unverified(tmp_path: Path, form: str) -> None:
    first = read(tmp_path, *files.ALL[form]).people[0].entity

    assert MINISTER in {role.title for role in first.roles}
    assert all(role.unverified for role in first.roles)


def test_names_of_opensanctions_are_sorted_into_aliases_and_native_spellings(tmp_path: Path) -> None:
    found = read(tmp_path, "targets.simple.csv", files.SIMPLE)

    assert found.people[0].entity == Entity(
        name="Timofei Berezkin",
        country="ru",
        aliases=("T. Berezkin", "Timofey; the elder"),
        native=("Тимофей Ильич Берёзкин", "Тимофей", "ティモフェイ・ベレズキン"),
    )
    assert found.people[0].left_out == (("ทิโมเฟย์", "letters that no text here is written in"),)
    assert dict(found.passed_over) == {"Organization": 1, "Vessel": 1}
    assert found.nameless == ["line 5: Klyonova"]


def test_a_post_held_in_an_entity_of_its_own_gives_a_role_with_its_days(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "entities.ftm.json", files.FTM).people

    days = {role.title: (role.from_, role.to) for role in found.entity.roles}
    assert days == {"Deputy Minister of Orchards": (date(2019, 3, 4), date(2024, 5, 14)), MINISTER: (None, None)}
    assert found.entity.aliases == ("Varvara Olegovna Yagodina", "V. Yagodina")
    assert found.entity.native == ("Варвара Олеговна Ягодина",)


def test_ofac_takes_aliases_from_the_file_beside_it_and_leaves_korean_names_in_their_order(tmp_path: Path) -> None:
    alone = read(tmp_path, "sdn.csv", files.SDN)
    put(tmp_path, "alt.csv", files.ALT)
    with_aliases = read(tmp_path, "sdn.csv", files.SDN)

    assert alone.people[0].entity.aliases == ("Timofei Ilyich Beryozkin",)
    assert with_aliases.people[0].entity.aliases == ("Timofei Ilyich Beryozkin", "Timofey Berezkin", "T.I. Berezkin")
    assert (with_aliases.people[1].entity.name, with_aliases.people[1].entity.country) == ("Kim Pae Na Mu", "kp")
    assert dict(alone.passed_over) == {"organisation": 1, "vessel": 1}


def test_columns_are_found_by_name_in_any_order_and_with_unknown_ones_between(tmp_path: Path) -> None:
    text = "new,countries,aliases,name,schema,id\n1,ru,,Timofei Berezkin,Person,NK-1\n"

    assert read(tmp_path, "a.csv", text).people[0].entity == Entity(name="Timofei Berezkin", country="ru")


def test_people_of_other_countries_and_beyond_the_limit_stay_out(tmp_path: Path) -> None:
    russians = read(tmp_path, "a.csv", files.SIMPLE, country="ru")
    first = read(tmp_path, "a.csv", files.SIMPLE, limit=1)

    assert ([one.entity.name for one in russians.people], russians.elsewhere) == (["Timofei Berezkin"], 1)
    assert [one.entity.name for one in first.people] == ["Timofei Berezkin"]


def test_a_query_may_call_its_columns_otherwise_where_one_has_a_label(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "a.json", files.WIKIDATA.replace('"item', '"tree')).people

    assert found.entity.name == "Timofei Beryozkin"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.csv", "", ":1: the file is empty"),
        ("a.csv", "  \n", ":1: the file is empty"),
        ("a.csv", "a,b\n1,2\n", ":1: no format that is known"),
        ("a.csv", "<!DOCTYPE html><html><body>Not found</body></html>", ":1: a web page"),
        (
            "a.xml",
            '<!DOCTYPE a [<!ENTITY x "y">]><Sanctions>&x;</Sanctions>',
            ":1: a web page or an XML file with a document type",
        ),
        ("a.zip", "PK\x03\x04", ":1: the file is packed"),
        ("a.csv", '"id","schema","name","aliases"\n', ":1: the columns countries are missing"),
        ("a.csv", files.SIMPLE.splitlines()[0] + "\n", ":1: nothing stands in it"),
        ("a.csv", files.SIMPLE[: files.SIMPLE.index("NK-4") + 20], ":5: a row"),
        (
            "a.csv",
            "\n".join([*files.SIMPLE.splitlines()[:3], '"NK-9","Person"']),
            ":4: a row has 2 cells where the header has 14",
        ),
        ("a.json", files.FTM[:-40], ":6: a line is no JSON object"),
        ("a.json", '{"schema": "Person", "id": "p"}\n', ":1: an entity has no schema or no properties"),
        ("sdn.csv", files.SDN[: files.SDN.index("IMO")], ":3: a row"),
        ("alt.csv", files.ALT, ":1: OFAC's aliases alone"),
        ("a.xml", files.ADVANCED[:-60], ":29: no whole XML"),
        ("a.xml", "<Sanctions></Sanctions>", ":1: no party is in it"),
        ("a.xml", files.UK_XML[:-30], ":13: no whole XML"),
        ("a.csv", files.UK_CSV.rsplit(",", 3)[0], ":5: a row has"),
        ("a.csv", files.EU.rsplit(";", 4)[0], ":5: a row has"),
        ("a.json", files.WIKIDATA[:-30], "no whole JSON"),
        ("a.json", '[{"item": "http://www.wikidata.org/entity/Q1"}]', ":1: Wikidata's short JSON"),
        ("a.json", "[1, 2]", ":1: no format that is known"),
        ("a.json", '{"head": {}, "results": {"bindings": []}}', ":1: no answer of a SPARQL query"),
    ],
)
def test_a_wrong_cut_off_or_empty_file_is_refused_with_line_and_cure(tmp_path: Path, name: str, text: str, words: str) -> None:
    said = refusal(tmp_path, name, text)

    assert words in said
    assert said.endswith("; nothing was imported.")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes(files.SIMPLE.replace("ทิโมเฟย์", "é").encode("latin-1", "ignore"))

    with pytest.raises(ConfigError, match=r":2: not UTF-8\. Save it as UTF-8"):
        reading.read(file, format_of(file))


def test_an_xml_file_resolves_nothing_from_elsewhere(tmp_path: Path) -> None:
    secret = put(tmp_path, "secret", "Timofei")
    text = files.UK_XML.replace("<Designations>", f'<!DOCTYPE D [<!ENTITY s SYSTEM "{secret.as_uri()}">]><Designations>', 1)
    file = put(tmp_path, "uk.xml", text.replace("<Name1>Timofei", "<Name1>&s;"))

    with pytest.raises(ConfigError, match="document type"):
        reading.read(file, FORMATS["uk-xml"])


def test_the_other_labels_that_wikidata_joins_with_commas_are_names_of_their_own(tmp_path: Path) -> None:
    text = files.WIKIDATA.replace('"Timofei Ilyich Beryozkin"', '"Timofei Ilyich Beryozkin, Timoteus Berezkine"')
    (found,) = read(tmp_path, "query.json", text).people

    assert {"Timofei Ilyich Beryozkin", "Timoteus Berezkine"} <= set(found.entity.aliases)
