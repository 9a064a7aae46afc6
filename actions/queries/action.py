"""One action with all that its page shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions import sources
from actions.models import Action, DateRequest, Effect
from actions.queries.answering import Answering, answers_for
from actions.queries.beside import linked_to, load_of_owner, said_elsewhere
from actions.queries.rights import may_take
from actions.queries.rows import Source, sources_of
from actions.queries.today import today as today_of
from actions.rules.checks import ActionDraft, Hint, hints
from actions.rules.lateness import Today
from actions.rules.lifecycle import ACTION_LIFECYCLE, OPEN, SHOWN_AS, ActionFacts, ActionState, Shown
from actions.rules.overlap import Other
from actions.rules.policy import due_days
from kernel import access
from kernel.errors import NotFound
from kernel.evidence import Evidence
from kernel.permission import Actor, may, parts_of, visible
from kernel.pieces import live_pieces_of
from kernel.record import Part, Record, Scope
from kernel.workflow import Transition
from organisation.queries.person import names_of
from rca.stopping import Stopped

#: Fields of a transition's form; an obstacle that names one of these is answered on that form.
ASKED = frozenset({"reason", "claim", "expires_on", "superseded_by"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A transition that the reader may take from here; ``hindrance`` says what is in its way, "" when nothing is."""

    transition: Transition
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class FactorLine:
    """What the action does to one factor. ``statement`` and ``ref`` are known to the reader."""

    ref: str
    statement: str
    effect: Effect
    probability: float | None


@dataclass(frozen=True, slots=True)
class Detail:
    """An action as one reader may see it."""

    action: Action
    today: Today
    source: Source | None
    factors: tuple[FactorLine, ...]
    hidden_factors: int
    names: dict[int, str]
    superseded_by: str | None
    offers: tuple[Offer, ...]
    may_edit: bool
    may_move: bool
    hints: tuple[Hint, ...]
    linked: tuple[Other, ...]
    pieces: tuple[Evidence, ...]
    answering: Answering
    waiting_move: DateRequest | None

    @property
    def record(self) -> Record:
        return self.action.record

    @property
    def is_restricted(self) -> bool:
        return self.record.scope is Scope.RESTRICTED

    @property
    def owner(self) -> str | None:
        return self.names.get(self.action.owner_id or 0)

    @property
    def open_due(self) -> date | None:
        return self.action.due if self.action.state in OPEN else None


def find(session: Session, actor: Actor, ref: str) -> Action:
    """The action; NotFound in the same words for absent and restricted (decision 24)."""
    found = session.scalar(
        sa.select(Action).join(Record, Record.id == Action.id).where(Record.ref == ref, visible(actor))
    )
    if found is None:
        raise NotFound("action")
    access.seen(session, found.record)
    return found


def detail(session: Session, actor: Actor, ref: str) -> Detail:
    """Everything the page and the API show. The number of statements is fixed."""
    action = find(session, actor, ref)
    parts = parts_of(session, actor, action.record)
    today = today_of(session)
    known = sources_of(session, actor, _related(action))
    factors = tuple(
        FactorLine(known[f.factor_id].ref, known[f.factor_id].title, f.effect, f.probability)
        for f in sorted(action.factors, key=lambda f: f.factor_id)
        if f.factor_id in known
    )
    waiting = waiting_move(session, action.id)
    answering = answers_for(session, [action])[action.id]
    names = names_of(session, [*_people(action), *answering.people, *_asked_by(waiting)])
    successor = known.get(action.superseded_by_id or 0)
    return Detail(
        action=action,
        today=today,
        source=known.get(action.source_id),
        factors=factors,
        hidden_factors=len(action.factors) - len(factors),
        names=names,
        superseded_by=successor.ref if successor else None,
        offers=tuple(offers(session, actor, action, parts, today.day)),
        may_edit=may(actor, "edit an action", parts) and action.state in OPEN,
        may_move=may_move(actor, parts) and action.state in OPEN and action.due is not None,
        hints=tuple(hints_on(session, actor, action, names, today)) if action.state in OPEN else (),
        linked=tuple(linked_to(session, actor, action.id)),
        pieces=tuple(live_pieces_of(session, action.id)),
        answering=answering,
        waiting_move=waiting,
    )


def stopped_by(session: Session, found: Detail) -> Stopped | None:
    """What the action stops, where the reader may know of its review and every cause; a dropped one stops nothing."""
    if found.source is None or found.hidden_factors or not found.factors or SHOWN_AS[found.action.state] is Shown.DROPPED:
        return None
    return sources.STOPPED(session, found.source.id, found.record.ref)


def may_move(actor: Actor, parts: frozenset[Part]) -> bool:
    """The owner asks for more time; whoever may edit the action may move it too."""
    return may(actor, "answer for an action", parts) or may(actor, "edit an action", parts)


def waiting_move(session: Session, action_id: int) -> DateRequest | None:
    """The move of the due date that waits for a decision."""
    return session.scalar(sa.select(DateRequest).where(DateRequest.action_id == action_id, DateRequest.decided_at.is_(None)))


def offers(session: Session, actor: Actor, action: Action, parts: frozenset[Part], day: date) -> list[Offer]:
    """The transitions of the table that leave this state and that the actor holds, in the order of the table."""
    facts = ActionFacts(owner_id=action.owner_id, actor_id=actor.person_id, evidence_awaited=action.evidence_awaited,
                        effect_due=action.effect_due, today=day)
    found = []
    for transition in ACTION_LIFECYCLE.offered(action.state):
        if may_take(session, actor, action, transition, parts):
            obstacles = ACTION_LIFECYCLE.check(transition.name, action.state, facts).obstacles
            standing = [o.text for o in obstacles if o.where not in ASKED]
            found.append(Offer(transition, " ".join(standing)))
    return found


def hints_on(session: Session, actor: Actor, action: Action, names: dict[int, str], today: Today) -> list[Hint]:
    """The private hints on what is stored; severity and days come from the source's policy."""
    expected = sources.expected_of(session, action.source_id)
    owner_open, owner_late = load_of_owner(session, actor, action, today)
    is_asked = action.state is ActionState.PROPOSED and action.asked_at is not None and action.disputed_at is None
    return hints(
        ActionDraft(
            title=action.record.title,
            kind=action.kind.value,
            strength=action.strength.value if action.strength else None,
            owner=names.get(action.owner_id or 0),
            due=action.original_due,
            counted_from=action.record.created_at.date(),
            severity=expected.severity,
            due_days=due_days(expected, action.kind),
            measure=action.measure,
            threshold=action.measure_threshold,
            window=action.effect_window_days,
            factors=len(action.factors),
            owner_open=owner_open,
            owner_late=owner_late,
            days_asked=today.days_late(action.asked_at.date()) if is_asked and action.asked_at else 0,
            accept_days=expected.terms.get("accept_days"),
            same=said_elsewhere(session, actor, action),
        )
    )


def _related(action: Action) -> list[int]:
    ids = [action.source_id, action.superseded_by_id, *(f.factor_id for f in action.factors)]
    return [i for i in ids if i is not None]


def _asked_by(waiting: DateRequest | None) -> list[int]:
    return [waiting.asked_by_id] if waiting is not None and waiting.asked_by_id else []


def _people(action: Action) -> list[int]:
    ids = [action.owner_id, action.verified_by_id, action.risk_approver_id, action.created_by_id, action.suggested_owner_id,
           action.effect_checked_by_id,
           *(move.moved_by_id for move in action.moves)]
    return [i for i in ids if i is not None]
