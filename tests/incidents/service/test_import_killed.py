"""An import that is killed in the middle leaves nothing, and the next one is whole (R8)."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from servicenow_export import export

from incidents.models import Incident, IncidentTime
from incidents.profiles.servicenow import read_servicenow
from incidents.service.importing import import_incidents
from kernel import audit, event
from kernel.db import Database
from kernel.permission import machine
from kernel.record import Record

ROOT = Path(__file__).resolve().parents[3]
ROWS = 2500  # two whole chunks are written before the process says where it is
# It stops in the middle of the third chunk, with the transaction open, and waits to be killed.
VICTIM = """
import sys, time
import wiring
from incidents.profiles.servicenow import read_servicenow
from incidents.service.importing import import_incidents
from kernel import audit
from kernel.db import Database
from kernel.permission import machine
audit.use_key(bytes(range(32)))
intake = read_servicenow(sys.argv[2], zone="UTC")
rows = intake.rows
def slowly():
    for number, row in enumerate(rows):
        if number == 2200:
            print("in the middle", flush=True)
            time.sleep(60)
        yield row
intake.rows = slowly()
with Database(sys.argv[1]).unit_of_work() as session:
    import_incidents(session, machine(), intake, filename="x", sha256="0" * 64)
"""


def counts(database: Database) -> list[int]:
    with database.unit_of_work(write=False) as session:
        return [session.scalar(sa.select(sa.func.count()).select_from(m)) or 0 for m in (Record, Incident, IncidentTime, audit.AuditEntry)]


@pytest.mark.parametrize("again", range(2))
def test_killed(database: Database, tmp_path: Path, again: int) -> None:
    event.subscribe([])
    file = tmp_path / "export.csv"
    file.write_bytes(export(*({} for _ in range(ROWS))))
    url = database.url.render_as_string(hide_password=False)
    victim = subprocess.Popen([sys.executable, "-c", VICTIM, url, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert victim.stdout is not None
    assert victim.stdout.readline() == "in the middle\n"
    os.kill(victim.pid, signal.SIGKILL)
    victim.wait()
    victim.stdout.close()
    assert counts(database) == [0, 0, 0, 0]
    with database.unit_of_work() as session:
        took = import_incidents(session, machine(), read_servicenow(file), filename="x", sha256="0" * 64)
    assert (took.created, took.updated) == (ROWS, 0)
    assert counts(database) == [ROWS, ROWS, 3 * ROWS, 1]
