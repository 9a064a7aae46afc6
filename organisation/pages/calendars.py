"""The calendars: list, one with the days that it leaves free, adding and changing one."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from kernel import clock
from kernel.permission import may, require
from organisation.models import Calendar
from organisation.pages.blueprint import bp
from organisation.pages.tabs import tabs
from organisation.pages.zones import zone_names
from organisation.queries.calendar import calendars as all_calendars
from organisation.queries.calendar import find_calendar
from organisation.queries.policy import the_organisation
from organisation.rules.calendar import countries, named_holidays, regions, week_in_words
from organisation.schemas.calendar import KINDS, CalendarEdit, CalendarForm, body_of
from organisation.service.calendar import ADMINISTER, add_calendar, choose_calendar, edit_calendar
from web.forms import Form
from web.saving import form_of, form_page, saved
from web.session import current_actor
from web.unit import session

#: Office hours, in the boxes of a calendar that is begun.
USUAL = dict.fromkeys(("monday", "tuesday", "wednesday", "thursday", "friday"), "09:00-17:30")


@bp.get("/calendars")
def calendars() -> str:
    organisation = the_organisation(session())
    return render_template(
        "organisation/calendars.html",
        tabs=tabs(current_actor(), "Calendars"),
        rows=[(c, week_in_words(c.week), _holidays_of(c), c.id == organisation.calendar_id) for c in all_calendars(session())],
        may_change=may(current_actor(), ADMINISTER),
    )


@bp.route("/calendars/new", methods=["GET", "POST"])
def new_calendar() -> Any:
    require(current_actor(), ADMINISTER)
    form = form_of(CalendarForm(), {"zone": the_organisation(session()).zone, "week": USUAL})
    if done := saved(form, lambda body: add_calendar(session(), current_actor(), body)):
        flash(f"{done.made.name} was added.")
        return redirect(url_for("organisation.calendar", calendar_id=done.made.id), 303)
    return _show(form)


@bp.route("/calendars/<int:calendar_id>", methods=["GET", "POST"])
def calendar(calendar_id: int) -> Any:
    """Everybody reads it; who may, changes it."""
    if request.method == "POST":
        require(current_actor(), ADMINISTER)
    found = find_calendar(session(), calendar_id)
    form = form_of(CalendarEdit(), body_of(found))
    if saved(form, lambda body: edit_calendar(session(), current_actor(), calendar_id, body, version=body["version"])):
        flash("Saved. Dates that were set already stand; what is reckoned from now on follows the calendar.")
        return redirect(url_for("organisation.calendar", calendar_id=calendar_id), 303)
    return _show(form, found)


@bp.post("/calendars/<int:calendar_id>/default")
def choose_default(calendar_id: int) -> Any:
    found = choose_calendar(session(), current_actor(), calendar_id)
    flash(f"{found.name} counts from now on wherever no other calendar is named.")
    return redirect(url_for("organisation.calendars"), 303)


def _show(form: Form, found: Calendar | None = None) -> tuple[str, int]:
    return form_page(
        "organisation/calendar.html",
        form,
        tabs=tabs(current_actor(), "Calendars"),
        found=found,
        words=week_in_words(found.week) if found else "",
        holidays_of=_holidays_of(found) if found else "",
        free=_free_days(found) if found else [],
        is_default=found is not None and found.id == the_organisation(session()).calendar_id,
        may_change=may(current_actor(), ADMINISTER),
        zones=zone_names(),
        countries=[("", "None"), *countries().items()],
    )


def _holidays_of(calendar: Calendar) -> str:
    """The place whose public holidays count, as "Scotland, United Kingdom"; empty where none do."""
    if not calendar.country:
        return ""
    place = [regions(calendar.country).get(calendar.region, calendar.region)] if calendar.region else []
    return ", ".join([*place, countries().get(calendar.country, calendar.country)])


def _free_days(calendar: Calendar) -> list[tuple[date, str]]:
    """The holidays and days of one's own from today to the end of next year, by day."""
    today = clock.now().date()
    years = (today.year, today.year + 1)
    found: dict[date, str] = {}
    if calendar.country:
        for year in years:
            found.update(named_holidays(calendar.country, calendar.region, year))
    own = {date.fromisoformat(d["day"]): ", ".join(filter(None, (d["name"], KINDS["worked"] if d["worked"] else KINDS["off"])))
           for d in calendar.days}
    return sorted((day, name) for day, name in {**found, **own}.items() if today <= day and day.year in years)
