"""One factor that says two things becomes two: the same effects, evidence and causes chosen for each."""

from __future__ import annotations

from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid
from kernel.permission import Actor
from kernel.record import Record, touch
from pir.models import CauseLink, Factor, FactorEvidence, FocusEvent
from pir.rules.cause_acts import Half
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_evidence import as_given
from pir.service.cause_links import find_factor, links_from, links_into, reopen_gate, settle_gate, target_of
from pir.service.causes import new_factor
from rca.vocabulary import Gate

#: Gates that stay right when one of the causes becomes two, both of which had to be true.
STAYS_RIGHT = frozenset({Gate.ALL, Gate.INHIBIT, Gate.NOT_DECIDED})
#: What both halves keep.
BOTH_KEEP = ("role", "category", "state", "confidence")


def split_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, version: conflict.Read, first: Half, second: Half
) -> Factor:
    """The factor keeps the first statement; a new one with the second leads to the same effects. Nothing of it is lost.

    Its actions and comments stay with the first. Returns the new factor.
    """
    with changing(session, actor, ref, "split a cause") as review:
        factor = find_factor(session, review, factor_ref)
        conflict.expect_factor(session, factor, version, {"statement": first.statement})
        focus = session.get_one(FocusEvent, factor.focus_id)
        made = new_factor(session, actor, review, focus, {"statement": second.statement})
        for name in BOTH_KEEP:
            setattr(made, name, getattr(factor, name))
        _share_evidence(factor, made, first, second)
        _share_causes(session, factor, made, first, second)
        _share_effects(session, focus, factor, made)
        before = {"statement": factor.record.title}
        factor.record.title = first.statement
        touch(factor.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "split factor", record_id=factor.id, before=before,
                   after={"statement": first.statement, "into": made.record.ref, "second": second.statement})
    return made


def _share_evidence(factor: Factor, made: Factor, first: Half, second: Half) -> None:
    """What refutes it goes with both; every other piece goes where it was chosen for, and to one of the two at least."""
    kept = []
    for row in factor.evidence:
        name = as_given(row)
        if name in second.evidence or row.refutes:
            made.evidence.append(FactorEvidence(entry_id=row.entry_id, evidence_id=row.evidence_id, refutes=row.refutes))
        elif name not in first.evidence:
            raise Invalid({"first_evidence": ["Each piece of evidence goes with one of the two statements, or with both"]})
        if name in first.evidence or row.refutes:
            kept.append(row)
    factor.evidence = kept


def _share_causes(session: Session, factor: Factor, made: Factor, first: Half, second: Half) -> None:
    for link in links_into(session, factor):
        name = session.get_one(Record, link.cause_id).ref
        if name in second.causes and name in first.causes:
            session.add(CauseLink(focus_id=link.focus_id, cause_id=link.cause_id, effect_id=made.id, position=link.position,
                                  forward=link.forward, reverse=link.reverse))
        elif name in second.causes:
            link.effect_id, link.is_condition = made.id, False
        elif name not in first.causes:
            raise Invalid({"first_causes": ["Each cause goes with one of the two statements, or with both"]})
    session.flush()
    settle_gate(session, factor)


def _share_effects(session: Session, focus: FocusEvent, factor: Factor, made: Factor) -> None:
    """The second stands right behind the first. An "any of these" there would now say that half was enough: asked anew."""
    for link in links_from(session, factor):
        target = target_of(session, link)
        siblings = links_into(session, target)
        was_alone = len(siblings) == 1
        place = siblings.index(link) + 1
        twin = CauseLink(focus_id=focus.id, cause_id=made.id, effect_id=link.effect_id, position=place)
        session.add(twin)
        for position, other in enumerate([*siblings[:place], twin, *siblings[place:]]):
            other.position = position
        session.flush()
        if was_alone or target.gate not in STAYS_RIGHT:
            reopen_gate(session, target)
