"""A browser's form becomes exactly the body that the API would have got."""

from __future__ import annotations

from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from web.forms import submitted


class Moment(Schema):
    at = fields.String()
    precision = fields.String(load_default="exact")


class Row(Schema):
    measure = fields.String(required=True)
    unit = fields.String(load_default="")
    precision = fields.String(load_default="exact")


class Everything(Schema):
    title = fields.String(required=True, error_messages={"required": "Enter a title"})
    summary = fields.String()
    cause = fields.String(allow_none=True)
    count = fields.Integer()
    due = fields.Date(allow_none=True)
    kind = fields.String(validate=validate.OneOf(["incident", "exercise"]))
    occurred = fields.Nested(Moment, required=True)
    detected = fields.Nested(Moment)
    closed = fields.Nested(Moment, allow_none=True)
    services = fields.List(fields.String())
    impact = fields.List(fields.Nested(Row))
    more = fields.Nested(Row, many=True)
    major = fields.Boolean()
    session_at = fields.String(allow_none=True)
    secret = fields.String(metadata={"widget": "password"})
    renamed = fields.String(data_key="shown_as")


def body(*pairs: tuple[str, str], partial: bool = False) -> dict[str, Any]:
    return submitted(MultiDict(list(pairs)), Everything(partial=partial))


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        ([("title", "  Down \r\nagain ")], {"title": "Down \nagain"}),
        ([("title", "   ")], {}),
        ([("summary", "")], {"summary": ""}),
        ([("cause", "")], {"cause": None}),
        ([("count", "")], {}),
        ([("count", "7")], {"count": "7"}),
        ([("due", "")], {"due": None}),
        ([("kind", "")], {}),
        ([("shown_as", "x")], {"shown_as": "x"}),
        ([("renamed", "x")], {}),
        ([("stranger", "x"), ("csrf_token", "t")], {}),
        ([("secret", "  two words ")], {"secret": "  two words "}),
        ([("services", ""), ("services", "Checkout"), ("services", " Card ")], {"services": ["Checkout", "Card"]}),
        ([("services", "")], {"services": []}),
        ([("major", "false")], {"major": "false"}),
        ([("major", "false"), ("major", "true")], {"major": "true"}),
        ([("session_at-date", "20 Nov 2026"), ("session_at-time", "14:03")], {"session_at": "20 Nov 2026 14:03"}),
        ([("session_at-date", ""), ("session_at-time", "14:03")], {"session_at": "14:03"}),
        ([("session_at-date", " "), ("session_at-time", "")], {"session_at": None}),
    ],
)
def test_one_field(pairs: list[tuple[str, str]], expected: dict[str, Any]) -> None:
    assert body(*pairs) == expected


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            [("occurred-at-date", "20 Nov 2026"), ("occurred-at-time", "1403"), ("occurred-precision", "about")],
            {"occurred": {"at": "20 Nov 2026 1403", "precision": "about"}},
        ),
        # required: it goes on although nothing is in it, so that its own schema can say what is missing
        (
            [("occurred-at-date", ""), ("occurred-at-time", ""), ("occurred-precision", "exact")],
            {"occurred": {"at": "", "precision": "exact"}},
        ),
        # optional: a radio that stands at its default is no answer
        ([("detected-at-date", ""), ("detected-at-time", ""), ("detected-precision", "exact")], {}),
        (
            [("closed-at-date", ""), ("closed-at-time", ""), ("closed-precision", "exact")],
            {"closed": None},
        ),
        # "Not known yet" is an answer
        (
            [("detected-at-date", ""), ("detected-at-time", ""), ("detected-precision", "unknown")],
            {"detected": {"at": "", "precision": "unknown"}},
        ),
    ],
)
def test_nested_times(pairs: list[tuple[str, str]], expected: dict[str, Any]) -> None:
    assert body(*pairs) == expected


@pytest.mark.parametrize("name", ["impact", "more"])
def test_rows_keep_their_order_and_blank_ones_are_left_out(name: str) -> None:
    found = body(
        (f"{name}-10-measure", "Third"),
        (f"{name}-2-measure", "Second"),
        (f"{name}-0-measure", "First"),
        (f"{name}-0-precision", "about"),
        (f"{name}-1-measure", " "),
        (f"{name}-1-precision", "exact"),
        (f"{name}-x-measure", "no row"),
    )
    assert found == {
        name: [{"measure": "First", "precision": "about"}, {"measure": "Second"}, {"measure": "Third"}],
    }


def test_a_row_with_something_goes_on_and_is_judged() -> None:
    assert body(("impact-0-measure", ""), ("impact-0-unit", "min")) == {"impact": [{"unit": "min"}]}


def test_all_rows_removed_is_an_empty_list_and_no_rows_is_no_word() -> None:
    assert body(("impact", "")) == {"impact": []}
    assert body() == {}


def test_a_blank_required_text_answers_with_its_own_sentence() -> None:
    class Small(Schema):
        title = fields.String(required=True, error_messages={"required": "Enter a title"})

    with pytest.raises(ValidationError) as wrong:
        Small().load(submitted(MultiDict([("title", " ")]), Small()))
    assert wrong.value.messages == {"title": ["Enter a title"]}


def test_a_partial_edit_may_not_clear_a_required_text_unseen() -> None:
    assert body(("title", ""), partial=True) == {"title": ""}


def test_what_was_typed_is_not_changed() -> None:
    form = MultiDict([("title", "  x \r\n"), ("services", ""), ("services", "a")])
    before = list(form.items(multi=True))
    submitted(form, Everything())
    assert list(form.items(multi=True)) == before


@pytest.mark.parametrize("number", ["99999999999999999999", "-1", "²", "1e3"])
def test_absurd_row_numbers_are_ignored(number: str) -> None:
    assert body((f"impact-{number}-measure", "x")) == {}
