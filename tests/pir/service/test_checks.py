"""The checks of the causes in the product: gates of the policy, warnings that may stand, and what is frozen of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from actions.service import add_action
from exports.snapshot import of_review
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from organisation.models import Policy
from pir.models import CheckDismissal, Review, Snapshot
from pir.queries.document import document
from pir.queries.facts import facts_of
from pir.service import causes
from pir.service.checks import dismiss, findings_for, restore
from pir.service.lifecycle import check, transition
from pir.service.no_action import leave_without_action
from pir.service.timeline import NewEntry, explain_gap
from pir.service.timeline import of_review as entries_of
from tests.pir.conftest import Team

ENDS = {"control": "Volume check", "stop_reason": "control_we_own", "evidence": ["Ticket CHG1"]}


@pytest.fixture
def review(session: Session, team: Team) -> Review:
    found = make.review(session, team.anna)
    causes.set_focus(session, team.anna, found.record.ref, "why", "Checkout answered 503")
    return found


def findings(session: Session, team: Team, review: Review) -> dict[str, Any]:
    return {one.finding.check: one for one in findings_for(session, team.anna, review.record.ref)}


def let_stand(session: Session, team: Team, review: Review, code: str, reason: str = "Looked at") -> CheckDismissal:
    one = findings(session, team, review)[code]
    return dismiss(session, team.anna, review.record.ref, one.question, one.finding.fingerprint, reason)


def sentences(found: Any) -> tuple[list[str], list[str]]:
    return [o.text for o in found.obstacles], [o.text for o in found.hints]


PERSON = "A check of the causes is not met in one place: no path ends at a person."
ONE_LINE = "A check of the causes is not met in one place: there is more than one line of causes."


def test_a_blocker_stops_by_the_policy_and_is_a_hint_by_another(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "Human error at the console", **ENDS)
    assert PERSON in sentences(check(session, team.anna, review, "submit"))[1]
    review.policy = session.scalars(sa.select(Policy).where(Policy.key == "regulated")).one()
    stops, hints = sentences(check(session, team.anna, review, "submit"))
    assert PERSON in stops
    assert ONE_LINE in hints, "warnings are pointed out in both shipped policies"
    with pytest.raises(Refused, match="no path ends at a person"):
        transition(session, team.anna, review.record.ref, "submit")


def test_an_end_without_action_is_asked_once(session: Session, team: Team, review: Review) -> None:
    """By the gate of the actions; neither the checks nor the strong action ask of the same cause again."""
    ref = review.record.ref
    first, second = (make.factor(session, team.anna, review, text, **ENDS) for text in ("Logs were kept for 14 days", "Replication shared the disk"))
    assert [t for t in sentences(check(session, team.anna, review, "submit"))[1] if "action" in t] == ["No corrective action is recorded."]
    add_action(session, team.anna, ref, {"title": "Add an alert", "strength": "detect", "factors": [{"factor": first, "effect": "detects"}]})
    found = facts_of(session, review)
    assert found.ends_without_action == ("Replication shared the disk",)
    assert found.root_causes_without_strong_action == ((first, "Logs were kept for 14 days"),)
    assert not found.blockers
    row = causes.find_factor(session, review, second)
    causes.edit_factor(session, team.anna, ref, second, row.record.version, {"no_action_reason": "The disk goes away in May"})
    found = facts_of(session, review)
    assert found.ends_without_action == ()
    assert (second, "Replication shared the disk") in found.root_causes_without_strong_action, "a reason stands for it when it is signed"
    leave_without_action(session, team.maya, ref, second, reason="The disk goes away in May")
    assert facts_of(session, review).root_causes_without_strong_action == ((first, "Logs were kept for 14 days"),)


def test_facts_are_the_same_from_the_document_and_without_it(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "The alert should have fired", **ENDS)
    add_action(session, team.anna, review.record.ref, {"title": "Add an alert"})
    assert facts_of(session, review, document(session, review)) == facts_of(session, review)


def test_a_warning_may_stand_with_a_reason(session: Session, team: Team, review: Review) -> None:
    ref = review.record.ref
    make.factor(session, team.anna, review, "Logs were kept for 14 days", **ENDS)
    assert facts_of(session, review).warnings == (("There is more than one line of causes", 1),)
    made = let_stand(session, team, review, "Q04", "One disk, one cause")
    assert facts_of(session, review).warnings == ()
    assert findings(session, team, review)["Q04"].dismissal.reason == "One disk, one cause"
    noted = session.info["audit"][-1]
    assert (noted["verb"], noted["after"]["check"], noted["after"]["reason"]) == ("dismiss finding", "Q04", "One disk, one cause")
    with pytest.raises(Invalid, match="dismissed this already"):
        let_stand(session, team, review, "Q04")
    assert restore(session, team.anna, ref, made.id) == "why"
    assert facts_of(session, review).warnings == (("There is more than one line of causes", 1),)
    assert session.info["audit"][-1]["before"]["reason"] == "One disk, one cause"
    with pytest.raises(NotFound):
        restore(session, team.anna, ref, made.id)


def test_it_asks_again_when_the_text_changes_and_no_more_when_it_changes_back(session: Session, team: Team, review: Review) -> None:
    ref, text = review.record.ref, "The alert should have fired"
    factor = make.factor(session, team.anna, review, text, **ENDS)
    let_stand(session, team, review, "Q07")
    read = findings(session, team, review)["Q07"].finding.fingerprint

    def reword(statement: str) -> bool:
        row = causes.find_factor(session, review, factor)
        causes.edit_factor(session, team.anna, ref, factor, row.record.version, {"statement": statement})
        return bool(findings(session, team, review)["Q07"].is_open)

    assert reword("The alert should have fired at 80 percent")
    with pytest.raises(Stale):
        dismiss(session, team.anna, ref, "why", read, "As I read it")
    assert not reword(text)


def test_a_blocker_is_never_let_stand(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "Human error at the console", **ENDS)
    with pytest.raises(Refused, match="has to be mended"):
        let_stand(session, team, review, "Q01")


def test_only_those_who_contribute_see_or_dismiss(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "Logs were kept for 14 days", **ENDS)
    found = findings(session, team, review)["Q04"].finding.fingerprint
    with pytest.raises(Forbidden):
        findings_for(session, team.vera, review.record.ref)
    with pytest.raises(Forbidden):
        dismiss(session, team.vera, review.record.ref, "why", found, "x")
    dismiss(session, team.carl, review.record.ref, "why", found, "x")


def test_another_review_does_not_restore(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "Logs were kept for 14 days", **ENDS)
    made, other = let_stand(session, team, review, "Q04"), make.review(session, team.anna, title="Another")
    with pytest.raises(NotFound):
        restore(session, team.anna, other.record.ref, made.id)


def test_what_is_submitted_holds_the_checks_and_a_draft_does_not(session: Session, team: Team, review: Review) -> None:
    make.factor(session, team.anna, review, "The alert should have fired", **ENDS)
    let_stand(session, team, review, "Q07", "It is what the page said")
    assert "quality" not in document(session, review), "private while it is written"
    transition(session, team.anna, review.record.ref, "submit")
    held = json.loads(session.scalars(sa.select(Snapshot)).one().document)["quality"]["findings"]
    by_check = {one["check"]: one for one in held}
    assert by_check["Q07"]["dismissed"]["reason"] == "It is what the page said"
    assert by_check["Q07"]["dismissed"]["by"] == team.anna.name
    assert "dismissed" not in by_check["Q04"]


def test_a_review_without_causes_freezes_no_checks(session: Session, team: Team, review: Review) -> None:
    transition(session, team.anna, review.record.ref, "submit")
    assert "quality" not in json.loads(session.scalars(sa.select(Snapshot)).one().document)


def test_times_place_a_cause_only_while_nobody_had_seen_the_outage(session: Session, team: Team) -> None:
    """Detected at 14:14: an entry of 14:20 tells when something was found, one of 14:10 when it was."""
    def at(minute: int) -> datetime:
        return datetime(2026, 11, 20, 14, minute, tzinfo=UTC)

    found = make.review(session, team.anna, entries=[NewEntry(at(m), f"Seen {m}", "UTC") for m in (4, 10, 20)])
    entries = {e.at.minute: f"entry:{e.id}" for e in entries_of(session, found.id)}
    effect = make.factor(session, team.anna, found, "The disk was full", evidence=[entries[4]])
    late = make.factor(session, team.anna, found, "Logs grew", effect, evidence=[entries[10]])
    make.factor(session, team.anna, found, "Nobody read the log", effect, evidence=[entries[20]])
    assert [one.finding.item for one in findings_for(session, team.anna, found.record.ref) if one.finding.check == "Q09"] == [late]


def test_silences_are_asked_of_once_and_not_where_they_are_explained(session: Session, team: Team) -> None:
    """Detected 14:14, mitigated 15:06, restored 15:21: both gaps begin in diagnosis, and the second one is explained."""
    def at(minute: int) -> datetime:
        return datetime(2026, 11, 20, 14, minute, tzinfo=UTC)

    found = make.review(session, team.anna, entries=[NewEntry(at(m), f"Seen {m}", "Europe/London") for m in (14, 15, 16, 17, 18, 50)])
    for question in ("why", "last"):
        make.factor(session, team.anna, found, "Logs were kept for 14 days", question=question, **ENDS)

    def silences() -> list[str]:
        return [one.finding.message for one in findings_for(session, team.anna, found.record.ref) if one.finding.check == "Q13"]

    assert silences() == ["32 minutes unexplained (14:18 to 14:50).", "31 minutes unexplained (14:50 to 15:21)."]
    explain_gap(session, team.anna, found.record.ref, at(50), datetime(2026, 11, 20, 15, 21, tzinfo=UTC), "The supplier was called")
    assert silences() == ["32 minutes unexplained (14:18 to 14:50)."]


def test_the_report_of_a_draft_tells_the_checks_to_those_who_edit_and_what_is_submitted_to_everybody(session: Session, team: Team, review: Review) -> None:
    ref = review.record.ref
    make.factor(session, team.anna, review, "Logs were kept for 14 days", **ENDS)
    assert "quality" in of_review(session, team.anna, ref)
    assert "quality" not in of_review(session, team.vera, ref)
    transition(session, team.anna, ref, "submit")
    assert of_review(session, team.vera, ref)["quality"] == of_review(session, team.anna, ref)["quality"]
