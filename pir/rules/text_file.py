"""The text of a file that holds a chat, a review or a table: what it is written in is found from its bytes."""

from __future__ import annotations

MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(content: bytes) -> str | None:
    """UTF-8, UTF-16 with its mark, else Windows-1252; None when it is no text.

    >>> text_of("14:03 é".encode("cp1252")), text_of("x".encode("utf-16")), text_of(b"\\x00\\x01")
    ('14:03 é', 'x', None)
    """
    if content.startswith(MARKS):
        return content.decode("utf-16", errors="replace")
    if b"\x00" in content:
        return None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
