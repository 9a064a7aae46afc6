"""The tree of reporting codes: as shipped, edited, and what a factor may be given of it."""

from __future__ import annotations

import json
from typing import Any

import make
import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel.audit import AuditEntry
from kernel.errors import Forbidden, Invalid, NotFound, Stale
from organisation.models import Policy
from pir.models import ReportingCode
from pir.queries.causes import questions_of
from pir.queries.reporting_codes import codes_shown, tree
from pir.service import causes, known_causes
from pir.service.reporting_codes import ACTS, add_code, bring_back_code, move_code, rename_code, retire_code

OTHER = "external_event_other"


def labels(session: Session, under: str) -> list[str]:
    """The codes right below one, in their order."""
    found = tree(session)
    parent = next(one.row.id for one in found if one.row.code == under)
    return [one.row.code.removeprefix(f"{under}_") for one in found if one.row.parent_id == parent]


def test_as_shipped_the_tree_is_that_of_dora(session: Session, team: Any) -> None:
    """Counted by hand from fields 4.1, 4.2 and 4.3: five, then 3 + 8 + 8 + 6 + 3, then 6 + 4 + 6 + 2."""
    found = tree(session)
    assert [sum(one.level == level for one in found) for level in range(4)] == [5, 28, 18, 0]
    assert labels(session, "human_error") == ["omission", "mistake", "skills_knowledge", "inadequate_human_resources", "miscommunication", "other"]
    assert all(one.offered for one in found)
    words = {one.row.code: one.words for one in found}
    assert words["change_management"] == "Process failure › Insufficient, or failure of, ICT operations and ICT security operations › Change management"


def test_a_code_is_added_renamed_and_told_in_the_trail(session: Session, team: Any) -> None:
    made = add_code(session, team.maya, {"code": "external_event_war", "label": "War", "parent": "external_event"})
    assert labels(session, "external_event")[-1] == "war"
    rename_code(session, team.maya, made.code, 1, "War and unrest")
    session.commit()
    entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.verb.contains("reporting code")).order_by(AuditEntry.seq))
    assert [(e.verb, json.loads(e.canonical)["after"]["label"]) for e in entries] == [("add reporting code", "War"), ("rename reporting code", "War and unrest")]


@pytest.mark.parametrize(("values", "field"), [
    ({"code": "human_error", "label": "x"}, "code"), ({"code": "Human_Error", "label": "x"}, "code"), ({"code": "two words", "label": "x"}, "code"),
    ({"code": "<b>", "label": "x"}, "code"), ({"code": "new", "label": "x", "parent": "nowhere"}, "parent"),
    ({"code": "new", "label": "x", "parent": "change_management"}, "parent"),
])
def test_what_cannot_be_added(session: Session, team: Any, values: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add_code(session, team.maya, values)
    assert list(refused.value.messages) == [field]


def test_codes_are_moved_among_their_own(session: Session, team: Any) -> None:
    before = labels(session, "external_event")
    move_code(session, team.maya, OTHER, 1, -1)
    assert labels(session, "external_event") == [before[0], "other", "third-party_failures"]
    version = session.scalars(sa.select(ReportingCode.version).where(ReportingCode.code == OTHER)).one()
    move_code(session, team.maya, OTHER, version, -1)
    first = session.scalars(sa.select(ReportingCode).where(ReportingCode.code == OTHER)).one()
    move_code(session, team.maya, OTHER, first.version, -1)  # is the first already
    assert labels(session, "external_event")[0] == "other"


def test_a_retired_code_takes_what_is_below_out_of_the_offer(session: Session, team: Any) -> None:
    retire_code(session, team.maya, "process_failure", 1)
    gone = [one for one in tree(session) if not one.offered]
    assert len(gone) == 1 + 8 + 18
    bring_back_code(session, team.maya, "process_failure", 2)
    assert all(one.offered for one in tree(session))


@pytest.mark.parametrize("who", ["anna", "carl", "vera"])
def test_nobody_else_edits_the_tree(session: Session, team: Any, who: str) -> None:
    by = getattr(team, who)
    for act in (*(lambda act=act: act(session, by, OTHER, 1) for act in ACTS.values()), lambda: rename_code(session, by, OTHER, 1, "x"),
                lambda: add_code(session, by, {"code": "a", "label": "A"})):
        with pytest.raises(Forbidden):
            act()


def test_stale_and_absent(session: Session, team: Any) -> None:
    rename_code(session, team.maya, OTHER, 1, "Any other")
    with pytest.raises(Stale) as stale:
        rename_code(session, team.maya, OTHER, 1, "All others")
    assert [(c.theirs, c.yours) for c in stale.value.clashes] == [("Any other", "All others")]
    with pytest.raises(NotFound):
        retire_code(session, team.maya, "nowhere", 1)


def test_a_factor_is_classified_by_a_code_that_is_offered(session: Session, team: Any) -> None:
    review = make.review(session, team.anna)
    first = make.factor(session, team.anna, review, "The storm cut both lines", classification=OTHER)
    make.factor(session, team.anna, review, "Nobody knew")
    one, two = questions_of(session, review.id)[0]["causes"]["factors"]
    assert one["classification"] == OTHER
    assert "classification" not in two
    retire_code(session, team.maya, OTHER, 1)
    causes.edit_factor(session, team.anna, review.record.ref, first, 1, {"statement": "A storm cut both lines", "classification": OTHER})
    for wrong in (OTHER, "nowhere", "HUMAN_ERROR"):
        with pytest.raises(Invalid) as refused:
            make.factor(session, team.anna, review, "Another", classification=wrong)
        assert list(refused.value.messages) == ["classification"]


def test_codes_are_shown_where_the_policy_says_so(session: Session, team: Any) -> None:
    review = make.review(session, team.anna)
    assert codes_shown(session, review) == []
    review.policy = session.scalars(sa.select(Policy).where(Policy.key == "regulated")).first()
    assert len(codes_shown(session, review)) == 51
    session.rollback()


def test_a_code_is_never_the_same_cause(session: Session, team: Any) -> None:
    """Two factors with one code have nothing in common in the catalogue (decision 13)."""
    from pir.queries.known_causes import known_of

    reviews = [make.review(session, team.anna) for _ in range(2)]
    for review in reviews:
        make.factor(session, team.anna, review, "An operator chose the wrong node", classification="human_error_mistake")
    assert known_of(session, team.anna, reviews[0].id) == {}
    assert known_causes.EDIT != "edit reporting codes"
