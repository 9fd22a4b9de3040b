"""Messages leave through a real SMTP conversation and a Slack-shaped webhook; what the other side says becomes our errors."""

from __future__ import annotations

import email
import json
import smtplib
import socket
import ssl
import threading
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import default

import pytest
import requests

from demo.receivers import Receivers
from wirewatch import delivery
from wirewatch.delivery import deliver_email, deliver_slack, email_message, slack_payload, slack_refused, slack_send, smtp_send
from wirewatch.errors import PermanentError, RetryableError
from wirewatch.models import Message

SENDER = "Wirewatch <alerts@example.org>"
NOON = datetime(2026, 11, 21, 3, 0, tzinfo=UTC)
BLOCKS: list[dict[str, object]] = [{"type": "section", "text": {"type": "mrkdwn", "text": "*Sergei Lavrov* – 쎄르게이 라브로브"}}]
MESSAGE = Message(
    message_id="story-1-1.email",
    recipient="desk@example.org",
    subject="Sergei Lavrov in KCNA.kp (En) – 쎄르게이 라브로브",
    text="Sergei Lavrov – »쎄르게이 라브로브«\n" + "long " * 400 + "\n",
    html="<p>Sergei <mark>Lavrov</mark> – 쎄르게이 라브로브</p>",
    blocks=BLOCKS,
)


def mailer(receivers: Receivers) -> delivery.SendMail:
    """A sender to the receivers."""
    return smtp_send("127.0.0.1", receivers.smtp_port, tls="none")


def hook(receivers: Receivers) -> str:
    """The address of the Slack-shaped webhook."""
    return f"http://127.0.0.1:{receivers.http_port}/services/T000/B000/secretsecret"


def kept(receivers: Receivers) -> list[EmailMessage]:
    """The kept mails, oldest first."""
    return [email.message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default) for path in receivers.mails.files()]


def test_a_mail_arrives_with_both_parts_and_its_headers(receivers: Receivers) -> None:
    deliver_email(MESSAGE, SENDER, mailer(receivers), NOON)
    [mail] = kept(receivers)
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    assert mail["Subject"] == MESSAGE.subject
    assert (mail["From"], mail["To"]) == (SENDER, "desk@example.org")
    assert mail["Message-ID"] == "<story-1-1.email@example.org>"
    assert mail["Date"].datetime == NOON
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Wirewatch"] == "alert"
    plain, html = (mail.get_body((kind,)) for kind in ("plain", "html"))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == MESSAGE.text
    assert html.get_content().strip() == MESSAGE.html


def test_the_mail_is_pure_ascii_with_short_lines_on_the_wire() -> None:
    wire = bytes(email_message(MESSAGE, SENDER, NOON))
    assert wire.isascii()
    assert max(map(len, wire.split(b"\r\n"))) <= 200


def test_a_message_keeps_its_id_whenever_it_is_sent_and_others_have_others() -> None:
    again = [str(email_message(MESSAGE, SENDER, datetime(2026, 11, day, tzinfo=UTC))["Message-ID"]) for day in (1, 2)]
    assert len(set(again)) == 1
    ids = ["a" * 300, "a" * 301, "digest:rule:2026", "digest-rule-2026", "라브로브", "b\r\nBcc: x@example.org"]
    made = [str(email_message(Message(name, "a@example.org", "s", "t", "h"), SENDER, NOON)["Message-ID"]) for name in ids]
    assert len(set(made)) == len(ids)
    assert all(len(one) < 78 and one.isascii() and one.startswith("<") and "\n" not in one for one in made)


def test_a_subject_with_line_ends_adds_no_header() -> None:
    mail = email_message(Message("m", "a@example.org", "Hello\r\nBcc: all@example.org", "t", "h"), SENDER, NOON)
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: all@example.org"


@pytest.mark.parametrize("recipient", ["", "nobody", "a@example.org\nBcc: b@example.org", "a@", "@example.org", "a b@c d@e"])
def test_an_address_that_is_none_is_never_sent_to(recipient: str) -> None:
    with pytest.raises(PermanentError, match="is not an email address"):
        email_message(Message("m", recipient, "s", "t", "h"), SENDER, NOON)


@pytest.mark.parametrize(
    ("how", "error", "kept_mails"),
    [
        ("451", RetryableError, 0),
        ("550", PermanentError, 0),
        ("drop_unread", RetryableError, 0),
        ("drop_before_answer", RetryableError, 1),
    ],
)
def test_a_mail_that_was_not_taken_says_whether_to_try_again(
    receivers: Receivers, how: str, error: type[Exception], kept_mails: int
) -> None:
    receivers.behave("mail", how, times=1)
    with pytest.raises(error) as caught:
        deliver_email(MESSAGE, SENDER, mailer(receivers))
    assert receivers.counts()["mail"] == kept_mails
    assert how[:3] in str(caught.value) or "broke off" in str(caught.value)
    deliver_email(MESSAGE, SENDER, mailer(receivers))
    assert {mail["Message-ID"] for mail in kept(receivers)} == {"<story-1-1.email@example.org>"}


def test_a_server_that_hangs_up_after_taking_the_mail_has_taken_it(receivers: Receivers) -> None:
    receivers.behave("mail", "drop_after_answer")
    deliver_email(MESSAGE, SENDER, mailer(receivers))
    assert receivers.counts()["mail"] == 1


def test_a_server_that_is_not_there_is_tried_again(receivers: Receivers) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(RetryableError, match="nothing listens there"):
            deliver_email(MESSAGE, SENDER, smtp_send("127.0.0.1", taken.getsockname()[1], tls="none"))


@pytest.mark.parametrize("tls", ["none", "tls"])
def test_a_server_that_says_nothing_is_given_up_after_the_timeout(
    monkeypatch: pytest.MonkeyPatch, tls: delivery.Security
) -> None:
    monkeypatch.setattr(delivery, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(RetryableError):
        deliver_email(MESSAGE, SENDER, smtp_send("127.0.0.1", silent.getsockname()[1], tls=tls))


def test_a_server_without_starttls_gets_no_mail_in_the_clear(receivers: Receivers) -> None:
    with pytest.raises(RetryableError, match="STARTTLS"):
        deliver_email(MESSAGE, SENDER, smtp_send("127.0.0.1", receivers.smtp_port, tls="starttls"))
    assert receivers.counts()["mail"] == 0


def raising(error: Exception) -> Callable[[object], None]:
    """A sender that fails so."""

    def send(_: object) -> None:
        raise error

    return send


@pytest.mark.parametrize(
    ("failure", "error", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"desk@example.org": (452, b"mailbox full")}), RetryableError, "452 mailbox full"),
        (
            smtplib.SMTPRecipientsRefused({"desk@example.org": (550, b"no such user")}),
            PermanentError,
            "desk@example.org: 550 no such user",
        ),
        (smtplib.SMTPDataError(421, b"busy"), RetryableError, "421 busy"),
        (smtplib.SMTPDataError(554, b"spam\r\nsecond line"), PermanentError, "554 spam second line"),
        (smtplib.SMTPAuthenticationError(535, b"bad password"), RetryableError, "does not take mail from us: 535"),
        (smtplib.SMTPSenderRefused(550, b"who", "a@example.org"), RetryableError, "does not take mail from us: 550"),
        (smtplib.SMTPConnectError(554, b"no service"), RetryableError, "554"),
        (smtplib.SMTPServerDisconnected("gone"), RetryableError, "broke off"),
        (TimeoutError("timed out"), RetryableError, "no answer within 30 seconds"),
        (socket.gaierror(-2, "Name or service not known"), RetryableError, "Name or service not known"),
        (ssl.SSLCertVerificationError("self-signed"), RetryableError, "certificate is not trusted"),
        (ConnectionResetError(104, "Connection reset by peer"), RetryableError, "Connection reset by peer"),
    ],
)
def test_what_a_mail_server_says_is_understood(failure: Exception, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        deliver_email(MESSAGE, SENDER, raising(failure))


def test_a_slack_message_arrives_whole(receivers: Receivers) -> None:
    deliver_slack(MESSAGE, slack_send(hook(receivers)))
    [path] = receivers.posts.files()
    assert json.loads(path.read_text(encoding="utf-8")) == slack_payload(MESSAGE)
    assert json.loads(path.read_text(encoding="utf-8"))["blocks"] == BLOCKS


def test_the_notification_text_of_slack_holds_no_markup() -> None:
    text = slack_payload(Message("m", "room", "<!channel> *Lavrov* & co", "t", "h"))["text"]
    assert text == "&lt;!channel&gt; ∗Lavrov∗ &amp; co"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (429, RetryableError),
        (500, RetryableError),
        (503, RetryableError),
        (302, RetryableError),
        (404, RetryableError),
        (400, PermanentError),
    ],
)
def test_slacks_refusals_say_whether_to_try_again_and_keep_the_address_secret(
    receivers: Receivers, status: int, error: type[RetryableError | PermanentError]
) -> None:
    receivers.behave("slack", str(status), times=1)
    with pytest.raises(error, match=f"Slack answers {status}") as caught:
        deliver_slack(MESSAGE, slack_send(hook(receivers)))
    assert "secretsecret" not in "".join(traceback.format_exception(caught.value))
    deliver_slack(MESSAGE, slack_send(hook(receivers)))
    assert receivers.counts()["slack"] == 1


def test_slack_says_how_long_to_wait(receivers: Receivers) -> None:
    assert slack_refused(429, "rate_limited", "30").evidence == {"status": 429, "retry_after_seconds": 30}
    assert slack_refused(429, "rate_limited", "Wed, 21 Oct").evidence == {"status": 429}


def test_a_payload_slack_cannot_read_is_not_tried_again(receivers: Receivers) -> None:
    too_many = Message("m", "room", "s", "t", "h", blocks=[{"type": "divider"}] * 51)
    with pytest.raises(PermanentError, match="invalid_blocks"):
        deliver_slack(too_many, slack_send(hook(receivers)))
    with pytest.raises(PermanentError, match="no_text"):
        deliver_slack(Message("m", "room", "", "t", "h"), slack_send(hook(receivers)))


@pytest.mark.parametrize(
    "failure", [requests.ConnectionError("https://hooks/secretsecret"), requests.Timeout("secretsecret"), OSError()]
)
def test_a_slack_that_is_not_reached_is_tried_again_without_printing_the_address(failure: Exception) -> None:
    with pytest.raises(RetryableError, match="no connection to Slack") as caught:
        deliver_slack(MESSAGE, raising(failure))
    assert "secretsecret" not in "".join(traceback.format_exception(caught.value))


def test_two_senders_at_once_leave_two_whole_files(receivers: Receivers) -> None:
    threads = [threading.Thread(target=deliver_email, args=(MESSAGE, SENDER, mailer(receivers))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [path.name[:4] for path in receivers.mails.files()] == [f"{n:04d}" for n in range(1, 9)]
    assert all(mail["Subject"] == MESSAGE.subject for mail in kept(receivers))
