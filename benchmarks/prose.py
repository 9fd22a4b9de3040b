"""Texts in the style of state media, and lists of people who may stand in them: made by rule from a seed, no two alike.

Sentences have slots with many fillings; persons are made of stems. Nothing is taken from real texts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from wirewatch.configured import Entity, Watchlist

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

# Surnames in Latin letters and as Pyongyang prints them, of these beginnings, middles and endings: "Karamanov", 까라마노브.
_GIVEN_IN_HANGUL = dict(
    pair.split("=")
    for pair in [
        "Sergei=쎄르게이",
        "Vladimir=울라지미르",
        "Andrei=안드레이",
        "Nikolai=니꼴라이",
        "Mikhail=미하일",
        "Ivan=이완",
        "Boris=보리스",
        "Oleg=올레그",
        "Viktor=윅또르",
        "Anatoly=아나똘리",
        "Roman=로만",
        "Igor=이고리",
    ]
)
_IN_HANGUL = [dict(pair.split("=") for pair in pairs.split()) for pairs in (
    "Ka=까 Ra=라 Ma=마 Ba=바 Do=도 Go=고 Lo=로 Mu=무 Na=나 Pa=빠 Ro=로 Ta=따 Bo=보 Mo=모 Ga=가 Da=다 Ku=꾸 La=라",
    "ra=라 la=라 ma=마 na=나 ga=가 do=도 lo=로 mo=모 ba=바 ka=까 ta=따 bu=부 du=두 gu=구 mu=무 ro=로",
    "nov=노브 rin=린 kov=꼬브 nin=닌 rov=로브 lin=린 min=민 mov=모브 dov=도브 gin=긴",
)]  # fmt: skip

_KOREAN_SLOTS = {
    "place": "평양|원산|함흥|신의주|개성|청진|사리원|남포|혜산|강계|해주",
    "site": "기계공장|협동농장|학생소년궁전|수산사업소|방직공장|화력발전소|박물관|온실농장|화학공장|제1중학교",
    "people": "로동자들|농업근로자들|과학자들|탄부들|교원들|청년학생들|건설자들|녀성들|일군들",
    "work": "상반년석탄생산계획을|대상건설을|모내기를|봄철나무심기를|인민소비품생산을|뜨락또르수리정비를|가을걷이를",
    "manner": "높은 열의속에|앞당겨|자체의 힘으로|짧은 기간에|당의 결정을 높이 받들고|사회주의경쟁을 벌리며",
    "office": "위원장|부위원장|지배인|국장|부국장|기사장|당비서|제1부상",
    "body": "평양시인민위원회|보건성|륙해운성|내각|농업과학원|전자공업성|적십자회 중앙위원회",
    "month": "1월|2월|3월|4월|5월|6월|7월|8월|9월|10월|11월|12월",
    "surname": "김|박|리|최|정|강|조|윤|장|림|한|오",
    "syllable": "철수|영호|명길|광진|성남|일혁|은정|학철|춘국|동명",
    "title": "로씨야련방 자연부원상|로씨야외무성 부상|로씨야련방 특명전권대사|로씨야련방 문화상|연해변강행정장관",
}
_KOREAN_FILLINGS = {name: fillings.split("|") for name, fillings in _KOREAN_SLOTS.items()}
_KOREAN_SENTENCES = (
    "{body} {office} {surname}{syllable}동지가 {place} {site}을 돌아보았다.",
    "{place} {site} {people}이 {work} {manner} 다그치고있다.",
    "{month} {day}일 {place}에서 {people}의 궐기모임이 진행되였다.",
    "모임에는 {body} {office} {surname}{syllable}동지, 관계부문 일군들, {place}시안의 {people}이 참가하였다.",
    "{body}에서는 {month}에 들어와 {work} {manner} 내밀어 {day}일현재 {small}%로 넘쳐 수행하였다.",
    "보고자는 {people}이 {work} {manner} 수행할데 대하여 강조하였다.",
    "{place} {site}에서 {small}세대의 살림집이 새로 일떠섰다.",
)
_RUSSIANS_IN_KOREAN = (
    "{title} {name}동지와 일행이 {month} {day}일 {place}에 도착하였다.",
    "{body} {office} {surname}{syllable}동지가 {title} {name}동지를 만났다.",
    "{title} {name}각하가 {month} {day}일 우리 나라 대사관에 꽃바구니를 보내여왔다.",
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


def people_in_hangul(number: int, seed: int = 4) -> dict[str, str]:
    """So many different full names in Latin letters, each with its spelling in Hangul."""
    random, names = Random(seed), dict[str, str]()  # noqa: S311 - a sample, not a secret
    while len(names) < number:
        parts = [random.choice(list(pairs.items())) for pairs in (_GIVEN_IN_HANGUL, *_IN_HANGUL)]
        (given, sounds), *surname = parts
        names[f"{given} {''.join(latin for latin, _ in surname)}"] = f"{sounds} {''.join(hangul for _, hangul in surname)}"
    return names


def korean_texts(number: int, listed: Mapping[str, str], share: float, seed: int = 5) -> Iterator[Text]:
    """So many articles in Korean; this share of them names one to three of the people, given with their spelling in Hangul."""
    random = Random(seed)  # noqa: S311 - a sample, not a secret
    for _ in range(number):
        named = tuple(random.sample(list(listed), random.randint(1, 3))) if random.random() < share else ()
        sentences = [_in_korean(random.choice(_KOREAN_SENTENCES), random) for _ in range(random.randint(18, 36))]
        for name in named:
            sentence = _in_korean(random.choice(_RUSSIANS_IN_KOREAN), random, listed[name])
            sentences.insert(random.randrange(len(sentences)), sentence)
        paragraphs = ["".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3)]
        yield Text(sentences[0], "(평양 5월 4일발 조선중앙통신) " + "\n\n".join(paragraphs), named)


def _in_korean(sentence: str, random: Random, name: str = "") -> str:
    fillings = {slot: random.choice(of) for slot, of in _KOREAN_FILLINGS.items()}
    return sentence.format(**fillings, name=name, day=random.randint(1, 28), small=random.randint(101, 180))


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
