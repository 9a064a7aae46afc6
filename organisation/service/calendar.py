"""Adding and changing calendars, and choosing the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from kernel import audit
from kernel.edit import changes, expect_version
from kernel.errors import Invalid
from kernel.permission import Actor, require
from organisation.models import Calendar
from organisation.queries.calendar import find_calendar
from organisation.queries.policy import the_organisation
from organisation.rules.calendar import WEEK_DAYS, hours_shown, region_read, regions

ADMINISTER = "administer policies"
LABELS = {
    "name": "Name", "zone": "Time zone", "week": "Working hours", "country": "Public holidays of", "region": "Region",
    "days": "Days of your own",
}


def add_calendar(session: Session, actor: Actor, values: Mapping[str, Any]) -> Calendar:
    """A new calendar from the values of ``organisation.schemas.calendar.CalendarForm``."""
    require(actor, ADMINISTER)
    stored = _checked(session, values, None)
    made = Calendar(**stored)
    session.add(made)
    session.flush()
    audit.note(session, actor, "add calendar", after={**_told(stored), "calendar": made.id})
    return made


def edit_calendar(
    session: Session, actor: Actor, calendar_id: int, values: Mapping[str, Any], *, version: int | None
) -> Calendar:
    """Change a calendar. What is computed from now on follows it; dates that were set already stand."""
    require(actor, ADMINISTER)
    found = find_calendar(session, calendar_id)
    theirs = {key: getattr(found, key) for key in LABELS}
    expect_version("the calendar", found.version, version, labels=LABELS, theirs=_told(theirs), yours=_told(values))
    before, after = changes(found, _checked(session, values, found.id))
    if after:
        session.flush()
        audit.note(session, actor, "edit calendar", before={**_told(before), "calendar": found.name},
                   after={**_told(after), "calendar": found.name})
    return found


def choose_calendar(session: Session, actor: Actor, calendar_id: int) -> Calendar:
    """Make a calendar the one that counts wherever no other is named."""
    require(actor, ADMINISTER)
    found = find_calendar(session, calendar_id)
    organisation = the_organisation(session)
    before = session.get(Calendar, organisation.calendar_id) if organisation.calendar_id else None
    if before is not found:
        organisation.calendar_id = found.id
        session.flush()
        audit.note(session, actor, "choose calendar", before={"calendar": before.name if before else None},
                   after={"calendar": found.name})
    return found


def _checked(session: Session, values: Mapping[str, Any], own_id: int | None) -> dict[str, Any]:
    """The values as they are stored; ``Invalid`` where only the database or the country can tell."""
    country, region = values["country"] or None, (values["region"] or "").strip()
    taken = sa.select(Calendar.id).where(sa.func.lower(Calendar.name) == values["name"].lower(), Calendar.id != (own_id or 0))
    if session.scalar(taken) is not None:
        raise Invalid({"name": ["There is a calendar of this name already"]})
    if region and not country:
        raise Invalid({"country": ["Select the country of the region"]})
    code = region_read(country, region) if country and region else None
    if region and country and code is None:
        raise Invalid({"region": [_unknown_region(country, region)]})
    return {"name": values["name"], "zone": values["zone"], "week": values["week"], "country": country, "region": code,
            "days": values["days"]}


def _unknown_region(country: str, region: str) -> str:
    known = [name if name == code else f"{name} ({code})" for code, name in regions(country).items()]
    if not known:
        return "This country has the same holidays everywhere. Leave the region empty"
    return f"“{region[:40]}” is not one of its regions. Enter one of: {', '.join(known)}"


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Hours and days in words, for the audit trail and for the page that shows both texts of a conflict."""
    told = dict(values)
    if "week" in told:
        told["week"] = ", ".join(
            f"{name.capitalize()} {hours_shown(hours)}" for name, hours in zip(WEEK_DAYS, told["week"], strict=True) if hours
        )
    if "days" in told:
        told["days"] = ", ".join(
            " ".join(filter(None, (d["day"], "worked" if d["worked"] else "off", d["name"]))) for d in told["days"]
        )
    return told
