"""One file sent as evidence: its name made harmless, its kind and size checked, its hash taken.

All of it happens before a transaction is opened (decision 26).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import IO

from kernel.intake.kinds import Kind, kind_of

LONGEST_NAME = 120
#: Controls, what XML refuses, and the marks that turn the direction of a text ("gpj.exe" shown as "exe.jpg").
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]")
_MEGA = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Attachment:
    """``content`` as it was sent; ``sha256`` hexadecimal."""

    name: str
    kind: Kind
    content: bytes
    sha256: str


def plain_name(sent: str) -> str:
    """The last part of a file's name without what cannot be seen; a long one loses its middle, never its ending.

    >>> plain_name("../../etc/passwd.txt"), plain_name("C:\\\\fake\\\\a\\x00b.png"), plain_name("")
    ('passwd.txt', 'ab.png', 'file')
    """
    name = " ".join(_UNSEEN.sub("", sent.replace("\\", "/").rpartition("/")[2]).split()).strip(". ")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        ending = f"{dot}{ending}" if len(ending) < 10 else ""  # noqa: PLR2004 - longer ones are no endings of ours
        name = f"{(stem or name)[: LONGEST_NAME - len(ending) - 1]}…{ending}"
    return name or "file"


def look_at(sent_name: str, stream: IO[bytes], *, limit: int, allowed: Sequence[str]) -> Attachment:
    """Read the file; ValueError with a sentence that names it when it is empty, too large or of no allowed kind."""
    name, content = plain_name(sent_name), stream.read(limit + 1)
    if not content:
        raise ValueError(f"{name} is empty. Select a file with content")
    if len(content) > limit:
        raise ValueError(f"{name} is too large: a file may have {size_in_words(limit)} at most")
    return Attachment(name, kind_of(name, content, allowed), content, hashlib.sha256(content).hexdigest())


def size_in_words(size: int) -> str:
    """Bytes as a person says them.

    >>> size_in_words(10 * 1024 * 1024), size_in_words(31_744), size_in_words(12)
    ('10 MB', '31 kB', '12 bytes')
    """
    if size >= _MEGA:
        return f"{size / _MEGA:.1f} MB".replace(".0 ", " ")
    return f"{size / 1024:.0f} kB" if size >= 1024 else f"{size} bytes"  # noqa: PLR2004 - bytes of a kilobyte
