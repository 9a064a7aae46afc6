"""A sent table of service level targets: the whole of it becomes the next version, or is the one in force already."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from kernel.errors import Invalid
from kernel.intake.refusal import Reject
from kernel.intake.sheet import Sheet
from kernel.permission import Actor, require
from organisation.models import TargetTable
from organisation.queries.service import find_service
from organisation.queries.targets import rows_of, tables
from organisation.rules.targets import CountedIn, TargetRow
from organisation.schemas.sheets import TargetRowShape
from organisation.service.sheets import cells_of, columns_of
from organisation.service.targets import VERB, set_targets, told

REQUIRED = ("severity", "applies_to")


def read_targets(session: Session, actor: Actor, table: Sheet) -> tuple[list[TargetRow], list[Reject]]:
    """The rows, and those that cannot be taken; stores nothing. ``Unreadable`` when a column is missing."""
    require(actor, VERB)
    columns, rows, rejects = columns_of(TargetRowShape, table, REQUIRED), list[TargetRow](), list[Reject]()
    for row in table.rows():
        if isinstance(row, Reject):
            rejects.append(row)
            continue
        try:
            rows.append(_row(session, cells_of(TargetRowShape, row, columns)))
        except Invalid as wrong:
            rejects += [Reject(row.number, columns.get(c, c), "; ".join(texts)) for c, texts in wrong.messages.items()]
    return rows, rejects


def differences(session: Session, rows: list[TargetRow]) -> tuple[list[str], list[str]]:
    """(rows that the newest table does not have, rows of it that the file does not have), in words."""
    held = rows_of(next(iter(tables(session)), None))
    return told(session, [r for r in rows if r not in held]), told(session, [r for r in held if r not in rows])


def store_targets(session: Session, actor: Actor, rows: list[TargetRow], starts_on: date) -> TargetTable | None:
    """Put them in force; None when they are already. ``Invalid`` as ``set_targets``."""
    newest = next(iter(tables(session)), None)
    return set_targets(session, actor, rows, starts_on=starts_on, version=newest.version if newest else 0)


def _row(session: Session, cells: dict[str, Any]) -> TargetRow:
    whom = cells["applies_to"].strip()
    tier = whom.casefold().removeprefix("tier").strip()
    is_tier = whom.casefold().startswith("tier") and tier in {"1", "2", "3", "4"}
    service = None if is_tier or whom.casefold() == "all" else find_service(session, whom)
    if service is None and not is_tier and whom.casefold() != "all":
        raise Invalid({"applies_to": [f"There is no service “{whom[:60]}”. Enter all, tier 1 to tier 4, or the name of a service"]})
    if cells.get("response") is None and cells.get("restore") is None:
        raise Invalid({"response": ["Enter a response or a restore target"]})
    return TargetRow(
        cells["severity"], service.id if service else None, int(tier) if is_tier else None,
        cells.get("hours") or CountedIn.CALENDAR, cells.get("response"), cells.get("restore"),
    )
