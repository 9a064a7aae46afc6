"""The real export of ../shared/data, stored: no row lost, no review opened, the second time no change (issue 2, shows 3)."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path

import sqlalchemy as sa
from servicenow_export import take

from incidents.models import Incident, IncidentTime, Moment
from incidents.profiles.servicenow import read_servicenow
from kernel.db import Database
from kernel.record import Record


def test_all_rows_once_and_again_unchanged(database: Database, shared: Path, installed: None) -> None:
    export = shared / "data" / "uci_incidents_latest_state_dev10.zip"
    oracle = json.loads((shared / "data" / "oracle_dev.json").read_text())
    assert len(hashlib.sha256(export.read_bytes()).hexdigest()) == 64
    for expected in ((2493, 0, 0), (0, 0, 2493)):
        with database.unit_of_work() as session:
            took = take(session, read_servicenow(export))
            assert (took.created, took.updated, took.unchanged) == expected
            assert (took.rejected, took.reviews_opened) == ((), 0)
    with database.unit_of_work(write=False) as session:
        by_severity = Counter(session.scalars(sa.select(Incident.severity)))
        assert by_severity == {int(name[0]): figures["count"] for name, figures in oracle["by_priority"].items()}
        assert Counter(session.scalars(sa.select(Record.kind))) == {"incident": oracle["all"]["count"]}
        resolved = session.scalar(sa.select(sa.func.count()).where(IncidentTime.moment == Moment.RESOLVED))
        assert resolved == oracle["all"]["MTTR_opened_to_resolved_at"]["n"] == 2493 - 151
        assert session.scalar(sa.select(sa.func.sum(Incident.made_sla.cast(sa.Integer)))) == oracle["all"]["sla_made"]
