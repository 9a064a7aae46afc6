"""A file through the browser: kept, shown, confirmed; nothing is stored before that."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from browser import Browser, Page
from servicenow_export import export

from kernel import audit
from kernel.db import Database
from kernel.record import Record

AMBIGUOUS = {"opened_at": "03/04/2026 10:00", "resolved_at": None, "closed_at": None}


def send(browser: Browser, content: bytes, name: str = "export.csv", **typed: str) -> Page:
    form = browser.open("/incidents/import").form("Show what it holds")
    return form.fill({"The export": (io.BytesIO(content), name), **typed}).submit()


def records(database: Database) -> int:
    with database.unit_of_work(write=False) as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Record)) or 0


def kept(home: Path) -> list[Path]:
    return sorted((home / "uploads").iterdir())


def test_preview_then_import(ivo: Browser, database: Database, tmp_path: Path) -> None:
    page = send(ivo, export({}, {"priority": "urgent"}, {"short_description": "Orders slow"}))
    assert page.h1 == "What export.csv holds"
    assert "New 2" in page.text
    assert "Row" in page.text and '"urgent" is not a priority' in page.text
    assert "Mon 2 Mar 2026, 10:00 UTC" in page.text
    assert records(database) == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept(tmp_path))
    done = page.form("Import 2 incidents").submit()
    assert done.h1 == "Incidents"
    assert "2 incidents added, 1 row not taken." in done.text
    assert records(database) == 2
    assert kept(tmp_path) == []
    with database.unit_of_work(write=False) as session:
        actor = session.scalar(sa.select(audit.AuditEntry.actor_id).where(audit.AuditEntry.verb == "import incidents"))
    assert actor is not None


def test_the_same_file_again_has_nothing_to_import(ivo: Browser, database: Database) -> None:
    send(ivo, export({})).form("Import 1 incident").submit()
    page = send(ivo, export({}))
    assert "There is nothing to import." in page.text
    page = send(ivo, export({"incident_state": "New"}, {}))
    assert "Changed 1" in page.text
    assert "1 incident added, 1 incident changed." in page.form("Import 2 incidents").submit().text


def test_confirming_twice_is_one_import(ivo: Browser, database: Database) -> None:
    page = send(ivo, export({}))
    form = page.form("Import 1 incident")
    assert [form.submit().status, form.submit().status] == [200, 200]
    assert records(database) == 1
    with database.unit_of_work(write=False) as session:
        assert session.scalars(sa.select(audit.AuditEntry.verb)).all().count("import incidents") == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7", "This is not a CSV file but a PDF"),
        (b"", "The file is empty"),
        (b"number,priority\n1,2\n", 'The file has no column "opened_at" (or "Opened"). Its columns: number, priority'),
    ],
)
def test_a_file_that_cannot_be_read(ivo: Browser, database: Database, content: bytes, words: str) -> None:
    page = send(ivo, content)
    assert (page.status, page.errors) == (422, [words])
    assert page.title.startswith("Error: ")
    assert records(database) == 0


def test_no_file(ivo: Browser) -> None:
    page = ivo.open("/incidents/import").form("Show what it holds").submit()
    assert (page.status, page.errors) == (422, ["Select the file that was exported"])


def test_a_question_keeps_the_file_and_what_was_typed(ivo: Browser) -> None:
    page = send(ivo, export(AMBIGUOUS), name="exports/list.csv", **{"Time zone of the times in the file": "Europe/Paris"})
    assert page.status == 422
    (error,) = page.errors
    assert error.endswith("Select which comes first")
    assert "--date-order" not in page.html
    assert "list.csv is kept." in page.text
    form = page.form("Show what it holds")
    assert form.value("Time zone of the times in the file") == "Europe/Paris"
    page = form.fill({"Dates such as 03/04/2026": "Month first"}).submit()
    assert page.h1 == "What list.csv holds"
    assert "Wed 4 Mar 2026, 10:00 CET" in page.text


def test_an_unknown_zone_is_a_field_error_and_keeps_the_file(ivo: Browser) -> None:
    page = send(ivo, export({}), **{"Time zone of the times in the file": "Mars/Olympus"})
    assert page.errors == ['"Mars/Olympus" is not a known time zone. Use an IANA name, for example Europe/London']
    page = page.form("Show what it holds").fill({"Time zone of the times in the file": "Europe/London"}).submit()
    assert page.status == 200


def test_an_upload_is_its_owners_and_lives_for_a_day(ivo: Browser, app, people, database: Database, tmp_path: Path) -> None:
    import make

    from kernel.permission import Role

    with database.unit_of_work() as session:
        other = make.person(session, "Ola Other", Role.INCIDENT_MANAGER).id
    page = send(ivo, export({}))
    url = page.url
    assert Browser(app).sign_in_as(other).open(url).status == 404
    assert ivo.open("/incidents/import/../../audit.key").status == 404
    assert ivo.open("/incidents/import/" + "A" * 32).status == 404
    for path in kept(tmp_path):
        os.utime(path, (1, 1))
    assert ivo.open(url).status == 404
    send(ivo, export({}))
    assert len(kept(tmp_path)) == 2  # the old pair is gone


def test_who_may_not(vera: Browser, ivo: Browser) -> None:
    assert vera.open("/incidents/import").status == 403
    url = send(ivo, export({})).url
    assert vera.open(url).status == 403


def test_a_restricted_namesake_is_counted_and_not_named(ivo: Browser, database: Database) -> None:
    from kernel.permission import machine
    from kernel.record import Scope

    send(ivo, export({"short_description": "Secret"})).form("Import 1 incident").submit()
    with database.unit_of_work() as session:
        session.scalars(sa.select(Record)).one().scope = Scope.RESTRICTED
        audit.note(session, machine("test"), "restrict")
    page = send(ivo, export({"short_description": "Told by the file", "incident_state": "New"}))
    assert "Changed 1" in page.text
    done = page.form("Import 1 incident").submit()
    assert "1 incident changed." in done.text
    assert "No incidents yet." in done.text


MAP = b'tool = "Helpdesk"\nzone = "Europe/Paris"\n[columns]\nnumber = "Ticket"\nopened = "Created"\n[fixed]\nseverity = 2\n'
TICKETS = b"Ticket,Created,Colour\nT-1,2026-03-02 10:00,blue\n"
OTHER = {"Where it comes from": "Another tool, with a map"}
MAP_BOX = "Map of the columns (optional for ServiceNow)"


def send_with_map(browser: Browser, map_: bytes | None, **typed: str) -> Page:
    form = browser.open("/incidents/import").form("Show what it holds")
    maps = {MAP_BOX: (io.BytesIO(map_), "maps/desk.toml")} if map_ is not None else {}
    return form.fill({"The export": (io.BytesIO(TICKETS), "tickets.csv"), **OTHER, **maps, **typed}).submit()


def test_another_tool_with_a_map(ivo: Browser, database: Database, tmp_path: Path) -> None:
    page = send_with_map(ivo, MAP)
    assert "Map desk.toml" in page.text
    assert "Mon 2 Mar 2026, 10:00 CET" in page.text
    assert "Ticket Number" in page.text
    assert "Kept in the source row and not used otherwise: Colour." in page.text
    assert "1 incident added." in page.form("Import 1 incident").submit().text
    assert kept(tmp_path) == []
    assert "Helpdesk" in ivo.open("/incidents/T-1").text


def test_a_map_with_a_mistake_is_named_and_both_files_are_kept(ivo: Browser, database: Database) -> None:
    page = send_with_map(ivo, MAP.replace(b"opened", b"openned"))
    assert page.status == 422
    (error,) = page.errors
    assert error.startswith('desk.toml, line 5, columns.openned: "openned" is not known here. Did you mean "opened"?')
    assert "tickets.csv is kept." in page.text
    assert "desk.toml is kept." in page.text
    page = page.form("Show what it holds").fill({MAP_BOX: (io.BytesIO(MAP), "desk.toml")}).submit()
    assert page.h1 == "What tickets.csv holds"


def test_another_tool_without_a_map(ivo: Browser) -> None:
    page = send_with_map(ivo, None)
    assert (page.status, page.errors) == (422, ["Select the map that says which column is which"])


def test_an_audit_log_is_said_to_be_one(ivo: Browser, database: Database) -> None:
    rows = ({"number": "INC1", "incident_state": state, "sys_mod_count": n} for n, state in enumerate(("New", "Active", "Closed")))
    page = send(ivo, export(*rows, columns=("number", "priority", "opened_at", "incident_state", "sys_mod_count")))
    assert "It is an audit log: 3 rows, one for each change." in page.text
    assert "3 changes" in page.text
    assert "1 incident added." in page.form("Import 1 incident").submit().text
    assert "There is nothing to import." in send(ivo, export(
        *({"number": "INC1", "incident_state": state, "sys_mod_count": n} for n, state in enumerate(("New", "Active", "Closed"))),
        columns=("number", "priority", "opened_at", "incident_state", "sys_mod_count"))).text
