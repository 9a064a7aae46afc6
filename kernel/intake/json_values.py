"""JSON in pieces: what the parser meets, and values built of it, each bounded in depth and size, so that memory stays flat."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import IO, Any

import ijson
from ijson.common import JSONError

from kernel.intake.refusal import Unreadable

PIECE = 64 * 1024
#: Bytes that one text may have, values that one record may have, and how deep it may nest. No export comes near.
LONGEST_TEXT = 4 * 1024 * 1024
MOST_VALUES = 20_000
DEEPEST = 12
#: Digits before or behind the point up to which a number is written out: 1E400000000 would be as many zeros.
MOST_DIGITS = 30
# Beyond 4,300 digits an integer cannot be made, and the parser answers that with a broken state instead of an error.
ENDLESS_NUMBER = re.compile(rb"[0-9]{2000}")

Event = tuple[str, Any]
MADE: dict[str, type[Any]] = {"start_map": dict, "start_array": list}
ENDS = frozenset({"end_map", "end_array"})


class TwiceNamed(Exception):
    """An object names one of its keys twice; raised when it has been read to its end. The reader rejects that record."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


class _Fed:
    """The bytes as the parser takes them. A text without end would be collected whole, so it is stopped on the way."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self.silent = 0

    def read(self, size: int = PIECE) -> bytes:
        if self.silent > LONGEST_TEXT:
            raise Unreadable(f"A text in the JSON is longer than {LONGEST_TEXT:,} bytes")
        piece = self._stream.read(min(size, PIECE))
        if ENDLESS_NUMBER.search(piece):
            raise Unreadable("The JSON has a number of more than 2,000 digits")
        self.silent += len(piece)
        return piece


def events(stream: IO[bytes]) -> Iterator[Event]:
    """What the parser meets, as (kind, value). `Unreadable` where the text stops being JSON."""
    fed, met = _Fed(stream), 0
    try:
        for event in ijson.basic_parse(fed, multiple_values=True, buf_size=PIECE):
            fed.silent = 0
            met += 1
            yield event
    except (JSONError, ValueError, ArithmeticError) as error:
        raise Unreadable(f"The JSON {_plain(str(error))}, after {met:,} values and keys") from error


def whole(first: Event, feed: Iterator[Event], *, where: str) -> Any:
    """The value that begins with the event ``first``, read to its end; plain values become the text of a cell.

    ``where`` names the record in the sentence of `Unreadable`. `TwiceNamed` for a key that stands twice in one object.
    """
    if first[0] not in MADE:
        return text_of(first[1])
    top = MADE[first[0]]()
    stack, keys, left, twice = [top], [""], MOST_VALUES, ""
    while stack:
        kind, value = next(feed)
        left -= 1
        if left < 0:
            raise Unreadable(f"{where} has more than {MOST_VALUES:,} values")
        if kind in ENDS:
            stack.pop()
            keys.pop()
        elif kind == "map_key":
            keys[-1] = value
            twice = twice or (value if value in stack[-1] else "")
        else:
            made = MADE[kind]() if kind in MADE else text_of(value)
            _put(stack[-1], keys[-1], made)
            if kind in MADE:
                stack.append(made)
                keys.append("")
            if len(stack) > DEEPEST:
                raise Unreadable(f"{where} nests deeper than {DEEPEST} levels")
    if twice:
        raise TwiceNamed(twice)
    return top


def skip(feed: Iterator[Event]) -> None:
    """Read past the end of the object or list in which the feed stands, whatever is in it."""
    depth = 1
    for kind, _ in feed:
        depth += (kind in MADE) - (kind in ENDS)
        if not depth:
            return


def text_of(value: Any) -> str:
    """A plain value as the text of a cell.

    >>> [text_of(value) for value in (None, True, 3, Decimal("0.50"), Decimal("1E+400"))]
    ['', 'true', '3', '0.50', '1E+400']
    """
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, Decimal) and abs(value.adjusted()) < MOST_DIGITS:
        return format(value, "f")
    return str(value)


def _put(into: Any, key: str, made: Any) -> None:
    if isinstance(into, dict):
        into[key] = made
    else:
        into.append(made)


def _plain(complaint: str) -> str:
    """What the parser means, for a person; its own drawing of the place is left out."""
    if "premature EOF" in complaint:
        return "ends in the middle: the file is cut off"
    if "UTF8" in complaint:
        return "has bytes that are not UTF-8"
    if "lexical error" in complaint or "parse error" in complaint:
        said = complaint.partition("error: ")[2].partition("\n")[0].partition("\\n")[0].rstrip(".")
        return f"cannot be read ({said})"
    return "has a number that cannot be read"
