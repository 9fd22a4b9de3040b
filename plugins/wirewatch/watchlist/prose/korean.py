"""Titles in Korean beside a name, `로씨야련방 외무상 쎄르게이 라브로브동지`, read into the English words that titles are compared in.

A title stands before the name or is glued to it (뿌찐대통령의); an ambassador's may follow (마쩨고라 우리 나라 주재 로씨야련방
특명전권대사가). Its last word ends in an office; every word before it belongs to it that has no particle of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from wirewatch.text.sounds import is_hangul
from wirewatch.watchlist.prose.article import Article
from wirewatch.watchlist.prose.organisations import ACRONYMS
from wirewatch.watchlist.prose.passage import Passage
from wirewatch.watchlist.prose.places import ALL_NATIONS, nation
from wirewatch.watchlist.prose.quoted import with_quoted_names
from wirewatch.watchlist.prose.titles import Title


def _pairs(text: str) -> dict[str, str]:
    return {korean: english for korean, _, english in (entry.partition("=") for entry in text.split("; "))}


# Offices and what tells them apart, in the English words of prose.vocabulary; the longest that fits is read.
_MEANINGS = _pairs(
    "유엔=un; 국제원자력기구=iaea; 세계보건기구=world health organization; 대통령행정부=presidential administration; 대통령공보관=press secretary president; 공보관=press secretary; 대변인=spokesman; "
    "대통령=president; 국가주석=president; 주석=president; 국방=defence; 내각총리=prime minister; 부수상=deputy prime minister; 부총리=deputy prime minister; "
    "수상=prime minister; 총리=prime minister; 외무부상=deputy minister foreign affairs; 외무성=ministry foreign affairs; "
    "외무=foreign affairs; 외교=foreign affairs; 부상=deputy minister; 차관=deputy minister; 장관=minister; "
    "림시대리대사=charge embassy; 대리대사=charge embassy; 대사관=embassy; 대사=ambassador; 참사=counsellor; 서기관=secretary embassy; "
    "령사=consul; 영사=consul; 무관=attache; 부의장=deputy chairman; 의장=chairman; 부위원장=deputy chairman; 위원장=chairman; "
    "부회장=deputy chairman; 회장=chairman; 보좌관=aide; 부책임자=deputy head; 책임자=head; 실장=head; 단장=head; 서기장=secretary; "
    "서기=secretary; 총비서=secretary; 비서=secretary; 안전리사회=security council; 안전보장회의=security council; "
    "안보회의=security council; 국가안보=security; 검찰총장=prosecutor general; 총참모장=chief general staff; 사무총장=secretary general; 총장=chief; "
    "부사령관=deputy commander; 사령관=commander; 부국장=deputy director; 국장=director; 소장=director; 원장=director; "
    "주지사=governor; 지사=governor; 부시장=deputy mayor; 시장=mayor; 특사=envoy; 대표=representative; 국가회의=state duma; "
    "국가두마=state duma; 국가 두마=state duma; 련방평의회=federation council; 련방회의=federation council; "
    "연방평의회=federation council; 상원=federation council; 하원=state duma; 변강=territory; 주재=of; 행정부=administration; "
    "보건=health; 운수=transport; 교통=transport; 문화=culture; 내무=interior; 교육=education; 농업=agriculture; 재정=finance; "
    "재무=finance; 체육=sports; 스포츠=sports; 산업=industry; 공업=industry; 무역=trade; 통상=trade; 상업=trade; 경제=economic; "
    "발전=development; 개발=development; 에네르기=energy; 에너지=energy; 자연부원=natural resources; 천연자원=natural resources; "
    "생태=ecology; 비상사태=emergency situations; 원동=far east; 극동=far east; 북극=arctic; 법무=justice; 사법=justice; "
    "로동=labour; 철도=railways; 과학=science; 기술=technology; 건설=construction; 통신=communications; 로씨야=russian; "
    "러시아=russian; 로조=russian; 로정부=russian; 쏘련=soviet; 벨라루씨=belarusian; 벨로루시=belarusian; 우크라이나=ukrainian; "
    "까자흐스딴=kazakh; 우즈베끼스딴=uzbek; 몽골=mongolian; 중국=chinese; 중화인민공화국=chinese; 미국=american; 일본=japanese; 윁남=vietnamese; "
    "베트남=vietnamese; 꾸바=cuban; 라오스=lao; 조선민주주의인민공화국=dprk; 조선=dprk; 한국=korean; 남조선=korean; 우리 나라=dprk; 우리나라=dprk; 따쥐끼스딴=tajik; "
    "끼르기즈=kyrgyz; 뚜르크메니스딴=turkmen; 몰도바=moldovan; 그루지야=georgian; 아르메니야=armenian; 아제르바이쟌=azerbaijani; 프랑스=french; "
    "도이췰란드=german; 영국=british; 북한=dprk; 북조선=dprk; 전=former; 제1=first; 특명전권=; 특명=; 전권=; 련방=; 연방=; 정부=; 내각=; 수행=; 단원=; 상=minister"
)
_MEANING = re.compile("|".join(sorted(map(re.escape, _MEANINGS), key=len, reverse=True)))

# What a title may end in; 상 alone only behind the name of a ministry (보건상, 운수상), for much else ends in it (대상, 이상).
OFFICE = (
    r"(?:대통령|수상|총리|부상|차관|장관|대사|공사|참사|참사관|서기관|령사|영사|무관|의장|위원장|회장|보좌관|보좌역|공보관|대변인|책임자|실장|단장"
    r"|서기|서기장|비서|총비서|총장|참모장|사령관|국장|소장|원장|주?지사|시장|특사|대표|위원|의원|부원수|원수|대장|상장|중장|당수|주석|주필|과장|부장|처장|사장|지배인|총재|고문|학장|연구사|후보위원"
    r"|(?:외무|국방|내무|보건|운수|교통|문화|교육|농업|재정|체육|산업|공업|무역|상업|발전|개발|생태학|부원|에네르기|비상사태|철도|법무|사법|로동|건설|통신)상)"
)
_ENDS_IN_OFFICE = re.compile(rf".*{OFFICE}$")
# Of Koreans, a syllable each.
SURNAMES = "김박리이최조강정윤장임오한신서권황안송류유홍전고문양손배백허남심노하곽성차주우구민현태지연방로길렴라량궁진계림함엄"
COURTESY = r"(?:동지|동무|선생|각하|씨|녀사|여사|박사|장군|일행|부부|내외)"
_PARTICLES = (
    r"(?:께서|에게서|에게|에서|으로부터|로부터|으로서|으로써|으로|로서|로|이며|이고|이다|이였다|이였으며|였다|이라고|라고|이나|이란|의|이|가|은|는|을|를"
    r"|와|과|도|만|께|에|들|및|측|부터|까지|처럼|보다|앞|및|겸|하고|이라는|라는|인|사이|간|식|자신|본인|명의|정권|정부|행정부|조차|뿐|대신|시기|시대)"
)
_KNOWN = "|".join(sorted((re.escape(word) for word, meaning in _MEANINGS.items() if len(word) > 1), key=len, reverse=True))
_GLUED_OFFICE = re.compile(rf"((?:제1)?(?:{_KNOWN})*?부?{OFFICE})(?!들){COURTESY}{{0,2}}{_PARTICLES}*(?![가-힣])")
_GLUED_COURTESY = re.compile(rf"{COURTESY}{{0,2}}{_PARTICLES}*(?![가-힣])")
_OFFICE_THEN_PARTICLES = re.compile(rf"(\S*?{OFFICE})(?!들){COURTESY}{{0,2}}{_PARTICLES}*$")
# A word before an office that is no part of the title: it has a particle, or is a verb's ending.
_APART = re.compile(
    r"(?:(?:은|는|이|가|을|를|와|과|에|에는|에서|에게|께서|께|으로|며|고|하여|한|된|던|서|여|인|들|동지|동지의|시여|일군들|(?<!통)신|[여어]온|하면|따라)$)"
    r"|^(?:겸|및|온|간|특히|또한|역시|바로|오늘|어제|현재|이날|새벽|아침|오전|낮|오후|저녁|밤|새로|함께|이어|그리고|한편|그러나|그런데|아울러|이밖에|당시|최근|이번|앞서|뒤이어|또)$|^(?:의|위|대|통|관)해$"
)
_NO_PARTICLE = frozenset(["국가", "나라", "겸", "및", "부원", "제1", "주한", "북한", "남한"])
_NOT_READ = re.compile(r"[^\s\d]")
_SENT_ABROAD = re.compile(r"(?<!조선)(?<!나라)(?<!북한)(?<!조선민주주의인민공화국)(?<! ) ?주재|(?:^| )주(?!재|지사|석)")
_BEFORE_NAMES = re.compile(rf"(\S*?{OFFICE})(?:들)?(?:인|이신)")
_MANY = re.compile(rf"\S*?{OFFICE}들(?:인|이신)?")
# One of several names: 안드레이, 루덴꼬동지와, 모르굴로브,
_IN_A_ROW = re.compile(rf"[가-힣]{{2,9}}?{COURTESY}?(?: |(?:와|과) |, ?)")
_MOST_SHARING = 12
_MOST_WORDS = 9
_INITIAL_GAP = re.compile(r"\. ?")
# What stands before a name that has its office glued to it: 로씨야련방, 국방성, 로씨야련방공산당 중앙위원회.
_INSTITUTION = re.compile(r"(?:성|회|당|청|국|련방|연방|로씨야|러시아|대사관|총국|두마|변강|의원단|협회)$")
# Where an ambassador serves, and what an envoy deals with, is not his own country.
_HOST = re.compile(r"(?:우리 ?나라|\S+) ?주재|우리 ?나라|조선민주주의인민공화국|\S*(?:문제|관계|담당|친선)\S*")


def speaks_of(article: Article, country: str | None) -> bool:
    """Tell whether the article names the country (ISO code), in Hangul also inside a longer word: 로씨야련방."""
    return article.speaks_of(country) or any(
        name in passage.normal.text for passage in article.korean for name in _names_of(country)
    )


@lru_cache(maxsize=256)
def _names_of(country: str | None) -> tuple[str, ...]:
    return tuple(korean for korean, english in _MEANINGS.items() if english in nation(country))


def may_be_glued(text: str, end: int) -> bool:
    """Tell whether what follows a name at the offset is a particle or a title, and not more of a longer name (루덴꼬, 루덴꼬브)."""
    return bool(_GLUED_COURTESY.match(text, end) or _GLUED_OFFICE.match(text, end))


def ends_in_office(word: str) -> bool:
    """Tell whether the word ends in an office, and so is no given name: 외무상, 특명전권대사."""
    return bool(_ENDS_IN_OFFICE.fullmatch(word))


def title_before(passage: Passage, first: int) -> Title | None:
    """Return the title that ends before the word `first`."""
    last = _shared(passage, first) if first else None
    if last is None:
        return None
    office = _BEFORE_NAMES.fullmatch(passage.words[last].text)
    end = passage.words[last].start + office.end(1) if office else passage.words[last].end
    return _title(passage, passage.words[title_begin(passage, last)].start, end)


def _shared(passage: Passage, first: int) -> int | None:
    """Return the last word of the title before the name, or before the first of several it is shared by: 부상들인 N동지와 N동지."""
    if _follows_at_once(passage, first) and (
        ends_in_office(passage.words[first - 1].text) or _BEFORE_NAMES.fullmatch(passage.words[first - 1].text)
    ):
        return first - 1
    for index in range(first - 1, max(first - _MOST_SHARING, -1), -1):
        if _MANY.fullmatch(passage.words[index].text):
            return index
        if passage.gap(index) not in (" ", ",", ", ") or not _IN_A_ROW.fullmatch(passage.words[index].text + passage.gap(index)):
            return None
    return None


def title_glued(passage: Passage, end: int) -> Title | None:
    """Return the title glued to a name that ends at the offset: 뿌찐대통령의."""
    text = passage.normal.text
    word = passage.word_at(end) - 1
    found = _GLUED_OFFICE.match(text, end, passage.words[word].end)
    return _title(passage, end, found.end(1)) if found else None


def title_after(passage: Passage, last: int) -> Title | None:
    """Return the title after a name that has no particle: 마쩨고라 우리 나라 주재 로씨야련방 특명전권대사가."""
    index = last
    while index - last < _MOST_WORDS and passage.adjacent(index):
        index += 1
        found = _OFFICE_THEN_PARTICLES.match(passage.words[index].text)
        ends = found and (passage.words[index].end > passage.words[index].start + found.end(1) or not passage.adjacent(index))
        if found and ends:
            start = passage.words[last + 1].start
            return _title(passage, start, passage.words[index].start + found.end(1))
        if not _belongs(passage.words[index].text):
            return None
    return None


def titles_without_name(passage: Passage) -> Iterator[Title]:
    """Yield the titles with nobody's name beside them, read whole: 로씨야대통령은, 조선주재 로씨야대사가."""
    for index, word in enumerate(passage.words):
        found = _OFFICE_THEN_PARTICLES.fullmatch(word.text)
        if found is None or _goes_on(passage, index, bare=found.end(1) == len(word.text), of=word.text.endswith("의")):
            continue
        begin = index
        while _follows_at_once(passage, begin) and index - begin < _MOST_WORDS and _belongs(passage.words[begin - 1].text):
            begin -= 1
        title = _title(passage, passage.words[begin].start, word.start + found.end(1))
        printed = passage.normal.text[title.start : title.end]
        if not _NOT_READ.search(_MEANING.sub("", printed)) and not _SENT_ABROAD.search(printed):
            yield title


def _goes_on(passage: Passage, index: int, bare: bool, of: bool) -> bool:
    """Tell whether a name follows (로씨야대통령 뿌찐) or another's office does (로씨야대통령의 보좌관)."""
    if not passage.adjacent(index):
        return False
    return bare or (of and _OFFICE_THEN_PARTICLES.fullmatch(passage.words[index + 1].text) is not None)


def titles_beside(passage: Passage, start: int, end: int) -> tuple[Title, ...]:
    """Return the titles of the name in the span (normalised offsets), the one before it first."""
    first, last = _first(passage, start), passage.word_at(end) - 1
    bare = last >= first and passage.words[last].end == end
    beside = (
        title_before(passage, first),
        title_after(passage, last) if bare else _whole(passage, first, title_glued(passage, end)),
    )
    return tuple(title for title in beside if title)


def initials_before(passage: Passage, first: int) -> tuple[str, ...]:
    """Return the initials before the word `first`: 아 and 이 of 아. 이. 마쩨고라동지."""
    begin = first
    while begin > 0 and len(passage.words[begin - 1].text) == 1 and is_hangul(passage.words[begin - 1].text):
        if not _INITIAL_GAP.fullmatch(passage.gap(begin - 1)):
            break
        begin -= 1
    return tuple(word.text for word in passage.words[begin:first])


def _first(passage: Passage, start: int) -> int:
    """Return the first word of the name at the offset, its initials included."""
    first = passage.word_at(start)
    return first - len(initials_before(passage, first))


def role_beside(passage: Passage, start: int, end: int) -> str | None:
    """Return the whole title of the name as printed, also where the name stands inside it: 국방성 안드레이 불릐가부상."""
    titles = titles_beside(passage, start, end)
    if not titles:
        return None
    printed = passage.printed(*with_quoted_names(passage, titles[0].start, titles[0].end))
    around = institution_before(passage, _first(passage, start)) if titles[0].start == end else None
    return f"{passage.printed(*around)} {printed}" if around else printed


def in_english(title: Title) -> str:
    """Return the title for a reader of English, in brackets; "" where no word of it is known: 외무상 (read as “foreign affairs minister”)."""
    words = [_cased(word) for word in title.words if word != "of"]
    return f" (read as “{' '.join(words)}”)" if words else ""


def _cased(word: str) -> str:
    return word.title() if word in ALL_NATIONS else word.upper() if word in ACRONYMS else word


def is_of_another_country(passage: Passage, start: int, end: int, country: str | None) -> bool:
    """Tell whether a title of the name says that it is another country's: 까자흐스딴 외무상, but not 우리 나라 주재 로씨야대사."""
    return any(is_foreign(passage, title, country) for title in titles_beside(passage, start, end))


def is_foreign(passage: Passage, title: Title, country: str | None) -> bool:
    """Tell whether the title names another country as the person's own, and not this one."""
    if title.of_predecessor(country):
        return False
    printed = passage.normal.text[title.start : title.end]
    words = set(_words(_HOST.sub("", printed)))
    return nation(country).isdisjoint(title.words) and not words.isdisjoint(ALL_NATIONS)


def _whole(passage: Passage, first: int, glued: Title | None) -> Title | None:
    """Return the glued title with the words of what stands before the name, which say whose it is: 로씨야련방 … 뿌찐대통령."""
    around = institution_before(passage, first) if glued else None
    if not glued or not around:
        return glued
    return Title((*_words(passage.normal.text[slice(*around)]), *glued.words), glued.start, glued.end)


def institution_before(passage: Passage, first: int) -> tuple[int, int] | None:
    """Return the span of the country and institution that end before the word `first`."""
    if not _follows_at_once(passage, first) or not _INSTITUTION.search(passage.words[first - 1].text):
        return None
    begin = title_begin(passage, first - 1)
    return passage.words[begin].start, passage.words[first - 1].end


def title_begin(passage: Passage, last: int) -> int:
    """Return the first word of the title whose last word is given."""
    begin = last
    while last - begin < _MOST_WORDS - 1 and _follows_at_once(passage, begin) and _belongs(passage.words[begin - 1].text):
        begin -= 1
    while begin < last and passage.words[begin].text in ("겸", "및"):
        begin += 1
    return begin


def _follows_at_once(passage: Passage, index: int) -> bool:
    return index > 0 and passage.adjacent(index - 1)


def _belongs(word: str) -> bool:
    return word in _NO_PARTICLE or ends_in_office(word) or (is_hangul(word[0]) and not _APART.search(word))


def _title(passage: Passage, start: int, end: int) -> Title:
    return Title(tuple(_words(passage.normal.text[start:end])), start, end)


def _words(printed: str) -> list[str]:
    """Return the words of a title in English."""
    return " ".join(_MEANINGS[found.group()] for found in _MEANING.finditer(printed)).split()
