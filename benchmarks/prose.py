"""Texts in the style of state media, and lists of people who may stand in them: made by rule from a seed, no two alike.

Sentences have slots with many fillings; persons are made of stems. Nothing is taken from real texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from wirewatch.models import Entity, Watchlist

TYPOGRAPHIC = 0.15  # the share of texts with quotation marks that are no ASCII; of 94 real ones it was 18

GIVEN = (
    "Alexander Alexei Anatoly Andrei Anton Arkady Artem Boris Denis Dmitri Eduard Fyodor Gennady Georgy Grigory Igor Ilya Ivan Kirill"
    " Konstantin Leonid Maksim Marat Mikhail Nikita Nikolai Oleg Pavel Petr Roman Ruslan Sergei Stanislav Stepan Timur Vadim Valery"
    " Vasily Viktor Vitaly Vladimir Vladislav Vyacheslav Yaroslav Yegor Yevgeny Yuri Zakhar Anna Elena Galina Irina Maria Olga Vera"
)
_FIRST = (
    "Ab Al Ar Ba Be Bo Bri Bu Da De Do Dra Ga Ge Gla Go Gri Gu Ka Ke Ko Kra Kri Ku La Le Lu Ma Me Mo Mu Na Ni No Pa Pe Po Pri Ra Re Ro"
    " Sa Se Si Sko Sta Su Ta Te To Tru Va Ve Vo Ya Za Zhi Zu"
)
_SECOND = (
    "bel bor chen dan der dov gal gor kash kun lan lev lom lub man mar mir nek nik pal pol ran rod sen shin tal tor vak vin zar"
)
_ENDINGS = ("ov", "ev", "in", "sky", "enko", "yan")

_KOREAN_SURNAMES = "Kim Pak Ri Choe Jong Kang Jo Yun Jang Rim Han O So Sin Kwon Hwang An Song Ryu Hong"
_KOREAN_SYLLABLES = "Chol Hyok Yong Su Song Il Myong Ho Kwang Jin Nam Tae Sung Guk Hak Chun Ryol Won Gyong Hui"

_SLOTS = {
    "office": "chairman|vice-chairman|director|deputy director|secretary|manager|chief engineer|first vice-minister|head",
    "body": "Pyongyang City People's Committee|Ministry of Public Health|Ministry of Land and Sea Transport|Cabinet|Central Committee"
    " of the Youth League|Academy of Agricultural Science|Ministry of Electronics Industry|Korean Red Cross Society|provincial committee",
    "place": "Pyongyang|Wonsan|Hamhung|Sinuiju|Kaesong|Chongjin|Sariwon|Nampho|Hyesan|Rason|Kanggye|Haeju|Tokchon|Anju|Samjiyon",
    "site": "Machine Complex|Cooperative Farm|Children's Palace|Fishery Station|Textile Mill|Power Station|Sanatorium|Museum of Nature"
    "|Cement Works|Teachers' College|Vegetable Greenhouse|House of Culture|Chemical Works|Orphans' Primary School",
    "people": "workers|farmers|scientists|miners|teachers|youth and students|builders|women|servicepersons|fishermen|officials",
    "did": "overfulfilled|carried out|finished|pushed ahead with|made good preparations for|registered successes in|took part in",
    "work": "the half-yearly plan for coal output|the reconstruction of the main building|rice-transplanting|the spring afforestation"
    "|the production of consumer goods|the dredging of the river|the repair of tractors|the harvest of early crops|the test of new turbines",
    "manner": "with high enthusiasm|ahead of schedule|by their own efforts|in a short span of time|true to the decision of the plenary meeting"
    "|through emulation drives|on the basis of scientific calculation|despite unfavourable weather",
    "thing": "floral basket|gift|congratulatory message|letter of thanks|banner|photo album|silk map|set of medical appliances",
    "event": "art performance|photo exhibition|film show|book show|sports contest|scientific symposium|seminar|round-table talk|reception",
    "topic": "the friendship between the two countries|the work for land management|the history of the ancient capital|public hygiene"
    "|the production of organic fertilizer|modern architecture|the culture of the Koguryo period|cooperation in fishery",
    "month": "January|February|March|April|May|June|July|August|September|October|November|December",
    "weekday": "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday",
    "adverb": "recently|successfully|significantly|warmly|solemnly|briskly|regularly|in real earnest",
    "title": "Minister of Natural Resources|Vice-minister of Foreign Affairs|Governor of the Maritime Territory|Deputy Chairman of the State"
    " Duma|Director of the Federal Agency for Fishery|Minister of Culture|ambassador to the DPRK|charge d'affaires ad interim",
}  # fmt: skip
_FILLINGS = {name: fillings.split("|") for name, fillings in _SLOTS.items()}
_SENTENCES = (
    "{korean}, {office} of the {body}, {adverb} visited the {place} {site} and learned about {topic}.",
    "The {people} of the {place} {site} {did} {work} {manner}.",
    "An {event} on {topic} took place at the {place} House of Culture on {month} {day}, drawing {number} {people}.",
    "Present there were {korean}, {office} of the {body}, {korean}, officials concerned and {people} in {place}.",
    "The {body} reported that {number} {people} {did} {work} in the first {small} days of {month}.",
    "A {thing} was laid in the name of the {body} before the monument in {place} on {weekday}.",
    "The speaker said that {topic} would be further strengthened {manner}, and noted that the {people} {did} {work}.",
    "Meanwhile, a {small}-storeyed building of the {site} went up in {place}, where {number} families of {people} are to live.",
    "“We {did} {work} {manner},” {korean}, {office} of the {place} {site}, told KCNA on {weekday}.",
    "The {event} went on until {month} {day} and was seen by {number} {people} from {place}, {place} and other parts of the country.",
    "It is {number} kilometres from {place} to the {place} {site}, whose {people} {adverb} {did} {work}.",
    "According to the {body}, the output of the {place} {site} grew by {small} percent compared with the same period of last year.",
    "Officials and {people} of the {place} {site} hold {event}s {adverb}, deepening their knowledge of {topic}.",
    "Both sides exchanged views on {topic} and on {topic} in a comradely atmosphere.",
)
_RUSSIANS = (
    "The delegation was headed by {name}, {title} of the Russian Federation. {surname} said that {topic} was of weight.",
    "Russian {title} {name} arrived in {place} on {weekday}. {surname} was met at the airport by {korean}, {office} of the {body}.",
    "{korean} received a {thing} from {name}, {title}. The {thing} was conveyed on {month} {day}.",
    "Attending were {name}, {title}, and members of the Russian embassy here. {surname} made a speech about {topic}.",
)


@dataclass(frozen=True)
class Text:
    """An article's title and body, and the full names of listed people that stand in the body."""

    title: str
    body: str
    named: tuple[str, ...] = ()


def people(number: int, seed: int = 1) -> list[str]:
    """So many different full names, the same for the same number and seed."""
    random, names = Random(seed), dict[str, None]()  # noqa: S311 - a sample, not a secret
    given, first, second = GIVEN.split(), _FIRST.split(), _SECOND.split()
    while len(names) < number:
        surname = random.choice(first) + random.choice(second) + random.choice(_ENDINGS)
        names[f"{random.choice(given)} {surname}"] = None
    return list(names)


def watchlist(names: Sequence[str]) -> Watchlist:
    """A bare list: names and a country."""
    return Watchlist(name="bench", title="Made by rule", entities=tuple(Entity(name=name, country="ru") for name in names))


def texts(number: int, listed: Sequence[str], share: float, seed: int = 2) -> Iterator[Text]:
    """So many articles of 3 KB in the mean; this share of them names one to three listed people, an eighth Russians on no list."""
    random = Random(seed)  # noqa: S311 - a sample, not a secret
    strangers = [name for name in people(2000, seed=3) if name not in set(listed)]
    for _ in range(number):
        named = tuple(random.sample(listed, random.randint(1, 3))) if random.random() < share else ()
        others = (random.choice(strangers),) if random.random() < 0.125 else ()
        sentences = [_filled(random.choice(_SENTENCES), random) for _ in range(random.randint(12, 30))]
        for name in (*named, *others):
            sentences.insert(random.randrange(len(sentences)), _filled(random.choice(_RUSSIANS), random, name))
        yield Text(_filled("{event} Held on {topic}", random).title(), _body(sentences, random), named)


def _body(sentences: list[str], random: Random) -> str:
    paragraphs = [" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
    body = _filled("Pyongyang, {month} {day} (KCNA) -- ", random) + "\n\n".join(paragraphs)
    return body if random.random() < TYPOGRAPHIC else body.replace("“", '"').replace("”", '"')


def _filled(sentence: str, random: Random, name: str = "") -> str:
    """The sentence, each of its slots filled by chance."""
    head, *slots = sentence.split("{")
    parts = [head]
    for slot in slots:
        what, _, rest = slot.partition("}")
        parts += (_filling(what, random, name), rest)
    return "".join(parts)


def _filling(slot: str, random: Random, name: str) -> str:
    if slot in _FILLINGS:
        return random.choice(_FILLINGS[slot])
    surnames, syllables = _KOREAN_SURNAMES.split(), _KOREAN_SYLLABLES.split()
    made = {
        "name": name,
        "surname": name.rpartition(" ")[2],
        "korean": f"{random.choice(surnames)} {random.choice(syllables)} {random.choice(syllables)}",
        "day": str(random.randint(1, 28)),
        "small": str(random.randint(2, 40)),
        "number": f"{random.randint(100, 9000):,}",
    }
    return made[slot]
