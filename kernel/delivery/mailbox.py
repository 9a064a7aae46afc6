"""A mail box in a folder, for the demo organisation: what would have been mailed lies there as a file and can be read."""

from __future__ import annotations

import email.policy
import hashlib
import re
from email.message import EmailMessage
from email.parser import BytesParser
from itertools import islice
from pathlib import Path

from kernel.delivery.mail import UNWRITABLE, written
from kernel.delivery.outcome import Outcome, Outgoing, Verdict

NAME = re.compile(r"[0-9a-f]{32}")
SENDER = "Debrief <debrief@example.com>"


def folder_of(home: Path) -> Path:
    return home / "mailbox"


class MailboxChannel:
    """A file for each Message-ID: what is sent twice lies there once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def send(self, message: Outgoing) -> Outcome:
        try:
            content = written(message, SENDER)
        except UNWRITABLE as wrong:
            return Outcome(Verdict.REFUSED, f"No mail can be made of it: {wrong}")
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self.folder / f"{hashlib.sha256(message.message_id.encode()).hexdigest()[:32]}.eml"
        partial = target.with_suffix(".part")
        partial.write_bytes(content)
        partial.replace(target)
        return Outcome(Verdict.SENT)

    def close(self) -> None:
        """Nothing is held open."""

    def abort(self) -> None:
        """Nothing hangs."""


def newest(folder: Path, count: int) -> list[tuple[str, EmailMessage]]:
    """(name of the file, mail), the newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    return [(path.stem, _read(path)) for path in islice(files, count)]


def one(folder: Path, name: str) -> EmailMessage | None:
    """The mail of that name, None when there is none; only names that ``newest`` gives are looked for."""
    path = folder / f"{name}.eml"
    return _read(path) if NAME.fullmatch(name) and path.is_file() else None


def _read(path: Path) -> EmailMessage:
    return BytesParser(policy=email.policy.default).parsebytes(path.read_bytes())
