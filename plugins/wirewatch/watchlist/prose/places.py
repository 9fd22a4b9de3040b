"""What names a country: its own words, and places and regions that are its own although their names do not say so.

"Governor of Amur Region", "president of Tatarstan". All in lower case, one word each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from wirewatch.watchlist.prose.vocabulary import words_of

# What names a country in a title, by its ISO code; "republic of korea" and the like are told by their last word.
NATIONS = {
    "ru": words_of("russia russian russians kremlin duma rf moscow россия российской российский 로씨야 러시아"),
    "by": words_of("belarus belarusian belarussian byelorussia byelorussian minsk"),
    "ua": words_of("ukraine ukrainian kiev kyiv"),
    "kz": words_of("kazakhstan kazakh kazakhstani astana"),
    "kg": words_of("kyrgyzstan kyrgyz kirghiz"),
    "uz": words_of("uzbekistan uzbek"),
    "tj": words_of("tajikistan tajik"),
    "tm": words_of("turkmenistan turkmen"),
    "md": words_of("moldova moldovan"),
    "am": words_of("armenia armenian"),
    "az": words_of("azerbaijan azerbaijani"),
    "ge": words_of("georgia georgian"),
    "lv": words_of("latvia latvian"),
    "lt": words_of("lithuania lithuanian"),
    "ee": words_of("estonia estonian"),
    "pl": words_of("poland polish"),
    "bg": words_of("bulgaria bulgarian"),
    "rs": words_of("serbia serbian"),
    "sk": words_of("slovakia slovak"),
    "cz": words_of("czech czechia"),
    "si": words_of("slovenia slovenian"),
    "hu": words_of("hungary hungarian"),
    "ro": words_of("romania romanian"),
    "de": words_of("germany german"),
    "fr": words_of("france french"),
    "gb": words_of("british britain uk"),
    "us": words_of("us u.s. american usa"),
    "jp": words_of("japan japanese"),
    "kp": words_of("dprk korea korean"),
    "kr": words_of("rok"),
    "cn": words_of("china chinese prc"),
    "mn": words_of("mongolia mongolian"),
    "vn": words_of("vietnam vietnamese"),
    "la": words_of("lao laos laotian"),
    "kh": words_of("cambodia cambodian"),
    "cu": words_of("cuba cuban"),
    "ve": words_of("venezuela venezuelan"),
    "ni": words_of("nicaragua nicaraguan"),
    "sy": words_of("syria syrian"),
    "ir": words_of("iran iranian"),
    "in": words_of("india indian"),
    "id": words_of("indonesia indonesian"),
    "il": words_of("israel israeli"),
    "hr": words_of("croatia croatian"),
    "mk": words_of("macedonia macedonian"),
    "me": words_of("montenegro montenegrin"),
    "ba": words_of("bosnia bosnian"),
    "al": words_of("albania albanian"),
    "gr": words_of("greece greek"),
    "cy": words_of("cyprus cypriot"),
    "tr": words_of("türkiye turkish"),
    "it": words_of("italy italian"),
    "es": words_of("spain spanish"),
    "pt": words_of("portugal portuguese"),
    "at": words_of("austria austrian"),
    "ch": words_of("switzerland swiss"),
    "nl": words_of("netherlands dutch"),
    "be": words_of("belgium belgian"),
    "se": words_of("sweden swedish"),
    "no": words_of("norway norwegian"),
    "dk": words_of("denmark danish"),
    "fi": words_of("finland finnish"),
    "ca": words_of("canada canadian"),
    "br": words_of("brazil brazilian"),
    "mx": words_of("mexico mexican"),
    "eg": words_of("egypt egyptian"),
    "pk": words_of("pakistan pakistani"),
    "ps": words_of("palestine palestinian"),
    "th": words_of("thailand thai"),
    "my": words_of("malaysia malaysian"),
    "sg": words_of("singapore singaporean"),
    "au": words_of("australia australian"),
    "ug": words_of("uganda ugandan"),
    "ng": words_of("nigeria nigerian"),
    "et": words_of("ethiopia ethiopian"),
    "ao": words_of("angola angolan"),
    "mz": words_of("mozambique mozambican"),
    "zw": words_of("zimbabwe zimbabwean"),
    "na": words_of("namibia namibian"),
    "tz": words_of("tanzania tanzanian"),
    "ke": words_of("kenya kenyan"),
    "zm": words_of("zambia zambian"),
    "cd": words_of("congo congolese"),
    "gn": words_of("guinean"),
    "ml": words_of("malian"),
    "sn": words_of("senegal senegalese"),
    "gh": words_of("ghana ghanaian"),
    "dz": words_of("algeria algerian"),
    "ly": words_of("libya libyan"),
    "tn": words_of("tunisia tunisian"),
    "ma": words_of("morocco moroccan"),
    "sd": words_of("sudan sudanese"),
    "ye": words_of("yemen yemeni"),
    "iq": words_of("iraq iraqi"),
    "lb": words_of("lebanon lebanese"),
    "jo": words_of("jordanian"),
    "kw": words_of("kuwait kuwaiti"),
    "qa": words_of("qatar qatari"),
    "sa": words_of("saudi"),
    "af": words_of("afghanistan afghan"),
    "np": words_of("nepal nepalese nepali"),
    "bd": words_of("bangladesh bangladeshi"),
    "mm": words_of("myanmar burmese"),
    "ph": words_of("philippines philippine filipino"),
    "bo": words_of("bolivia bolivian"),
    "cl": words_of("chile chilean"),
    "co": words_of("colombia colombian"),
    "ec": words_of("ecuador ecuadorian"),
    "pe": words_of("peru peruvian"),
    "ar": words_of("argentina argentine argentinian"),
    "ie": words_of("irish"),
    "is": words_of("icelandic"),
    "su": words_of("soviet ussr"),
    "": words_of("transnistria abkhazia abkhazian ossetia"),
}
ALL_NATIONS = frozenset(word for words in NATIONS.values() for word in words)


@lru_cache(maxsize=512)
def nation(country: str | None) -> frozenset[str]:
    """Return the words that name a country, given by its ISO code; Russia's for an entity without a country."""
    return NATIONS.get((country or "ru").lower(), frozenset())


# The subjects of the Russian Federation and the cities that sister with Korean ones, each by the word it is told by. None that two
# states claim, and none that is a common word or surname in English.
RUSSIAN_REGIONS = words_of("""adygea bashkortostan bashkiria buryatia dagestan ingushetia kabardino balkaria kalmykia karachay cherkessia karelia mordovia
    sakha yakutia tatarstan tuva udmurtia khakassia chechnya chechen chuvashia altai kamchatka khabarovsk krasnodar
    krasnoyarsk primorye primorsky stavropol zabaikalsky zabaikalye transbaikal amur arkhangelsk astrakhan belgorod bryansk
    chelyabinsk irkutsk ivanovo kaliningrad kaluga kemerovo kuzbass kostroma kurgan kursk leningrad lipetsk magadan murmansk
    novgorod novosibirsk omsk orenburg oryol penza pskov rostov ryazan sakhalin samara saratov smolensk sverdlovsk tambov tomsk tver
    tula tyumen ulyanovsk vladivostok volgograd vologda voronezh yaroslavl chukotka khanty mansi nenets yamal birobidzhan petersburg
    yekaterinburg nakhodka khasan ussuriysk blagoveshchensk kazan ufa yakutsk siberia siberian urals""")
# State corporations and chambers that no other country has.
RUSSIAN_BODIES = words_of("rosatom roscosmos roskosmos rostec gazprom rosneft rosoboronexport rossotrudnichestvo")
_RUSSIAN_PAIRS = frozenset({("federation", "council"), ("state", "duma"), ("maritime", "territory"), ("maritime", "territorial")})
KOREAN = NATIONS["kp"] | NATIONS["kr"]
SOVIET = NATIONS["su"]
_HEIRS = frozenset({"ru", "by", "ua", "kz", "kg", "uz", "tj", "tm", "md", "am", "az", "ge", "lv", "lt", "ee"})
_INSTITUTES_OF = frozenset((body, link) for body in ("institute", "center", "centre") for link in ("of", "for"))
_STUDIES = frozenset({"studies", "section"})
ADJECTIVE = re.compile(r"(?:ian|ish|ese|ovan|ican|uban|bek|kh|yrgyz|jik|kmen|cz?ech|ench|reek|utch|iss|thai|lao)$")
ALL_PLACES = ALL_NATIONS | RUSSIAN_REGIONS | RUSSIAN_BODIES


@lru_cache(maxsize=512)
def places(country: str | None) -> frozenset[str]:
    """Return the words that name a country, given by its ISO code, or one of its regions; Russia's for an entity without a country."""
    return nation(country) | (RUSSIAN_REGIONS | RUSSIAN_BODIES if is_russia(country) else frozenset())


def is_russia(country: str | None) -> bool:
    """Tell whether the ISO code is Russia's; an entity without a country is taken for a Russian."""
    return (country or "ru").lower() == "ru"


def country_name(country: str | None) -> str:
    """Return what a reader is told the country of a person is, given by its ISO code."""
    return "Russia" if is_russia(country) else "the person's country"


def names_russia(words: Sequence[str]) -> bool:
    """Tell whether two of the words, one behind the other, name a chamber or region that is Russia's without saying so."""
    return not _RUSSIAN_PAIRS.isdisjoint(pairwise(words))


@lru_cache(maxsize=512)
def foreign_places(country: str | None) -> frozenset[str]:
    """Return the words that name other countries than the ISO code's; neither of Korea's, where state media have everybody come to.

    The Soviet Union was the country of whoever comes from a state that was part of it.
    """
    own = places(country) | KOREAN | (SOVIET if (country or "ru").lower() in _HEIRS else frozenset())
    return ALL_NATIONS - own


def without_studied(words: Sequence[str]) -> tuple[str, ...]:
    """Return the words without the countries an institute is about: "Institute of China", "Center for Korean Studies", "Korea section"."""
    return tuple(word for index, word in enumerate(words) if word not in ALL_NATIONS or not _is_studied(words, index))


def _is_studied(words: Sequence[str], index: int) -> bool:
    named_by_it = tuple(words[max(0, index - 2) : index]) in _INSTITUTES_OF and not ADJECTIVE.search(words[index])
    return named_by_it or not _STUDIES.isdisjoint(words[index + 1 : index + 2])


def countries(words: Iterable[str]) -> frozenset[str]:
    """Return the ISO codes of the countries that the words name: "mongolia" and "mongolian" are one."""
    named = frozenset(words)
    return frozenset(code for code, names in NATIONS.items() if not names.isdisjoint(named))
