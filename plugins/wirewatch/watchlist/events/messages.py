"""Messages and gifts whose senders and receivers no verb of theirs joins: "a message from <0> to <1>", "<0> in the message"."""

from __future__ import annotations

from collections.abc import Iterator

from wirewatch.watchlist.events.hit import WHOLE_LIST, Hit, names, other
from wirewatch.watchlist.events.openings import Index, beginnings, phrase
from wirewatch.watchlist.events.verbs import ARTICLE, CONTENT, GREETING, HONOUR, LIST, SAID, TO

_SENDER = phrase(
    rf"\b(?:{CONTENT}(?: of (?!the\b)[\w'’]+(?: and [\w'’]+)?)?(?: (?!(?:of|from|by|to|before|at|in)\b)[\w'’]+){{0,5}}? (?:from|(?:(?:sent|conveyed|presented|made) )?(?:by|in the name of|on behalf of))"
    rf"|{CONTENT}(?: (?!(?:from|by)\b)[\w'’]+){{0,9}}? in the name of|{CONTENT}(?: of (?!the\b)[\w'’]+(?: and [\w'’]+)?)? (?:(?:came|arrived) )?{TO}(?P<first>{LIST}) from|{GREETING}(?: of (?!the\b)[\w'’]+)? of|(?:wreaths?|baskets?|gifts?|bouquets?) of)"
    rf" (?P<sender>{LIST})(?! 's)(?: (?:(?:(?!to\b)[\w'’]+ ){{0,4}}?{TO}|(?:of(?: [\w'’]+){{1,9}}? )?for )(?P<receiver>{LIST}))?"
)
_HANDED_ON = phrase(
    rf"\b(?:conveyed|handed|presented|delivered|extended) to (?P<receiver>{LIST}) {ARTICLE}(?:(?!<)[\w'’]+ ){{0,4}}?{CONTENT}"
    rf"(?: (?!<)[\w'’]+){{0,5}}? (?:of|from|by) (?P<sender>{LIST})(?! 's)"
)
_OWN_MESSAGE = phrase(
    rf"(?P<sender><\d+>) 's (?:[\w'’]+ ){{0,3}}?{CONTENT}(?: (?:[\w'’]+ ){{0,4}}?to (?P<receiver>{LIST}))?", needs=CONTENT
)
_IN_MESSAGE = phrase(
    rf"(?P<sender>{WHOLE_LIST})(?: ,)? (?:[\w'’]+ )?in (?:the|an?|his|her) (?:[\w'’]+ ){{0,3}}?(?:messages?|letters?|telegrams?)\b"
    rf"(?:[^;:<]*? (?:to|wished|congratulated|thanked) (?P<receiver>{LIST}))?",
    needs="messages?|letters?|telegrams?",
)
_BY_MESSAGE = phrase(
    rf"^(?:also )?in (?:the|an?|his|her) (?:[\w'’]+ ){{0,3}}?(?:message|letter|telegram|reply)(?: of [\w'’]+(?: and [\w'’]+)?)?(?: (?:(?:sent|addressed) )?to (?P<receiver>{LIST}))?(?: ,)? (?P<sender>{LIST})"
    rf" (?:\w+ly )?(?:{SAID}|wished|congratulated|thanked|extended|offered|conveyed|wrote)\b"
)
_PRESENTED = phrase(
    rf"(?P<receiver>{WHOLE_LIST}) (?:was|were) presented with (?:an? |the |his |her |their )(?!(?:[\w'’]+ ){{0,6}}?{HONOUR}\b)(?:[\w'’]+ ){{1,12}}?by (?P<sender>{LIST})",
    needs="presented",
)
_GIVEN_BY = phrase(
    rf"\b{CONTENT}(?: [\w'’]+){{0,4}}? (?:was|were) presented to (?P<receiver>{LIST}) by (?P<sender>{LIST})", needs="presented"
)
_REPLIED = phrase(
    rf"(?P<receiver>{WHOLE_LIST})(?: ,)? (?:replied|responded|answered|sent (?:an? |his |her )?(?:[\w'’]+ )?reply) to {ARTICLE}(?:(?!<)[\w'’]+ ){{0,4}}?{CONTENT}"
    rf"(?: (?:(?!<)[\w'’]+ ){{0,4}}?)?(?:from|of|by) (?P<sender>{LIST})(?! 's)",
    needs="replied|responded|answered|sent",
)
_LAID_FOR = phrase(
    rf"\b(?:wreaths?|baskets?|bouquets?|flowers)(?: (?!<)[\w'’]+){{0,5}}? (?:of|from|by|in the name of) (?P<sender>{LIST}) (?:was|were) (?:laid|placed) (?:before|at|on|beside|by) the (?:[\w'’]+ )?(?:bier|coffin|grave|tomb) of (?P<receiver>{LIST})",
    needs="bier|coffin|grave|tomb",
)
_SENT_BY = phrase(rf"\b{GREETING} to (?P<receiver>{LIST}) (?:was|were) (?:sent|conveyed|forwarded) by (?P<sender>{LIST})")
_SENT = (_HANDED_ON, _SENDER, _OWN_MESSAGE, _IN_MESSAGE, _BY_MESSAGE, _PRESENTED, _GIVEN_BY, _SENT_BY, _REPLIED, _LAID_FOR)
_BY_OPENING = Index(words.openings for words in _SENT)
_CAME = r"(?:came|come|arrived|(?:was|were) (?:also )?(?:sent|presented|conveyed|handed|given|laid|placed)|sent|presented)"
_GIVEN = phrase(
    rf"(?P<presented>{WHOLE_LIST}) (?:was|were) presented with (?:(?!<)[\w'’]+ ){{0,5}}?{CONTENT}"
    rf"|(?P<received>{WHOLE_LIST}) (?:received|receives|got) (?:(?!<)[\w'’]+ ){{0,6}}?{CONTENT}"
    rf"|\b{CONTENT}(?: (?!<)[\w'’]+){{0,6}}? {_CAME}(?: (?!<)[\w'’]+){{0,3}}? to (?P<sent>{LIST})|\b{CONTENT}(?: (?!<)[\w'’]+){{0,3}}? {_CAME}\b",
    needs=f"presented|received|receives|got|{CONTENT}",
)


def receivers(text: str) -> tuple[int, ...] | None:
    """Return to whom a bare sentence says that gifts or messages came, None where it tells of none."""
    found = next(_GIVEN.all(text, beginnings(text)), None)
    return names(found[found.lastgroup] if found.lastgroup else "") if found else None


def messages(text: str, begun: frozenset[str]) -> Iterator[Hit]:
    """Return who sent and who received a message or a gift; `begun`: the text's `beginnings`."""
    for words in (_SENT[number] for number in _BY_OPENING.among(begun)):
        for found in words.all(text, begun):
            parts = found.groupdict()
            senders, got = names(found["sender"]), names(parts.get("first") or found["receiver"] or "")
            yield from (Hit(name, "message", found.start(), other(name, got)) for name in senders)
            yield from (Hit(name, "message", found.start(), other(name, senders)) for name in got)
