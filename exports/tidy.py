"""What people paste, made fit for a document: the one place where characters are taken out."""

from __future__ import annotations

import re
from typing import Any

from drawing.svg import clean

_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Left open, these turn round the words of other people in the same line, and "gnp.exe" into "exe.png".
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def tidy(text: str) -> str:
    r"""Return text that a document takes, whatever was pasted.

    Control characters and lone surrogates are refused by XML, so they go, and with them the controls
    that turn the direction of writing round; all line ends become a newline.

    >>> tidy("a\x00b\r\nc\x0bd\u202e")
    'ab\nc\nd'
    """
    if text.isascii() and text.isprintable():
        return text
    return _TURNS.sub("", clean(_BREAKS.sub("\n", text)))


def tidied(value: Any) -> Any:
    r"""Return a JSON value with each text in it tidied; keys are ours and stay.

    >>> tidied({"text": ["a\x00", 1, None]})
    {'text': ['a', 1, None]}
    """
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, dict):
        return {key: tidied(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [tidied(inner) for inner in value]
    return value
