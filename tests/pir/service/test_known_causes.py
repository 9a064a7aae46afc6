"""Known causes as stored: named, pointed to, merged, retired; and counted only where the reader may see."""

from __future__ import annotations

import json
from typing import Any

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import clock
from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Refused, Stale
from pir.models import Cause
from pir.queries.causes import graph_of, questions_of
from pir.queries.document import content, document
from pir.queries.known_causes import Wanted, cause_lines, find_cause, known_of, line_of, where_met
from pir.rules.marking import Classification
from pir.service import causes, known_causes
from pir.service.cause_refute import refute_factor
from pir.service.known_causes import merge_cause, name_cause, retire_cause


@pytest.fixture
def review(session: Session, team: Any) -> Any:
    return make.review(session, team.anna)


def named(session: Session, team: Any, name: str = "A log volume fills unseen", **given: Any) -> str:
    return make.cause(session, team.maya, name, **given)


def test_the_problem_manager_names_a_cause_and_the_trail_says_so(session: Session, team: Any) -> None:
    made = name_cause(session, team.maya, {"name": "A log volume fills", "description": "Logs grow", "control": "Size check"})
    session.commit()
    assert (made.record.ref, made.record.title, made.control) == ("CAU-0001", "A log volume fills", "Size check")
    entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "name known cause")).one()
    assert (entry.record_id, json.loads(entry.canonical)["after"]["name"]) == (made.id, "A log volume fills")


@pytest.mark.parametrize("who", ["anna", "carl", "vera"])
def test_nobody_else_edits_the_catalogue(session: Session, team: Any, who: str) -> None:
    ref, by = named(session, team), getattr(team, who)
    values = {"name": "Another", "description": "", "control": None}
    for act in (lambda: name_cause(session, by, values), lambda: known_causes.edit_cause(session, by, ref, 1, values),
                lambda: merge_cause(session, by, ref, 1, ref, "same"), lambda: retire_cause(session, by, ref, 1)):
        with pytest.raises(Forbidden):
            act()


def test_one_name_once_whatever_its_capitals(session: Session, team: Any) -> None:
    named(session, team, "A log volume fills")
    with pytest.raises(Invalid) as refused:
        named(session, team, "A LOG volume fills")
    assert refused.value.messages == {"name": ["There is a known cause “A log volume fills” already: CAU-0001"]}


def test_whoever_contributes_names_a_cause_with_a_factor(session: Session, team: Any, review: Any) -> None:
    factor = make.factor(session, team.carl, review, "The log volume was full", new_cause="A log volume fills", control="Size check")
    assert graph_of(session, review.id, "why").factor(factor).cause == "CAU-0001"
    made = find_cause(session, team.vera, "CAU-0001")
    assert (made.record.title, made.control) == ("A log volume fills", "Size check")


@pytest.mark.parametrize("typed", ["CAU-0001", "cau-0001 whatever stands behind it", "A log volume fills", "a log VOLUME fills"])
def test_a_cause_is_chosen_by_reference_or_name(session: Session, team: Any, review: Any, typed: str) -> None:
    named(session, team, "A log volume fills")
    factor = make.factor(session, team.anna, review, "The log volume was full", cause=typed)
    assert graph_of(session, review.id, "why").factor(factor).cause == "CAU-0001"


@pytest.mark.parametrize(("given", "field"), [
    ({"cause": "CAU-0999"}, "cause"), ({"cause": "Something else"}, "cause"), ({"cause": "FAC-0001"}, "cause"),
    ({"cause": "CAU-0001", "new_cause": "Another"}, "new_cause"), ({"new_cause": "A LOG VOLUME FILLS"}, "new_cause"),
    ({"cause": "CAU-0002"}, "cause"),
])
def test_what_cannot_be_chosen_is_told_on_its_field(session: Session, team: Any, review: Any, given: dict[str, str], field: str) -> None:
    named(session, team, "A log volume fills")
    retire_cause(session, team.maya, named(session, team, "An old one"), 1)
    with pytest.raises(Invalid) as refused:
        make.factor(session, team.anna, review, "The log volume was full", **given)
    assert list(refused.value.messages) == [field]


def test_absent_leaves_it_and_empty_takes_it_away(session: Session, team: Any, review: Any) -> None:
    named(session, team)
    factor = make.factor(session, team.anna, review, "The log volume was full", cause="CAU-0001")

    def edit(**given: Any) -> str | None:
        version = causes.find_factor(session, review, factor).record.version
        causes.edit_factor(session, team.anna, review.record.ref, factor, version, {"statement": "It was full", **given})
        session.expire_all()
        return graph_of(session, review.id, "why").factor(factor).cause

    assert edit() == "CAU-0001"
    assert edit(cause=None) is None
    assert edit(cause="CAU-0001") == "CAU-0001"
    session.commit()
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb == "edit factor").order_by(AuditEntry.seq))
    told = [(f["before"].get("cause"), f["after"].get("cause")) for f in (json.loads(e.canonical) for e in entries)]
    assert told == [(None, None), ("CAU-0001", None), (None, "CAU-0001")]


def test_a_factor_that_has_a_retired_cause_keeps_it(session: Session, team: Any, review: Any) -> None:
    named(session, team)
    factor = make.factor(session, team.anna, review, "The log volume was full", cause="CAU-0001")
    retire_cause(session, team.maya, "CAU-0001", 1)
    causes.edit_factor(session, team.anna, review.record.ref, factor, 1, {"statement": "It was full", "cause": "CAU-0001"})
    assert graph_of(session, review.id, "why").factor(factor).cause == "CAU-0001"


def test_the_document_names_a_cause_only_where_there_is_one(session: Session, team: Any, review: Any) -> None:
    """What was signed before there were known causes stays the same bytes."""
    named(session, team)
    make.factor(session, team.anna, review, "The log volume was full", cause="CAU-0001")
    make.factor(session, team.anna, review, "Nobody looked")
    one, other = questions_of(session, review.id)[0]["causes"]["factors"]
    assert one["cause"] == "CAU-0001"
    assert "cause" not in other


def test_a_merge_keeps_the_old_reference_and_the_bytes_of_what_was_signed(session: Session, team: Any) -> None:
    old, stays, third = (named(session, team, name) for name in ("Volume full", "A volume fills", "Disk full"))
    review = make.review(session, team.anna)
    make.factor(session, team.anna, review, "The log volume was full", cause=old)
    before = content(document(session, review))
    merge_cause(session, team.maya, third, 1, old, "Found twice")
    assert merge_cause(session, team.maya, old, 1, stays, "One and the same").record.ref == stays
    session.expire_all()
    assert content(document(session, review)) == before
    kept = find_cause(session, team.vera, stays)
    assert {find_cause(session, team.vera, ref).merged_into_id for ref in (old, third)} == {kept.id}  # always one step away
    assert line_of(session, team.vera, kept).reviews == 1
    assert [m.statement for m in where_met(session, team.vera, kept, offset=0, size=9)] == ["The log volume was full"]
    other = make.review(session, team.anna)
    factor = make.factor(session, team.anna, other, "Full again", cause=third)
    assert graph_of(session, other.id, "why").factor(factor).cause == stays
    assert known_of(session, team.vera, review.id)["FAC-0001"].ref == stays
    assert known_of(session, team.vera, review.id)["FAC-0001"].reviews == 2


def test_what_no_merge_may_do(session: Session, team: Any) -> None:
    one, other = named(session, team, "One"), named(session, team, "Other")
    for into in (one, "CAU-0999", "Nothing"):
        with pytest.raises(Invalid) as refused:
            merge_cause(session, team.maya, one, 1, into, "Because")
        assert list(refused.value.messages) == ["into"]
    with pytest.raises(Stale):
        merge_cause(session, team.maya, one, 7, other, "Because")
    merge_cause(session, team.maya, one, 1, other, "Because")
    with pytest.raises(Invalid):  # the other way round would be a circle
        merge_cause(session, team.maya, other, 1, one, "Because")
    for act in (lambda: merge_cause(session, team.maya, one, 2, other, "Again"), lambda: retire_cause(session, team.maya, one, 2)):
        with pytest.raises(Refused, match="CAU-0001 was merged into CAU-0002"):
            act()


def test_a_stale_edit_shows_both_texts(session: Session, team: Any) -> None:
    ref = named(session, team, "One")
    known_causes.edit_cause(session, team.maya, ref, 1, {"name": "Uno", "description": "", "control": None})
    with pytest.raises(Stale) as stale:
        known_causes.edit_cause(session, team.maya, ref, 1, {"name": "Eins", "description": "", "control": None})
    assert [(c.label, c.theirs, c.yours) for c in stale.value.clashes] == [("Name", "Uno", "Eins")]


def test_absent_is_not_found(session: Session, team: Any) -> None:
    with pytest.raises(NotFound):
        find_cause(session, team.vera, "CAU-0001")


def test_counts_are_of_reviews_that_the_reader_may_see(session: Session, team: Any) -> None:
    """Two open reviews, one with the cause twice; a restricted one; a refuted factor and a merged review count nowhere."""
    ref = named(session, team)
    one, two, refuting = (make.review(session, team.anna) for _ in range(3))
    hidden = make.review(session, team.raj, classification=Classification.RESTRICTED.value, people=[(team.raj.person_id, "facilitator")])
    for review, by in ((one, team.anna), (one, team.anna), (two, team.anna), (hidden, team.raj)):
        make.factor(session, by, review, f"Full in {review.record.ref}", cause=ref)
    said = make.factor(session, team.anna, refuting, "Full, it was said", cause=ref)
    refute_factor(session, team.anna, refuting.record.ref, said, 1, ["Disk graph"])
    other = make.review(session, team.anna)
    causes.find_factor(session, other, make.factor(session, team.anna, other, "By mistake", cause=ref)).removed_at = clock.now()
    session.flush()
    found = session.scalars(sa.select(Cause)).one()
    counts = {name: line_of(session, getattr(team, name), found).reviews for name in ("vera", "anna", "maya", "raj")}
    assert counts == {"vera": 2, "anna": 2, "maya": 2, "raj": 3}
    assert [line.reviews for line in cause_lines(session, team.raj, Wanted(), offset=0, size=9)] == [3]
    met = {name: [m.statement for m in where_met(session, getattr(team, name), found, offset=0, size=9)] for name in ("vera", "raj")}
    assert len(met["raj"]) == 5
    assert len(met["vera"]) == 4
    assert not any(hidden.record.ref in text for text in met["vera"])
    assert known_of(session, team.vera, one.id)["FAC-0001"].reviews == 2
    assert known_of(session, team.raj, one.id)["FAC-0001"].reviews == 3


def test_a_restricted_review_names_nothing_that_everybody_reads(session: Session, team: Any) -> None:
    hidden = make.review(session, team.raj, classification=Classification.RESTRICTED.value, people=[(team.raj.person_id, "facilitator")])
    with pytest.raises(Invalid) as refused:
        make.factor(session, team.raj, hidden, "The merger leaked", new_cause="Merger leaked")
    assert list(refused.value.messages) == ["new_cause"]
    assert session.scalars(sa.select(Cause)).all() == []


@pytest.mark.parametrize(("asked", "refs"), [
    (Wanted(), ["CAU-0002", "CAU-0001"]), (Wanted(state="retired"), ["CAU-0003"]), (Wanted(state="all"), ["CAU-0002", "CAU-0001", "CAU-0003"]),
    (Wanted(q="ALARM"), ["CAU-0001"]), (Wanted(q="size check"), ["CAU-0002"]), (Wanted(q="cau-0002"), ["CAU-0002"]), (Wanted(q="100%"), []),
])
def test_the_catalogue(session: Session, team: Any, review: Any, asked: Wanted, refs: list[str]) -> None:
    """Met most often first, then by name; what was merged is not listed."""
    named(session, team, "An alarm is off")
    named(session, team, "Volume fills", control="Size check")
    retire_cause(session, team.maya, named(session, team, "Old"), 1)
    merge_cause(session, team.maya, named(session, team, "Alarm of a volume"), 1, "CAU-0002", "same")
    make.factor(session, team.anna, review, "It was full", cause="CAU-0002")
    assert [line.cause.record.ref for line in cause_lines(session, team.vera, asked, offset=0, size=9)] == refs
