"""Templates: shipped, chosen by the policy, changed for new reviews only, followed by gates, page and report."""

from __future__ import annotations

import make
import pytest
import sqlalchemy as sa

from exports.reports.pir import build
from kernel.errors import Forbidden, NotFound, Stale
from organisation.rules.policy_terms import TEMPLATES
from pir.models import ReviewTemplate
from pir.queries.document import document
from pir.queries.templates import as_template, newest, newest_templates, template_of
from pir.rules.template import AgendaItem, Part, Template
from pir.service.lifecycle import check
from pir.service.templates import change_template


def test_four_are_shipped_and_a_policy_can_name_each(session, team):
    found = {row.key: as_template(row) for row in newest_templates(session)}
    assert {key: t.name for key, t in found.items()} == dict(TEMPLATES)
    assert {key: t.minutes for key, t in found.items()} == {"short": 30, "full": 60, "near_miss": 30, "exercise": 45}
    assert found["short"].most_actions == 5
    assert all(part.prompt for t in found.values() for part in t.parts)


@pytest.mark.parametrize(
    ("policy", "kind", "severity", "name"),
    [
        ("small_team", "incident", 1, "Short review"), ("regulated", "incident", 1, "Full review"),
        ("regulated", "incident", 3, "Short review"), ("regulated", "near_miss", 1, "Near miss"), ("small_team", "exercise", 2, "Exercise"),
    ],
)
def test_the_policy_chooses(session, team, policy, kind, severity, name):
    session.execute(sa.text("UPDATE organisation SET policy_key = :key"), {"key": policy})
    review = make.review(session, team.anna, kind=kind, severity=severity)
    assert template_of(review).name == name


def test_a_change_touches_new_reviews_only(session, team):
    old = make.review(session, team.anna)
    wanted = Template("Shorter", 0, (Part("causes"), Part("summary", is_required=False, prompt="Why?")), (AgendaItem(10, "Talk"),), "public")
    made = change_template(session, team.maya, "short", 1, wanted)
    new = make.review(session, team.anna)
    assert (made.version, template_of(old).version, template_of(new).version) == (2, 1, 2)
    assert new.classification.value == "public"
    assert document(session, new)["template"] == {"name": "Shorter", "version": 2, "parts": ["causes", "summary"]}
    with pytest.raises(Stale):
        change_template(session, team.maya, "short", 1, wanted)
    assert change_template(session, team.maya, "short", 2, wanted).version == 2  # the same again is no version
    with pytest.raises(Forbidden):
        change_template(session, team.anna, "short", 2, wanted)
    with pytest.raises(NotFound):
        newest(session, "none")
    assert session.scalar(sa.select(sa.func.count()).select_from(ReviewTemplate)) == 5


def test_gates_ask_for_the_parts_of_the_template(session, team):
    session.execute(sa.text("UPDATE organisation SET policy_key = 'regulated'"))
    review = make.review(session, team.anna, kind="near_miss", entries=())
    found = check(session, team.anna, review, "submit")
    blocked, hinted = [o.text for o in found.obstacles], [o.text for o in found.hints]
    assert "The timeline has no entry." in blocked and "No contributing factor is recorded." in blocked
    assert "No corrective action is recorded." in hinted  # optional after a near miss
    exercise = make.review(session, team.anna, kind="exercise", entries=())
    found = check(session, team.anna, exercise, "submit")
    assert "No contributing factor is recorded." in [o.text for o in found.hints]


def test_the_report_follows_the_template(session, team):
    wanted = Template("Backwards", 0, tuple(Part(key) for key in ("actions", "causes", "timeline", "summary")))
    change_template(session, team.maya, "short", 1, wanted)
    review = make.review(session, team.anna)
    make.factor(session, team.anna, review, "The log volume was full")
    keys = [part.key for part in build(document(session, review)).parts]
    assert [k for k in keys if k in {"actions", "causes", "timeline", "impact", "response"}] == ["actions", "causes", "timeline"]
