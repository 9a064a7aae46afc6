"""Messages of ticket tools. What a tool sends beside these fields is passed over; what is wrong is refused with its field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, pre_load, validate

from actions.rules.tickets import TicketState
from organisation.schemas.fields import Line


def _text(longest: int, **more: Any) -> Line:
    return Line(validate=validate.Length(max=longest, error=f"Must be {longest:,} characters or fewer"), **more)


def _needed(longest: int) -> Line:
    return Line(required=True, validate=validate.Length(min=1, max=longest, error=f"Must have 1 to {longest:,} characters"))


def _link() -> Line:
    return Line(load_default="", validate=[
        validate.Length(max=500, error="Must be 500 characters or fewer"),
        validate.Regexp(r"(https?://.*)?$", error="Must begin with https:// or http://"),
    ])


class _Passing(Schema):
    class Meta:
        unknown = EXCLUDE


class GenericTicket(_Passing):
    """{"ticket": "OPS-12", "state": "closed", "url": "https://…", "said": "…", "evidence": "https://…"}"""

    ticket = _needed(120)
    state = fields.String(required=True, validate=validate.OneOf(list(TicketState), error="Must be open, in_progress, closed or cancelled"))
    url = _link()
    said = _text(1000, load_default="")
    evidence = _text(2000, load_default="")


class _Category(_Passing):
    key = _text(40, load_default="")


class _Status(_Passing):
    name = _needed(80)
    statusCategory = fields.Nested(_Category, load_default=None, allow_none=True)  # noqa: N815 - Jira's own name


class _Resolution(_Passing):
    name = _text(80, load_default="")


class _IssueFields(_Passing):
    status = fields.Nested(_Status, required=True)
    resolution = fields.Nested(_Resolution, load_default=None, allow_none=True)


class _Issue(_Passing):
    key = _needed(120)
    self = _text(500, load_default="")
    told = fields.Nested(_IssueFields, required=True, data_key="fields")


class JiraIssue(_Passing):
    """A webhook of Jira, "issue updated": {"issue": {"key": …, "self": …, "fields": {"status": …, "resolution": …}}}"""

    issue = fields.Nested(_Issue, required=True)


class ServiceNowTask(_Passing):
    """What a business rule of ServiceNow sends: number, state (its number or its words), close_code, close_notes, url."""

    number = _needed(120)
    state = _needed(60)
    sys_class_name = _text(80, load_default="")
    close_code = _text(200, load_default="")
    close_notes = _text(4000, load_default="")
    url = _link()

    @pre_load
    def number_of_the_state(self, body: Any, **_: Any) -> Any:
        """A state may come as 3 and as "3"."""
        if isinstance(body, Mapping) and isinstance(body.get("state"), int) and not isinstance(body["state"], bool):
            return {**body, "state": str(body["state"])}
        return body


SHAPES: Mapping[str, type[Schema]] = {"generic": GenericTicket, "jira": JiraIssue, "servicenow": ServiceNowTask}
