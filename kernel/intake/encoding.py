"""Which encoding the bytes of a text file are in, found by reading all of them once, a piece at a time."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from kernel.intake.archive import Source
from kernel.intake.refusal import Unreadable

PIECE = 64 * 1024
# A file without line ends would otherwise be read into memory as one line, whatever its size.
LONGEST_LINE = 4 * 1024 * 1024
BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
OTHER_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"SQLite format 3\x00", "a database"),
    (b"{", "JSON"),
    (b"[", "JSON"),
    (b"<", "HTML or XML"),
)
NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
# More controls than this in the first piece is no text with a few odd bytes in it.
LARGEST_SHARE_OF_CONTROLS = 0.01


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name; a remark when it was a guess; `cut`: the last character is incomplete; `is_ended`: the last line has its end."""

    codec: str
    remark: str | None = None
    cut: bool = False
    is_ended: bool = True


@dataclass(frozen=True, slots=True)
class _Decoded:
    cut: bool
    is_ended: bool


@dataclass(frozen=True, slots=True)
class _Undecodable:
    """Where a codec gave up: byte and line from 1."""

    byte: int
    line: int


def encoding_of(source: Source) -> Encoding:
    """UTF-8 (with or without mark), UTF-16 (with mark), else Windows-1252 or Latin-1 with a remark. `Unreadable` for anything else."""
    with source.open() as stream:
        head = stream.read(PIECE)
    if not head.strip(b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"):
        raise Unreadable("The file is empty")
    for mark, codec in BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return _as_marked(source, codec, head)
    _refuse_other_formats(head)
    _refuse_binary(head.decode("latin-1"))
    verdict = _decodes(source, "utf-8")
    if not isinstance(verdict, _Undecodable):
        return Encoding("utf-8", cut=verdict.cut, is_ended=verdict.is_ended)
    windows = _decodes(source, "cp1252")
    codec, name = ("latin-1", "Latin-1") if isinstance(windows, _Undecodable) else ("cp1252", "Windows-1252 (Latin-1)")
    is_ended = not isinstance(windows, _Undecodable) and windows.is_ended
    return Encoding(codec, is_ended=is_ended, remark=f"The file is not UTF-8 (line {verdict.line}); it was read as {name}. Check accented letters")


def _as_marked(source: Source, codec: str, head: bytes) -> Encoding:
    name = "UTF-16" if codec == "utf-16" else "UTF-8"
    verdict = _decodes(source, codec)
    if isinstance(verdict, _Undecodable):
        raise Unreadable(f"The file says that it is {name} but is not (line {verdict.line}, byte {verdict.byte:,})")
    text = head.decode(codec, "replace")
    _refuse_other_formats(text.encode("utf-8", "replace"))
    _refuse_binary(text)
    return Encoding(codec, cut=verdict.cut, is_ended=verdict.is_ended)


def _decodes(source: Source, codec: str) -> _Decoded | _Undecodable:
    """How the text ends when it decodes, else where it does not. `Unreadable` for a line without end, which would be read as one."""
    # The decoder of utf-8-sig does not count the mark, so it is read past here.
    decoder = codecs.getincrementaldecoder(codec.removesuffix("-sig"))("strict")
    done, line = len(codecs.BOM_UTF8) if codec == "utf-8-sig" else 0, 1
    text, open_line = "", 0
    with source.open() as stream:
        stream.read(done)
        while piece := stream.read(PIECE):
            waiting = len(decoder.getstate()[0])
            try:
                text = decoder.decode(piece)
            except UnicodeDecodeError as error:
                seen = error.object[: error.start].decode(codec, "ignore")
                return _Undecodable(done - waiting + error.start + 1, line + seen.count("\n"))
            done += len(piece)
            line += text.count("\n")
            last_end = max(text.rfind("\n"), text.rfind("\r"))
            open_line = len(text) - last_end - 1 if last_end >= 0 else open_line + len(text)
            if open_line > LONGEST_LINE:
                raise Unreadable(f"Line {line} is longer than {LONGEST_LINE:,} characters")
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _Decoded(cut=True, is_ended=False)
    return _Decoded(cut=False, is_ended=text.endswith(("\n", "\r")))


def _refuse_other_formats(head: bytes) -> None:
    start = head.lstrip(b" \t\r\n")
    for mark, what in OTHER_FORMATS:
        if start.startswith(mark):
            raise Unreadable(f"This is not a CSV file but {what}")


def _refuse_binary(text: str) -> None:
    found = len(NOT_TEXT.findall(text))
    if found > LARGEST_SHARE_OF_CONTROLS * len(text):
        if text.count("\x00") > len(text) // 3:
            raise Unreadable("The file looks like UTF-16 without its byte-order mark. Save it as UTF-8")
        raise Unreadable("This is not a CSV file: it holds binary data")
