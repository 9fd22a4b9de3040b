"""The words that tell, in lists of people, where a title begins and ends, who has no name, and what is no office of a state."""

from __future__ import annotations

from wirewatch.watchlist.prose.places import RUSSIAN_REGIONS
from wirewatch.watchlist.prose.vocabulary import PRIVATE, QUALIFIERS, SEVERAL, words_of

# "officials concerned", "staff members of his embassy", "his party": people without names.
PEOPLE = SEVERAL | words_of(
    "his her its their other others officials official staff personages figures officers men diplomats suite party entourage"
    " families representatives working people cadres delegates employees artistes delegation delegations troupe troupes"
    " teachers students pupils citizens inhabitants residents scholars"
)
BEFORE_PEOPLE = QUALIFIERS | words_of(
    "and the senior leading commanding vice deputy alternate department some several an art university school"
)

LEADS_ON = words_of("including led headed by namely")  # a title may begin behind these
CONCURRENTLY = words_of("and concurrently the a")
IS_ALSO = words_of("is was doubles serves")  # "N, T who doubles as T2"
ENDS_TITLE = words_of("who which whose when while as before after amid where during at")
DAYS = words_of(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september"
    " october november december jan feb mar apr jun jul aug sept sep oct nov dec the a his an"
)

# Whoever heads one of these holds no office of a state, whatever country its name names.
NO_OFFICE = PRIVATE | words_of(
    "associations juche songun study company companies corporation joint-stock editor journalist patriarch metropolitan bishop"
    " union ship cosmonaut cosmonauts players athletes bank centre center preparatory"
)

NEWSPAPERMEN = words_of("editor editor-in-chief journalist correspondent")  # nothing in a list tells whose they are

# Russia's regions, chambers and bodies as titles print them, without its name.
RUSSIAN_PARTS = RUSSIAN_REGIONS | {"crimea", "sevastopol", "rosatom", "roscosmos"}
RUSSIAN_PAIRS = frozenset(
    {
        ("maritime", "territory"),
        ("maritime", "territorial"),
        ("maritime", "region"),
        ("federation", "council"),
        ("state", "duma"),
        ("far", "east"),
        ("siberian", "region"),
        ("united", "russia"),
    }
)

# Before a country's name: "ambassador to the Republic of Belarus".
PART_OF_COUNTRY = words_of("the of republic democratic people s socialist federal kingdom states united islamic")
SENT_ABROAD = words_of("ambassador envoy charge chargé consul counsellor counselor attache attaché representative embassy")
