"""Who may do what: roles, parts in a record, and which records exist for whom (decisions 23, 24)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.errors import Forbidden, NotFound
from kernel.record import Part, Participation, Record, Scope


class Role(StrEnum):
    """What a person may do across the organisation. Parts in single records come beside it."""

    VIEWER = "viewer"
    CONTRIBUTOR = "contributor"
    FACILITATOR = "facilitator"
    INCIDENT_MANAGER = "incident_manager"
    SERVICE_OWNER = "service_owner"
    PROBLEM_MANAGER = "problem_manager"
    LEADER = "leader"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, through which door: ``form``, ``api``, ``command``, ``job``, ``link``."""

    person_id: int | None
    name: str
    roles: frozenset[Role]
    door: str
    zone: str = "UTC"

    def is_any(self, *roles: Role) -> bool:
        return not self.roles.isdisjoint(roles)


def machine(door: str = "command") -> Actor:
    """The operator at the command line or a job: may do everything, sees everything, is nobody's person."""
    return Actor(person_id=None, name="Debrief", roles=frozenset(Role), door=door)


@dataclass(frozen=True, slots=True)
class Grant:
    """Who holds a verb: any of these roles, or any of these parts in the record at hand."""

    roles: frozenset[Role] = field(default_factory=frozenset)
    parts: frozenset[Part] = field(default_factory=frozenset)


def _grant(*holders: Role | Part) -> Grant:
    return Grant(
        frozenset(h for h in holders if isinstance(h, Role)), frozenset(h for h in holders if isinstance(h, Part))
    )


R, P = Role, Part
EVERYBODY = _grant(*Role)
_EDITORS = (R.FACILITATOR, R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, P.FACILITATOR, P.SCRIBE)

#: The whole table. A verb that is not here does not exist (tests walk it against every route).
GRANTS: Mapping[str, Grant] = {
    "read": EVERYBODY,
    "import incidents": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.ADMINISTRATOR),
    "edit an incident": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.FACILITATOR),
    "open a review": _grant(R.CONTRIBUTOR, R.FACILITATOR, R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.SERVICE_OWNER),
    "edit a review": _grant(*_EDITORS),
    "contribute to a review": _grant(*_EDITORS, R.CONTRIBUTOR, R.SERVICE_OWNER, P.PARTICIPANT, P.SERVICE_OWNER),
    "comment on a review": _grant(
        *_EDITORS, R.CONTRIBUTOR, R.SERVICE_OWNER, P.PARTICIPANT, P.SERVICE_OWNER, P.APPROVER, P.OBSERVER
    ),
    "submit a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.FACILITATOR, P.FACILITATOR),
    "correct a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.FACILITATOR, P.FACILITATOR),
    "approve a review": _grant(
        R.INCIDENT_MANAGER, R.SERVICE_OWNER, R.PROBLEM_MANAGER, P.APPROVER, P.SERVICE_OWNER
    ),
    "publish a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, P.FACILITATOR),
    "pause the clocks of a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.FACILITATOR, P.FACILITATOR),
    "extend a clock of a review": _grant(
        R.INCIDENT_MANAGER, R.SERVICE_OWNER, R.PROBLEM_MANAGER, P.APPROVER, P.SERVICE_OWNER
    ),
    "merge a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER),
    "decline a review": _grant(R.INCIDENT_MANAGER, R.PROBLEM_MANAGER),
    "waive a review": _grant(R.PROBLEM_MANAGER),
    "restrict a review": _grant(R.PROBLEM_MANAGER, R.INCIDENT_MANAGER, P.FACILITATOR),
    "add an action": _grant(*_EDITORS, R.CONTRIBUTOR, R.SERVICE_OWNER, P.PARTICIPANT, P.SERVICE_OWNER),
    "hold an action meeting": _grant(R.PROBLEM_MANAGER, R.FACILITATOR),
    "import actions": _grant(R.PROBLEM_MANAGER, R.INCIDENT_MANAGER, R.FACILITATOR),
    "edit an action": _grant(R.PROBLEM_MANAGER, R.INCIDENT_MANAGER, R.FACILITATOR, P.FACILITATOR),
    "answer for an action": _grant(R.PROBLEM_MANAGER, P.OWNER),
    "put off a reminder": _grant(P.OWNER),
    "check an action": _grant(R.PROBLEM_MANAGER, R.INCIDENT_MANAGER, R.FACILITATOR, P.FACILITATOR),
    "decide a date": _grant(R.PROBLEM_MANAGER),
    "accept a risk": _grant(R.PROBLEM_MANAGER, R.SERVICE_OWNER),
    "export a review": EVERYBODY,
    "read the audit trail": _grant(R.AUDITOR, R.PROBLEM_MANAGER, R.ADMINISTRATOR),
    "read the access log": _grant(R.AUDITOR, R.PROBLEM_MANAGER, R.ADMINISTRATOR, P.FACILITATOR),
    "add a person": _grant(
        R.CONTRIBUTOR, R.FACILITATOR, R.INCIDENT_MANAGER, R.PROBLEM_MANAGER, R.SERVICE_OWNER, R.ADMINISTRATOR
    ),
    "administer people": _grant(R.ADMINISTRATOR),
    "hold a record": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
    "hand over work": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
    "delete after retention": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
    "administer services": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
    "edit templates": _grant(R.PROBLEM_MANAGER),
    "edit known causes": _grant(R.PROBLEM_MANAGER),
    "edit reporting codes": _grant(R.PROBLEM_MANAGER),
    "administer hooks": _grant(R.ADMINISTRATOR),
    "administer policies": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
    "look after the delivery": _grant(R.ADMINISTRATOR, R.PROBLEM_MANAGER),
}


def visible(actor: Actor, *, erased: bool = False) -> sa.ColumnElement[bool]:
    """SQL condition on ``Record``: the records that exist for ``actor``. Every query over records carries it.

    Open ones, and restricted ones in which the person takes part, or whose guard record they take part in.
    No role opens a restricted record, the administrator's neither; only the machine's own door sees all.
    What was deleted exists for nobody, but for the audit trail and the list of what is gone (``erased``).
    """
    there = sa.true() if erased else Record.erased_at.is_(None)
    if actor.person_id is None:
        return there
    named = (
        sa.select(Participation.record_id)
        .where(
            Participation.person_id == actor.person_id,
            sa.or_(Participation.record_id == Record.id, Participation.record_id == Record.guard_id),
        )
        .correlate(Record)
        .exists()
    )
    return sa.and_(there, sa.or_(Record.scope == Scope.OPEN, named))


def parts_of(session: Session, actor: Actor, record: Record) -> frozenset[Part]:
    """The actor's parts in the record itself and in its guard."""
    if actor.person_id is None:
        return frozenset(Part)
    ids = [i for i in (record.id, record.guard_id) if i is not None]
    rows = session.scalars(
        sa.select(Participation.part).where(
            Participation.record_id.in_(ids), Participation.person_id == actor.person_id
        )
    )
    return frozenset(rows)


def grants(verb: str, roles: frozenset[Role], parts: frozenset[Part] = frozenset()) -> bool:
    """True when one of the roles or parts holds the verb. An unknown verb is our mistake and raises KeyError."""
    grant = GRANTS[verb]
    return not grant.roles.isdisjoint(roles) or not grant.parts.isdisjoint(parts)


def may(actor: Actor, verb: str, parts: frozenset[Part] = frozenset()) -> bool:
    return grants(verb, actor.roles, parts)


def require(actor: Actor, verb: str, parts: frozenset[Part] = frozenset()) -> None:
    if not may(actor, verb, parts):
        raise Forbidden(verb)


def require_on(session: Session, actor: Actor, verb: str, record: Record) -> frozenset[Part]:
    """Check the verb against roles and parts in this record; returns the parts."""
    parts = parts_of(session, actor, record)
    require(actor, verb, parts)
    return parts


def find_record(session: Session, actor: Actor, ref: str, what: str) -> Record:
    """The record with this reference, or NotFound in the same words for absent and restricted (decision 24)."""
    record = session.scalar(sa.select(Record).where(Record.ref == ref, visible(actor)))
    if record is None:
        raise NotFound(what)
    return record
