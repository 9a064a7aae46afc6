"""The table of terms covers every term of the shipped sets, and says in words what a version changed."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from marshmallow import ValidationError

from organisation.rules.policy import REGULATED, SHIPPED, SMALL_TEAM, completed
from organisation.rules.policy_terms import all_terms, changed, words
from organisation.schemas.policy import PolicyTerms, body_of


def leaves(terms: Mapping[str, Any], path: str = "") -> Iterator[str]:
    for key, value in terms.items():
        here = f"{path}.{key}" if path else key
        if here in {t.path for t in all_terms()} or not isinstance(value, Mapping):
            yield here
        else:
            yield from leaves(value, here)


@pytest.mark.parametrize("key", SHIPPED)
def test_every_term_that_is_shipped_can_be_changed(key: str) -> None:
    assert sorted(leaves(SHIPPED[key])) == sorted([*(t.path for t in all_terms()), "name"])


@pytest.mark.parametrize("key", SHIPPED)
def test_the_form_gives_back_what_it_was_given(key: str) -> None:
    assert PolicyTerms().load(body_of(SHIPPED[key])) == {k: v for k, v in SHIPPED[key].items() if k != "name"}


def test_what_was_changed_in_words() -> None:
    after = copy.deepcopy(dict(SMALL_TEAM))
    assert changed(SMALL_TEAM, after, {}) == []
    after["review"] |= {"opens_for_severity": [1, 2], "proposed_for_severity": {}, "history_days": 1}
    after["clocks"] |= {"calendar": "working", "calendar_id": 3}
    after["severity"] = {"matrix": {**SMALL_TEAM["severity"]["matrix"], "low": {"high": 2, "medium": 3, "low": 4}}}
    after["shows"] |= {"dora": True}
    assert changed(SMALL_TEAM, after, {3: "Operations desk"}) == [
        ("A review opens by itself for", "P1", "P1, P2"),
        ("A review is proposed for", "P2 120 min", "none"),
        ("Older incidents are history", "14 days", "1 day"),
        ("Hours are counted", "Round the clock", "In working hours"),
        ("Calendar of working hours and days", "The organisation’s own", "Operations desk"),
        ("Severity by impact and urgency", "High impact P1, P2, P3; Medium impact P2, P3, P4; Low impact P3, P4, P4",
         "High impact P1, P2, P3; Medium impact P2, P3, P4; Low impact P2, P3, P4"),
        ("DORA codes", "No", "Yes"),
    ]  # fmt: skip
    by = next(t for t in all_terms() if t.path == "approvals")
    assert [words(by, {"needed": n}, {}) for n in (1, 2)] == ["1 person", "2 people"]
    assert words(by, REGULATED["approvals"], {}) == "Service owner, then Problem manager"


@pytest.mark.parametrize(
    ("group", "change", "message"),
    [
        ("clocks", {"session": {"window_from_hours": 80, "due_hours": 72}}, "must not begin after the session is due"),
        ("review", {"opens_for_severity": [1, 2]}, "P2 opens a review by itself"),
        ("review", {"length_minutes": 5}, "from 10 to 480"),
        ("review", {"length_minutes": "soon"}, "from 10 to 480"),
        ("review", {"opens_for_severity": [7]}, "Select among P1 to P4"),
        ("gates", {"impact": "maybe"}, "Select Off or Hint or Block"),
        ("severity", {"matrix": {}}, "required"),
        ("approvals", {"first": None}, "Select who approves"),
        ("approvals", {"second": "the boss"}, "Select a role"),
    ],
)
def test_what_cannot_be(group: str, change: dict[str, Any], message: str) -> None:
    body = body_of(SMALL_TEAM)
    with pytest.raises(ValidationError) as wrong:
        PolicyTerms().load({**body, group: {**body[group], **change}})
    assert message in str(wrong.value.messages)


def test_a_version_written_before_a_term_existed_has_it() -> None:
    old = {k: v for k, v in REGULATED.items() if k != "severity"} | {"clocks": {"calendar": "working"}}
    whole = completed("regulated", old)
    assert PolicyTerms().load(body_of(whole))["clocks"] == {**REGULATED["clocks"], "calendar": "working"}
