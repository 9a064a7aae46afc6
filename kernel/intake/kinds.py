"""What kind of file was sent: its content has to be what the ending of its name says.

Pictures and PDF are told by their first bytes, Office files by the part that makes them one, texts by holding nothing
but text. A file is never opened further than that, and its content is kept byte by byte as it came.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

import puremagic

#: A text that begins like this is a page or a drawing for a browser, whatever its name says.
_MARKUP = re.compile(rb"\s*(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*<(?:!doctype|html|head|body|svg|script|iframe)\b", re.IGNORECASE | re.DOTALL)
#: Control characters that no log or table holds; tab, line ends, form feed and the escape of coloured logs are left out.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_MAIL_HEAD = re.compile(rb"(?:\A|\n)(?:From|To|Subject|Date|Received|Message-ID|Return-Path|MIME-Version):", re.IGNORECASE)
_BEGINNING = 4096
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True)
class Kind:
    """``endings`` of its names, the first is its own; ``media_type`` is what we serve it as, never what a browser said."""

    word: str
    endings: tuple[str, ...]
    media_type: str
    fits: Callable[[bytes], bool]
    is_picture: bool = False


def _like(media_type: str) -> Callable[[bytes], bool]:
    return lambda content: media_type in {match.mime_type for match in _matches(content)}


def _holding(part: str) -> Callable[[bytes], bool]:
    """An Office package with this main part and without macros."""

    def fits(content: bytes) -> bool:
        if not content.startswith(_ZIP):
            return False
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = set(package.namelist())
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            return False
        return {"[Content_Types].xml", part} <= names and not any(name.endswith("vbaProject.bin") for name in names)

    return fits


def is_text(content: bytes) -> bool:
    """UTF-8, UTF-16 with its mark, or an 8-bit text; no page for a browser."""
    unmarked = _unmarked(content)
    return not _CONTROLS.search(unmarked) and not _is_page(unmarked)


def _unmarked(content: bytes) -> bytes:
    """Without the mark that says which Unicode it is, and UTF-16 as UTF-8; what is broken stays and is no text."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        with suppress(UnicodeError):
            return content.decode("utf-16").encode()
    return content.removeprefix(codecs.BOM_UTF8)


def _is_page(unmarked: bytes) -> bool:
    return _MARKUP.match(unmarked[:_BEGINNING]) is not None


def _is_mail(content: bytes) -> bool:
    return is_text(content) and _MAIL_HEAD.search(content[:_BEGINNING]) is not None


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: Mapping[str, Kind] = {
    kind.endings[0]: kind
    for kind in (
        Kind("PDF", ("pdf",), "application/pdf", _like("application/pdf")),
        Kind("PNG", ("png",), "image/png", _like("image/png"), is_picture=True),
        Kind("JPG", ("jpg", "jpeg"), "image/jpeg", _like("image/jpeg"), is_picture=True),
        Kind("GIF", ("gif",), "image/gif", _like("image/gif"), is_picture=True),
        Kind("WEBP", ("webp",), "image/webp", _like("image/webp"), is_picture=True),
        Kind("TXT", ("txt",), "text/plain", is_text),
        Kind("LOG", ("log",), "text/plain", is_text),
        Kind("CSV", ("csv",), "text/csv", is_text),
        Kind("JSON", ("json",), "application/json", is_text),
        Kind("DOCX", ("docx",), f"{_OFFICE}wordprocessingml.document", _holding("word/document.xml")),
        Kind("XLSX", ("xlsx",), f"{_OFFICE}spreadsheetml.sheet", _holding("xl/workbook.xml")),
        Kind("PPTX", ("pptx",), f"{_OFFICE}presentationml.presentation", _holding("ppt/presentation.xml")),
        Kind("EML", ("eml",), "message/rfc822", _is_mail),
        Kind("ZIP", ("zip",), "application/zip", lambda content: content.startswith(_ZIP)),
    )
}
#: An archive hides what is in it; an organisation that wants them says so in DEBRIEF_EVIDENCE_TYPES.
USUAL = tuple(name for name in KINDS if name != "zip")
PICTURES = frozenset(kind.media_type for kind in KINDS.values() if kind.is_picture)
MEDIA_TYPES = frozenset(kind.media_type for kind in KINDS.values())


def kind_of(name: str, content: bytes, allowed: Sequence[str] = USUAL) -> Kind:
    """The kind of a file; ValueError with a sentence for the person when it is none of ``allowed``."""
    kinds = [KINDS[one] for one in allowed]
    ending = name.rpartition(".")[2].lower()
    kind = next((one for one in kinds if ending in one.endings), None)
    if kind is None:
        words = [one.word for one in kinds]
        raise ValueError(f"{name} cannot be taken: the file must be {', '.join(words[:-1])} or {words[-1]}")
    if not kind.fits(content):
        raise ValueError(f"{name} cannot be taken: its name ends in .{ending}, but {_told(content)}")
    return kind


def _told(content: bytes) -> str:
    """What the content looks like instead."""
    if _is_page(_unmarked(content)):
        return "its content is a page for a browser (HTML or SVG)"
    if content.startswith(_ZIP) and b"vbaProject.bin" in content:
        return "it holds macros"
    endings = [match.extension for match in _matches(content) if match.extension]
    if endings and not is_text(content):
        return f"its content is that of a {endings[0]} file"
    return "its content is plain text" if is_text(content) else "its content is something else"


def _matches(content: bytes) -> list[puremagic.PureMagicWithConfidence]:
    """What it may be, best first; nothing when nobody knows."""
    try:
        found: list[puremagic.PureMagicWithConfidence] = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError, IndexError):
        return []
    return found
