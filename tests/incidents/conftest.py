"""An organisation with the small team's policy, and the reviews that open by rule."""

from __future__ import annotations

import make
import pytest

from incidents.events import IncidentsImported
from kernel import event
from kernel.db import Database
from pir.service.opening import on_incidents_imported


@pytest.fixture
def installed(database: Database) -> None:
    """Policies are there, and an import opens reviews by rule as in the product."""
    with database.unit_of_work() as session:
        make.organisation(session, zone="UTC")
    event.subscribe([(IncidentsImported, on_incidents_imported)])
