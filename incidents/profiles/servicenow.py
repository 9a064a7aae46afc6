"""ServiceNow's exports of incidents: the list and the audit log as CSV, the table API as JSON."""

from __future__ import annotations

from pathlib import Path

from incidents.intake.facts import Intake
from incidents.profiles.profile import Profile
from incidents.profiles.reading import read_export
from incidents.profiles.servicenow_columns import BOOKKEEPING, COLUMNS, OTHER_DATES
from incidents.rules.written import DateOrder
from kernel.intake.archive import LIMITS, Limits

SERVICENOW = Profile(tool="servicenow", columns=COLUMNS, dates=OTHER_DATES, bookkeeping=BOOKKEEPING)


def read_servicenow(
    given: Path | str | bytes, *, zone: str = "UTC", date_order: DateOrder | None = None, limits: Limits = LIMITS
) -> Intake:
    """Read a file of ServiceNow as it comes; see `read_export`."""
    return read_export(given, SERVICENOW, zone=zone, date_order=date_order, limits=limits)
