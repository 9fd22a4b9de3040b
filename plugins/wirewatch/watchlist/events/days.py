"""The days a text speaks of: "on Oct. 19", "on the 4th", "Thursday", "today", 6월 19일.

A day is worked out from the words and the base: the dateline's day, else the day of publication (KST). Never a day after the base,
never one of two that fit: a stretch ("from Sept. 23 to 24", "Jan. 25 and Feb. 9") is a phrase without a day. "The same day" and
"the previous day" are counted from the day told last (`shift`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from wirewatch.text.days import day_of

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_KOREAN_WEEKDAYS = "월화수목금토일"
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:,? (?:juche ?\d{1,3} ?\()?(?P<year>(?:19|20)\d\d)\)?)?"
_MORE = rf"(?P<more> ?[-–—~] ?(?:{_MONTH.replace('?P<month>', '?:')} )?\d{{1,2}}\b| (?:to|and|through) (?:the )?(?:{_MONTH.replace('?P<month>', '?:')} )?\d{{1,2}}\b(?! \w+ ?:))?"
_PART = r"(?: (?:morning|noon|afternoon|evening|night))?"
# "On the 66th anniversary" names no day: what follows the number must not be its noun.
_VERBS = (
    "sent|met|held|gave|left|made|paid|laid|saw|went|came|took|told|said|spoke|flew|hosted|received|visited|arrived|attended|toured|inspected"
    "|presented|conveyed|called|greeted|welcomed|expressed|delivered|stressed|noted|addressed|awarded|watched|staged|aired|carried|announced"
    "|returned|departed|signed|issued|exchanged|opened|planted|enjoyed|joined|began|entered|handed|congratulated|extended(?! (?:plenary|session|meeting))"
)  # "The premier on the 4th sent a message"
_AFTER_NUMBER = (
    r"(?= ?[.,;:)\n]| ?$| (?:to|at|in|by|for|and|as|but|when|where|while|with|under|was|were|had|together|along|accompanied|jointly|during|upon|prior|after|before|of|under|amid|on|through|a|an|the|here|there"
    rf"|{_VERBS})\b)"
)

_ON = r"\b(?:on |dated |(?:(?:on|in) the )?(?:morning|noon|afternoon|evening|night|day|midnight) of )"
_AFTER = re.compile(_AFTER_NUMBER)
# "The June 25 declaration", "the anniversary of May 9", "the treaty signed on June 19" name other days than that of the news.
_OF_ANOTHER_THING = re.compile(
    r"\b(?:of|the|since|until|till|by|for|to|mark|marking|celebrate|celebrating|commemorate)\s$|(?<!was )(?<!were )\b(?:signed|concluded|adopted|reached|agreed|founded|born|slated|scheduled|due|falls?|fell)\s$"
    r"|\b(?:occasion of|mark(?:ing)?|celebrat\w+|commemorat\w+) [^.;:]{0,40},\s$|\b(?:to|will|would|shall) be (?:\w+ ){1,4}$|(?<!was )(?<!were )\b(?:elected|appointed|named)(?: \w+){0,4}\s$"
    r"|(?:지난해|작년|전해|오는|래년|내년) ?$|\bcalendar>>$"  # "calendar>>May 3. 2008 Juche 97" opens pages of kcna.co.jp
)
# "Following are major news items in leading newspapers on Wednesday:" is the day of the newspapers.
_OF_NEWSPAPERS = re.compile(r"\bfollowing are [^:.]{0,60}\b(?:news|articles)\b[^:.]{0,60}$")

# Nothing begins elsewhere, and trying all of it everywhere takes long.
_BEGINS = r"(?=\b(?:a[ fpu]|be|d[ae]|ev|f[er]|in|j[au]|la|m[aio]|n[io]|o[cn]|s[aeu]|t[houw]|we|ye)|[\d월화수목금토일오어주이같])"
_PHRASE = re.compile(
    _BEGINS + r"(?:"
    rf"(?P<from>\b(?:from|between) )?(?P<in_month>(?P<on>{_ON})?\b{_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?!\d|[,.]\d{{3}}\b){_YEAR}{_MORE})"
    rf"|(?P<from2>\bfrom )?(?P<ordinal>(?:{_ON}|(?<=\bfrom ))the (?P<nth>\d{{1,2}})(?:st|nd|rd|th)(?P<more2> (?:to|and|through) (?:the )?\d{{1,2}}(?:st|nd|rd|th))?{_AFTER_NUMBER})"
    rf"|(?P<british>(?P<bon>{_ON})?\b(?:the )?(?P<bday>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? {_MONTH.replace('?P<month>', '?P<bmonth>')}(?! ?\d){_AFTER_NUMBER})"
    rf"|(?P<weekday>(?<!next )(?<!every )(?<!coming )\b(?P<from3>from |between )?(?:on )?(?P<last>last )?(?P<name>{'|'.join(_WEEKDAYS)}){_PART}\b"
    rf"(?P<more3>(?: ?[-–—~] ?| (?:to|and|through|till|until) )(?:on )?(?:{'|'.join(_WEEKDAYS)})\b{_PART})?)"
    r"|(?P<before>\b(?:the day before yesterday|two days ago)\b)"
    r"|(?P<today>\b(?:today|tonight|this (?:morning|afternoon|evening))\b)|(?P<yesterday>\b(?:yesterday|last night)\b)"
    r"|(?<!of )\b(?:on |in )?(?:(?P<same>(?:the )?same day|that (?:same )?day|(?<![가-힣])이날(?=[\s,])|같은 날(?=[\s,에]))|(?P<previous>the (?:previous|preceding) day|(?:the|a) day (?:before|earlier)(?= ?[.,;]| ?$| and\b))"
    r"|(?P<following>the (?:next|following) day))\b"
    r"|(?P<korean>(?:(?:주체 ?\d{1,3} ?\()?(?P<kyear>\d{4})\)?년 ?)?(?:(?P<kmonth>\d{1,2})월 ?)?(?<!\d)(?P<kday>\d{1,2})일(?P<kmore>부터|까지| ?[-~] ?\d{1,2}일|(?:과|와) (?:\d{1,2}월 ?)?\d{1,2}일)?(?=[\s,.]|에(?! 즈음| ?(?:채택|체결|조인|발표|합의|서명|진행)(?:된|되(?!(?:였|었)다(?!고))))|오전|오후|저녁|밤|부터|까지|$))"
    r"|(?P<kweekday>(?<![가-힣])(?P<kname>[월화수목금토일])요일)"
    r"|(?P<ktoday>(?<![가-힣])오늘(?=[\s,]))|(?P<kyesterday>(?<![가-힣])어제(?=[\s,])))"
)
# What every phrase holds, however it begins: a number beside a month or behind a "the", a weekday, today … Each begins with given
# letters, for a search that skips to them.
_NUMBER_BESIDE = r"(?:[a-z]*\.? ?\d|(?<=[\dtdh] [a-z]{3})|(?<=[\dtdh] of [a-z]{3}))"
_MAY_SPEAK_OF_A_DAY = re.compile(
    "|".join(
        (
            r"day(?:(?<=[nsiro]day)|(?<=two day)s ago|(?<=[etsga] day)\b)|night(?:(?<=tonight)|(?<=last night))|this [mae]|the \d",
            *(month + _NUMBER_BESIDE for month in _MONTHS),
            r"일(?<=\d일)|요일|오늘|어제|이날|같은 날",
        )
    )
)
_BEFORE = 60  # code points; what stands of a phrase before that takes fewer
_DATELINE = re.compile(rf"[^\W\d_][^,()\d]{{1,40}}, ?{_MONTH} ?(?P<day>\d{{1,2}}) ?\([^()]{{2,40}}\) ?[-–—]*")
_LONGEST_DATELINE = 80  # code points up to its bracket
_KOREAN_DATELINE = re.compile(r"\(?[^\W\d_]{2,20} ?(?P<month>\d{1,2})월 ?(?P<day>\d{1,2})일발[^()]{0,40}\)?")

_SHIFTS = {"same": 0, "previous": -1, "following": 1}
_LAST_YEAR = " last year"
_REPORTER = re.compile(
    r"(?:(?:통신|신문|방송|매체|방송국)[이은는가] |(?:agency|kcna\)?|media|newspaper|daily|radio|television) (?:said|reported|says|announced)(?: here)? |\b(?:was|were|is|are) (?:\w+ly )?reported (?:on )?)$"
)
_REPORTS = re.compile(r"(?:에)? (?:보도|[가-힣]*(?:통신|신문|방송)[은는이가] )")
NEAR = 60  # days: a month's name without a year means the last one, and what is told is new
_DATELINE_AGE = 7  # days between a dateline and its publication


@dataclass(frozen=True)
class Spoken:
    """A phrase that names a day or a stretch of days (`day` None), by its span in the normalised text.

    `shift`: how many days after the day told last it is; its `day` is None then. `of_report`: it is the day the news was printed.
    """

    start: int
    end: int
    day: date | None
    shift: int | None = None
    of_report: bool = False


def dateline(text: str, start: int) -> re.Match[str] | None:
    """Return the dateline that stands at a place of a normalised text: "pyongyang, october 20 (kcna) --"."""
    if "(" in text[start : start + _LONGEST_DATELINE] or "일발" in text[start : start + _LONGEST_DATELINE]:
        return _DATELINE.match(text, start) or _KOREAN_DATELINE.match(text, start)
    return None


def base_day(found: re.Match[str], published_on: date | None) -> date | None:
    """Return the day "today" and "Thursday" are counted from after a dateline: its own, if that is near the day of publication."""
    if published_on is None:
        return None
    day = _latest(published_on, _month(found["month"]), int(found["day"]))
    return day if day and (published_on - day).days <= _DATELINE_AGE else published_on


def spoken_days(text: str, start: int, end: int, base: date | None) -> Iterator[Spoken]:
    """Return the days a part of a normalised text speaks of, in order; those to come, and those nothing is known of, are left out."""
    for found in _phrases(text, start, end):
        stretch = any(found[part] for part in ("from", "from2", "from3", "more", "more2", "more3", "kmore"))
        shift = next((days for part, days in _SHIFTS.items() if found[part]), None)
        day = None if stretch or shift is not None else _day(found, base)
        end = found.end()
        if day and text.startswith(_LAST_YEAR, end):
            end, day = end + len(_LAST_YEAR), day if base and day.year == base.year - 1 else None
        if (stretch or day or shift is not None) and _is_of_the_news(text, found):
            yield Spoken(found.start(), end, day, shift, _is_of_report(text, found))


def _phrases(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Return what names a day, in order; nothing is tried behind the last word that tells of one."""
    while word := _MAY_SPEAK_OF_A_DAY.search(text, start, end):
        found = _PHRASE.search(text, max(start, word.start() - _BEFORE), end)
        if found is None:
            return
        yield found
        start = found.end()


def _is_of_the_news(text: str, found: re.Match[str]) -> bool:
    if _OF_ANOTHER_THING.search(text, max(0, found.start() - 50), found.start()):
        return False
    if _OF_NEWSPAPERS.search(text, max(0, found.start() - 140), found.start()):
        return False
    return not found["in_month"] or bool(found["on"] or found["from"]) or _AFTER.match(text, found.end()) is not None


def _is_of_report(text: str, found: re.Match[str]) -> bool:
    """Tell whether the day is that of the news: "KCNA said on Thursday", 통신이 23일 보도했다."""
    before = _REPORTER.search(text, max(0, found.start() - 40), found.start())
    return before is not None or _REPORTS.match(text, found.end()) is not None


def _day(found: re.Match[str], base: date | None) -> date | None:
    if found["in_month"]:
        return _in_month(found["year"], _month(found["month"]), int(found["day"]), base)
    if found["british"]:
        return _in_month(None, _month(found["bmonth"]), int(found["bday"]), base)
    if base is None:
        return _in_month(found["kyear"], int(found["kmonth"]), int(found["kday"]), None) if found["kmonth"] else None
    if found["korean"]:
        return _korean(found, base)
    if found["nth"]:
        return _nth(int(found["nth"]), base)
    if found["name"]:
        days = (base.weekday() - _WEEKDAYS.index(found["name"])) % 7
        return base - timedelta(days=days or (7 if found["last"] else 0))
    if found["kname"]:
        return base - timedelta(days=(base.weekday() - _KOREAN_WEEKDAYS.index(found["kname"])) % 7)
    return base - timedelta(days=2 if found["before"] else bool(found["yesterday"] or found["kyesterday"]))


def _korean(found: re.Match[str], base: date) -> date | None:
    if found["kmonth"]:
        return _in_month(found["kyear"], int(found["kmonth"]), int(found["kday"]), base)
    return _nth(int(found["kday"]), base)


def _in_month(year: str | None, month: int, number: int, base: date | None) -> date | None:
    if year:
        day = day_of(int(year), month, number)
        return day if day and (base is None or day <= base) else None
    return _latest(base, month, number) if base else None


def _latest(base: date, month: int, number: int) -> date | None:
    """Return the last such day up to the base where that is near: 25 December in January, not a festival to come."""
    day = day_of(base.year, month, number)
    if day and day > base:
        day = day_of(base.year - 1, month, number)
        return day if day and (base - day).days <= NEAR else None
    return day


def _nth(number: int, base: date) -> date | None:
    """Return the last day up to the base that has the number: the 31st, on 5 October, is 31 August's no more than September's."""
    first = base.replace(day=1)
    month = first if number <= base.day else (first - timedelta(days=1)).replace(day=1)
    return day_of(month.year, month.month, number)


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1
