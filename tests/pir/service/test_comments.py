"""Comments: who writes and settles them, what stands open in which version, and that they block only where the policy says."""

from __future__ import annotations

import make
import pytest
import sqlalchemy as sa

from kernel.errors import Forbidden, Invalid, NotFound, Refused
from organisation.models import Policy
from organisation.service.deputy import add_deputy
from pir.models import Comment
from pir.queries.comments import open_counts, threads_of
from pir.queries.document import content, document
from pir.rules.comments import Standing, standing
from pir.service import comments
from pir.service.lifecycle import check, transition
from pir.service.timeline import of_review


@pytest.mark.parametrize(
    ("edition", "is_resolved", "carried", "expected"),
    [
        (1, False, None, "open"), (1, True, None, "resolved"), (1, False, 1, "carried"), (2, False, 1, "open"),
        (2, False, 2, "carried"), (3, False, 2, "open"), (2, True, 1, "resolved"),
    ],
)
def test_standing(edition, is_resolved, carried, expected):
    assert standing(edition, is_resolved=is_resolved, carried_edition=carried).value == expected


def started(session, actor, review, part="summary", item="", text="Who says so?"):
    return comments.start_thread(session, actor, review.record.ref, part, item, text)


def test_a_thread_is_answered_resolved_and_opened_again_by_an_answer(session, team):
    review = make.review(session, team.anna)
    ref, thread = review.record.ref, started(session, team.raj, review)
    comments.reply(session, team.anna, ref, thread.id, "The database log")
    comments.settle(session, team.raj, ref, thread.id, "resolve")
    (shown,) = threads_of(session, review)
    assert (shown.standing, shown.settled_by) == (Standing.RESOLVED, "Raj Patel")
    assert [(s.by, s.text) for s in shown.said] == [("Raj Patel", "Who says so?"), ("Anna Kowalski", "The database log")]
    assert open_counts(session, review) == {}
    comments.reply(session, team.anna, ref, thread.id, "And the monitoring")
    assert open_counts(session, review) == {("summary", ""): 1}


def test_on_an_item_of_the_review_only(session, team):
    review = make.review(session, team.anna)
    other = make.review(session, team.anna)
    entry = of_review(session, review.id)[0]
    thread = started(session, team.anna, review, "entry", str(entry.id))
    assert thread.label == "14:03 Log volume full; checkout answered 503"
    factor = make.factor(session, team.anna, review, "The log volume was full")
    assert started(session, team.anna, review, "factor", factor).label == "The log volume was full"
    for part, item in (("entry", str(of_review(session, other.id)[0].id)), ("factor", "FCT-9999"), ("summary", "1"), ("action", ""), ("owner", "")):
        with pytest.raises(Invalid):
            started(session, team.anna, review, part, item)
    with pytest.raises(NotFound):
        comments.settle(session, team.anna, other.record.ref, thread.id, "resolve")


def test_a_comment_changes_neither_version_nor_content(session, team):
    review = make.submitted(session, team.anna)
    before, version = content(document(session, review)), review.record.version
    started(session, team.maya, review)
    session.refresh(review.record)
    assert (content(document(session, review)), review.record.version) == (before, version)


def test_who_comments(session, team):
    review = make.submitted(session, team.anna)
    for actor in (team.vera, make.actor(make.person(session, "Leo Leader", make.Role.LEADER))):
        with pytest.raises(Forbidden):
            started(session, actor, review)
    people = {a.person_id: session.get_one(type(make.person(session, "Vera Outside")), a.person_id) for a in (team.maya, team.vera)}
    add_deputy(session, team.maya, people[team.maya.person_id], people[team.vera.person_id],
               starts_on=make.at("2026-11-23 00:00").date(), ends_on=make.at("2026-11-23 00:00").date())
    started(session, team.vera, review)  # who signs for somebody may ask first
    assert session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 1


def test_open_ones_block_where_the_policy_says(session, team):
    review = make.submitted(session, team.anna)
    ref, thread = review.record.ref, started(session, team.maya, review)
    assert "One comment is open. Resolve it, or carry it to the next version." in [o.text for o in check(session, team.maya, review, "approve").hints]
    policy = session.get_one(Policy, review.policy_id)
    policy.terms = {**policy.terms, "gates": {**policy.terms["gates"], "comments": "block"}}
    session.flush()
    with pytest.raises(Refused, match="One comment is open"):
        transition(session, team.maya, ref, "approve")
    comments.settle(session, team.maya, ref, thread.id, "carry")
    assert transition(session, team.maya, ref, "approve").state.value == "approved"
    with pytest.raises(Refused, match="is approved"):
        started(session, team.anna, review)
    transition(session, team.anna, ref, "amend", reason="Once more")
    assert open_counts(session, review) == {("summary", ""): 1}  # carried: open again in version 2


def test_the_first_to_resolve_stands(session, team):
    review = make.review(session, team.anna)
    thread = started(session, team.anna, review)
    for actor in (team.raj, team.anna):
        comments.settle(session, actor, review.record.ref, thread.id, "resolve")
    assert [t.settled_by for t in threads_of(session, review)] == ["Raj Patel"]


def test_a_restricted_review_keeps_its_comments_to_itself(session, team):
    review = make.review(session, team.anna, classification="restricted")
    thread = started(session, team.anna, review)
    with pytest.raises(NotFound):
        comments.reply(session, team.maya, review.record.ref, thread.id, "Hm")
