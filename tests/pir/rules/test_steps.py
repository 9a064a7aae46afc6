"""The task list by facts."""

from __future__ import annotations

import pytest

from pir.rules.completeness import ReviewFacts
from pir.rules.steps import Facts, Progress, steps
from pir.rules.template import Part, Template

P = Progress


def step(key, review=None, **more):
    return next(s for s in steps(Facts(review or ReviewFacts(), **more)) if s.key == key)


@pytest.mark.parametrize(
    ("key", "review", "more", "progress", "hint"),
    [
        ("story", ReviewFacts(), {}, P.NOT_YET_STARTED, ""),
        ("story", ReviewFacts(told=("summary",)), {}, P.IN_PROGRESS, "Not written yet: trigger, detection, response, recovery"),
        ("story", ReviewFacts(told=("summary", "trigger", "detection", "response", "recovery")), {}, P.COMPLETED, ""),
        ("impact", ReviewFacts(), {}, P.NOT_YET_STARTED, ""),
        ("impact", ReviewFacts(impacts=2), {}, P.COMPLETED, "2 measures"),
        ("findings", ReviewFacts(), {}, P.NOT_YET_STARTED, ""),
        ("findings", ReviewFacts(findings=1), {}, P.COMPLETED, "1 finding"),
        ("why", ReviewFacts(factors=1, result="probable"), {}, P.COMPLETED, "Probable cause, analysis continues"),
        ("why", ReviewFacts(factors=2, result="unknown", undecided=("x",)), {}, P.IN_PROGRESS, "2 factors, 1 question not decided, no root cause yet"),
        ("paste", ReviewFacts(), {}, P.NOT_YET_STARTED, "No entries yet"),
        ("paste", ReviewFacts(entries=1), {}, P.COMPLETED, "1 entry"),
        ("times", ReviewFacts(), {}, P.COMPLETED, ""),
        ("times", ReviewFacts(milestones_missing=("Detected", "Restored")), {}, P.IN_PROGRESS, "3 of 5 said. Open: Detected, Restored"),
        ("times", ReviewFacts(milestones_missing=("a", "b", "c", "d", "e")), {}, P.NOT_YET_STARTED, "0 of 5 said. Open: a, b, c, d, e"),
        ("gaps", ReviewFacts(entries=2), {}, P.CANNOT_START_YET, "Needs entries, and the times Detected and Restored"),
        ("gaps", ReviewFacts(entries=2), {"has_bounds": True}, P.COMPLETED, "No gap to explain"),
        ("gaps", ReviewFacts(entries=2), {"has_bounds": True, "gaps": 2}, P.NOT_YET_STARTED, "0 of 2 explained"),
        ("gaps", ReviewFacts(entries=2), {"has_bounds": True, "gaps": 2, "gaps_explained": 1}, P.IN_PROGRESS, "1 of 2 explained"),
        ("gaps", ReviewFacts(entries=2), {"has_bounds": True, "gaps": 2, "gaps_explained": 2}, P.COMPLETED, ""),
        ("session", ReviewFacts(), {}, P.NOT_YET_STARTED, "No time is planned yet"),
        ("session", ReviewFacts(), {"is_session_planned": True}, P.NOT_YET_STARTED, ""),
        ("session", ReviewFacts(session_held=True), {}, P.COMPLETED, ""),
        ("why", ReviewFacts(), {}, P.NOT_YET_STARTED, ""),
        ("why", ReviewFacts(factors=2), {}, P.IN_PROGRESS, "2 factors, no root cause yet"),
        ("why", ReviewFacts(factors=2, root_causes=1, undecided=("x",)), {}, P.IN_PROGRESS, "2 factors, 1 question not decided"),
        ("why", ReviewFacts(factors=1, root_causes=1), {}, P.COMPLETED, "1 factor"),
        ("why", ReviewFacts(factors=3, root_causes=1, blockers=(("Every path ends at a named control", 2),)), {}, P.IN_PROGRESS, "3 factors, 2 blockers of the checks"),
        ("actions", ReviewFacts(), {}, P.NOT_YET_STARTED, ""),
        ("actions", ReviewFacts(actions=2, actions_without_owner=("A",), actions_without_due=("A", "B")), {}, P.IN_PROGRESS,
         "2 actions, 1 without an owner, 2 without a due date"),
        ("actions", ReviewFacts(actions=1), {}, P.COMPLETED, "1 action"),
        ("submit", ReviewFacts(), {"obstacles": 2, "hints": 1}, P.CANNOT_START_YET, "2 obstacles, 1 hint"),
        ("submit", ReviewFacts(), {"hints": 3}, P.NOT_YET_STARTED, "3 hints"),
        ("submit", ReviewFacts(), {"is_submitted": True}, P.COMPLETED, ""),
    ],
)
def test_step(key, review, more, progress, hint):
    found = step(key, review, **more)
    assert (found.progress, found.hint) == (progress, hint)


def test_the_steps_follow_the_template():
    found = steps(Facts(ReviewFacts()), Template("T", 1, (Part("causes"), Part("impact", is_required=False), Part("timeline"), Part("summary"))))
    assert [(s.key, s.is_required) for s in found] == [
        ("why", True), ("impact", False), ("paste", True), ("times", True), ("gaps", True), ("story", True), ("submit", True),
    ]


def test_the_story_is_complete_with_what_its_template_requires():
    short = Template("T", 1, (Part("summary"), Part("trigger", is_required=False)))
    assert steps(Facts(ReviewFacts(told=("summary",))), short)[0].progress is P.COMPLETED
    assert steps(Facts(ReviewFacts(told=("trigger",))), short)[0].hint == "Not written yet: summary"


def test_more_actions_than_are_enough_are_pointed_out():
    short = Template("T", 1, (Part("actions"),), most_actions=5)
    assert steps(Facts(ReviewFacts(actions=6)), short)[0].hint == "6 actions; 5 are enough for this kind of review"
    assert steps(Facts(ReviewFacts(actions=5)), short)[0].hint == "5 actions"
