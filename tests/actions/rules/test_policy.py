"""What a policy expects, term by term; the values are those of the two shipped sets or made up to differ."""

from __future__ import annotations

import pytest

from actions.rules import policy
from actions.rules.policy import Expectation
from organisation.rules import policy_terms
from organisation.rules.policy import REGULATED, SMALL_TEAM

SMALL, STRICT = SMALL_TEAM["actions"], REGULATED["actions"]


@pytest.mark.parametrize(
    ("severity", "kind", "days"),
    [(1, "prevent", 90), (3, "prevent", 180), (1, "repair", 30), (None, "repair", 30), (None, "prevent", None)],
)
def test_due_days_take_the_shorter_of_severity_and_kind(severity: int | None, kind: str, days: int | None) -> None:
    assert policy.due_days(Expectation(severity, STRICT), kind) == days


@pytest.mark.parametrize(
    ("terms", "severity", "needs"), [(SMALL, 1, True), (SMALL, 2, False), (STRICT, 2, True), (STRICT, None, False), ({}, 1, False)]
)
def test_needs_evidence(terms: dict[str, object], severity: int | None, needs: bool) -> None:
    assert policy.needs_evidence(Expectation(severity, terms)) is needs


@pytest.mark.parametrize(
    ("which", "strength", "on_root", "days"),
    [
        ("root_strong", "eliminate", True, 30), ("root_strong", "engineer", True, 30), ("root_strong", "engineer", False, None),
        ("root_strong", "detect", True, None), ("strong", "engineer", False, 30), ("strong", "administrative", True, None),
        ("all", None, False, 30), ("none", "eliminate", True, None),
    ],
)
def test_which_actions_have_their_effect_checked(which: str, strength: str | None, on_root: bool, days: int | None) -> None:
    expected = Expectation(1, {**SMALL, "full_check": which})
    assert policy.effect_days(expected, strength, on_root=on_root) == days


@pytest.mark.parametrize(
    ("rule", "who", "may"),
    [
        ("checker", {"raised_it": True, "checks": False, "is_problem_manager": False}, False),
        ("checker", {"raised_it": False, "checks": True, "is_problem_manager": False}, True),
        ("raiser", {"raised_it": True, "checks": False, "is_problem_manager": False}, True),
        ("raiser", {"raised_it": False, "checks": False, "is_problem_manager": False}, False),
        ("problem_manager", {"raised_it": True, "checks": True, "is_problem_manager": False}, False),
        ("problem_manager", {"raised_it": False, "checks": True, "is_problem_manager": True}, True),
    ],
)
def test_who_verifies(rule: str, who: dict[str, bool], may: bool) -> None:
    assert policy.may_verify(rule, **who) is may


def test_the_verifier_of_both_sets() -> None:
    assert [policy.verifier(Expectation(1, terms), full=full) for terms in (SMALL, STRICT) for full in (True, False)] == [
        "checker", "raiser", "problem_manager", "checker"]


def test_the_words_of_the_policy_are_those_of_actions() -> None:
    from actions.rules.words import KINDS

    assert list(policy_terms.STRENGTHS) == list(policy.STRENGTHS)
    assert list(policy_terms.ACTION_KINDS) == list(KINDS)
