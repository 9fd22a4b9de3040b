"""The list of the US Treasury (OFAC): `sdn.csv`, which has no header, with `alt.csv` beside it; and `sdn_advanced.xml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from wirewatch.imports.elements import ROOT, elements, text_of
from wirewatch.imports.records import PassedOver, Record, claimed, refused, rows

CELLS = 12  # ent_num, SDN_Name, SDN_Type, Program, Title, Call_Sign, Vess_type, Tonnage, GRT, Vess_flag, Vess_owner, Remarks
CELLS_OF_ALIASES = 5  # ent_num, alt_num, alt_type, alt_name, alt_remarks
_EMPTY = "-0-"
_CITIZEN = re.compile(r"\b(?:nationality|citizen)\s+([^;.]+)", re.IGNORECASE)
_NATIONALITIES = ("Nationality Country", "Citizenship Country")


def read_csv(file: Path) -> Iterator[Record | PassedOver]:
    """The people of `sdn.csv`, with their aliases where `alt.csv` lies in the same folder. Raises ConfigError."""
    aliases = _aliases(file.with_name("alt.csv"))
    for line, row in _cells(file, CELLS):
        number, name, kind, _, title, *_, remarks = row
        if kind == "individual":
            countries = tuple(found.strip() for found in _CITIZEN.findall(remarks))
            yield Record(f"line {line}", (name, *aliases.get(number, [])), countries, claimed(title.split(";")))
        else:
            yield PassedOver(f"line {line}", kind or "organisation")


def _aliases(file: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if file.exists():
        for _, (number, _, _, name, _) in _cells(file, CELLS_OF_ALIASES):
            found.setdefault(number, []).append(name)
    return found


def _cells(file: Path, wanted: int) -> Iterator[tuple[int, list[str]]]:
    for line, row in rows(file):
        if len(row) != wanted:
            raise refused(file, line, f"a row has {len(row)} cells, not {wanted}: the file is cut off or another one")
        yield line, ["" if cell.strip() == _EMPTY else cell.strip() for cell in row]


@dataclass
class _Words:
    """The file's own numbers: kinds of parties, of parts of names and of features, countries and places."""

    kinds: dict[str, str] = field(default_factory=dict)
    of_kind: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    features: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)


def read_advanced(file: Path) -> Iterator[Record | PassedOver]:
    """The people of `sdn_advanced.xml`, whose numbers are explained at its start. Raises ConfigError."""
    words, found = _Words(), False
    wanted = ("PartyType", "PartySubType", "NamePartType", "FeatureType", "Country", "Location", "DistinctParty")
    for element in elements(file, wanted):
        name = etree.QName(element).localname
        if name == "DistinctParty":
            found = True
            yield _party(element, words)
        else:
            _learn(words, name, element)
    if not found:
        raise refused(file, 1, "no party is in it", "Take sdn_advanced.xml as it is published")


def _learn(words: _Words, name: str, element: etree._Element) -> None:
    number, text = element.get("ID", ""), text_of(element)
    if name == "PartySubType":
        words.of_kind[number] = element.get("PartyTypeID", "")
    elif name == "Country":
        words.countries[number] = element.get("ISO2") or text
    elif name == "Location":
        country = element.find(f".//{ROOT}LocationCountry")
        words.places[number] = words.countries.get(country.get("CountryID", ""), "") if country is not None else ""
    else:
        {"PartyType": words.kinds, "NamePartType": words.parts, "FeatureType": words.features}[name][number] = text


def _party(element: etree._Element, words: _Words) -> Record | PassedOver:
    where = f"line {element.sourceline}"
    profile = element.find(f"{ROOT}Profile")
    number = profile.get("PartySubTypeID", "") if profile is not None else ""
    kind = words.kinds.get(words.of_kind.get(number, ""), "unknown")
    if profile is None or kind != "Individual":
        return PassedOver(where, kind)
    named = [(alias.get("Primary") != "true", name) for alias, name in _documented(profile, words)]
    told = _features(profile, words)
    countries = tuple(place for kind in _NATIONALITIES for place in told.get(kind, []))
    titles = [title for text in told.get("Title", []) for title in text.split(";")]
    return Record(where, tuple(name for _, name in sorted(named, key=lambda one: one[0])), countries, claimed(titles))


def _documented(profile: etree._Element, words: _Words) -> Iterator[tuple[etree._Element, str]]:
    groups = {
        group.get("ID"): words.parts.get(group.get("NamePartTypeID", ""), "") for group in profile.iter(f"{ROOT}NamePartGroup")
    }
    for alias in profile.iter(f"{ROOT}Alias"):
        for name in alias.iter(f"{ROOT}DocumentedName"):
            values = list(name.iter(f"{ROOT}NamePartValue"))
            last = [text_of(value) for value in values if groups.get(value.get("NamePartGroupID")) == "Last Name"]
            rest = [text_of(value) for value in values if groups.get(value.get("NamePartGroupID")) != "Last Name"]
            yield alias, f"{' '.join(last)}, {' '.join(rest)}" if last and rest else " ".join([*last, *rest])


def _features(profile: etree._Element, words: _Words) -> dict[str, list[str]]:
    told: dict[str, list[str]] = {}
    for feature in profile.iter(f"{ROOT}Feature"):
        kind = words.features.get(feature.get("FeatureTypeID", ""), "")
        places = [words.places.get(place.get("LocationID", ""), "") for place in feature.iter(f"{ROOT}VersionLocation")]
        details = [text_of(detail) for detail in feature.iter(f"{ROOT}VersionDetail")]
        told.setdefault(kind, []).extend(one for one in (*places, *details) if one)
    return told
