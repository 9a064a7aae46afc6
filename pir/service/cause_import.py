"""Causes that were made elsewhere, put below an effect of a review in one act: one audit entry, undone as one.

The words, states and gates come as they are. What a review cannot hold (a person who is not here, a code or a known
cause that does not exist) is told in a note; a value that a form would refuse is refused here as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.pieces import LONGEST, pieces_of
from kernel.record import Record, next_refs, touch
from kernel.ref import RecordKind
from organisation.queries.person import active_people
from pir.models import Cause, CauseLink, Factor, FocusEvent, Review
from pir.queries.causes import focus_of, graph_of
from pir.queries.reporting_codes import tree
from pir.schemas.causes import FactorForm
from pir.service.cause_change import changing
from pir.service.cause_evidence import ENTRY, set_evidence
from pir.service.cause_links import effect_of, links_into, next_place
from pir.service.cause_sources import MOST_CAUSES, Draft
from pir.service.evidence import LINK
from pir.service.timeline import with_incidents
from rca import causal_graph as rca
from rca.five_whys import MAX_DEPTH
from rca.vocabulary import Gate, plain

#: Members of a factor that mean the same in a form.
AS_IN_A_FORM = ("statement", "state", "confidence", "category", "role", "control", "control_state", "stop_reason")
_NUMBERED = re.compile(r"E \d+ (?=\S)")


@dataclass
class Imported:
    """References of the new factors in their order, and what a person should know."""

    refs: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def import_causes(session: Session, actor: Actor, ref: str, question: str, effect: str, draft: Draft) -> Imported:
    """Every factor of the draft, below ``effect`` (``focus`` or a factor's reference).

    An effect without words takes those of the draft's own event, which else becomes a cause of it. ``Invalid`` on
    ``document`` names the item that cannot be taken.
    """
    with changing(session, actor, ref, "imported causes") as review:
        focus = focus_of(session, review.id, question)
        target = effect_of(session, review, focus, effect)
        held = graph_of(session, review.id, question)
        graph = _below(held, effect, draft.graph)
        _require_room(held, effect, graph)
        found = Imported(notes=list(draft.notes))
        rows = _factors(session, actor, review, focus, graph, found)
        _link(session, focus, target, graph, rows)
        _say(target, graph)
        _prove(session, actor, review, graph, rows)
        if isinstance(target, Factor):
            touch(target.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "import causes", record_id=review.id,
                   after={"question": question, "effect": effect, "from": draft.source, "causes": found.refs})
    return found


def _below(held: rca.CausalGraph, effect: str, given: rca.CausalGraph) -> rca.CausalGraph:
    """The draft as it stands below the effect: its event is the effect itself, or one more cause of it."""
    event, words = given.focus, held.statement(effect)
    is_it = not event.statement or not words or event.statement.casefold() == words.casefold()
    if is_it and not (event.statement and held.links_to(effect)):
        return given
    top = rca.Factor(event.id, event.statement, gate=event.gate, k=event.k)
    above = rca.Focus("the effect", "")
    if any(f.id == above.id for f in given.factors):
        raise Invalid({"document": [f"“{above.id}” is no name for a cause"]})
    return rca.CausalGraph.build(above, [top, *given.factors], [rca.CauseLink(event.id, above.id), *given.links])


def _require_room(held: rca.CausalGraph, effect: str, graph: rca.CausalGraph) -> None:
    if not graph.factors:
        raise Invalid({"document": ["There is no cause in it"]})
    if len(held.factors) + len(graph.factors) > MOST_CAUSES:
        raise Invalid({"document": [f"Too large: the question would have {len(held.factors) + len(graph.factors)} causes, and {MOST_CAUSES} is the most"]})
    if held.depth() + graph.depth() > MAX_DEPTH:
        raise Invalid({"document": [f"Too large: more than {MAX_DEPTH} causes would stand below one another"]})
    if held.links_to(effect) and graph.focus.gate is not Gate.NOT_DECIDED:
        text = f"It says “{plain(graph.focus.gate)}” of causes to which it adds. Take that out, and decide with all of them in view"
        raise Invalid({"document": [text]})


def _factors(
    session: Session, actor: Actor, review: Review, focus: FocusEvent, graph: rca.CausalGraph, found: Imported
) -> dict[str, Factor]:
    """A row for each factor by its id in the draft."""
    known = _Known.of(session, graph)
    refs = next_refs(session, RecordKind.FACTOR, len(graph.factors))
    rows = {}
    for ref, given in zip(refs, graph.factors, strict=True):
        values = _values(given)
        record = Record(kind=RecordKind.FACTOR, ref=ref, title=values.pop("statement"), scope=review.record.scope, guard_id=review.id,
                        changed_by_id=actor.person_id)
        gate, k = _gate(given, graph)
        rows[given.id] = Factor(record=record, focus_id=focus.id, gate=gate, k=k, **values, **known.of_factor(given, found.notes))
    session.add_all(rows.values())
    session.flush()
    found.refs = refs
    return rows


def _values(given: rca.Factor) -> dict[str, Any]:
    """The columns that a form has too, judged by the form's own schema."""
    try:
        loaded = FactorForm(only=AS_IN_A_FORM).load({name: getattr(given, name) for name in AS_IN_A_FORM})
    except ValidationError as wrong:
        texts = [text for messages in wrong.messages_dict.values() for text in messages]
        raise Invalid({"document": [f"{given.id[:40]}, “{given.statement[:60]}”: {'; '.join(texts)}"]}) from None
    if given.probability is not None and not given.probability_source:
        raise Invalid({"document": [f"{given.id[:40]}, “{given.statement[:60]}”: a probability needs its source"]})
    return {**loaded, "probability": given.probability, "probability_unit": given.probability_unit,
            "probability_source": (given.probability_source or "")[:200] or None if given.probability is not None else None}


def _gate(item: rca.Factor | rca.Focus, graph: rca.CausalGraph) -> tuple[Gate, int | None]:
    """As it can be stored: 1 of n is any, n of n is all, and nothing combines where there are no two causes."""
    causes = len(graph.links_to(item.id))
    if causes < 2 or (item.gate is Gate.INHIBIT and not any(link.is_condition for link in graph.links_to(item.id))):  # noqa: PLR2004
        return Gate.NOT_DECIDED, None
    if item.gate is not Gate.K_OF_N:
        return item.gate, None
    if item.k in (1, causes):
        return (Gate.ANY if item.k == 1 else Gate.ALL), None
    return item.gate, item.k


def _link(session: Session, focus: FocusEvent, target: FocusEvent | Factor, graph: rca.CausalGraph, rows: Mapping[str, Factor]) -> None:
    start = next_place(links_into(session, target))
    target_id = None if isinstance(target, FocusEvent) else target.id
    for effect in (graph.focus.id, *rows):
        is_top = effect == graph.focus.id
        for place, link in enumerate(graph.links_to(effect)):
            session.add(CauseLink(
                focus_id=focus.id, cause_id=rows[link.cause].id, effect_id=target_id if is_top else rows[effect].id,
                forward=link.forward, reverse=link.reverse, is_condition=link.is_condition, position=place + (start if is_top else 0),
            ))  # fmt: skip
    session.flush()


def _say(target: FocusEvent | Factor, graph: rca.CausalGraph) -> None:
    """The event's own words where it had none, and how its causes combine where it had no causes."""
    if isinstance(target, FocusEvent) and not target.statement and graph.focus.statement:
        target.statement = _values(rca.Factor(graph.focus.id, graph.focus.statement))["statement"]
    gate, k = _gate(graph.focus, graph)
    if gate is not Gate.NOT_DECIDED:
        target.gate, target.k = gate, k


def _prove(session: Session, actor: Actor, review: Review, graph: rca.CausalGraph, rows: Mapping[str, Factor]) -> None:
    """Evidence by its words: what this review has already is meant, everything else is new in its register."""
    if not any(f.evidence or f.refuted_by for f in graph.factors):
        return
    here = {f"E {p.number} {p.description}": f"E {p.number}" for p in pieces_of(session, review.id)}
    for entry in with_incidents(session, review):
        here[f"{entry.at.astimezone(ZoneInfo(entry.zone)):%H:%M} {entry.text}"] = f"{ENTRY}{entry.id}"
    for factor in graph.factors:
        for texts, refutes in ((factor.evidence, False), (factor.refuted_by, True)):
            if texts:
                set_evidence(session, actor, review, rows[factor.id], [_given(factor, text, here) for text in texts], refutes=refutes)


def _given(factor: rca.Factor, text: str, here: Mapping[str, str]) -> str:
    if text in here:
        return here[text]
    words = " ".join(_NUMBERED.sub("", text, count=1).split())
    if len(words) > LONGEST and not words.startswith(LINK):
        raise Invalid({"document": [f"{factor.id[:40]}: a piece of evidence has {len(words)} characters, and {LONGEST} is the most"]})
    return words


@dataclass(frozen=True, slots=True)
class _Known:
    """What a draft may name of this installation: people, reporting codes, known causes."""

    people: Mapping[str, int]
    codes: frozenset[str]
    causes: Mapping[str, int]

    @classmethod
    def of(cls, session: Session, graph: rca.CausalGraph) -> _Known:
        people: dict[str, list[int]] = {}
        if any(f.stop_owner for f in graph.factors):
            for person in active_people(session):
                people.setdefault(person.name, []).append(person.id)
        wanted = sorted({f.cause for f in graph.factors if f.cause})
        codes = tree(session) if any(f.classification for f in graph.factors) else []
        return cls(
            {name: ids[0] for name, ids in people.items() if len(ids) == 1},
            frozenset(one.row.code for one in codes if one.offered), _heads(session, wanted),
        )

    def of_factor(self, given: rca.Factor, notes: list[str]) -> dict[str, Any]:
        """The columns, and a note for each name that is not known here."""
        named = (
            ("stop_owner_id", given.stop_owner, self.people, "is nobody here, or more than one person"),
            ("cause_id", given.cause, self.causes, "is no known cause here"),
            ("classification", given.classification, {code: code for code in self.codes}, "is no reporting code that is offered"),
        )
        notes += [f"“{given.statement[:60]}”: “{value[:60]}” {fault}." for _, value, there, fault in named if value and value not in there]
        return {column: there[value] for column, value, there, _ in named if value and value in there}


def _heads(session: Session, refs: Iterable[str]) -> dict[str, int]:
    """References of known causes → the id of the one that counts."""
    rows = session.execute(
        sa.select(Record.ref, sa.func.coalesce(Cause.merged_into_id, Cause.id)).join(Cause, Cause.id == Record.id).where(Record.ref.in_(list(refs)))
    )
    return dict(rows.all())

