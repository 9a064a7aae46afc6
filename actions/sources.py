"""What actions ask of the records they come from, without knowing reviews or problems.

An import upwards is not allowed, so the composition root sets these in ``wiring.connect()``:

    actions.sources.FACTORS = pir.queries.causes.factor_titles
    actions.sources.LINK[RecordKind.REVIEW] = lambda ref: f"/reviews/{ref}"
    actions.sources.NAMES = pir.links.review_names
    actions.sources.EXPECTED = …                   # (session, record ids) -> {record id: Expectation}
    actions.sources.ROOTS = …                      # (session, record id) -> ids of its root causes
    actions.sources.STOPPED = …                    # (session, record id, reference) -> what an action of it stops
    actions.sources.OF_SERVICE = …                 # (actor, service id) -> select of ids of the sources about that service

Each has a default with which the domain works alone.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.rules.policy import Expectation
from kernel.permission import Actor, visible
from kernel.record import Record
from kernel.ref import RecordKind
from organisation.queries.policy import policy_in_force
from rca.stopping import Stopped


def factors_guarded_by(session: Session, source_id: int) -> list[tuple[str, str]]:
    """(reference, statement) of the factors that belong to the source, oldest first."""
    rows = session.execute(
        sa.select(Record.ref, Record.title)
        .where(Record.guard_id == source_id, Record.kind == RecordKind.FACTOR)
        .order_by(Record.id)
    )
    return [(ref, title) for ref, title in rows]


def by_reference(session: Session, actor: Actor) -> dict[str, Record]:
    """Reviews and problems that exist for the actor, by reference."""
    kinds = (RecordKind.REVIEW, RecordKind.PROBLEM)
    return {record.ref: record for record in session.scalars(sa.select(Record).where(Record.kind.in_(kinds), visible(actor)))}


def by_the_organisation(session: Session, source_ids: Collection[int]) -> dict[int, Expectation]:
    """What the policy in force expects, of sources that have no severity."""
    return dict.fromkeys(source_ids, Expectation(None, policy_in_force(session).terms["actions"]))


def no_roots(_session: Session, _source_id: int) -> frozenset[int]:
    return frozenset()


def nothing_stopped(_session: Session, _source_id: int, _action: str) -> None:
    return None


def nothing_of_service(_actor: Actor, _service_id: int) -> sa.Select[Any]:
    return sa.select(Record.id).where(sa.false())


#: (session, id of the source record) -> the factors that an action of it may act on, as (reference, statement).
FACTORS: Callable[[Session, int], list[tuple[str, str]]] = factors_guarded_by

#: (session, actor) -> what a person may call a source of actions -> its record; reference, number of its incident.
NAMES: Callable[[Session, Actor], dict[str, Record]] = by_reference

#: kind of the source record -> its address, from its reference.
LINK: dict[RecordKind, Callable[[str], str]] = {}

#: (session, ids of source records) -> what the policy of each expects.
EXPECTED: Callable[[Session, Collection[int]], dict[int, Expectation]] = by_the_organisation

#: (session, id of the source record) -> the ids of its root causes.
ROOTS: Callable[[Session, int], frozenset[int]] = no_roots

#: (session, id of the source record, reference of an action) -> what it stops; None where that is not told.
STOPPED: Callable[[Session, int, str], Stopped | None] = nothing_stopped

#: (actor, id of a service) -> a select of the ids of sources that tell of an incident of that service and exist for the actor.
OF_SERVICE: Callable[[Actor, int], sa.Select[Any]] = nothing_of_service


def expected_of(session: Session, source_id: int) -> Expectation:
    return EXPECTED(session, [source_id]).get(source_id) or Expectation()


def link_to(kind: RecordKind, ref: str) -> str | None:
    """The address of a source record, None when nobody has said where that kind lives."""
    found = LINK.get(kind)
    return found(ref) if found else None
