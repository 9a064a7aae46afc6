"""What an import would do, told before anything is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from incidents.intake.facts import IncidentFacts, Intake, Understood
from incidents.queries.stored import compared
from incidents.service.importing import IMPORT
from kernel.intake.refusal import Reject
from kernel.permission import Actor, require

FIRST_ROWS = 8
MOST_REJECTS = 200


@dataclass(frozen=True, slots=True)
class Preview:
    """Counts of all rows; the first rows as they were understood; up to 200 rejects, ``rejected`` counts them all.

    ``understood`` is what the file as a whole was taken for.
    """

    new: int
    changed: int
    same: int
    rejected: int
    first: tuple[IncidentFacts, ...]
    rejects: tuple[Reject, ...]
    warnings: tuple[str, ...]
    understood: Understood | None

    @property
    def to_store(self) -> int:
        return self.new + self.changed


def preview_import(session: Session, actor: Actor, intake: Intake) -> Preview:
    """Walk the whole file and compare it with what is stored; writes nothing. Raises `Forbidden` and `Unreadable`."""
    require(actor, IMPORT)
    new = changed = same = 0
    first: list[IncidentFacts] = []
    for part in compared(session, _remembering(intake, first)):
        new, changed, same = new + len(part.new), changed + len(part.changed), same + part.same
        intake.rejects += part.rejects
    refused = {reject.row for reject in intake.rejects}
    rejects = sorted(intake.rejects, key=lambda reject: reject.row)
    taken = tuple(facts for facts in first if facts.row not in refused)
    return Preview(
        new, changed, same, len(rejects), first=taken[:FIRST_ROWS], rejects=tuple(rejects[:MOST_REJECTS]),
        warnings=tuple(intake.warnings), understood=intake.understood,
    )  # fmt: skip


def _remembering(intake: Intake, first: list[IncidentFacts]) -> Iterator[IncidentFacts]:
    for facts in intake.rows:
        if len(first) < 2 * FIRST_ROWS:  # some of them may be refused yet
            first.append(facts)
        yield facts
