"""`alerts test`: whom it means, and its message, plainly marked and about nobody. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from wirewatch.alerting.notices import plain_message
from wirewatch.alerting.policy import addresses
from wirewatch.configured import Alerting
from wirewatch.errors import ConfigError
from wirewatch.models import Message


def trial(channel: str, recipient: str, at: datetime) -> Message:
    """A test message for one recipient of a channel; `at` (aware) makes its id one of its own."""
    return plain_message(
        f"test.{channel}.{at.astimezone(UTC):%Y%m%dT%H%M%S%f}",
        recipient,
        f"Wirewatch test: the channel “{channel}” works",
        [
            "This is a test. Nobody was mentioned and nothing happened.",
            f"Somebody asked Wirewatch to try its channel “{channel}” at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC. Alerts to you come the "
            "same way, from the same sender. If this one lies among unwanted mail, say so to your mail program now.",
        ],
        "Sent by Wirewatch because an operator asked for it.",
    )


def meant(alerting: Alerting, recipient: str) -> list[tuple[str, str]]:
    """The (channel, recipient) that a channel's name or a mail address stands for. Raises ConfigError, naming what there is."""
    if recipient in alerting.channels:
        return list(addresses([recipient], alerting).values())
    mails = [(name, one) for name, channel in alerting.channels.items() if channel.kind == "email" for one in channel.to]
    if named := [(name, one) for name, one in mails if one.casefold() == recipient.casefold()]:
        return named
    known = ", ".join([*alerting.channels, *dict.fromkeys(one for _, one in mails)])
    raise ConfigError(f"alerts.yml has no channel and no recipient “{recipient}”. There are: {known or 'none'}.")
