"""Builds the mail or the Slack post of a message and hands it to a `send` it is given; and asks the address of a monitor.

What the other side says comes back as RetryableError (try the same message again later) or PermanentError (this message
will never be taken), each with a reason a person understands. The webhook's address is a secret: it is never in a reason.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import smtplib
import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from typing import Any, Literal
from urllib.parse import urlsplit

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from wirewatch.alerting.lines import clean
from wirewatch.alerting.slack import slack_text
from wirewatch.errors import ConfigError, PermanentError, RetryableError
from wirewatch.models import Message

TIMEOUT_SECONDS = 30.0
SLACK_FALLBACK = 3000  # characters of the text that phones show as the notification
ID_LENGTH = 60  # a Message-ID must fit one header line (RFC 5322, 78 characters)

# What is handed over, and what the other side said when it took it.
SendMail = Callable[[EmailMessage], str]
SendSlack = Callable[[dict[str, object]], str]
Security = Literal["none", "starttls", "tls"]


# --- mail ----------------------------------------------------------------------------------------


def email_message(message: Message, sender: str, sent_at: datetime) -> EmailMessage:
    """The mail: plain text and HTML as alternatives, UTF-8, safe for servers that take 7 bits only.

    `sender` is an address with or without a name; `sent_at` an aware time. The Message-ID follows from the message's id alone
    and the sender's domain, so a repeated mail is recognised. Raises PermanentError for an address that cannot stand in a header.
    """
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = clean(message.subject)
    mail["From"] = address(sender)
    mail["To"] = address(message.recipient)
    mail["Date"] = format_datetime(sent_at.astimezone(UTC))
    mail["Message-ID"] = mail_id(message.message_id, address(sender).domain)
    mail["List-Id"] = f"Wirewatch alerts <wirewatch.{address(sender).domain}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies
    mail["X-Auto-Response-Suppress"] = "All"  # the same for Exchange
    mail["X-Wirewatch"] = "alert"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", charset="utf-8", cte="quoted-printable")
    return mail


def address(text: str) -> Address:
    """The text as an address header takes it. Raises PermanentError if it is none."""
    name, spec = parseaddr(text)
    try:
        parsed = Address(clean(name), addr_spec=spec)
    except (ValueError, IndexError, MessageError) as error:
        raise PermanentError(f"{text!r} is not an email address") from error
    if text != clean(text) or not parsed.username or not parsed.domain:
        raise PermanentError(f"{text!r} is not an email address")
    return parsed


def mail_id(message_id: str, domain: str) -> str:
    """`<id@domain>`, the same for the same id; long ids keep their beginning and a digest of the whole."""
    local = re.sub(r"[^A-Za-z0-9.-]+", "-", message_id).strip("-.")
    if local != message_id or len(local) > ID_LENGTH - len(domain):
        digest = hashlib.sha256(message_id.encode()).hexdigest()[:16]
        local = f"{local[: max(ID_LENGTH - len(domain) - 17, 8)].rstrip('-.')}.{digest}"
    return f"<{local}@{domain}>"


def deliver_email(message: Message, sender: str, send: SendMail, sent_at: datetime | None = None) -> str:
    """Sends the message as a mail; returns what the server said when it took it.

    Raises RetryableError for what passes or an operator can cure (4xx, no connection, refused login), PermanentError for what
    stays (5xx on this recipient or this mail).
    """
    mail = email_message(message, sender, sent_at or datetime.now(UTC))
    with mail_errors(message.recipient):
        return send(mail)


@contextlib.contextmanager
def mail_errors(recipient: str = "") -> Iterator[None]:
    """Turns what smtplib raises into our errors."""
    try:
        yield
    except smtplib.SMTPException as error:
        raise mail_refused(error, recipient) from error
    except OSError as error:
        raise RetryableError(f"no connection to the mail server ({unreachable(error)})") from error


def mail_refused(error: smtplib.SMTPException, recipient: str) -> RetryableError | PermanentError:
    """The server's refusal as an error of ours."""
    match error:
        case smtplib.SMTPRecipientsRefused():
            code, words = next(iter(error.recipients.values()), (550, b"recipient refused"))
            return answered(code, words, f"the mail server refuses the recipient {recipient}")
        case smtplib.SMTPServerDisconnected():
            return RetryableError(
                "the mail server broke off; if it took the mail after all, the recipient gets it twice with one Message-ID"
            )
        case (
            smtplib.SMTPAuthenticationError() | smtplib.SMTPSenderRefused() | smtplib.SMTPConnectError() | smtplib.SMTPHeloError()
        ):
            # Nothing is wrong with this message: it goes out once the connection is put right.
            return RetryableError(f"the mail server does not take mail from us: {reply(error.smtp_code, error.smtp_error)}")
        case smtplib.SMTPResponseException():
            return answered(error.smtp_code, error.smtp_error, "the mail server refuses the mail")
        case smtplib.SMTPNotSupportedError() if not recipient.isascii():
            return PermanentError(f"the mail server cannot write to {recipient}: its name holds letters beyond ASCII")
        case _:
            return RetryableError(f"the mail server cannot do what the connection asks for: {clean(str(error), 200)}")


def answered(code: int, words: bytes | str, what: str) -> RetryableError | PermanentError:
    """4xx is worth another try, 5xx is not (RFC 5321, 4.2.1)."""
    kind = PermanentError if 500 <= code <= 599 else RetryableError
    return kind(f"{what}: {reply(code, words)}", evidence={"smtp_code": code})


def reply(code: int, words: bytes | str) -> str:
    """The server's answer on one line."""
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {clean(text, 200)}"


def unreachable(error: OSError) -> str:
    """Why a connection failed, in words, without addresses or secrets."""
    match error:
        case TimeoutError() | requests.Timeout():
            return f"no answer within {TIMEOUT_SECONDS:.0f} seconds"
        case ConnectionRefusedError():
            return "nothing listens there"
        case ssl.SSLCertVerificationError() | requests.exceptions.SSLError():
            return "its certificate is not trusted"
        case requests.RequestException():
            return "it was not reached"  # its own words print the webhook's secret address
        case _:
            return clean(error.strerror or type(error).__name__, 100)


def smtp_send(
    host: str, port: int, username: str | None = None, password: str | None = None, tls: Security = "starttls"
) -> SendMail:
    """A sender over one connection per mail, for use without Airflow; every step may take 30 seconds."""

    def send(mail: EmailMessage) -> str:
        with contextlib.closing(connect(host, port, tls)) as client:
            if username:
                client.login(username, password or "")
            said = hand_over(client, mail)
            # Taken is taken: what happens to the goodbye must not send the mail again.
            with contextlib.suppress(smtplib.SMTPException, OSError):
                client.quit()
        return said

    return send


def hand_over(client: smtplib.SMTP, mail: EmailMessage) -> str:
    """Send the mail; returns the server's answer to it, by which its own log knows the mail and which smtplib forgets."""
    answers, data = [], client.data

    def remembered(msg: Any) -> tuple[int, bytes]:
        answers.append(data(msg))
        return answers[-1]

    client.data = remembered  # type: ignore[method-assign]
    client.send_message(mail)
    return reply(*answers[-1])


def session_words(client: smtplib.SMTP) -> str:
    """How an open session is secured; the server is spoken to once more, so that it is known to listen. Raises what smtplib raises."""
    code, words = client.noop()
    if code != 250:
        raise smtplib.SMTPResponseException(code, words)
    return str(client.sock.version()) if isinstance(client.sock, ssl.SSLSocket) else "no TLS"


def connect(host: str, port: int, tls: Security) -> smtplib.SMTP:
    """An open SMTP session. Raises what smtplib raises."""
    if tls == "tls":
        return smtplib.SMTP_SSL(host, port, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context())
    client = smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS)
    if tls == "starttls":
        client.starttls(context=ssl.create_default_context())
    return client


# --- Slack ---------------------------------------------------------------------------------------


def slack_payload(message: Message) -> dict[str, object]:
    """What is posted to an incoming webhook: the blocks, and the subject as the text of notifications; no link previews."""
    text = slack_text(clean(message.subject, SLACK_FALLBACK // 5))
    payload: dict[str, object] = {"text": text, "unfurl_links": False, "unfurl_media": False}
    return payload | ({"blocks": message.blocks} if message.blocks else {})


def deliver_slack(message: Message, send: SendSlack) -> str:
    """Posts the message; returns what Slack said when it took it.

    `send` raises `requests.HTTPError` for an answer that is no success, or another OSError where none came. Raises
    RetryableError (429, 5xx, no connection) or PermanentError (other 4xx). Neither carries the webhook's address.
    """
    failure: RetryableError | PermanentError
    try:
        return send(slack_payload(message))
    except requests.HTTPError as error:
        answer = error.response
        failure = (
            slack_refused(answer.status_code, answer.text, answer.headers.get("Retry-After"))
            if answer is not None
            else no_slack(error)
        )
    except OSError as error:
        failure = no_slack(error)
    raise failure  # outside of the handler: the original error prints the secret address


def no_slack(error: OSError) -> RetryableError:
    """Slack was not reached."""
    return RetryableError(f"no connection to Slack ({unreachable(error)})")


SLACK_PATH = re.compile(r"/services/[^/]+/[^/]+/[^/]+/?")

# 429 passes by itself; 403, 404 and 410 say that the webhook is gone or closed, which an operator cures and the message outlives.
CURABLE = (403, 404, 410, 429)


def slack_refused(status: int, body: str, retry_after: str | None = None) -> RetryableError | PermanentError:
    """Slack's answer as an error of ours; `retry_after` is its header, seconds in figures."""
    said = f"Slack answers {status} {clean(body, 100)}".strip()
    if status in CURABLE or not 400 <= status < 500:
        wait = {"retry_after_seconds": int(retry_after)} if retry_after and retry_after.isdecimal() else {}
        return RetryableError(f"{said}; it is tried again", evidence={"status": status, **wait})
    return PermanentError(f"{said}: check the webhook of the connection and the message", evidence={"status": status})


def slack_send(webhook_url: str) -> SendSlack:
    """A sender to an incoming webhook, for use without Airflow; HTTPS_PROXY is honoured, redirects are not followed."""

    def send(payload: dict[str, object]) -> str:
        answer = requests.post(webhook_url, json=payload, timeout=TIMEOUT_SECONDS, allow_redirects=False)
        if answer.status_code != 200:
            raise requests.HTTPError("refused", response=answer)
        return f"{answer.status_code} {clean(answer.text, 100)}"

    return send


def slack_host(webhook_url: str) -> str:
    """The webhook's host, which answered; nothing is posted. Raises ConfigError for an address that is none, RetryableError for no answer."""
    parts = urlsplit(webhook_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or not SLACK_PATH.fullmatch(parts.path):
        raise ConfigError("the webhook's address is none: it reads https://hooks.slack.com/services/T…/B…/…")
    failure = None
    try:
        requests.head(f"{parts.scheme}://{parts.netloc}/", timeout=TIMEOUT_SECONDS, allow_redirects=False)
    except OSError as error:
        failure = no_slack(error)
    if failure:
        raise failure  # outside of the handler: the original error may print the secret address
    return parts.hostname


# --- the monitor ---------------------------------------------------------------------------------


def ask_monitor(url: str, first_wait_seconds: float = 1.0) -> None:
    """GET the address of somebody else's monitor (healthchecks.io and its kind), up to three times. Raises RetryableError.

    Only 2xx counts: a redirect leads to a login page that says 200 to anybody. The address is a secret, and in no reason.
    """
    again = Retrying(
        stop=stop_after_attempt(3),
        wait=wait_exponential(multiplier=first_wait_seconds),
        retry=retry_if_exception_type(RetryableError),
        reraise=True,
    )
    again(_ask, url)


def _ask(url: str) -> None:
    try:
        status = requests.get(url, timeout=TIMEOUT_SECONDS, allow_redirects=False).status_code
        said = f"it answers {status}"
    except OSError as error:
        status, said = 0, unreachable(error)
    if not 200 <= status < 300:
        raise RetryableError(f"the monitor did not take it ({said})")  # outside of the handler: the error prints the address
