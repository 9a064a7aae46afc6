"""What the one schema of form and API lets through, and its words when it does not."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from marshmallow import ValidationError

from actions.schemas import ActionFields, MoveFields, NewAction, StepFields

VERB = ["Enter what will be done, starting with a verb"]


def messages(body: dict[str, Any], schema: Any = None) -> dict[str, Any]:
    with pytest.raises(ValidationError) as wrong:
        (schema or ActionFields()).load(body)
    return wrong.value.messages_dict


def test_the_least() -> None:
    assert ActionFields().load({"title": "  Add an alert\t"}) == {
        "title": "Add an alert", "owner": None, "owner_name": None, "owner_email": None, "due": None, "kind": "prevent",
        "strength": None, "measure": "", "measure_threshold": "", "measure_source": "", "effect_window_days": None,
        "expected_evidence": "", "external_ref": None, "external_url": None, "factors": [],
    }
    assert ActionFields(partial=True).load({}) == {}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({}, {"title": VERB}),
        ({"title": None}, {"title": VERB}),
        ({"title": " \u200e\n\x00"}, None),
        ({"title": ""}, {"title": VERB}),
        ({"title": "x" * 141}, {"title": ["What will be done must be 140 characters or fewer"]}),
        ({"title": "Add", "owner": "the database team"}, {"owner": ["Select a person, not a team"]}),
        ({"title": "Add", "owner_email": "raj@example.com"}, {"owner_name": ["Enter the name of the owner"]}),
        ({"title": "Add", "owner": 1, "owner_name": "Raj"}, {"owner_name": ["Select a person or enter a new one, not both"]}),
        ({"title": "Add", "due": "04/12/2026"}, {"due": ["Enter the date like 4 Dec 2026"]}),
        ({"title": "Add", "due": "31 Feb 2026"}, {"due": ["Enter the date like 4 Dec 2026"]}),
        ({"title": "Add", "due": 20261204}, {"due": ["Enter the date like 4 Dec 2026"]}),
        ({"title": "Add", "kind": "magic"}, {"kind": ["Select what the action is for"]}),
        ({"title": "Add", "strength": "strong"}, {"strength": ["Select how strong the action is"]}),
        ({"title": "Add", "measure": "x" * 501}, {"measure": ["The measure must be 500 characters or fewer"]}),
        ({"title": "Add", "effect_window_days": 0}, {"effect_window_days": ["Watched for so many days must be a whole number from 1 to 365"]}),
        ({"title": "Add", "external_url": "javascript:alert(1)"}, {"external_url": ["Address of the ticket must begin with https:// or http://"]}),
        ({"title": "Add", "state": "verified"}, {"state": ["Unknown field."]}),
        ({"title": "Add", "original_due": "2030-01-01"}, {"original_due": ["Unknown field."]}),
        ({"title": "Add", "factors": [{"factor": "FAC-0001"}]}, {"factors": {0: {"effect": ["Select what the action does to this cause"]}}}),
        ({"title": "Add", "factors": [{"factor": "FAC-0001", "effect": "eliminates", "probability": 0.1}]},
         {"factors": {0: {"probability": ["Only “Reduces it” has a probability"]}}}),
        ({"title": "Add", "factors": [{"factor": "FAC-0001", "effect": "reduces", "probability": 1.1}]},
         {"factors": {0: {"probability": ["Probability must be between 0 and 1"]}}}),
        ({"title": "Add", "factors": [{"factor": "FAC-0001", "effect": "reduces"}, {"factor": "FAC-0001", "effect": "detects"}]},
         {"factors": ["Each cause can stand here once"]}),
    ],
)
def test_refused(body: dict[str, Any], expected: dict[str, Any] | None) -> None:
    if expected is None:  # a mark that shows nothing is text; control characters are not
        assert ActionFields().load(body)["title"] == "\u200e"
        return
    assert messages(body) == expected


@pytest.mark.parametrize("text", ["2026-12-04", "4 Dec 2026", "04 December 2026", " 4  dec 2026 "])
def test_days(text: str) -> None:
    assert ActionFields().load({"title": "Add", "due": text})["due"] == date(2026, 12, 4)


def test_text_is_cleaned_but_keeps_its_lines() -> None:
    loaded = ActionFields().load({"title": "Add\x00 an \ud800alert", "measure": "Lag\x07 > 60 s\r\n\r\n  tested  "})
    assert loaded["title"] == "Add an ?alert"
    assert loaded["measure"] == "Lag > 60 s\n\ntested"


def test_a_new_action_names_its_source() -> None:
    assert messages({"title": "Add"}, NewAction()) == {"source": ["Say which record the action comes from"]}


def test_moves_and_steps() -> None:
    assert messages({}, MoveFields()) == {"due": ["Enter a date after today"], "reason": ["Enter why you need more time"]}
    assert messages({"due": "soon", "reason": " "}, MoveFields()) == {
        "due": ["Enter the date like 4 Dec 2026"], "reason": ["Enter why you need more time"],
    }
    assert StepFields().load({}) == {"claim": "", "evidence": "", "reason": "", "expires_on": None, "superseded_by": ""}
    assert messages({"state": "verified"}, StepFields()) == {"state": ["Unknown field."]}
