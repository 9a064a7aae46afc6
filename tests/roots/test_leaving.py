"""Somebody leaves: what they hold goes to others, their name goes out, and the trail stays whole. On the whole product."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import make
import pytest
import sqlalchemy as sa
from conftest import AUDIT_KEY
from sqlalchemy.orm import Session

import wiring
from actions.models import Action
from actions.service import add_action
from incidents.models import Incident, TimelineEntry
from kernel import audit, event
from kernel.errors import Forbidden, Invalid, Refused
from kernel.permission import Actor, Role, find_record
from kernel.record import Part, Participation
from kernel.search.index import SearchText
from organisation.models import Account, ApiToken, Person
from organisation.queries.belongings import belongings
from organisation.queries.deputy import deputy_notes, standing_in
from organisation.service.anonymise import anonymise
from organisation.service.deputy import add_deputy, end_deputy
from organisation.service.hand_over import hand_over
from organisation.service.hold import place_hold, release_hold
from organisation.service.roles import mark_as_back, mark_as_left
from pir.models import Snapshot
from pir.service.timeline import NewEntry


@pytest.fixture
def whole(session: Session) -> Iterator[Session]:
    """Everything that the composition root lends and subscribes."""
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    yield session
    event.subscribe(())


@pytest.fixture
def grace(whole: Session) -> Actor:
    return make.actor(make.person(whole, "Grace Okafor", Role.ADMINISTRATOR))


def gone(session: Session, grace: Actor, person: Person) -> Person:
    return mark_as_left(session, grace, person)


def test_what_is_held_is_handed_over(whole: Session, grace: Actor) -> None:
    raj, ewa = make.person(whole, "Raj Patel", Role.CONTRIBUTOR), make.person(whole, "Ewa Nowak", Role.CONTRIBUTOR)
    anna = make.facilitator(whole)
    review = make.review(whole, anna, people=[(anna.person_id, "facilitator"), (raj.id, "scribe"), (raj.id, "participant"), (ewa.id, "scribe")])
    action = add_action(whole, anna, review.record.ref, {"title": "Add an alarm", "owner": raj.id})
    make.service(whole, "Checkout").owner_id = raj.id
    make.team(whole, "Payments", raj)
    whole.flush()
    gone(whole, grace, raj)
    held = belongings(whole, grace, raj.id)
    assert [one.key for one in held] == [
        f"review:{review.record.ref}:scribe", f"action:{action.record.ref}", "service:1", "team:1"]
    assert hand_over(whole, grace, raj, [one.key for one in held], ewa) == 4
    assert belongings(whole, grace, raj.id) == []
    assert whole.get_one(Action, action.id).owner_id == ewa.id
    parts = whole.execute(sa.select(Participation.person_id, Participation.part).where(Participation.record_id == review.id)).all()
    assert sorted((p, part) for p, part in parts if p in {raj.id, ewa.id}) == [(raj.id, Part.PARTICIPANT), (ewa.id, Part.SCRIBE)]
    with pytest.raises(Invalid):
        hand_over(whole, grace, raj, ["service:1"], ewa)
    with pytest.raises(Invalid):
        hand_over(whole, grace, raj, [], raj)
    with pytest.raises(Forbidden):
        hand_over(whole, anna, raj, ["service:1"], ewa)


def test_restricted_work_is_no_part_of_the_list(whole: Session, grace: Actor) -> None:
    raj = make.person(whole, "Raj Patel", Role.CONTRIBUTOR)
    anna = make.facilitator(whole)
    make.review(whole, anna, classification="restricted", people=[(anna.person_id, "facilitator"), (raj.id, "scribe")])
    assert belongings(whole, grace, raj.id) == []


def test_the_name_goes_out_of_everything_but_what_is_signed(whole: Session, grace: Actor) -> None:
    jo = make.person(whole, "Jo O'Brien-Łuk", Role.CONTRIBUTOR)
    whole.add(ApiToken(person_id=jo.id, name="t", token_hash="0" * 64))
    anna = make.facilitator(whole)
    review = make.approved(
        whole, anna, people=[(anna.person_id, "facilitator"), (jo.id, "scribe")],
        entries=[NewEntry(make.at(), "Jo O'Brien-Łuk restarted it", "UTC", actor="Jo O'Brien-Łuk"),
                 NewEntry(make.at("2026-11-20 14:20"), "Rolled back", "UTC", actor="Jo O'Brien-Łuk, desk")],
    )  # fmt: skip
    incident = whole.get_one(Incident, review.incidents[0].incident_id)
    incident.caller, incident.source_row = jo.name, {"caller_id": jo.name, "notes": f"{jo.name} called"}
    whole.flush()
    with pytest.raises(Refused, match="left first"):
        anonymise(whole, grace, jo, "asked for it")
    gone(whole, grace, jo)
    with pytest.raises(Invalid):
        anonymise(whole, grace, jo, " ")
    with pytest.raises(Forbidden):
        anonymise(whole, make.problem_manager(whole), jo, "asked for it")
    whole.commit()
    anonymise(whole, grace, jo, "asked for it")
    whole.commit()
    name = f"Former colleague {jo.id}"
    assert (jo.name, jo.email) == (name, None)
    assert whole.get(Account, jo.id) is None
    assert whole.scalar(sa.select(sa.func.count()).select_from(ApiToken).where(ApiToken.person_id == jo.id)) == 0
    entries = list(whole.scalars(sa.select(TimelineEntry).order_by(TimelineEntry.at)))
    assert [e.actor for e in entries] == [name, "Jo O'Brien-Łuk, desk"], "only what is exactly the name"
    whole.refresh(incident)
    assert (incident.caller, incident.source_row) == (name, {"caller_id": name, "notes": "Jo O'Brien-Łuk called"})
    assert "O'Brien" in whole.scalars(sa.select(Snapshot.document)).first(), "what is signed stays as it was signed"
    assert whole.scalar(sa.select(sa.func.count()).select_from(SearchText).where(SearchText.title == "Jo O'Brien-Łuk")) == 0
    assert audit.verify(whole, AUDIT_KEY).sound
    with pytest.raises(Refused, match="gone for good"):
        mark_as_back(whole, grace, jo)


def test_two_of_one_name_keep_their_texts(whole: Session, grace: Actor) -> None:
    jo, other = make.person(whole, "Jo Same", Role.CONTRIBUTOR), Person(name="jo same")
    whole.add(other)
    make.review(whole, entries=[NewEntry(make.at(), "Restarted it", "UTC", actor="Jo Same")])
    gone(whole, grace, jo)
    anonymise(whole, grace, jo, "asked for it")
    assert whole.scalars(sa.select(TimelineEntry.actor)).one() == "Jo Same"


def test_a_hold_keeps_the_names_in_it(whole: Session, grace: Actor) -> None:
    jo = make.person(whole, "Jo Held", Role.CONTRIBUTOR)
    anna = make.facilitator(whole)
    review = make.review(whole, anna, people=[(anna.person_id, "facilitator"), (jo.id, "scribe")])
    place_hold(whole, grace, review.record.ref, "Court case")
    gone(whole, grace, jo)
    with pytest.raises(Refused, match="legal hold"):
        anonymise(whole, grace, jo, "asked for it")
    release_hold(whole, grace, review.record.ref, "Settled")
    assert anonymise(whole, grace, jo, "asked for it").name == f"Former colleague {jo.id}"


def test_holds_are_placed_once_with_a_reason(whole: Session, grace: Actor) -> None:
    ref = make.review(whole).record.ref
    for reason in ("", "  "):
        with pytest.raises(Invalid):
            place_hold(whole, grace, ref, reason)
    place_hold(whole, grace, ref, "Court case")
    with pytest.raises(Refused):
        place_hold(whole, grace, ref, "Again")
    with pytest.raises(Forbidden):
        place_hold(whole, make.facilitator(whole), ref, "Mine")
    release_hold(whole, grace, ref, "Settled")
    with pytest.raises(Refused):
        release_hold(whole, grace, ref, "Again")
    place_hold(whole, grace, ref, "Another case")
    assert find_record(whole, grace, ref, "review").erased_at is None


def test_leaving_on_a_day(whole: Session, grace: Actor) -> None:
    raj = make.person(whole, "Raj Patel")
    with pytest.raises(Invalid, match="earlier day"):
        mark_as_left(whole, grace, raj, date(2999, 1, 1))
    assert mark_as_left(whole, grace, raj, date(2026, 1, 31)).left_on == date(2026, 1, 31)
    assert whole.get_one(Account, raj.id).disabled_at is not None


def test_deputies_on_their_days(whole: Session, grace: Actor) -> None:
    maya, raj = make.person(whole, "Maya Lindqvist"), make.person(whole, "Raj Patel")
    row = add_deputy(whole, grace, maya, raj, starts_on=date(2026, 11, 20), ends_on=date(2026, 12, 4))
    day = date(2026, 11, 25)
    assert deputy_notes(whole, [maya.id, raj.id], day) == {maya.id: "deputy Raj Patel until 4 Dec"}
    assert standing_in(whole, day) == {raj.id: (maya.id,)}
    end_deputy(whole, make.actor(maya), maya, row.id, today=day)
    assert (row.ends_on, standing_in(whole, day)) == (date(2026, 11, 24), {})
    later = add_deputy(whole, grace, maya, raj, starts_on=date(2026, 12, 24), ends_on=date(2027, 1, 2))
    assert deputy_notes(whole, [maya.id], date(2026, 12, 30)) == {maya.id: "deputy Raj Patel until 2 Jan 2027"}
    with pytest.raises(Forbidden):
        end_deputy(whole, make.actor(raj), maya, later.id, today=day)
    end_deputy(whole, grace, maya, later.id, today=day)
    assert standing_in(whole, date(2026, 12, 30)) == {}
