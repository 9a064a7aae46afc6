"""Errors, ids and values of a form as its page shows them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum

import pytest
from marshmallow import Schema, fields, validate
from werkzeug.datastructures import MultiDict

from kernel.errors import Invalid
from web.forms import FieldError, Form, describe, filled, flatten, form_errors


class Kind(StrEnum):
    NEAR_MISS = "near_miss"
    EXERCISE = "exercise"


class Row(Schema):
    measure = fields.String(required=True, error_messages={"required": "Enter a measure"})
    value = fields.String(required=True, error_messages={"required": "Enter a value"})


class Moment(Schema):
    at = fields.String(required=True)
    precision = fields.String(load_default="exact", validate=validate.OneOf(["exact", "about"]))


class Page(Schema):
    title = fields.String(required=True, error_messages={"required": "Enter a title"}, metadata={"hint": "Short"})
    kind = fields.Enum(Kind, by_value=True, load_default=Kind.EXERCISE, metadata={"hints": {"near_miss": "No harm"}})
    occurred = fields.Nested(Moment, required=True, metadata={"label": "Impact started"})
    impact = fields.List(fields.Nested(Row), validate=validate.Length(min=1, error="Add at least one row"))
    due = fields.Date()
    opened_at = fields.AwareDateTime()
    story = fields.String(validate=validate.Length(max=4000))
    email = fields.Email()
    tags = fields.List(fields.String())
    month = fields.Integer(validate=validate.OneOf(range(1, 13)))
    score = fields.Float()


def form(*pairs: tuple[str, str]) -> Form:
    return Form(Page(), MultiDict(list(pairs)))


def messages(of: Form) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as wrong:
        of.load()
    return dict(wrong.value.messages)


def test_row_errors_carry_the_number_that_the_row_has_in_the_form() -> None:
    typed = form(
        ("title", "x"),
        ("occurred-at-time", "14:03"),
        ("impact-0-measure", ""),
        ("impact-3-measure", "Customers"),
        ("impact-7-value", "3"),
    )
    assert messages(typed) == {"impact-3-value": ["Enter a value"], "impact-7-measure": ["Enter a measure"]}
    assert typed.refused(messages(typed)).errors_of("impact-3-value") == ["Enter a value"]
    assert typed.rows("impact") == [0, 3, 7]


def test_summary_and_fields_say_the_same_words_and_the_summary_follows_the_page() -> None:
    refused = form().refused({"story": ["Too long"], "title": ["Enter a title"], "_schema": ["All of it"]})
    assert refused.errors == [
        FieldError("title", "Enter a title"),
        FieldError("story", "Too long"),
        FieldError("main", "All of it"),
    ]
    assert refused.errors_of("title") == ["Enter a title"]


@pytest.mark.parametrize(
    ("wrong", "lands_on"),
    [
        ({"occurred": ["Enter the time"]}, "occurred-at"),
        ({"occurred": {"_schema": ["Enter the time"]}}, "occurred-at"),
        ({"occurred": {"precision": ["Enter the time"]}}, "occurred-precision"),
        ({"occurred-at": ["Enter the time"]}, "occurred-at"),
        ({"impact": ["Enter the time"]}, "impact-0-measure"),
        ({"impact": {2: {"_schema": ["Enter the time"]}}}, "impact-2-measure"),
        ({"tags": {1: ["Enter the time"]}}, "tags-1"),
        ({"unknown": ["Enter the time"]}, "unknown"),
    ],
)
def test_each_message_lands_on_an_input(wrong: dict[str, object], lands_on: str) -> None:
    assert form_errors(wrong, Page()) == [FieldError(lands_on, "Enter the time")]


def test_two_forms_on_a_page_have_different_ids() -> None:
    second = Form(Page(), MultiDict(), ids="second-").refused({"title": ["Enter a title"]})
    assert second.errors == [FieldError("second-title", "Enter a title")]
    assert second.errors_of("title") == ["Enter a title"]
    assert second.id("title") == "second-title"


def test_messages_flatten_to_the_shape_of_invalid() -> None:
    nested = {"a": {0: {"b": ["x", "y"]}}, "c": "z", "_schema": ["w"]}
    assert flatten(nested) == {"a-0-b": ["x", "y"], "c": ["z"], "": ["w"]}


@pytest.mark.parametrize(
    ("name", "widget", "optional"),
    [
        ("title", "text", False),
        ("kind", "radios", True),
        ("due", "date", True),
        ("opened_at", "pair", True),
        ("story", "textarea", True),
        ("email", "email", True),
        ("tags", "checkboxes", True),
        ("month", "select", True),
        ("score", "number", True),
        ("impact-4-value", "text", False),
        ("occurred-precision", "radios", True),
        ("search", "text", False),
    ],
)
def test_the_schema_chooses_the_widget(name: str, widget: str, optional: bool) -> None:
    info = describe(Page(), name)
    assert (info.widget, info.optional) == (widget, optional)


def test_options_come_from_the_enumeration_with_words_and_hints() -> None:
    info = describe(Page(), "kind")
    assert info.options == (("near_miss", "Near miss", "No harm"), ("exercise", "Exercise", ""))
    assert info.default == "exercise"


def test_a_choice_stands_at_the_default_until_somebody_chooses() -> None:
    assert form().chosen("kind") == "exercise"
    assert form(("kind", "near_miss")).chosen("kind") == "near_miss"
    assert form(("kind", "")).chosen("kind") == ""


def test_labels_and_hints() -> None:
    assert describe(Page(), "title").hint == "Short"
    assert describe(Page(), "occurred").label == "Impact started"
    assert describe(Page(), "impact-0-measure").label == "Measure"
    assert describe(Page(), "opened_at").label == "Opened at"


def test_a_stored_record_becomes_the_values_of_its_form() -> None:
    values = filled(
        {
            "title": "Down",
            "kind": Kind.NEAR_MISS,
            "due": date(2026, 12, 4),
            "opened_at": datetime(2026, 7, 1, 23, 30, tzinfo=UTC),
            "exact_at": datetime(2026, 1, 1, 0, 0, 5, tzinfo=UTC),
            "none": None,
            "major": True,
            "tags": ["a", "b"],
            "impact": [{"value": 3}, {"value": 4}],
            "occurred": {"at": "14:03", "precision": "about"},
        },
        "Europe/London",
    )
    assert values.to_dict(flat=False) == {
        "title": ["Down"],
        "kind": ["near_miss"],
        "due": ["4 Dec 2026"],
        "opened_at-date": ["2 Jul 2026"],  # 23:30 UTC is 00:30 of the next day in summer time
        "opened_at-time": ["00:30"],
        "exact_at-date": ["1 Jan 2026"],
        "exact_at-time": ["00:00:05"],
        "none": [""],
        "major": ["true"],
        "tags": ["a", "b"],
        "impact-0-value": ["3"],
        "impact-1-value": ["4"],
        "occurred-at": ["14:03"],
        "occurred-precision": ["about"],
    }


def test_spare_rows_follow_the_used_ones_until_there_is_an_error() -> None:
    assert form().rows("impact", spare=2) == [0, 1]
    assert form(("impact-4-value", "3")).rows("impact", spare=2) == [4, 5, 6]
    assert form(("impact-4-value", "3")).refused({"title": ["x"]}).rows("impact", spare=2) == [4]
    assert form().refused({"impact": ["Add at least one row"]}).rows("impact") == [0]
