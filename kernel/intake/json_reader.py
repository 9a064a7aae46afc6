"""JSON bytes -> rows by column name, one at a time: a table API's answer, a list of objects, or one object on each line.

An object whose key ``result`` (ServiceNow's table API) or ``records`` (its list export) holds a list is the envelope of its
rows. A field that is itself an object with ``display_value`` or ``value`` (a link, a choice) is the text that a person would read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from typing import Any

from kernel.intake.archive import LIMITS, Limits, Source
from kernel.intake.json_values import Event, TwiceNamed, events, skip, whole
from kernel.intake.reader import Row
from kernel.intake.refusal import Reject, Remarks, Unreadable

ENVELOPES = ("result", "records")
#: How ServiceNow keeps a date, which is always in UTC; what it displays is in the zone of whoever asked.
KEPT_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}")
MOST_COLUMNS = 2000
MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Records:
    """An opened JSON file, in the place of a `Table`. ``columns`` are the keys of all records, in the order of their coming."""

    columns: tuple[str, ...]
    source: Source
    limits: Limits = LIMITS
    remarks: Remarks = field(default_factory=Remarks)
    #: What the number of a row counts.
    counting: str = "Records are counted in the order of the file; the first is 1."

    def rows(self) -> Generator[Row | Reject, None, None]:
        """The records in file order, a `Reject` in the place of each that is no row. A key that a record lacks is a blank cell."""
        blank = dict.fromkeys(self.columns, "")
        for number, record in enumerate(_records(self.source, self.limits), start=1):
            yield record if isinstance(record, Reject) else Row(number, number, {**blank, **_cells(record)})


def open_records(source: Source, limits: Limits = LIMITS) -> Records:
    """Open a JSON file by reading it once to its end. `Unreadable` when it is no JSON, is cut off, or holds no record."""
    columns: dict[str, None] = {}
    remarks, number, has_both = Remarks(), 0, False
    for number, record in enumerate(_records(source, limits), start=1):  # noqa: B007 - asked below whether there was one
        if isinstance(record, dict):
            columns |= dict.fromkeys(record)
            has_both = has_both or any(_kept_date(value) for value in record.values())
        if len(columns) > MOST_COLUMNS:
            raise Unreadable(f"The records of the file have more than {MOST_COLUMNS:,} different keys")
    if not number:
        raise Unreadable("The file holds no record")
    if has_both:
        remarks.say("Dates that the file gives both as kept and as displayed were read as kept, which is in UTC")
    return Records(tuple(columns), source, limits, remarks)


def _records(source: Source, limits: Limits) -> Iterator[dict[str, Any] | Reject]:
    number = 0
    with source.open() as stream:
        if stream.read(len(MARK)) != MARK:
            stream.seek(0)
        for record in _found(events(stream)):
            number += 1
            if number > limits.rows:
                raise Unreadable(f"The file has more than {limits.rows:,} records")
            if isinstance(record, TwiceNamed):
                yield Reject(number, record.key, "The record names this key twice")
            elif not isinstance(record, dict):
                yield Reject(number, None, f"The record is {'a list' if isinstance(record, list) else 'a text or a number'}, not an object with named fields")
            else:
                yield record


def _found(feed: Iterator[Event]) -> Iterator[Any]:
    """Every value that stands where a record should stand; `TwiceNamed` in the place of one that names a key twice."""
    for event in feed:
        if event[0] == "start_array":
            yield from _items(feed)
        elif event[0] == "start_map":
            yield from _envelope(feed)
        else:
            yield whole(event, feed, where="A record")


def _items(feed: Iterator[Event]) -> Iterator[Any]:
    for event in feed:
        if event[0] == "end_array":
            return
        try:
            yield whole(event, feed, where="A record")
        except TwiceNamed as twice:
            yield twice


def _envelope(feed: Iterator[Event]) -> Iterator[Any]:
    """The records in an object at the top; the object itself where it is no envelope."""
    record: dict[str, Any] = {}
    fault: TwiceNamed | None = None
    for kind, key in feed:
        if kind == "end_map":
            break
        first = next(feed)
        if key in ENVELOPES and first[0] == "start_array":
            yield from _items(feed)
            skip(feed)
            return
        try:
            value = whole(first, feed, where="A record")
        except TwiceNamed as twice:
            fault, value = twice, ""
        fault = fault or (TwiceNamed(key) if key in record else None)
        record[key] = value
        if len(record) > MOST_COLUMNS:
            raise Unreadable(f"A record has more than {MOST_COLUMNS:,} keys")
    if isinstance(record.get("error"), dict):
        raise Unreadable(f"This is no export but an error that the tool answered: {str(record['error'].get('message'))[:200]}")
    inner = next((record[key] for key in ENVELOPES if isinstance(record.get(key), dict)), record)
    yield fault or inner


def _cells(record: dict[str, Any]) -> dict[str, str]:
    return {key: value if isinstance(value, str) else _text(value) for key, value in record.items()}


def _text(value: Any) -> str:
    """What a field that is an object or a list says."""
    if kept := _kept_date(value):
        return f"{kept} UTC"
    if isinstance(value, dict):
        for name in ("display_value", "value"):
            if isinstance(value.get(name), str) and value[name]:
                return str(value[name])
        if "value" in value or "display_value" in value or not value:
            return ""
    return json.dumps(value, ensure_ascii=False) if value else ""


def _kept_date(value: Any) -> str | None:
    """The date as it is kept, where a field gives it beside how it is displayed."""
    if not isinstance(value, dict) or not value.get("display_value"):
        return None
    kept = value.get("value")
    return kept if isinstance(kept, str) and KEPT_DATE.fullmatch(kept) else None
