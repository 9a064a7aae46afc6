"""Refuting a cause with the evidence that refutes it, and taking that back."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import Session

from kernel import audit
from kernel.errors import Invalid, Obstacle, Refused
from kernel.permission import Actor
from kernel.record import touch
from pir.models import Factor
from pir.service import cause_conflict as conflict
from pir.service.cause_change import changing
from pir.service.cause_evidence import given_of, set_evidence
from pir.service.cause_links import find_factor
from rca.vocabulary import Confidence

NO_EVIDENCE = "Say what refutes it: choose a timeline entry, or enter a link, a description or a number such as E 4"


def refute_factor(
    session: Session, actor: Actor, ref: str, factor_ref: str, version: conflict.Read, evidence: Sequence[str]
) -> Factor:
    """A refuted cause stays, struck through, with this evidence, and counts in no answer. At least one piece is asked for."""
    with changing(session, actor, ref, "refuted a cause") as review:
        factor = find_factor(session, review, factor_ref)
        conflict.expect_factor(session, factor, version, {})
        if not evidence:
            raise Invalid({"evidence": [NO_EVIDENCE]})
        before = {"confidence": factor.confidence.value, "refuted_by": given_of(factor, refutes=True)}
        set_evidence(session, actor, review, factor, evidence, refutes=True)
        factor.confidence = Confidence.REFUTED
        touch(factor.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "refute factor", record_id=factor.id, before=before,
                   after={"confidence": factor.confidence.value, "refuted_by": given_of(factor, refutes=True)})
    return factor


def reinstate_factor(session: Session, actor: Actor, ref: str, factor_ref: str, version: conflict.Read) -> Factor:
    """Suspected again, as on the first day. What spoke against it stays beside it."""
    with changing(session, actor, ref, "reinstated a cause") as review:
        factor = find_factor(session, review, factor_ref)
        conflict.expect_factor(session, factor, version, {})
        if factor.confidence is not Confidence.REFUTED:
            raise Refused([Obstacle(f"{factor_ref} is not refuted.", "causes")])
        factor.confidence = Confidence.SUSPECTED
        touch(factor.record, actor.person_id)
        session.flush()
        audit.note(session, actor, "reinstate factor", record_id=factor.id,
                   before={"confidence": Confidence.REFUTED.value}, after={"confidence": factor.confidence.value})
    return factor
