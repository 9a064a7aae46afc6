"""The demo organisation's year of smaller incidents: an audit log of ServiceNow, made here and read like a real one."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from incidents.profiles.servicenow import read_servicenow
from incidents.service.importing import import_incidents
from kernel.permission import machine

INCIDENTS = 37  # with the three of the reviews: 40 over a year

#: title, severity, service, minutes to detection, minutes to resolution; told again and again with other dates
KINDS = (
    ("Card payments slow at the till", 2, "Card payments", 6, 95),
    ("Statements not delivered overnight", 3, "Statements", 240, 610),
    ("Mobile banking: balance shown late", 3, "Mobile banking", 18, 130),
    ("Checkout: address lookup fails", 3, "Checkout", 9, 70),
    ("Customer website: images missing after release", 4, "Customer website", 25, 55),
    ("Card payments refused for one card scheme", 1, "Card payments", 4, 48),
    ("Mobile banking: push messages doubled", 4, "Mobile banking", 55, 300),
    ("Checkout: vouchers refused", 3, "Checkout", 31, 160),
    ("Customer website unreachable from one network", 2, "Customer website", 12, 84),
)


#: What happens to an incident, minutes after its opening as a share of its length, by whom.
LIFE = (("New", 0.0, "Service desk"), ("In progress", 0.1, "Service desk"), ("Resolved", 1.0, "Samir Haddad"), ("Closed", None, "System"))
#: Entries of the work log: share of the length, author, text.
NOTES = (
    (0.1, "Raj Patel", "Alarm seen, {service} looked at. Error rate above the threshold since the opening."),
    (0.6, "Samir Haddad", "Rolled back the last change of {service}; error rate falls."),
    (1.0, "Samir Haddad", "Error rate normal for ten minutes. Resolved."),
)
COLUMNS = (
    "number", "short_description", "priority", "incident_state", "opened_at", "resolved_at", "closed_at", "business_service", "assignment_group",
    "contact_type", "category", "made_sla", "reopen_count", "problem_id", "work_notes", "sys_mod_count", "sys_updated_on", "sys_updated_by",
)  # fmt: skip
CLOSED_AFTER = timedelta(days=5)


def import_year(session: Session, now: datetime) -> None:
    """Through the door that real exports come by: an audit log of ServiceNow, made here, read by the profile."""
    chance = random.Random(20)  # noqa: S311 - the same year for everybody
    sheet = io.StringIO()
    rows = csv.DictWriter(sheet, COLUMNS)
    rows.writeheader()
    for number in range(INCIDENTS):
        rows.writerows(_life(number, now, chance))
    content = sheet.getvalue().encode()
    intake = read_servicenow(content)
    import_incidents(session, machine("command"), intake, filename="demo.csv", sha256=hashlib.sha256(content).hexdigest())


def _life(number: int, now: datetime, chance: random.Random) -> Iterator[dict[str, str]]:
    """One row for each save of an incident; the columns of a time are blank until it has come."""
    title, severity, service, _, lasted = KINDS[number % len(KINDS)]
    opened = now - timedelta(days=360 - number * 9, minutes=chance.randint(0, 900))
    length = timedelta(minutes=round(lasted * chance.uniform(0.5, 2.4)))
    row = {
        "number": f"INC00{10000 + number * 37}", "short_description": title,
        "priority": f"{severity} - {('Critical', 'High', 'Moderate', 'Low')[severity - 1]}", "opened_at": _written(opened),
        "business_service": service, "contact_type": chance.choice(["Monitoring", "Phone", "Self-service"]),
        "category": chance.choice(["Software", "Network", "Data", "Change"]),
        "made_sla": str(severity > 2 or chance.random() > 0.5).lower(),  # noqa: PLR2004
        "reopen_count": "0", "problem_id": f"PRB00{40000 + number % 9}" if severity <= 2 else "",  # noqa: PLR2004
    }  # fmt: skip
    for place, (state, share, author) in enumerate(LIFE):
        at = opened + (length * share if share is not None else length + CLOSED_AFTER)
        yield {
            **row, "incident_state": state, "assignment_group": f"{service} team" if place else "Service desk",
            "resolved_at": _written(opened + length) if state in {"Resolved", "Closed"} else "",
            "closed_at": _written(at) if state == "Closed" else "", "work_notes": _journal(service, opened, length, at),
            "sys_mod_count": str(place), "sys_updated_on": _written(at), "sys_updated_by": author,
        }  # fmt: skip


def _journal(service: str, opened: datetime, length: timedelta, now: datetime) -> str:
    """The work log as it stood at an instant, newest first."""
    told = [(opened + length * share, who, text) for share, who, text in NOTES if opened + length * share <= now]
    return "\n\n".join(f"{_written(at)} - {who} (Work notes)\n{text.format(service=service)}" for at, who, text in reversed(told))


def _written(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S}"
