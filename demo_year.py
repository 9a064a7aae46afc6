"""The demo organisation's year of smaller incidents: a ServiceNow list export, made here and read like a real one."""

from __future__ import annotations

import csv
import hashlib
import io
import random
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


def import_year(session: Session, now: datetime) -> None:
    """Through the door that real exports come by: a ServiceNow list export, made here, read by the profile."""
    chance = random.Random(20)  # noqa: S311 - the same year for everybody
    columns = ["number", "short_description", "priority", "incident_state", "opened_at", "resolved_at", "closed_at",
               "business_service", "assignment_group", "contact_type", "category", "made_sla", "reopen_count"]  # fmt: skip
    sheet = io.StringIO()
    rows = csv.DictWriter(sheet, columns)
    rows.writeheader()
    for number in range(INCIDENTS):
        title, severity, service, _, lasted = KINDS[number % len(KINDS)]
        opened = now - timedelta(days=360 - number * 9, minutes=chance.randint(0, 900))
        resolved = opened + timedelta(minutes=round(lasted * chance.uniform(0.5, 2.4)))
        rows.writerow({
            "number": f"INC00{10000 + number * 37}", "short_description": title,
            "priority": f"{severity} - {('Critical', 'High', 'Moderate', 'Low')[severity - 1]}",
            "incident_state": "Closed", "opened_at": f"{opened:%Y-%m-%d %H:%M:%S}",
            "resolved_at": f"{resolved:%Y-%m-%d %H:%M:%S}", "closed_at": f"{resolved + timedelta(days=5):%Y-%m-%d %H:%M:%S}",
            "business_service": service, "assignment_group": f"{service} team",
            "contact_type": chance.choice(["Monitoring", "Phone", "Self-service"]),
            "category": chance.choice(["Software", "Network", "Data", "Change"]),
            "made_sla": str(severity > 2 or chance.random() > 0.5).lower(),  # noqa: PLR2004
            "reopen_count": "0",
        })  # fmt: skip
    content = sheet.getvalue().encode()
    intake = read_servicenow(content)
    import_incidents(session, machine("command"), intake, filename="demo.csv",
                     sha256=hashlib.sha256(content).hexdigest())
