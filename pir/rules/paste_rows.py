"""A timeline in CSV or JSON: known by its columns, its rows told apart with the line each begins in."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any

from pir.rules.paste_columns import LISTS, roles, simple

SEPARATORS = (",", ";", "\t")
LONGEST_HEAD = 2000


@dataclass(frozen=True, slots=True)
class Row:
    """One entry: its number (the head is row 1 of a CSV; of JSON the first is 1), its first and last line, cells by role."""

    number: int
    first: int
    last: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]


def rows_of(text: str) -> list[Row] | None:
    """The rows of a text that is CSV with a head, or JSON, of a timeline; None when it is neither. Never raises."""
    return _json_rows(text) if text.lstrip("\ufeff \t\r\n")[:1] in {"[", "{"} else _csv_rows(text)


def _csv_rows(text: str) -> list[Row] | None:
    head = next(iter(text.lstrip("\ufeff").replace("\r", "\n").split("\n", 1)))
    if len(head) > LONGEST_HEAD:
        return None
    for separator in SEPARATORS:
        columns = roles(next(iter(csv.reader([head], delimiter=separator)), [])) if separator in head else {}
        if columns:
            return _tolerant(text.lstrip("\ufeff"), separator, columns)
    return None


def _tolerant(text: str, separator: str, columns: Mapping[str, str]) -> list[Row] | None:
    try:
        return list(_read_csv(text, separator, columns))
    except csv.Error:
        return None


def _read_csv(text: str, separator: str, columns: Mapping[str, str]) -> Iterator[Row]:
    lines = StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    reader = csv.reader(lines, delimiter=separator)
    names = next(reader)
    before = reader.line_num
    for number, values in enumerate(reader, start=2):
        by_name = dict(zip(names, values, strict=False))
        yield Row(number, before + 1, reader.line_num, {role: by_name.get(name, "").strip() for role, name in columns.items()}, columns)
        before = reader.line_num


def _json_rows(text: str) -> list[Row] | None:
    try:
        whole = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    name, items = _list_in(whole)
    if not items or not all(isinstance(item, dict) for item in items):
        return None
    found = [roles(list(item)) for item in items]
    if not any(found):
        return None
    places = _places(text, name, len(items))
    keys = next(columns for columns in found if columns)
    return [
        Row(number, first, last, {role: _as_text(item.get(key)) for role, key in (columns or keys).items()}, columns or keys)
        for number, (item, columns, (first, last)) in enumerate(zip(items, found, places, strict=True), start=1)
    ]


def _list_in(whole: Any) -> tuple[str, list[Any]]:
    if isinstance(whole, list):
        return "", whole
    for name, value in whole.items() if isinstance(whole, dict) else ():
        if simple(name) in LISTS and isinstance(value, list):
            return name, value
    return "", []


def _places(text: str, name: str, count: int) -> list[tuple[int, int]]:
    """The first and the last line of each item, found by reading the items one after another."""
    decoder = json.JSONDecoder()
    place = text.find("[", text.find(json.dumps(name, ensure_ascii=False)) if name else 0) + 1
    found: list[tuple[int, int]] = []
    line, counted = 1, 0
    while len(found) < count:
        begin = text.find("{", place)
        try:
            _, place = decoder.raw_decode(text, begin)
        except (ValueError, RecursionError):
            return [(1, 1)] * count
        line += text.count("\n", counted, begin)
        last = line + text.count("\n", begin, place)
        found.append((line, last))
        line, counted = last, place
    return found


def _as_text(value: Any) -> str:
    if isinstance(value, dict):
        return _as_text(next((value[key] for key in ("name", "display_name", "email", "text") if key in value), None))
    return "" if value is None else str(value).strip()
