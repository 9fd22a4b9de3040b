"""Where the demo's messages arrive: an SMTP server and a Slack-shaped webhook on loopback, kept as files and shown on a page.

    python -m demo.receivers --smtp-port 2525 --http-port 8025 --folder .wirewatch/demo

Every mail becomes `FOLDER/mail/NNNN-<message-id>.eml`, every Slack post `FOLDER/slack/NNNN.json`; numbers go on after a restart.
For tests, `POST /__demo/behave` with `{"mail": "451", "times": 2}` or `{"slack": 429}` makes the next answers bad ones, and
`GET /__demo/count` counts what was kept.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import signal
import threading
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup, escape

HOST = "127.0.0.1"
MAX_POST = 1_000_000  # bytes
MAIL_BEHAVIOURS = {
    "accept": "takes the mail",
    "451": "says at the recipient: not now",
    "550": "says at the recipient: never",
    "drop_unread": "hangs up after the text and keeps nothing",
    "drop_before_answer": "keeps the mail and hangs up without an answer",
    "drop_after_answer": "keeps the mail, says 250 and hangs up",
}


class Folder:
    """Numbered files that appear whole or not at all."""

    def __init__(self, path: Path, suffix: str) -> None:
        self.path, self.suffix, self.lock = path, suffix, threading.Lock()
        path.mkdir(parents=True, exist_ok=True)

    def files(self) -> list[Path]:
        """The kept files, oldest first."""
        return sorted(self.path.glob(f"[0-9]*{self.suffix}"), key=number)

    def find(self, wanted: int) -> Path | None:
        """The file with this number."""
        return next((path for path in self.files() if number(path) == wanted), None)

    def keep(self, content: bytes, name: str = "") -> Path:
        """Writes the next file and returns its path."""
        with self.lock:
            last = number(self.files()[-1]) if self.files() else 0
            path = self.path / f"{last + 1:04d}{name}{self.suffix}"
            part = path.with_name(f".{path.name}.part")
            part.write_bytes(content)
            part.replace(path)
            return path


class Receivers:
    """Both receivers in one process; port 0 takes a free one, which `smtp_port` and `http_port` say after `start`."""

    def __init__(self, folder: Path, smtp_port: int = 0, http_port: int = 0, host: str = HOST) -> None:
        self.mails, self.posts = Folder(folder / "mail", ".eml"), Folder(folder / "slack", ".json")
        self.smtp_port, self.http_port, self.host = smtp_port, http_port, host
        self.behaviour: dict[str, tuple[str, int | None]] = {}
        self.lock = threading.Lock()

    def start(self) -> Receivers:
        """Listens on both ports; returns itself. Raises OSError if a port is taken."""
        self.http = ThreadingHTTPServer((self.host, self.http_port), partial(Handler, self))
        self.http.daemon_threads = True
        self.loop = asyncio.new_event_loop()
        conversation = self.loop.create_server(lambda: SMTP(MailHandler(self), enable_SMTPUTF8=True), self.host, self.smtp_port)
        self.smtp = self.loop.run_until_complete(conversation)
        self.smtp_port, self.http_port = self.smtp.sockets[0].getsockname()[1], self.http.server_address[1]
        serve = partial(self.http.serve_forever, poll_interval=0.05)  # seconds until `stop` is noticed
        self.threads = [threading.Thread(target=run, daemon=True) for run in (self.loop.run_forever, serve)]
        for thread in self.threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Closes both ports."""
        self.http.shutdown()
        self.http.server_close()
        self.loop.call_soon_threadsafe(self.smtp.close)
        self.loop.call_soon_threadsafe(self.loop.stop)
        for thread in self.threads:
            thread.join(timeout=5)
        self.loop.close()

    def behave(self, side: str, how: str, times: int | None = None) -> None:
        """Makes `side` ("mail" or "slack") answer `how`, for so many messages or (None) until told otherwise."""
        known = how in MAIL_BEHAVIOURS if side == "mail" else side == "slack" and re.fullmatch(r"accept|[2-5]\d\d", how)
        if not known:
            raise ValueError(f"unknown behaviour {side}={how}")
        with self.lock:
            self.behaviour[side] = how, times

    def next_answer(self, side: str) -> str:
        """How to answer the message at hand."""
        with self.lock:
            how, times = self.behaviour.get(side, ("accept", None))
            if times is not None:
                self.behaviour[side] = (how, times - 1) if times > 1 else ("accept", None)
            return how

    def counts(self) -> dict[str, int]:
        """How many messages are kept."""
        return {"mail": len(self.mails.files()), "slack": len(self.posts.files())}


def number(path: Path) -> int:
    """The number a kept file begins with."""
    return int(re.match(r"\d+", path.name)[0])  # type: ignore[index]


# --- mail ----------------------------------------------------------------------------------------


class MailHandler:
    """Answers one SMTP conversation as told."""

    def __init__(self, receivers: Receivers) -> None:
        self.receivers = receivers
        self.how = "accept"

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        """Takes or refuses the recipient; what happens after the text is decided here too, once a mail."""
        self.how = self.receivers.next_answer("mail")
        if self.how in {"451", "550"}:
            return {"451": "451 4.7.1 Greylisted, come back later", "550": "550 5.1.1 No such mailbox"}[self.how]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keeps the mail, unless told to break off."""
        if self.how != "drop_unread":
            self.keep(envelope.original_content or b"")
        if self.how.startswith("drop") and isinstance(server.transport, asyncio.Transport):
            server.transport.write(b"250 OK\r\n" if self.how == "drop_after_answer" else b"")
            server.transport.close()
        return "250 OK"

    def keep(self, content: bytes) -> None:
        """Keeps the mail under its Message-ID."""
        mail_id = str(message_from_bytes(content)["Message-ID"] or "no-message-id")
        self.receivers.mails.keep(content, "-" + re.sub(r"[^A-Za-z0-9.-]+", "-", mail_id).strip("-")[:80])


# --- Slack ---------------------------------------------------------------------------------------


def slack_complaint(payload: Any) -> str | None:
    """Why Slack would refuse the payload, in its words; None if it would take it."""
    if not isinstance(payload, dict):
        return "invalid_payload"
    text, blocks = payload.get("text"), payload.get("blocks") or []
    if not text and not blocks:
        return "no_text"
    if len(text or "") > 40_000:
        return "msg_too_long"
    if not isinstance(blocks, list) or len(blocks) > 50 or not all(valid_block(block) for block in blocks):
        return "invalid_blocks"
    return None


def valid_block(block: Any) -> bool:
    """Whether a block is one of those Wirewatch uses, within Slack's limits."""
    match block:
        case {"type": "divider"}:
            return True
        case {"type": "header", "text": {"type": "plain_text", "text": str(text)}}:
            return 1 <= len(text) <= 150
        case {"type": "section", "text": {"type": "mrkdwn" | "plain_text", "text": str(text)}}:
            return 1 <= len(text) <= 3000
        case {"type": "context", "elements": [*elements]}:
            return 1 <= len(elements) <= 10 and all(isinstance(one, dict) and one.get("text") for one in elements)
        case _:
            return False


def mrkdwn(text: str) -> Markup:
    """Slack's markup as HTML: links, bold, quotes; everything else stays text."""
    pieces = re.split(r"<(https?://[^|>\s]+)\|([^>]*)>", text)
    html = as_text(pieces[0])
    for url, label, after in zip(pieces[1::3], pieces[2::3], pieces[3::3], strict=True):
        link = Markup('<a href="{}" target="_blank" rel="noreferrer">{}</a>')
        html += link.format(as_text(url), as_text(label)) + as_text(after)
    marked = re.sub(r"(?<![\w*])\*([^*\n]+)\*(?![\w*])", r"<b>\1</b>", str(html))
    marked = re.sub(r"(?m)^&gt; (.*)\n?", r"<q>\1</q>", marked)
    return Markup(marked.replace("\n", "<br>"))  # noqa: S704 - every piece was escaped before a tag of ours was added


def as_text(text: str) -> Markup:
    """Text in which Slack wants `&<>` written as entities, escaped for HTML."""
    return escape(text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def readable(post: dict[str, Any]) -> list[tuple[str, Markup]]:
    """A post as (kind of block, HTML)."""
    shown = [("text", mrkdwn(post["text"]))] if not post.get("blocks") else []
    for block in post.get("blocks", []):
        texts = [block["text"]] if "text" in block else block.get("elements", [])
        shown.append((block["type"], Markup(" ").join(mrkdwn(text["text"]) for text in texts)))
    return shown


# --- pages ---------------------------------------------------------------------------------------

PAGES = Environment(loader=FileSystemLoader(Path(__file__).parent / "receivers_pages"), autoescape=True)
SANDBOX = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"
OWN_PAGE = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'"


def read_mail(path: Path) -> EmailMessage:
    """A kept mail, parsed."""
    return message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=policy.default)


def part(mail: EmailMessage, kind: str) -> str:
    """The mail's text of that kind (`html`, `plain`), empty if it has none."""
    body = mail.get_body((kind,))
    return str(body.get_content()) if body else ""


def list_page(receivers: Receivers) -> bytes:
    """All messages, newest first."""
    mails = [(number(path), read_mail(path)) for path in reversed(receivers.mails.files())]
    posts = [(number(path), readable(json.loads(path.read_bytes()))) for path in reversed(receivers.posts.files())]
    return PAGES.get_template("list.html").render(mails=mails, posts=posts).encode()


def mail_answer(path: Path, view: str | None) -> tuple[bytes, str, str]:
    """A mail's page, its HTML part (sandboxed by its own policy too) or the mail as received: (body, content type, CSP)."""
    if view == "raw":
        return path.read_bytes(), "text/plain; charset=utf-8", SANDBOX
    mail = read_mail(path)
    if view == "html":
        html = part(mail, "html").replace("<head>", '<head><base target="_blank">', 1)
        return html.encode(), "text/html; charset=utf-8", SANDBOX
    page = PAGES.get_template("mail.html").render(number=number(path), mail=mail, text=part(mail, "plain"))
    return page.encode(), "text/html; charset=utf-8", OWN_PAGE


class Handler(BaseHTTPRequestHandler):
    """The HTTP side: pages, the webhook, the switches for tests."""

    def __init__(self, receivers: Receivers, *args: Any) -> None:
        self.receivers = receivers
        super().__init__(*args)

    def do_GET(self) -> None:
        """The list, a mail in one of its views, or the counts."""
        found = re.fullmatch(r"/mail/(\d{1,9})(?:/(html|raw))?", self.path)
        mail = self.receivers.mails.find(int(found[1])) if found else None
        if self.path == "/":
            self.answer(200, list_page(self.receivers), "text/html; charset=utf-8", OWN_PAGE)
        elif self.path == "/__demo/count":
            self.answer(200, json.dumps(self.receivers.counts()).encode(), "application/json")
        elif found and mail:
            self.answer(200, *mail_answer(mail, found[2]))
        else:
            self.answer(404, b"not found")

    def do_POST(self) -> None:
        """The webhook or the switches."""
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if 0 <= length <= MAX_POST else b""
        try:
            payload = json.loads(body)
        except ValueError:
            payload = None
        if self.path == "/__demo/behave":
            self.behave(payload)
        elif re.fullmatch(r"/services/T\w+/B\w+/\w+", self.path):
            self.webhook(payload)
        else:
            self.answer(404, b"no_service")

    def behave(self, payload: Any) -> None:
        """Sets how the next messages are answered."""
        try:
            for side in payload.keys() - {"times"}:
                self.receivers.behave(side, str(payload[side]), payload.get("times"))
        except (AttributeError, ValueError) as error:
            self.answer(400, str(error).encode())
        else:
            self.answer(200, b"ok")

    def webhook(self, payload: Any) -> None:
        """Takes or refuses a post as Slack would, or as told."""
        how = self.receivers.next_answer("slack")
        complaint = slack_complaint(payload)
        if how != "accept":
            self.answer(int(how), b"rate_limited" if how == "429" else b"as told")
        elif complaint:
            self.answer(400, complaint.encode())
        else:
            self.receivers.posts.keep(json.dumps(payload, ensure_ascii=False, indent=2).encode())
            self.answer(200, b"ok")

    def answer(self, status: int, body: bytes, kind: str = "text/plain; charset=utf-8", csp: str = SANDBOX) -> None:
        """One whole answer."""
        self.send_response(status)
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "Content-Security-Policy": csp}
        headers |= {"X-Content-Type-Options": "nosniff"} | ({"Retry-After": "1"} if status == 429 else {})
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the files are the record."""


def main() -> None:
    """Receives until SIGTERM or SIGINT, which end it at once (files are whole at any moment)."""
    parser = argparse.ArgumentParser(description="Receives the demo's mails and Slack messages on loopback.")
    parser.add_argument("--smtp-port", type=int, default=0)
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--host", default=HOST, help="the address to listen on; in a container 0.0.0.0")
    options = parser.parse_args()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: os._exit(0))
    receivers = Receivers(options.folder, options.smtp_port, options.http_port, options.host).start()
    print(
        f"mail on {options.host}:{receivers.smtp_port}, Slack and pages on http://{options.host}:{receivers.http_port}/",
        flush=True,
    )
    threading.Event().wait()


if __name__ == "__main__":
    main()
