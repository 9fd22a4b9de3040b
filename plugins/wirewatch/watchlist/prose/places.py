"""What names a country: its own words, and places and regions that are its own although their names do not say so.

"Governor of Amur Region", "president of Tatarstan". All in lower case, one word each.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What names a country in a title, by its ISO code; "republic of korea" and the like are told by their last word.
NATIONS = {
    "ru": _words("russia russian russians kremlin duma rf moscow россия российской российский 로씨야 러시아"),
    "by": _words("belarus belarusian belarussian byelorussia byelorussian minsk"),
    "ua": _words("ukraine ukrainian kiev kyiv"),
    "kz": _words("kazakhstan kazakh kazakhstani astana"),
    "kg": _words("kyrgyzstan kyrgyz kirghiz"),
    "uz": _words("uzbekistan uzbek"),
    "tj": _words("tajikistan tajik"),
    "tm": _words("turkmenistan turkmen"),
    "md": _words("moldova moldovan"),
    "am": _words("armenia armenian"),
    "az": _words("azerbaijan azerbaijani"),
    "ge": _words("georgia georgian"),
    "lv": _words("latvia latvian"),
    "lt": _words("lithuania lithuanian"),
    "ee": _words("estonia estonian"),
    "pl": _words("poland polish"),
    "bg": _words("bulgaria bulgarian"),
    "rs": _words("serbia serbian"),
    "sk": _words("slovakia slovak"),
    "cz": _words("czech czechia"),
    "si": _words("slovenia slovenian"),
    "hu": _words("hungary hungarian"),
    "ro": _words("romania romanian"),
    "de": _words("germany german"),
    "fr": _words("france french"),
    "gb": _words("british britain uk"),
    "us": _words("us american usa"),
    "jp": _words("japan japanese"),
    "kp": _words("dprk korea korean"),
    "kr": _words("rok"),
    "cn": _words("china chinese prc"),
    "mn": _words("mongolia mongolian"),
    "vn": _words("vietnam vietnamese"),
    "la": _words("lao laos laotian"),
    "kh": _words("cambodia cambodian"),
    "cu": _words("cuba cuban"),
    "ve": _words("venezuela venezuelan"),
    "ni": _words("nicaragua nicaraguan"),
    "sy": _words("syria syrian"),
    "ir": _words("iran iranian"),
    "in": _words("india indian"),
    "id": _words("indonesia indonesian"),
    "il": _words("israel israeli"),
    "hr": _words("croatia croatian"),
    "mk": _words("macedonia macedonian"),
    "me": _words("montenegro montenegrin"),
    "ba": _words("bosnia bosnian"),
    "al": _words("albania albanian"),
    "gr": _words("greece greek"),
    "cy": _words("cyprus cypriot"),
    "tr": _words("türkiye turkish"),
    "it": _words("italy italian"),
    "es": _words("spain spanish"),
    "pt": _words("portugal portuguese"),
    "at": _words("austria austrian"),
    "ch": _words("switzerland swiss"),
    "nl": _words("netherlands dutch"),
    "be": _words("belgium belgian"),
    "se": _words("sweden swedish"),
    "no": _words("norway norwegian"),
    "dk": _words("denmark danish"),
    "fi": _words("finland finnish"),
    "ca": _words("canada canadian"),
    "br": _words("brazil brazilian"),
    "mx": _words("mexico mexican"),
    "eg": _words("egypt egyptian"),
    "pk": _words("pakistan pakistani"),
    "ps": _words("palestine palestinian"),
    "th": _words("thailand thai"),
    "my": _words("malaysia malaysian"),
    "sg": _words("singapore singaporean"),
    "au": _words("australia australian"),
    "su": _words("soviet ussr"),
    "": _words("transnistria abkhazia abkhazian ossetia"),
}
ALL_NATIONS = frozenset(word for words in NATIONS.values() for word in words)


@lru_cache(maxsize=512)
def nation(country: str | None) -> frozenset[str]:
    """Return the words that name a country, given by its ISO code; Russia's for an entity without a country."""
    return NATIONS.get((country or "ru").lower(), frozenset())


# The subjects of the Russian Federation and the cities that sister with Korean ones, each by the word it is told by. None that two
# states claim, and none that is a common word or surname in English.
RUSSIAN_REGIONS = _words("""adygea bashkortostan bashkiria buryatia dagestan ingushetia kabardino balkaria kalmykia karachay cherkessia karelia mordovia
    sakha yakutia tatarstan tuva udmurtia khakassia chechnya chechen chuvashia altai kamchatka khabarovsk krasnodar
    krasnoyarsk primorye primorsky stavropol zabaikalsky zabaikalye transbaikal amur arkhangelsk astrakhan belgorod bryansk
    chelyabinsk irkutsk ivanovo kaliningrad kaluga kemerovo kuzbass kostroma kurgan kursk leningrad lipetsk magadan murmansk
    novgorod novosibirsk omsk orenburg oryol penza pskov rostov ryazan sakhalin samara saratov smolensk sverdlovsk tambov tomsk tver
    tula tyumen ulyanovsk vladivostok volgograd vologda voronezh yaroslavl chukotka khanty mansi nenets yamal birobidzhan petersburg
    yekaterinburg nakhodka khasan ussuriysk blagoveshchensk kazan ufa yakutsk siberia siberian urals""")
KOREAN = NATIONS["kp"] | NATIONS["kr"]
SOVIET = NATIONS["su"]
_HEIRS = frozenset({"ru", "by", "ua", "kz", "kg", "uz", "tj", "tm", "md", "am", "az", "ge", "lv", "lt", "ee"})
ALL_PLACES = ALL_NATIONS | RUSSIAN_REGIONS


@lru_cache(maxsize=512)
def places(country: str | None) -> frozenset[str]:
    """Return the words that name a country, given by its ISO code, or one of its regions; Russia's for an entity without a country."""
    return nation(country) | (RUSSIAN_REGIONS if (country or "ru").lower() == "ru" else frozenset())


@lru_cache(maxsize=512)
def foreign_places(country: str | None) -> frozenset[str]:
    """Return the words that name other countries than the ISO code's; neither of Korea's, where state media have everybody come to.

    The Soviet Union was the country of whoever comes from a state that was part of it.
    """
    own = places(country) | KOREAN | (SOVIET if (country or "ru").lower() in _HEIRS else frozenset())
    return ALL_NATIONS - own


def countries(words: Iterable[str]) -> frozenset[str]:
    """Return the ISO codes of the countries that the words name: "mongolia" and "mongolian" are one."""
    named = frozenset(words)
    return frozenset(code for code, names in NATIONS.items() if not names.isdisjoint(named))
