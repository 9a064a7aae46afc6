"""The five milestones of the lead incident, as a person corrects them from the review."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from incidents.models import Incident
from incidents.rules.times import MILESTONES, TimeFact
from incidents.service.times import correct_times
from kernel.errors import Obstacle, Refused
from kernel.permission import Actor
from kernel.record import touch
from pir.service.clocks import lead_of
from pir.service.editing import open_for_change


def set_milestones(
    session: Session, actor: Actor, ref: str, version: int | None, given: Mapping[str, TimeFact]
) -> Incident:
    """Store what a person says of the milestones. ``version`` is that of the incident, to which the times belong."""
    review = open_for_change(session, actor, ref)
    lead = lead_of(session, review)
    if lead is None:
        raise Refused([Obstacle("This review has no incident to which times could belong.")])
    if correct_times(session, actor, lead, version, given, MILESTONES):
        touch(review.record, actor.person_id)
        session.flush()
    return lead

