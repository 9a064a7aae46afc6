"""Times as people type them: a date, a clock, a zone and how sure, made an instant or the sentence that says why not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from incidents.rules.moment import Moment as Instant
from incidents.rules.moment import parse_local, zone_named
from incidents.rules.times import NAMES, TimeFact
from incidents.rules.typed import parted
from incidents.rules.written import FIRST_YEAR, LAST_YEAR, Problem
from incidents.schemas.text import Line

LONGEST = 60
WHICH = fields.String(
    allow_none=True,
    load_default=None,
    validate=validate.OneOf(["first", "second"], error="Select the first or the second"),
    metadata={"label": "Which of the two", "widget": "radios",
              "labels": {"first": "The first, before the clocks went back", "second": "The second"}},
)


def when(label: str, hint: str = "") -> Line:
    """A field for one instant: two boxes in a form, one text or ISO 8601 in JSON."""
    return Line("The time", LONGEST, label=label, hint=hint, widget="pair")


class Moment(Schema):
    """One milestone: when, how sure, and which of the two where the clocks were put back."""

    at = when("Time")
    precision = fields.String(
        load_default="exact",
        validate=validate.OneOf(["exact", "about", "unknown"], error="Select Exact, About or Not known yet"),
        metadata={"label": "How sure", "labels": {"unknown": "Not known yet"}},
    )
    which = WHICH


def read(text: str, zone: str, *, which: str | None = None, precision: str = "exact", day: str = "") -> Instant | Problem:
    """The instant of a text in ``zone``; ISO 8601 with an offset says its own. ``day`` stands in for a missing date."""
    whole = _machine(text)
    if whole is not None:
        if not FIRST_YEAR <= whole.year <= LAST_YEAR:
            return Problem(f"{whole.year} is not a year that can be meant. Check the date", "date")
        return Instant(whole.astimezone(UTC), zone, text, _sure(precision))
    written_day, written_time = parted(text)
    answer = which if which in {"first", "second"} else None
    return parse_local(written_day or day, written_time, zone, which=answer, precision=_sure(precision))  # type: ignore[arg-type]


def facts(body: Mapping[str, Any], names: Sequence[str], zone: str) -> dict[str, TimeFact]:
    """What a person said of each moment in ``names``; one about which nothing was said is left out.

    A row with a time and no date takes the date of the row above. Raises ValidationError by field.
    """
    found: dict[str, TimeFact] = {}
    wrong: dict[str, dict[str, list[str]]] = {}
    day = ""
    for name in names:
        row = body.get(name) or {}
        text, precision = row.get("at") or "", row.get("precision", "exact")
        if precision == "unknown":
            if text:
                wrong[name] = {"at": [f"Take the time of “{NAMES[name]}” out, or select Exact or About"]}
            found[name] = TimeFact(name, "person", None, "unknown", zone)
            continue
        if not text:
            continue
        read_as = read(text, zone, which=row.get("which"), precision=precision, day=day)
        if isinstance(read_as, Problem):
            wrong[name] = {"at": [str(read_as)]}
            continue
        day = parted(text)[0] or day
        found[name] = TimeFact(name, "person", read_as.at, precision, zone, text[:LONGEST])
    if wrong:
        raise ValidationError(wrong)
    return found


def settled(field: str, text: str, zone: str, *, which: str | None = None, precision: str = "exact", day: str = "") -> datetime:
    """The instant of one field, or ValidationError on it."""
    found = read(text, zone, which=which, precision=precision, day=day)
    if isinstance(found, Problem):
        raise ValidationError({field: [str(found)]})
    return found.at


def known_zone(name: str) -> None:
    """Validator of a zone's field."""
    if isinstance(zone_named(name), Problem):
        raise ValidationError("Select a time zone from the list")


def zone_field(**more: Any) -> Line:
    field = Line("Time zone", 64, hint="All times below are read in this zone", widget="suggest", **more)
    field.validators.append(known_zone)
    return field


class Zoned(Schema):
    """A body whose times are read in the zone that it names itself, else in the one of the record it belongs to."""

    def __init__(self, *, zone: str = "UTC", **more: Any) -> None:
        super().__init__(**more)
        self.zone_of_record = zone

    def zone_of(self, body: Mapping[str, Any]) -> str:
        return body.get("zone") or self.zone_of_record


class At(Zoned):
    """A body with one instant. ``at_field`` and ``which_field`` name it; ``missing`` is said when it is empty, None where it may be."""

    at_field, which_field = "at", "at_which"
    missing: str | None = "Enter when"

    @validates_schema(skip_on_field_errors=False)
    def is_readable(self, body: dict[str, Any], **_: Any) -> None:
        self._at(body)

    @post_load
    def as_instant(self, body: dict[str, Any], **_: Any) -> dict[str, Any]:
        which = body.pop(self.which_field, None)
        return {**body, self.at_field: self._at({self.which_field: which, **body})} if self.at_field in body else body

    def _at(self, body: Mapping[str, Any]) -> datetime | None:
        text = body.get(self.at_field)
        if text:
            return settled(self.at_field, text, self.zone_of(body), which=body.get(self.which_field))
        if self.missing:
            raise ValidationError(self.missing, self.at_field)
        return None


def _machine(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def _sure(precision: str) -> Any:
    return "about" if precision == "about" else "exact"

