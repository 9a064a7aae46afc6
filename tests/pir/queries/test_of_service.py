"""The register narrowed to one service: by the live incidents of the reviews that actions come from."""

from __future__ import annotations

from typing import Any

import make
from sqlalchemy.orm import Session

import wiring
from actions.queries.register import Filter, page_of_rows
from actions.queries.today import today
from actions.service import add_action
from incidents.models import IncidentService
from kernel import audit
from kernel.permission import Actor, machine
from pir.models import ReviewIncident


def test_only_what_comes_from_its_incidents(session: Session, team: Any) -> None:
    wiring.connect()
    checkout, search = make.service(session), make.service(session, "Search")

    def written(service: Any, **given: Any) -> str:
        review = make.review(session, team.anna, **given)
        lead = session.query(ReviewIncident).filter_by(review_id=review.id).one()
        session.add(IncidentService(incident_id=lead.incident_id, service_id=service.id))
        audit.note(session, machine("test"), "name service", record_id=review.id)
        return add_action(session, team.anna, review.record.ref, {"title": "Add an alarm"}).record.ref

    def shown(actor: Actor, service: int) -> list[str]:
        return [row.ref for row in page_of_rows(session, actor, Filter("all", service=service), today(session), offset=0, size=9)]

    one, other, hidden = written(checkout), written(search), written(checkout, classification="restricted")
    assert shown(team.anna, checkout.id) == [one, hidden]
    assert shown(team.anna, search.id) == [other]
    assert shown(team.raj, checkout.id) == [one], "a restricted review tells nobody else of its service"
    assert shown(team.anna, 999) == []
