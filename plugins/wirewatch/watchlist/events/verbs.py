"""The verbs of events in English: what each makes of the people before it and after it, in the order in which they are tried.

Written for bare sentences (`skeleton`): "<0> on a visit to the dprk met with <1>".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from wirewatch.watchlist.events.openings import phrase

JOINING = ("and", "as well as", "together with", "along with")  # what may stand between two names of a list
LIST = rf"<\d+>(?: ,)?(?: (?:(?:{'|'.join(JOINING)}) )?<\d+>(?: ,)?)*"
GREETING = r"(?:messages?|letters?|telegrams?|greetings|congratulations|condolences|reply|regards|felicitations|wishes|sympathy)"
_CARD = r"card(?<!red card)(?<!yellow card)(?<!member card)(?<!membership card)(?<!party card)(?<!identity card)s?"
# "present from the Russian side were" is no gift
CONTENT = rf"(?:{GREETING}|gifts?|presents|present(?:(?<=\ba present)|(?<=\bthe present)|(?<=\bhis present)|(?<=\bher present))|baskets?|wreaths?|bouquets?|flowers|{_CARD})"
PARTIES = ("reception", "banquet", "dinner", "luncheon", "lunch", "supper", "cocktail party", "tea party")
PARTY = rf"(?:{'|'.join(PARTIES)})"
_W = r"[\w'’]+ "  # a word
ARTICLE = r"(?:an? |the |his |her |its |their )?"
# "To the bereaved family of N", "to the bier of N": what is sent there is sent for him.
TO = r"to (?:(?:the|his|her) (?:[\w'’]+ )?(?:family|families|widow|relatives|bier|coffin|grave) of )?"
_CREDENTIALS = r"(?:credentials|letters? of credence)"
_TALKS = r"(?:talks?|conversations?|negotiations?|consultations?|dialogues?|discussions?)"
_MET = r"(?:met|greeted|received|welcomed)"
_WREATH = rf"(?:{_W}){{0,3}}?(?:wreaths?|baskets?|bouquets?|flowers|tributes?)"
SPEECH = r"(?:speech|speeches|reports?|address|addresses|toast)"
_THINGS = r"(?:pieces|works|songs|items|numbers|dances|exhibits|books|films|photos|pictures|paintings|articles|documents|products|goods|topics|issues|plays)"
_GATHERING = r"(?:meetings?|gatherings?|rally|rallies|get together|ceremony|seminar|symposium|function|forum|conference|reception|banquet|round ?table)"
HONOUR = r"(?:orders?|medals?|titles?|prizes?|decorations?|certificates?|diplomas?|degrees?|badges?)"
_GUESTS = r"(?:delegations?|party|guests?|visitors?|head|leaders?|delegates|members|president|minister|ambassador|mission)"
# What is left and is no place: "left Wonsan after winding up his visit", but "left office".
_NO_PLACE = r"(?:it|them|him|her|nothing|behind|office|school|hospital|open|unfinished|aside|out|over|a|an|the|his|no|many|much)"
PASSIVE_BY = rf"(?: {_W.strip()}){{0,9}}? by"

SAID = (
    r"said|says|stated|noted|stressed|underscored|underlined|emphasi[sz]ed|remarked|told|declared|affirmed|reaffirmed|asserted|added"
    r"|announced|claimed|warned|answered|denounced|clarified|quoted|pointed out|pointed to|referred to|expressed|hoped|replied|wrote"
    r"|commented|argued|accused|branded|slammed|criticized|criticised|blamed|opined|contended|revealed|disclosed|called for|urged|demanded|opposed|made clear|spoke|insisted|appreciated|assured|explained|mentioned|voiced|condemned|reiterated|maintained|confirmed|recalled"
    r"|(?:praised|hailed|lauded|rejected|refuted|ridiculed|deplored)(?= (?:(?:the|an?|his|her|its|their|this|these|those|all)\b|<))|cautioned|vowed|pledged|predicted|testified|admitted|acknowledged|believes|promised|put it"
    r"|censured|blasted|flayed|decried|denied|rebutted|lambasted|lashed out at|hit (?:out|back) at|(?:took|taking) (?:[\w'’<>]+ ){1,4}?to task|(?:observed|held)(?= that\b)"
)


# "They included N": what was said of "delegations" before is said of these.
SAME = "same"
_BODY = r"(?:delegations?|party|groups?|team|troupe|mission|ensemble|orchestra|company)"


@dataclass(frozen=True)
class Verb:
    """A verb phrase: the kind of event it is for its subject and for its object, and what leads on to the object."""

    words: re.Pattern[str]
    subject: str | None
    object: str | None = None
    leads: re.Pattern[str] | None = None
    needs_object: bool = False
    needs: str | None = None  # words one of which it holds; where they are rarer than its first


def _alone(kind: str, words: str, needs: str | None = None) -> Verb:
    return Verb(re.compile(rf"\b(?:{words})"), kind, needs=needs)


def _both(kind: str, words: str, leads: str, needs_object: bool = True, subject: bool = True) -> Verb:
    """A verb of two sides. Before the object may stand words that are no title, as "the visiting"; no preposition."""
    filler = r"(?:(?!(?:of|to|for|by|from|with|at|in|on|that|who|and|between|before|after|during|under|against)\b)[\w'’]+ ){0,4}?"
    pattern = re.compile(rf" {leads}{filler}(?P<object>{LIST})(?! 's)")
    return Verb(re.compile(rf"\b(?:{words})\b"), kind if subject else None, kind, pattern, needs_object)


VERBS = (
    # messages and gifts; before `received`, which is a meeting where a person follows
    _both("message", rf"(?:sent|sends|sending|extended|conveyed|conveys|conveying|addressed|forwarded|dispatched|handed|presented) {ARTICLE}(?:{_W}){{0,8}}?{CONTENT}",
          rf"(?:(?!(?:to|from)\b)[\w'’<>]+ ){{0,12}}?{TO}"),
    _both("message", r"sent|sends|presented|handed", rf"(?=<\d+>(?: ,)? {ARTICLE}(?:{_W}){{0,3}}?{CONTENT}\b)"),
    _both("message", rf"(?:received|receives|got) {ARTICLE}(?:{_W}){{0,6}}?{CONTENT}", r"(?:(?!from\b)[\w'’]+ ){0,8}?from ", needs_object=False),
    _both("message", rf"{CONTENT} (?:was|were) (?:sent|conveyed|handed|presented)", "to ", subject=False),
    _alone("message", rf"(?:sent|sends|conveyed|handed|presented|delivered) {ARTICLE}(?:{_W}){{0,6}}?{CONTENT}\b"),
    _both("message", r"presented|presents", r"(?=<\d+>(?: ,)?(?: and [^;:]{1,60}?)? with (?:[\w'’]+ ){0,3}?(?:gifts?|presents?|bouquets?)\b)"),
    _both("message", rf"(?:conveyed|handed|delivered) {ARTICLE}(?:{_W}){{0,4}}?{HONOUR}(?! (?:on|upon)\b)", r"(?:(?!(?:to|on|upon|from)\b)[\w'’<>]+ ){0,8}?to ", needs_object=False),
    _both("message", r"sent|sends", rf"(?:an? |his |her )(?:(?!(?:to|{_GUESTS}|envoys?|doctors|troops|team)\b)[\w'’]+ ){{1,6}}?to "),
    _both("message", r"conveyed|handed|presented|delivered|extended", rf"to (?=<\d+>(?: ,)? {ARTICLE}(?:{_W}){{0,4}}?{CONTENT}\b)"),
    _both("message", rf"(?:extended|expressed|conveyed|offered) {ARTICLE}(?:{_W}){{0,4}}?(?:thanks|gratitude|appreciation)",
          rf"to (?=[^;:]*? for (?:having )?(?:sent|sending|conveyed|conveying) [^;:]*?\b{CONTENT})"),
    _both("message", rf"(?:sent|sends) {ARTICLE}(?:{_W}){{0,3}}?(?:thanks|gratitude)", "to "),
    _both("message", "thanked", rf"(?=[^;:]*? for (?:having )?(?:sent|sending|conveyed|conveying) [^;:]*?\b{CONTENT})"),
    _both("message", "congratulated", ""),
    _both("message", rf"exchanged {ARTICLE}(?:{_W}){{0,4}}?{CONTENT}", "(?:(?!<)[\\w'’]+ ){0,4}?with ", needs_object=False),
    _both("message", rf"expressed {ARTICLE}(?:{_W}){{0,4}}?(?:congratulations|condolences|sympathy|greetings)", rf"(?:[\w'’]+ ){{0,3}}?{TO}"),
    _both("message", rf"(?:asked|requested) (?:{_W}){{1,6}}?to convey {ARTICLE}(?:{_W}){{0,5}}?{GREETING}", "to "),
    # talks
    _both("talks", rf"(?:held|had|having|holds|has|holding|continued|began|started|opened|resumed|concluded|conducted) {ARTICLE}(?:{_W}){{0,4}}?{_TALKS}", r"(?:(?!with\b)[\w'’]+ ){0,5}?with ", needs_object=False),
    _both("talks", r"spoke(?= (?:over|by|on) (?:the )?(?:tele)?phone\b)|sat (?:down|face to face)|talked|conversed|exchanged (?:[\w'’]+ ){0,2}?(?:views|opinions)", r"(?:(?!<)[\w'’]+ ){0,6}?with "),
    _both("talks", r"discussed", r"(?:(?!<)[\w'’]+ ){1,12}?with "),
    _alone("talks", r"discussed(?= (?:(?!<)[\w'’]+ ){1,12}?with (?:her|him|them)\b)"),
    _both("talks", rf"{_TALKS}(?: (?:was|were|is|are))?(?: (?:held|took place))?(?: {_W.strip()}){{0,8}}? between", "", subject=False),
    # meetings
    _both("met", rf"(?:was|were|is|are) (?:{_W}){{0,2}}?{_MET}{PASSIVE_BY}", "", needs_object=False),
    _both("met", rf"meeting (?:was held|took place) between|meeting between(?= {LIST}[^<]{{0,60}}?(?:was held|took place))|(?<=\bat the )meeting between", "", subject=False),
    _both("met", rf"(?:had|has|having|held|holds) {ARTICLE}(?:{_W}){{0,3}}?(?:meeting|reunion|interview|audience|contact)", r"(?:(?!with\b)[\w'’]+ ){0,3}?with "),
    _both("met", r"met|meets|received|receives|greeted|greets|welcomed|welcomes|called on|calls on|shook hands|summoned",
          r"(?:(?:and (?:had|held) )?(?:(?!<)[\w'’]+ ){0,6}?with |(?:again |here |also )?)"),
    _both("met", r"(?:paid|pays|paying) (?:an? )?(?:farewell |courtesy )?(?:visit|call)", r"(?:to|on) "),
    _both("met", r"(?:gave|granted) (?:an |the )?audience|granted (?:an )?interview", "(?:to |)"),
    _both("met", rf"(?:received|receives) {ARTICLE}{_CREDENTIALS}", "(?:from|of) "),
    _both("met", rf"(?:presented|presents) {ARTICLE}{_CREDENTIALS}", "to "),
    _both("met", rf"(?:was|were) presented with {ARTICLE}{_CREDENTIALS}", "by "),
    _both("met", r"(?:had|has|took|posed for) (?:an? |the )?(?:[\w]+ ){0,2}?(?:photo|photos|photograph|photographs|picture|pictures)(?: session)?(?: taken)?", "(?:together )?with "),
    _alone("met", r"(?:met|meets)(?: with)? (?:his|her|their) (?:[\w'’]+ ){0,4}?counterparts?\b"),
    _alone("met", rf"(?:(?:greeted|met|welcomed) (?:them\b|him\b|her\b|the (?:{_W}){{0,4}}?{_GUESTS}\b)|received (?:them\b|him\b|her\b|the (?:{_W}){{0,4}}?(?:delegations?|guests)\b))"),
    _alone("met", rf"(?:met|meets|received|receives|welcomed)(?: with)? an? (?:(?!(?:of|on|about|from|by|for|with|to|in|and)\b){_W}){{0,4}}?delegations?\b", needs="delegations?"),
    _alone("met", r"(?:was|were) on hand to (?:greet|meet|welcome)\b", needs="hand"),
    _alone("met", r"(?:paid|pays|paying) (?:an? )?(?:farewell|courtesy) (?:visit|call)"),
    _alone("met", r"(?:(?:was|were) at|(?:came|went|turned out) (?:out )?(?:at|to)) the (?:airport|station|port|border) to (?:greet|meet|welcome)\b"),
    # coming and going
    _both("attended", r"saw|sees|seeing", r"(?:off )?(?=<\d+>(?: ,)? off\b|(?<=off )<)"),
    _both("attended", r"where (?:he|she|it|they|the \w+) saw", "", subject=False),
    _alone("attended", r"(?:(?:was|were) at the (?:airport|station) to see|(?:was|were) seen off|saw off|sees off|saw (?:them|him|her|the \w+) off)\b"),
    _alone("arrived", r"(?:arrived|arrives|flew)(?= (?:here|in|into|at|by|on|to)\b| ,|$)|(?:returned|returns|came|comes|got) (?=(?:back )?(?:here|to (?:pyongyang|(?:his|her) post))\b)|reached (?=here|pyongyang)"),
    _alone("left", rf"started (?:his|her|their|on the|the) (?:homeward|way home|way back|return)\b|(?:left|leaves)(?= (?:here|home|for|by|on|pyongyang|moscow|beijing|vladivostok|to|after|the (?:[\w'’-]+ ){{0,2}}?(?:dprk|airport|station|city|capital|country))\b| ,|$| (?!{_NO_PLACE}\b)[\w'’-]+ (?:after \w+ing|by (?:air|train|plane|sea|ship|special)|for home)\b| (?!{_NO_PLACE}\b)[\w'’-]+ ?$)|departed|departs|set out|started for"
                   r"|(?:returned|returns|went|goes|flew|came|headed|started)(?= (?:back|home)\b)|flew out\b|took off (?=from\b)|(?:returned|returns) to (?!(?:the (?!dprk\b)|an?|his|her|their|its|it|this|work|normal|power|office|pyongyang|here)\b)|(?:wound|winds|wrapped|wraps) up (?:his|her|its|their|an?|the) (?:[\w'’]+ ){0,4}?(?:visit|trip|tour|stay|itinerary)\b"),
    _alone("visited", r"(?:gave|gives|provided) (?:[\w'’]+ ){0,4}?guidance\b|conducted (?:an? |the )?(?:field|on the spot) (?:survey|inspection|tour|understanding)\b"),
    _alone("visited", rf"(?:visited|visits|(?<!who )(?:is|are) (?:now |currently )?visiting|toured|tours|(?:inspected|inspects)(?! (?:an? |the )?guards? of)|(?:went|looked|walked|shown|taken) (?:a?round|over)|(?:paid|pays) {ARTICLE}(?:{_W}){{0,2}}?(?:visit to|tribute|homage)"
                      rf"|(?:laid|placed|lays|places|laying|placing) {ARTICLE}{_WREATH}|made an entry in|saw the sights|bowed before|(?:had|took) a look (?:a?round|at)|called at (?:the|an?)|called on the (?:[\w'’-]+ ){{0,3}}?(?:embassy|consulate|legation|mission)(?![^,;:]* to (?!express|convey|congratulate|offer|pay|sign|lay))"
                      r"|(?:helped|assisted) (?:the )?(?:[\w'’]+ ){0,3}?(?:farmers|peasants|farms?)|(?:gave|lent|gives|lends) (?:an? )?(?:helping |willing )?hands? to (?=the|an?|[\w'’]+ (?:farm|farmers|peasants|workers))|planted (?:[\w]+ ){0,2}?trees?|(?:wrote|signed|left) (?:[\w'’]+ ){0,4}?(?:visitors?|guests?|mourners?) (?:'s )?book|did (?:[\w]+ ){0,2}?(?:labou?r|work))\b"),
    # receptions and other events
    _alone("reception", rf"(?:hosted|hosts|gave|gives|arranged|arranges|threw|held|holds) {ARTICLE}(?:{_W}){{0,4}}?{PARTY}\b"),
    _alone("reception", rf"(?:attended|attends|took part in|takes part in|participated in|(?:was|were|is) (?:also )?present at|(?:was|were) invited to) {ARTICLE}(?:{_W}){{0,4}}?{PARTY}\b"),
    _alone("attended", rf"(?:hosted|hosts|arranged|organi[sz]ed|sponsored|chaired|presided(?: over)?|(?:opened|held)(?= (?:an? |the )(?:friendly|solidarity|social) )) {ARTICLE}(?:{_W}){{0,4}}?(?:meetings?|gatherings?|get together|ceremony|seminar|session|event|function|exhibition|concert|film show)\b"),
    _alone("attended", rf"(?:attended|attends|(?:took|takes) part in|participated in|(?:was|were|is) (?:also )?(?:present|on hand)|watched|enjoyed|accompanied(?! by)|reviewed|inspected|unveiled"
                       rf"|(?:made|delivered|makes|delivers) {ARTICLE}(?:{_W}){{0,2}}?{SPEECH}|(?:signed|exchanged|signs) (?=the|an?|documents?)|joined in|saw (?:an?|the) (?:[\w]+ ){{0,3}}?(?:performance|film|show|concert|circus|opera|parade|game|match)|took the floor|headed the|mounted (?:the )?(?:platform|tribune|rostrum)|appeared (?:on(?! (?:[\w]+ ){{0,3}}?(?:tv|television|radio|air|channels?)\b)|at|in)|(?:cut|cutting) the (?:red )?(?:tape|ribbon)|addressed (?:the|an?)(?! (?:[\w]+ )?(?:letter|message)))\b"),
    # honours: who receives one was there
    _both("attended", rf"(?:awarded|conferred|conferring|presented|decorated) {ARTICLE}(?:{_W}){{0,8}}?{HONOUR}(?: {_W.strip()}){{0,6}}?", "(?:on|upon|to) "),
    _both("attended", rf"{HONOUR}(?: {_W.strip()}){{0,6}}? (?:was|were) (?:awarded|conferred|presented)(?: there)?", "(?:on|upon|to) ", subject=False),
    _both("attended", rf"(?:awarded|decorated|presented)(?= <\d+>[^;:]{{0,60}}? {HONOUR})", ""),
    _alone("attended", r"(?:(?:was|were) (?:awarded|decorated|conferred|inaugurated|sworn)|took (?:the )?(?:oath|office)|inked|initialled)\b"),
    _alone("attended", rf"spoke at (?:an?|the) (?:{_W}){{0,4}}?{_GATHERING}\b"),
    _alone("attended", rf"(?:{SAID}) in (?:his|her|an?|the) (?:{_W}){{0,2}}?{SPEECH}\b", needs=SPEECH),
    _alone("attended", r"(?:was|were) (?:also )?among (?:those|the (?:[\w]+ ){0,2}?[\w]+) (?:present|attending|in attendance)\b"),
    _alone(SAME, rf"(?:(?:heads|leads)(?= (?:it|them|the (?:{_W}){{0,3}}?{_BODY})\b)|(?:is|was) (?:at )?(?:its|the) head of (?:it|them|the (?:{_W}){{0,3}}?{_BODY})|(?:is|was) (?:also )?among (?:its|their|the) (?:members|delegates))\b", needs="heads?|leads|among"),
    # words
    _alone("statement", rf"(?:issued|issues|released|releases|published|made public|gave|gives|had|held|called|contributed) {ARTICLE}(?:following )?(?:{_W}){{0,4}}?(?:statement|interview|talk|answers?|press conference|commentary|article)\b"),
    _alone("statement", rf"in (?:an?|his|her|the) (?:{_W}){{0,3}}?statement(?: (?:issued|released|published|made)\b[^;:<,]{{0,40}}?)?(?: ,)? (?:{SAID})\b", needs="statement"),
    _alone("statement", rf"(?:{SAID}) in (?:an?|his|her|the) (?:{_W}){{0,3}}?statement\b", needs="statement"),
    _alone("statement", r"(?:was|were) interviewed by\b", needs="interviewed"),
    _alone("said", r"reported(?= (?:to <\d+>(?: ,)? )?(?:on|about) (?:the|his|her|its|their)\b)", needs="reported"),
    _alone("said", r"(?:was|were|is|are) (?:also )?(?:cited|quoted|reported) (?:by (?:[\w'’]+ ){1,6}?)?(?:as \w+ing|to have said)\b", needs="cited|quoted|reported"),
    _alone("said", r"reported (?:to (?:[\w'’<>]+ ){1,8}?)?that\b|(?:informed|notified|briefed)(?= (?:<|the|an?|his|her|its|their|\w*them|him|\w+s (?:of|on|about|that)))"),
    _alone("said", rf"(?:{SAID})\b"),
)  # fmt: skip

# "They were sent by N": what was told of as gifts and messages before is his.
THEIRS = "theirs"
_SENT_BY = rf"(?:(?!<)[\w'’]+ |, ){{0,14}}?(?:(?:presented|sent|donated|offered|conveyed|given)(?: to {LIST})? by\b|{CONTENT} (?:from|of|by)(?= <)|from(?= <))"

_ALSO = r"^(?:(?:also|and|then|besides|meanwhile|,) )*"

# Everybody named after these words is one of many: (words, kind).
EVERYBODY = (
    (
        phrase(
            rf"\b{CONTENT} (?:also |have |had |(?:has|have) also )?(?:came|come|arrived|received|(?:was|were) (?:sent|received))(?: here)? from\b(?!.*\b(?:was|were) laid)"
        ),
        "message",
    ),
    (
        phrase(
            rf"\b{CONTENT} (?:(?:came|arrived|(?:was|were) (?:sent|conveyed)) to (?:(?!from\b)[\w'’<>]+ ,? ?){{1,16}}?from)\b"
        ),
        "message",
    ),
    (phrase(rf"{_ALSO}(?:they|these|it|all) (?:also )?(?:came|come|arrived)(?: here)? from\b"), THEIRS),
    (
        phrase(
            rf"{_ALSO}(?:(?!<)[\w'’]+ ){{0,3}}?{CONTENT} (?:also )?(?:(?:came|come|have come|arrived) from|(?:was|were) (?:also )?(?:sent|presented|given|conveyed|donated) by)\b",
            needs=CONTENT,
        ),
        THEIRS,
    ),
    (
        phrase(
            rf"{_ALSO}(?:(?:among|one of) (?:them|the {CONTENT})|they|these|it|the (?:(?!<)[\w'’]+ ){{0,2}}?{CONTENT}) (?:is|are|was|were|include[sd]?) (?:also )?{_SENT_BY}"
            rf"|{_ALSO}(?:among )?the (?:senders?|donors?|givers?) (?:also )?(?:is|are|was|were|include[sd]?)\b"
        ),
        THEIRS,
    ),
    (phrase(rf"\b(?:received|receives|got) {ARTICLE}(?:{_W}){{0,6}}?{CONTENT} from (?=<[^;:]*<)"), "message"),
    (
        phrase(rf"\b{CONTENT} (?:from|in the (?:joint )?names? of)\b(?!.*\b(?:was|were) (?:laid|placed|conveyed|handed))"),
        "message",
    ),
    (
        phrase(
            rf"{_ALSO}(?:(?:among )?those (?:who )?)?(?:arriving|arrived)(?: (?:here|in|at|back|by)\b[^;:<]*?)? (?:was|were|is|are)\b"
        ),
        "arrived",
    ),
    (
        phrase(
            rf"{_ALSO}(?:(?:among )?those (?:who )?)?(?:leaving|departing|returning home|left)(?: (?:here|for|from|pyongyang|by|home))?(?: [^;:<]*?)? (?:was|were|is|are)\b"
        ),
        "left",
    ),
    (phrase(rf"{_ALSO}(?:(?:among )?those )?visiting (?!<)[^;:<]*? (?:was|were)\b"), "visited"),
    (phrase(rf"\b{_CREDENTIALS} (?:was|were) (?:presented|handed) to\b[^;:]*? by\b"), "met"),
    (
        phrase(
            r"\b(?:conference|briefing|statement|communique|declaration|article|commentary|write up) (?:was|were) (?:given|held|called|issued|released|published|made public|contributed|written)(?: [\w'’]+){0,6}? by\b"
        ),
        "statement",
    ),
    (phrase(rf"\b(?:was|were) represented by\b|\b{SPEECH} (?:was|were) exchanged between\b"), "attended"),
    (phrase(rf"\b(?:heard|listened to) (?:[\w'’]+ ){{0,3}}?{SPEECH} (?:of|by|from|made by)\b"), "attended"),
    (phrase(rf"\b(?:was|were) (?:shown|guided|taken) (?:a?round|over)\b{PASSIVE_BY}\b"), "visited"),
    (
        phrase(
            r"^(?:also )?from (?:the|our|its) (?:(?!<)[\w'’]+ ){0,3}?sides? (?:there )?(?:was|were) (?:also )?(?:present|on hand)\b"
            r"|^(?:also )?from (?:the|our|its) (?:(?!<)[\w'’]+ ){0,3}?sides? (?:(?:(?:attended|participated|took part)\b|(?:was|were) )(?=[^;:]*<))"
        ),
        "attended",
    ),
    (
        phrase(r"\b(?:inaugural|inauguration|swearing[- ]in) (?:ceremony|of)(?: of)?(?= <[^;:]* (?:was held|took place)\b)"),
        "attended",
    ),
    (
        phrase(
            r"\bunder the baton of\b(?=[^;:]* (?:began|opened|was held|was given|took place|gave|performed)\b)"
            r"|\b(?:concert|performance)(?: (?:was|were) (?:given|held|staged))? under the baton of\b",
            needs="baton",
        ),
        "attended",
    ),
    (phrase(rf"\b(?:seen off|saw off){PASSIVE_BY}\b"), "attended"),
    (phrase(rf"\b(?:was|were) (?:{_W}){{0,2}}?{_MET}{PASSIVE_BY}\b"), "met"),
    (
        phrase(
            rf"^(?:(?:also|and|then|besides|meanwhile|,) )*(?:(?:those )?present|seeing|attending|on hand|among(?! them\b| the (?:senders?|donors?|givers?)\b| the (?:[\w'’]+ )??{_THINGS}\b)|accompanying|participating|invited|taking part"
            rf"|joining|seen)\b(?:(?! (?:was|were)\b)[^;:])*? (?:was|were|is|are)\b(?! {_SENT_BY})"
        ),
        "attended",
    ),
    (
        phrase(
            rf"^(?:also )?among them (?:was|were)\b(?! {_SENT_BY})|^(?:they|these|it|the (?:delegations?|groups?|guests)) (?:(?:included?|includes)\b(?! {_SENT_BY})|were (?=<|an? |the |from ))"
            r"|^(?:also )?(?:among them (?:is|are)|one of them (?:is|was)|(?:they|these) are|its (?:head|leader|chief|members?) (?:is|are|was|were)) (?=<)"
            rf"|^the (?:head|leader|members?) of the (?:{_W}){{0,3}}?{_BODY} (?:is|are|was|were) (?=<)|^(?:it|they|the (?:{_W}){{0,3}}?{_BODY}) (?:consists?|consisted) of\b"
        ),
        SAME,
    ),
    (
        phrase(
            r"^(?:the )?(?:(?:guests|participants|attendants|audience|visitors|those (?:present|invited)) (?:also )?(?:included?|were (?=<))"
            r"|(?:officials|guests|people|personages|figures|dignitaries|others|those|[\w'’]+ officials) (?:(?:also )?(?:present|attending|participating|taking part|on hand|in attendance|invited)\b)[^;:<]*? (?:also )?included?\b)",
            needs="included?|were",
        ),
        "attended",
    ),
    (phrase(r"^there (?:was|were) (?:also )?(?=<)"), "attended"),
    (phrase(r"^(?:also )?(?:greeting|meeting|welcoming) [^;:<]*? (?:was|were)\b"), "met"),
    (phrase(r"\b(?:was|were) (?:laid|placed|paid) (?:(?!by\b|in the name\b)[\w'’]+ )*by\b"), "visited"),
    (phrase(r"\bconferred (?:(?!by\b)[\w'’]+ )*by\b"), "attended"),
    (
        phrase(
            rf"^(?:it|they|one(?: of them)?|the (?:{_W}){{0,3}}?{_BODY}) (?:is|are|was|were) (?:being )?(?:led|headed|guided|made up of|composed of)\b"
        ),
        SAME,
    ),
    (phrase(r"^(?:the|its|our) (?:(?!<)[\w'’]+ ){0,3}?side (?:was|were) (?:led|headed|represented) by\b"), "attended"),
    (phrase(rf"^(?:leading|heading) (?:it|them|the (?:{_W}){{0,3}}?{_BODY}) (?:is|was)\b"), SAME),
    (phrase(r"\b(?:was|were) (?:conveyed|handed|presented|delivered) to\b[^;:]*? by\b"), "message"),
    (phrase(rf"\b{SPEECH} (?:was|were) (?:made|delivered|given)(?: there)? by\b|\bsigned by\b"), "attended"),
    (
        phrase(
            r"\b(?:was|were) (?:also )?(?:attended|(?:co )?chaired|presided(?: over)?|joined|enjoyed|watched|seen|appreciated) by\b|\bwith the (?:attendance|participation) of\b|\bin the presence of\b"
        ),
        "attended",
    ),
    (phrase(r"^(?:also )?(?!including|being)[a-z]+ing\b[^;:<]*? (?:was|were) (?=<)", needs="was|were"), "attended"),
)
