"""The seven times of an incident, as a person corrects them."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validates_schema

from incidents.rules.times import NAMES, ORDER
from incidents.schemas import moments
from incidents.schemas.moments import Moment, Zoned

_SEVEN: type[Schema] = Schema.from_dict({name: fields.Nested(Moment, metadata={"label": NAMES[name]}) for name in ORDER}, name="Seven")


class IncidentTimes(Zoned, _SEVEN):  # type: ignore[misc, valid-type]  # made of the one list of moments
    """Loads to ``{moment: TimeFact}``; a moment that is not sent stays as it is."""

    @validates_schema(skip_on_field_errors=False)
    def are_readable(self, body: dict[str, Any], **_: Any) -> None:
        moments.facts(body, ORDER, self.zone_of(body))

    @post_load
    def as_facts(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        return moments.facts(body, ORDER, self.zone_of(body))
