"""The main job: from the row of an export to a signed Word report, through web forms, with and without JavaScript."""

from __future__ import annotations

import csv
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from journeys import api_steps, report, steps
from journeys import outage as told
from journeys.api_steps import Api
from journeys.conftest import ANNA, MAYA
from journeys.outage import Outage, export, fresh
from server import Installation

pytestmark = pytest.mark.office
browser = pytest.mark.browser


def prepare(desk: Any, outage: Outage, ref: str) -> None:
    """Everything that the facilitator does from the opened review to its submission."""
    steps.name_people(desk, ref)
    steps.paste_timeline(desk, outage, ref)
    steps.set_milestones(desk, outage, ref)
    steps.tell_story(desk, ref)
    steps.explain(desk, ref)
    steps.agree_actions(desk, ref)
    steps.record_session(desk, ref)
    steps.sign(desk, ref, "Submit for approval", "Submitted for approval.")
    desk.sign_out()


def finish(desk: Any, ref: str, folder: Path) -> Path:
    """What the second person does; answers the report."""
    steps.sign(desk, ref, "Approve", "Approved.")
    steps.sign(desk, ref, "Publish", "Published.")
    return steps.download_report(desk, ref, folder)


def check(path: Path, outage: Outage, ref: str, folder: Path | None) -> None:
    """Opened, valid, complete; and laid out when there is a folder to print into."""
    assert path.suffix == ".docx"
    assert report.faults_of(path) == []
    words = report.words_of(path)
    wanted = [
        ref, outage.number, told.EVENT, "Maya Lindqvist", "Anna Kowalski", "Raj Patel", "nobody saw it>", told.IMPACT[0],
        *(text for _, text in told.LINES), *(cause.statement for cause in told.CAUSES), *(deed.title for deed in told.ACTIONS),
        *told.FINDINGS.values(),
    ]
    assert [text for text in wanted if text not in words] == []
    if folder:
        assert 5 <= report.pages_of(path, folder) <= 14


@browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_fresh_major_incident(installation: Installation, desk_of: Any, number: int, tmp_path: Path, scripts: bool) -> None:
    outage = fresh(number, f"Checkout down for all {'with' if scripts else 'without'} scripts")
    file = export(outage, tmp_path)
    anna = desk_of(ANNA, java_script_enabled=scripts)
    if scripts:
        answer = installation.import_servicenow(file, "UTC")
        assert (answer["incidents"], answer["created"], answer["rejected"], answer["reviews_opened"]) == (2, 2, [], 1)
    else:
        steps.import_in_browser(anna, file)
    ref = steps.find_review(anna, outage)
    prepare(anna, outage, ref)
    path = finish(desk_of(MAYA, java_script_enabled=scripts), ref, tmp_path)
    check(path, outage, ref, tmp_path)


@pytest.fixture(scope="module")
def history(installation: Installation) -> Any:
    """The real export, taken in once; answers the opening time of an incident in it."""
    from tests.conftest import SHARED

    file = SHARED / "data" / "uci_incidents_latest_state_dev200.csv"
    if not file.is_file():
        pytest.skip(f"REAL DATA NOT TESTED: {file} is not there")
    with file.open(encoding="utf-8") as rows:
        major = next(row for row in csv.DictReader(rows) if row["priority"] == "1 - Critical")
    answer = installation.import_servicenow(file, "Europe/London")
    assert answer["reviews_opened"] == 0
    assert answer["created"] == answer["incidents"]
    return major


@browser
def test_a_real_major_incident(desk_of: Any, history: Any, tmp_path: Path) -> None:
    opened = datetime.strptime(history["opened_at"], "%d/%m/%Y %H:%M").replace(tzinfo=ZoneInfo("Europe/London"))
    outage = Outage(history["number"], "", opened, "Europe/London")
    anna = desk_of(ANNA)
    ref = steps.open_from_incident(anna, outage)
    prepare(anna, outage, ref)
    path = finish(desk_of(MAYA), ref, tmp_path)
    check(path, outage, ref, tmp_path)


def test_through_the_api(installation: Installation, address: str, number: int, tmp_path: Path) -> None:
    outage = fresh(number, "Checkout down for all by program")
    anna, maya = (Api(address, installation.token(email)) for email in (ANNA, MAYA))
    ref = api_steps.open_review(anna, outage)
    api_steps.tell(anna, outage, ref)
    api_steps.act(anna, ref, api_steps.explain(anna, ref))
    assert "submit" in anna.read(ref)["transitions"]
    api_steps.step(anna, ref, "submit")
    api_steps.step(maya, ref, "approve")
    done = api_steps.step(maya, ref, "publish")
    assert done["document"]["review"]["state"] == "published"
    path = tmp_path / f"{ref}.docx"
    path.write_bytes(maya.send("GET", f"/reviews/{ref}/report?format=docx"))
    check(path, outage, ref, None)
