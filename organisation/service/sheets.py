"""A sent table of services, teams or people: what it would do, and doing it. One reading for both.

Idempotent by key: a row that says what is stored changes nothing. Nothing is stored unless all rows that can be taken are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.intake.reader import Row
from kernel.intake.refusal import Reject, Unreadable
from kernel.intake.sheet import Sheet as SentTable
from kernel.permission import Actor, require
from organisation.schemas.sheets import PersonRow, ServiceRow, TeamRow
from organisation.service.shelves import Found, PersonShelf, ServiceShelf, Shelf, TeamShelf

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class Sheet:
    """One kind of table. ``key``: the column by which a row is recognised (what exactly tells two apart, the shelf knows); ``required`` ones must be in the file."""

    name: str
    noun: tuple[str, str]
    verb: str
    key: str
    required: tuple[str, ...]
    row: type[Schema]
    shelf: Callable[[Session], Shelf]


SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        Sheet("services", ("service", "services"), "administer services", "name", ("name",), ServiceRow, ServiceShelf),
        Sheet("teams", ("team", "teams"), "administer services", "name", ("name",), TeamRow, TeamShelf),
        Sheet("people", ("person", "people"), "administer people", "email", ("email", "name"), PersonRow, PersonShelf),
    )
}


@dataclass(frozen=True, slots=True)
class Line:
    """One row that adds or changes something; ``words`` say what, column by column."""

    number: int
    label: str
    values: Mapping[str, Any]
    found: Found | None
    words: tuple[str, ...]


@dataclass(slots=True)
class Plan:
    """All rows of a file: what they would do, how many do nothing, and what cannot be taken."""

    new: list[Line] = field(default_factory=list)
    changed: list[Line] = field(default_factory=list)
    same: int = 0
    rejects: list[Reject] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def to_store(self) -> int:
        return len(self.new) + len(self.changed)


def plan(session: Session, actor: Actor, sheet: Sheet, table: SentTable) -> Plan:
    """Compare every row with what is stored; writes nothing. Raises ``Forbidden``, ``Unreadable`` where no row could be read."""
    require(actor, sheet.verb)
    columns = columns_of(sheet.row, table, sheet.required)
    shelf, made, seen = sheet.shelf(session), Plan(), dict[str, int]()
    unread = [name for name in table.columns if name not in columns.values()]
    made.warnings = [*table.remarks.lines(), *([f"Not read: {', '.join(unread)}"] if unread else [])]
    for row in _rows(table):
        if isinstance(row, Reject):
            made.rejects.append(row)
            continue
        try:
            values = shelf.read(cells_of(sheet.row, row, columns))
            _once(seen, shelf.key(values), row.number, sheet.key)
        except Invalid as wrong:
            made.rejects += [Reject(row.number, columns.get(c, c), "; ".join(texts)) for c, texts in wrong.messages.items()]
            continue
        _compare(made, sheet, shelf, row.number, values)
    return made


def store(session: Session, actor: Actor, sheet: Sheet, made: Plan, *, filename: str, sha256: str) -> None:
    """Do what the plan says, each row by the service that its form uses. ``Unreadable`` names the row that could not be."""
    require(actor, sheet.verb)
    shelf = sheet.shelf(session)
    for line in (*made.new, *made.changed):
        try:
            if line.found is None:
                shelf.add(session, actor, line.values)
            else:
                shelf.edit(session, actor, line.found, line.values)
        except Invalid as wrong:
            raise Unreadable(f"Row {line.number}: {wrong}. Nothing was stored") from None
    if made.to_store:
        counts = {"created": len(made.new), "updated": len(made.changed), "unchanged": made.same, "rejected": len(made.rejects)}
        audit.note(session, actor, f"import {sheet.name}", after={"file": filename, "sha256": sha256, **counts})


def columns_of(row: type[Schema], table: SentTable, required: tuple[str, ...]) -> dict[str, str]:
    """Field → column of the file, whatever its capitals, blanks and hyphens. ``Unreadable`` when a needed one is missing."""
    written = {name.casefold().replace(" ", "_").replace("-", "_"): name for name in table.columns}
    found = {name: written[name] for name in row().fields if name in written}
    if missing := [name for name in required if name not in found]:
        known = ", ".join(row().fields)
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}. Columns that are read: {known}", "columns")
    return found


def cells_of(schema: type[Schema], row: Row, columns: Mapping[str, str]) -> dict[str, Any]:
    """The row's cells as values; ``Invalid`` with the sentences by field.

    An empty cell is an empty value; for a field that cannot be empty it says nothing.
    """
    shape = schema(unknown=EXCLUDE, partial=True)
    texts = {name: row.cells[column].strip() for name, column in columns.items()}
    given = {name: text or _empty(shape.fields[name]) for name, text in texts.items() if text or _is_told_empty(shape.fields[name])}
    try:
        loaded: dict[str, Any] = shape.load(given)
    except ValidationError as wrong:
        raise Invalid({name: _texts(found) for name, found in wrong.messages_dict.items()}) from None
    return loaded


def _texts(found: Any) -> list[str]:
    """The sentences about one cell; those about a part of it stand under the number of the part."""
    return [text for one in found.values() for text in _texts(one)] if isinstance(found, dict) else list(found)


def _is_told_empty(of: fields.Field[Any]) -> bool:
    """Whether an empty cell says something: that there is no value, or that a needed one is missing."""
    return of.required or of.allow_none or (isinstance(of, fields.String | fields.List) and not of.metadata.get("keeps"))


def _empty(of: fields.Field[Any]) -> str | None:
    return None if of.allow_none or of.required else ""


def _rows(table: SentTable) -> Iterator[Row | Reject]:
    for number, row in enumerate(table.rows()):
        if number >= MOST_ROWS:
            raise Unreadable(f"The file has more than {MOST_ROWS:,} rows")
        yield row


def _once(seen: dict[str, int], key: str, number: int, column: str) -> None:
    first = seen.setdefault(key.casefold(), number)
    if first != number:
        raise Invalid({column: [f"Row {first} has it already"]})


def _compare(made: Plan, sheet: Sheet, shelf: Shelf, number: int, values: Mapping[str, Any]) -> None:
    found = shelf.find(values)
    label_at = "name" if "name" in values else sheet.key
    label = str(values[label_at])
    if found is None:
        words = tuple(f"{_label(k)}: {shelf.told(k, v)}" for k, v in values.items() if k != label_at and v not in (None, "", []))
        made.new.append(Line(number, label, values, None, words))
        return
    differs = [key for key, value in values.items() if found.values[key] != value]
    if not differs:
        made.same += 1
        return
    words = tuple(f"{_label(k)}: {shelf.told(k, found.values[k])} → {shelf.told(k, values[k])}" for k in differs)
    made.changed.append(Line(number, label, values, found, words))


def _label(key: str) -> str:
    names = {"calendar_id": "support hours", "member_ids": "members", "email": "mail address"}
    return names.get(key, key.removesuffix("_id").replace("_", " ")).capitalize()
