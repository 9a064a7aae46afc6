"""Meetings about actions: one open at a time, each decision done by its own service, the decisions mailed when it is closed."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.models import Action, Attendee, Decided, Meeting
from actions.queries.agenda import SHOWN, TITLES, agenda
from actions.queries.meeting import lines_of, minutes, open_meeting
from actions.queries.today import today
from actions.rules.lifecycle import ActionState
from actions.service import dispute_owner, move_due, transition
from actions.service.decide import Said, decide
from actions.service.meeting import close_meeting, start_meeting
from actions.service.minutes import KIND, render
from kernel import clock
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from kernel.outbox import Message
from kernel.permission import Actor, Role
from kernel.record import Part, Record
from organisation.models import Person

S = ActionState


def said(action: Action, decision: str, **more: Any) -> Said:
    return Said(decision, action.record.version, **more)


def days_ago(acts: Any, count: int) -> Any:
    return acts.days(-count)


def messages(session: Session) -> list[Message]:
    return list(session.scalars(sa.select(Message).where(Message.kind == KIND).order_by(Message.id)))


def test_one_meeting_is_open_at_a_time(session: Session, acts: Any) -> None:
    maya, anna = acts.problem_manager(session), acts.facilitator(session)
    first = start_meeting(session, maya)
    assert start_meeting(session, anna) is first
    close_meeting(session, anna)
    assert open_meeting(session) is None
    assert start_meeting(session, anna).id != first.id
    with pytest.raises(sa.exc.IntegrityError), session.begin_nested():
        session.add(Meeting())
        session.flush()


def test_who_may_hold_one(session: Session, acts: Any) -> None:
    made = acts.action(session)
    for role in set(Role) - {Role.PROBLEM_MANAGER, Role.FACILITATOR}:
        other = acts.person(session, f"Only {role.value}", role)
        for act in (lambda a: start_meeting(session, a), lambda a: close_meeting(session, a), lambda a: decide(session, a, made.record.ref, said(made, "keep", words="x"))):
            with pytest.raises(Forbidden):
                act(other)


def test_nothing_is_decided_and_nothing_closed_without_a_meeting(session: Session, acts: Any) -> None:
    maya, made = acts.problem_manager(session), acts.action(session)
    with pytest.raises(Refused, match="No meeting is open"):
        decide(session, maya, made.record.ref, said(made, "keep", words="x"))
    with pytest.raises(Refused, match="No meeting is open"):
        close_meeting(session, maya)


def test_the_agenda_has_each_action_once_in_the_first_group_that_it_fits(session: Session, acts: Any) -> None:
    maya, anna = acts.problem_manager(session), acts.facilitator(session)
    late = acts.set_due(session, acts.action(session, title="Late"), days_ago(acts, 20))
    later = acts.set_due(session, acts.action(session, title="Less late"), days_ago(acts, 10))
    acts.action(session, title="In time")
    blocked = acts.set_due(session, acts.action(session, title="Blocked and late"), days_ago(acts, 20))
    transition(session, maya, blocked.record.ref, "accept")
    transition(session, maya, blocked.record.ref, "block", reason="No access")
    brought = acts.set_due(session, acts.action(session, title="Brought in and late"), days_ago(acts, 20))
    brought.unconfirmed = True
    claim = acts.claimed(session, title="Claimed")
    effect = transition(session, anna, acts.claimed(session, title="Effect").record.ref, "verify")
    transition(session, anna, effect.record.ref, "await_effect")
    soon, far = acts.action(session, title="Risk ends soon"), acts.action(session, title="Risk ends in a year")
    for one, days in ((soon, 20), (far, 300)):
        transition(session, maya, one.record.ref, "accept_risk", reason="Small", expires_on=acts.days(days))
    session.flush()
    found = agenda(session, maya, today(session))
    assert {g.key: [r.title for r in g.rows] for g in found.groups} == {
        "blocked": [blocked.record.title], "unconfirmed": [brought.record.title], "overdue": [late.record.title, later.record.title],
        "verify": [claim.record.title], "effect": [effect.record.title], "risk": [soon.record.title],
    }  # fmt: skip
    assert found.total == 7
    assert [g.key for g in found.groups] == list(TITLES)[2:]
    assert (found.after(late.record.ref), found.after(soon.record.ref)) == (later.record.ref, None)


def test_groups_are_counted_whole_and_shown_in_part_with_as_many_statements(session: Session, acts: Any) -> None:
    maya, source, counts = acts.problem_manager(session), acts.source(session), []
    for n in (1, SHOWN + 4):
        while session.scalar(sa.select(sa.func.count()).select_from(Action)) < n:
            acts.set_due(session, acts.action(session, of=source), days_ago(acts, 20))
        now = today(session)
        with acts.statements(session) as seen:
            found = agenda(session, maya, now)
        counts.append(len(seen))
    assert (found.groups[0].total, len(found.groups[0].rows)) == (SHOWN + 4, SHOWN)
    assert counts[0] == counts[1] <= 4


def test_what_was_decided_leaves_the_agenda_of_this_meeting_alone(session: Session, acts: Any) -> None:
    maya = acts.problem_manager(session)
    late = acts.set_due(session, acts.action(session), days_ago(acts, 20))
    first = start_meeting(session, maya)
    decide(session, maya, late.record.ref, said(late, "keep", words="Waits for the supplier"))
    assert agenda(session, maya, today(session), first.id).groups == []
    close_meeting(session, maya)
    second = start_meeting(session, maya)
    assert agenda(session, maya, today(session), second.id).total == 1


def test_a_move_that_waits_is_granted_or_declined(session: Session, acts: Any) -> None:
    maya, raj = acts.problem_manager(session), acts.owner(session)
    asked = []
    for n in range(2):
        made = acts.action(session, due=acts.days(30), title=f"Move {n}")
        for i in range(1, 4):
            move_due(session, raj, made.record.ref, made.record.version, due=acts.days(30 + i), reason=f"Freeze {i}")
        asked.append(made)
    meeting = start_meeting(session, maya)
    (group,) = agenda(session, maya, today(session), meeting.id).groups
    assert (group.key, group.total) == ("move", 2)
    granted, declined = asked
    decide(session, maya, granted.record.ref, said(granted, "grant_move"))
    decide(session, maya, declined.record.ref, said(declined, "decline_move", words="It is needed by then"))
    assert [(a.due, len(a.moves)) for a in asked] == [(acts.days(33), 3), (acts.days(32), 2)]
    day = lambda d: f"{d:%-d %b %Y}"  # noqa: E731 - a word for this test
    assert [line.said for line in lines_of(session, maya, meeting.id)] == [
        f"New date, as it was asked for: {day(acts.days(33))}, was {day(acts.days(32))}", f"The date stays: {day(acts.days(32))}. {day(acts.days(33))} was asked for",
    ]  # fmt: skip
    with pytest.raises(Invalid, match="waits any more"):
        decide(session, maya, granted.record.ref, said(granted, "grant_move"))


def test_a_dispute_is_settled_either_way(session: Session, acts: Any) -> None:
    maya, anna, raj = acts.problem_manager(session), acts.facilitator(session), acts.owner(session)
    stays, goes = acts.action(session, title="Stays"), acts.action(session, title="Goes")
    for made in (stays, goes):
        dispute_owner(session, raj, made.record.ref, reason="Not my team", suggested_owner=anna.person_id)
    meeting = start_meeting(session, maya)
    (group,) = agenda(session, maya, today(session), meeting.id).groups
    assert (group.key, group.total) == ("disputed", 2)
    decide(session, anna, stays.record.ref, said(stays, "keep_owner", words="It is the team's"))
    decide(session, anna, goes.record.ref, said(goes, "new_owner", owner=anna.person_id))
    assert [line.said for line in lines_of(session, maya, meeting.id)] == ["It stays with Raj Patel", "New owner: Anna Kowalski, was Raj Patel"]
    assert [(a.owner_id, a.disputed_at) for a in (stays, goes)] == [(raj.person_id, None), (anna.person_id, None)]


def test_every_kind_of_decision(session: Session, acts: Any) -> None:
    """What the action is afterwards, and what the minutes say."""
    maya, anna, raj = acts.problem_manager(session), acts.facilitator(session), acts.owner(session)
    start_meeting(session, maya)
    due, first = acts.days(30), acts.days(30)
    day = lambda d: f"{d:%-d %b %Y}"  # noqa: E731 - a word for this test

    def decided(action: Action, decision: str, by: Actor = maya, **more: Any) -> tuple[ActionState, str, str]:
        found = decide(session, by, action.record.ref, said(action, decision, **more))
        (line,) = [x for x in lines_of(session, maya, found.meeting_id) if x.id == found.id]
        return action.state, line.said, line.words

    moved = acts.action(session, due=due)
    assert decided(moved, "new_date", day=acts.days(60), words="Freeze") == (S.PROPOSED, f"New date: {day(acts.days(60))}, was {day(first)}", "Freeze")
    assert (moved.due, moved.original_due, moved.moves[0].reason) == (acts.days(60), first, "Freeze")
    dateless = acts.action(session, due=None)
    assert decided(dateless, "new_date", day=acts.days(5), words="Agreed")[1] == f"New date: {day(acts.days(5))}, was none"
    given = acts.action(session)
    assert decided(given, "new_owner", owner=anna.person_id) == (S.PROPOSED, "New owner: Anna Kowalski, was Raj Patel", "")
    assert given.owner_id == anna.person_id
    assert decided(acts.action(session), "cancel", words="Not worth it") == (S.CANCELLED, "Cancelled", "Not worth it")
    risk = acts.action(session)
    assert decided(risk, "accept_risk", day=acts.days(90), words="Small") == (S.RISK_ACCEPTED, f"The risk is accepted until {day(acts.days(90))}", "Small")
    assert decided(risk, "risk_expires")[0] is S.PROPOSED
    assert decided(acts.claimed(session), "verify")[0] is S.VERIFIED
    back = acts.claimed(session)
    assert decided(back, "send_back", words="The test is missing") == (S.IN_PROGRESS, "Sent back to its owner", "The test is missing")
    assert decided(acts.action(session), "keep", words="Waits") == (S.PROPOSED, "Left as it is", "Waits")
    brought = acts.action(session)
    brought.unconfirmed = True
    session.flush()
    assert decided(brought, "confirm", anna)[1] == "Confirmed as it was brought in"
    assert not brought.unconfirmed
    assert raj.person_id == moved.owner_id


@pytest.mark.parametrize(
    ("decision", "given", "fields"),
    [
        ("new_date", {}, {"day", "words"}), ("new_owner", {}, {"owner"}), ("cancel", {"words": " "}, {"words"}), ("keep", {}, {"words"}),
        ("accept_risk", {"words": "x"}, {"day"}), ("verify", {}, {"decision"}), ("find_effective", {}, {"decision"}),
    ],
)  # fmt: skip
def test_what_a_decision_needs(session: Session, acts: Any, decision: str, given: dict[str, Any], fields: set[str]) -> None:
    maya, made = acts.problem_manager(session), acts.action(session)
    start_meeting(session, maya)
    with pytest.raises(Invalid) as wrong:
        decide(session, maya, made.record.ref, said(made, decision, **given))
    assert set(wrong.value.messages) == fields
    assert session.scalar(sa.select(sa.func.count()).select_from(Decided)) == 0


def test_refusals_of_the_services_stand_at_the_fields_of_the_meeting(session: Session, acts: Any) -> None:
    maya, made = acts.problem_manager(session), acts.action(session)
    start_meeting(session, maya)
    for decision, more, field in (
        ("new_date", {"day": days_ago(acts, 3), "words": "x"}, "day"), ("accept_risk", {"day": days_ago(acts, 3), "words": "x"}, "day"),
        ("new_owner", {"owner": made.owner_id}, "owner"), ("new_owner", {"owner": 99_999}, "owner"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as wrong:
            decide(session, maya, made.record.ref, said(made, decision, **more))
        assert list(wrong.value.messages) == [field]


def test_nobody_checks_their_own_work_and_a_facilitator_accepts_no_risk_in_a_meeting_either(session: Session, acts: Any) -> None:
    maya, anna = acts.problem_manager(session), acts.facilitator(session)
    own = acts.claimed(session, owner=maya.person_id)
    start_meeting(session, maya)
    with pytest.raises(Invalid) as wrong:
        decide(session, maya, own.record.ref, said(own, "verify"))
    assert wrong.value.messages == {"decision": ["Somebody other than the owner has to check this action."]}
    made = acts.action(session)
    with pytest.raises(Forbidden):
        decide(session, anna, made.record.ref, said(made, "accept_risk", day=acts.days(30), words="x"))


def test_an_action_that_changed_since_it_was_shown(session: Session, acts: Any) -> None:
    maya, made = acts.problem_manager(session), acts.action(session)
    start_meeting(session, maya)
    with pytest.raises(Stale):
        decide(session, maya, made.record.ref, Said("keep", made.record.version - 1, words="x"))


def test_the_audit_trail_has_the_change_and_the_decision(session: Session, acts: Any) -> None:
    maya, made = acts.problem_manager(session), acts.action(session)
    start_meeting(session, maya)
    decide(session, maya, made.record.ref, said(made, "cancel", words="Not worth it"))
    close_meeting(session, maya, [maya.person_id])
    session.commit()
    rows = [(e.verb, json.loads(e.canonical)["after"]) for e in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.seq))]
    assert [verb for verb, _ in rows[-4:]] == ["start action meeting", "cancel action", "decide in action meeting", "close action meeting"]
    assert rows[-2][1] == {"meeting": 1, "decision": "cancel", "words": "Not worth it"}
    assert rows[-1][1] == {"meeting": 1, "people": [maya.person_id], "messages": 2}


def test_each_gets_what_concerns_them(session: Session, acts: Any) -> None:
    maya, anna, raj = acts.problem_manager(session), acts.facilitator(session), acts.owner(session)
    eve, sam = acts.owner(session, "Eve New"), acts.person(session, "Sam Attends", Role.VIEWER)
    source = acts.source(session, takes_part=[(anna, Part.FACILITATOR)])
    given, other = acts.action(session, of=source, title="Add a brake"), acts.action(session, of=acts.source(session), owner=eve.person_id, title="Add an alert")
    start_meeting(session, maya)
    decide(session, maya, given.record.ref, said(given, "new_owner", owner=eve.person_id, words="Raj is away"))
    decide(session, maya, other.record.ref, said(other, "keep", words="Waits for the supplier"))
    close_meeting(session, maya, [sam.person_id])
    told = {m.recipient_id: render(session, m) for m in messages(session)}
    both, one = {"Add a brake", "Add an alert"}, {"Add a brake"}
    wanted = {maya.person_id: both, sam.person_id: both, eve.person_id: both, raj.person_id: one, anna.person_id: one}
    assert {who: {t for t in both if letter and t in letter.text and t in (letter.html or "")} for who, letter in told.items()} == wanted
    letter = told[raj.person_id]
    assert letter is not None
    assert letter.subject == f"[{given.record.ref}]: decided in the action meeting"
    assert "New owner: Eve New, was Raj Patel" in letter.text
    assert "Raj is away" not in letter.text + str(letter.html)
    assert f"/actions/meetings/{open_meetings(session)[0].id}" in letter.text
    eves = told[eve.person_id]
    assert eves is not None
    assert eves.subject == f"[{given.record.ref}] and 1 more: decided in the action meeting"


def open_meetings(session: Session) -> list[Meeting]:
    return list(session.scalars(sa.select(Meeting)))


def test_nothing_of_a_restricted_action_to_those_who_may_not_see_it(session: Session, acts: Any) -> None:
    maya, anna, raj = acts.problem_manager(session), acts.facilitator(session), acts.owner(session)
    bea, outside = acts.facilitator(session, "Bea Inside"), acts.viewer(session)
    source = acts.restricted(session, bea)
    secret = acts.action(session, bea, source, title="Zanzibar", measure="Zanzibar")
    start_meeting(session, bea)
    with pytest.raises(NotFound):
        decide(session, maya, secret.record.ref, said(secret, "keep", words="x"))
    decide(session, bea, secret.record.ref, said(secret, "cancel", words="Zanzibar is over"))
    meeting = close_meeting(session, bea, [outside.person_id, maya.person_id, anna.person_id])
    told = {m.recipient_id: render(session, m) for m in messages(session)}
    assert {who for who, letter in told.items() if letter is not None} == {bea.person_id, raj.person_id}
    for letter in told.values():
        assert letter is None or "Zanzibar" not in letter.subject + letter.text + str(letter.html)
        assert letter is None or "Something was decided. Sign in to read it." in letter.text
    assert minutes(session, maya, meeting).lines == ()
    assert [line.words for line in minutes(session, raj, meeting).lines] == ["Zanzibar is over"]


def test_no_message_to_who_has_no_address_or_has_left_and_none_for_an_empty_meeting(session: Session, acts: Any) -> None:
    maya, raj = acts.problem_manager(session), acts.owner(session)
    start_meeting(session, maya)
    close_meeting(session, maya, [raj.person_id])
    assert messages(session) == []
    made = acts.action(session)
    start_meeting(session, maya)
    decide(session, maya, made.record.ref, said(made, "keep", words="x"))
    session.execute(sa.update(Person).where(Person.id == raj.person_id).values(email=None))
    session.execute(sa.update(Person).where(Person.id == maya.person_id).values(left_on=(clock.now() - timedelta(days=1)).date()))
    close_meeting(session, maya)
    assert messages(session) == []


def test_attendees_are_people_who_are_here(session: Session, acts: Any) -> None:
    maya, raj = acts.problem_manager(session), acts.owner(session)
    start_meeting(session, maya)
    with pytest.raises(Invalid, match="attendees"):
        close_meeting(session, maya, [99_999])
    meeting = close_meeting(session, maya, [raj.person_id, raj.person_id])
    assert list(session.scalars(sa.select(Attendee.person_id))) == [raj.person_id]
    assert minutes(session, maya, meeting).attendees == ("Raj Patel",)


def test_a_record_that_is_erased_takes_its_decisions_along(session: Session, acts: Any) -> None:
    from kernel.erase import erase

    maya, made = acts.problem_manager(session), acts.action(session)
    start_meeting(session, maya)
    decide(session, maya, made.record.ref, said(made, "keep", words="Said of it"))
    close_meeting(session, maya)
    gone = made.id
    erase(session, [gone])
    assert session.scalar(sa.select(sa.func.count()).select_from(Decided)) == 0
    assert session.get_one(Record, gone).title == "Deleted"
