"""Places whose offices are a country's own although their names do not say so: "governor of Amur Region", "president of Tatarstan"."""

from __future__ import annotations

from collections.abc import Iterable

from wirewatch.watchlist.prose.vocabulary import ALL_NATIONS, NATIONS, nation


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


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
_SOVIET = NATIONS["su"]
_HEIRS = frozenset({"ru", "by", "ua", "kz", "kg", "uz", "tj", "tm", "md", "am", "az", "ge", "lv", "lt", "ee"})
ALL_PLACES = ALL_NATIONS | RUSSIAN_REGIONS


def places(country: str | None) -> frozenset[str]:
    """Return the words that name a country, given by its ISO code, or one of its regions; Russia's for an entity without a country."""
    return nation(country) | (RUSSIAN_REGIONS if (country or "ru").lower() == "ru" else frozenset())


def foreign_places(country: str | None) -> frozenset[str]:
    """Return the words that name other countries than the ISO code's; neither of Korea's, where state media have everybody come to.

    The Soviet Union was the country of whoever comes from a state that was part of it.
    """
    own = places(country) | KOREAN | (_SOVIET if (country or "ru").lower() in _HEIRS else frozenset())
    return ALL_NATIONS - own


def countries(words: Iterable[str]) -> frozenset[str]:
    """Return the ISO codes of the countries that the words name: "mongolia" and "mongolian" are one."""
    named = frozenset(words)
    return frozenset(code for code, names in NATIONS.items() if not names.isdisjoint(named))
