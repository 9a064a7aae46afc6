"""From a row of the table to a request on the world: references, ids and versions filled in."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any

from servicenow_export import export
from werkzeug.test import TestResponse

from kernel import clock
from organisation.models import Person
from organisation.queries import person
from organisation.queries.policy import the_organisation
from organisation.service import settings
from pir.queries.templates import newest
from tests.security.access import ABSENT, ALLOWED, FORBIDDEN, SIGN_IN, Row
from tests.security.access_api import API
from tests.security.access_pages import PAGES
from tests.security.doors import Doors
from tests.security.world import ACTION_STATES, STATES

TABLE: tuple[Row, ...] = (*PAGES, *API)
UPLOAD = "a" * 32
#: A table of services, of teams or of people.
SHEET = b"name,email\nNight desk,night@example.com\n"
ACTION_SHEET = b"title,due\nAdd an alarm,2026-11-02\n"
_PLACE = re.compile(r"<(?:[^<>]*:)?(\w+)>")
_FILL = re.compile(r"\{(\w+)\}")


def facts_of(doors: Doors, row: Row, who: str | None, scope: str) -> dict[str, str]:
    """What stands behind each ``{name}`` and each place of the rule."""
    world = doors.world
    review_state = row.on if row.on in STATES else "draft"
    found = {
        "review": world.reviews.get((review_state, scope), ""), "incident": world.incidents.get((review_state, scope), ""),
        "loose": world.loose.get(scope, ""), "free": world.loose.get("open", ""), "self": str(world.people.get(who or "", 0)), "token": "", "upload": UPLOAD,
        "thread_id": str(world.threads.get(scope, 0)),
        "sheet_upload": "b" * 32, "action_upload": "c" * 32, "calendar_id": "1", "policy_key": "small_team", "service_id": "1", "team_id": "1",
        "factor_ref": (world.factors.get(scope) or ["", ""])[0], "second": (world.factors.get(scope) or ["", ""])[1],
        "finding": world.findings.get(scope, "0" * 64), "dismissal_id": str(world.dismissals.get(scope, 0)),
        "third": (world.factors.get(scope) or ["", "", ""])[2],
        "entry_id": str(world.entries.get(scope, 0)), "piece_id": str(world.pieces.get(scope, 0)), "gap_from": world.gaps.get(scope, ("", ""))[0],
        "gap_until": world.gaps.get(scope, ("", ""))[1], "successor": world.actions.get(("successor", scope), ""),
        "cause": world.causes[0], "other_cause": world.causes[1], "retired_cause": world.causes[2],
    }  # fmt: skip
    if "{upload}" in row.path.values():
        _keep_upload(doors, who)
    found["ref"] = world.actions[row.on, scope] if row.on in ACTION_STATES else found["review"]
    if "{sheet_upload}" in row.path.values():
        _keep_upload(doors, who, SHEET, found["sheet_upload"])
    if "{action_upload}" in row.path.values():
        _keep_upload(doors, who, ACTION_SHEET, found["action_upload"])
    if "{token}" in row.path.values():
        ask = "SELECT id FROM api_token WHERE person_id = ? AND name = 'test'"
        found["token"] = str(doors.watch.exec_driver_sql(ask, (world.people.get(who or "viewer"),)).scalar_one())
    return found


def url_of(row: Row, facts: Mapping[str, str]) -> str:
    values = {**facts, **{key: fill(value, facts) for key, value in row.path.items()}}
    path = _PLACE.sub(lambda found: values[found[1]], row.rule)
    return f"{path}?{fill(row.query, facts)}" if row.query else path


def fill(value: Any, facts: Mapping[str, str]) -> Any:
    """``{name}`` filled in, in texts and in what holds texts; ``{export}`` and ``{file}`` are files."""
    if value == "{sheet}":
        return SHEET
    if value == "{action_sheet}":
        return ACTION_SHEET
    if value == "{export}":
        return export({"number": "INC9000001"})
    if value == "{file}":
        return b"14:03 probe failed\n"
    if isinstance(value, str):
        return _FILL.sub(lambda found: facts[found[1]], value)
    if isinstance(value, Mapping):
        return {key: fill(inner, facts) for key, inner in value.items()}
    return [fill(inner, facts) for inner in value] if isinstance(value, list) else value


#: whose version -> statement with one parameter, and which fact it is
VERSIONS = {
    "review": ("SELECT version FROM record WHERE ref = ?", "review"),
    "record": ("SELECT version FROM record WHERE ref = ?", "ref"),
    "incident": ("SELECT version FROM record WHERE ref = ?", "incident"),
    "loose": ("SELECT version FROM record WHERE ref = ?", "loose"),
    "factor": ("SELECT version FROM record WHERE ref = ?", "factor_ref"),
    "cause": ("SELECT version FROM record WHERE ref = ?", "cause"),
    "retired_cause": ("SELECT version FROM record WHERE ref = ?", "retired_cause"),
    "third": ("SELECT version FROM record WHERE ref = ?", "third"),
    "focus": (("SELECT f.version FROM focus_event f JOIN analysis a ON a.id = f.analysis_id JOIN record r ON r.id = a.record_id"
               " WHERE f.question = 'why' AND r.ref = ?"), "review"),
    "link": ("SELECT l.version FROM cause_link l JOIN record r ON r.id = l.cause_id WHERE r.ref = ?", "factor_ref"),
    "policy": ("SELECT MAX(version) FROM policy WHERE key = ?", "policy_key"),
    "calendar": ("SELECT version FROM calendar WHERE id = ?", "calendar_id"),
    "piece": ("SELECT version FROM evidence WHERE id = ?", "piece_id"),
    "entry": ("SELECT version FROM timeline_entry WHERE id = ?", "entry_id"),
    "code": ("SELECT version FROM reporting_code WHERE code = 'human_error' AND ? <> ''", "service_id"),
    "targets": ("SELECT coalesce(max(version), 0) FROM target_table WHERE 1 = ?", "service_id"),
    "service": ("SELECT version FROM service WHERE id = ?", "service_id"), "team": ("SELECT version FROM team WHERE id = ?", "team_id"),
}


def version_of(doors: Doors, row: Row, facts: Mapping[str, str]) -> int | None:
    """The version that a person would have read just now."""
    if row.version in VERSIONS:
        statement, fact = VERSIONS[row.version]
        return int(doors.watch.exec_driver_sql(statement, (facts[fact],)).scalar_one())
    if not row.version:
        return None
    with doors.database.unit_of_work(write=False) as session:
        if row.version == "template":
            return newest(session, row.path["key"]).version
        if row.version == "organisation":
            return settings.version_of(the_organisation(session))
        wanted = doors.world.people["leader"] if row.version == "leader" else int(facts["self"])
        return person.version_of(session.get_one(Person, wanted)) if wanted else 0


def knock(doors: Doors, row: Row, who: str | None, scope: str = "open", **more: Any) -> TestResponse:
    """Send the row's request as ``who``."""
    facts = facts_of(doors, row, who, scope)
    version = version_of(doors, row, facts)
    form, headers = dict(fill(row.form, facts)), dict(more.pop("headers", {}))
    if version is not None:
        form["version"], headers["If-Match"] = str(version), f'"{version}"'
    return doors.send(who, row.method, url_of(row, facts), form=form, body=fill(row.body, facts), headers=headers, **more)


def word_of(answer: TestResponse, row: Row) -> str:
    """The word for an answer; anything that is none of the four is told by its status."""
    status, location = answer.status_code, answer.headers.get("Location", "")
    if status == 401 or location.startswith("/sign-in?"):
        return SIGN_IN
    if status == row.status or (row.public and status < 400):
        return ALLOWED
    return {403: FORBIDDEN, 404: ABSENT}.get(status, f"{status} {answer.get_data(as_text=True)[-600:]}")


def _keep_upload(doors: Doors, who: str | None, content: bytes = b"", token: str = UPLOAD) -> None:
    """A file that ``who`` has sent, under a token that the table knows."""
    folder = doors.path.parent / "uploads"
    folder.mkdir(exist_ok=True)
    path = folder / f"{token}.bytes"
    path.write_bytes(content or export({"number": "INC9000001"}))
    note = {"token": token, "person_id": doors.world.people.get(who or "", 0), "filename": "export.csv", "sha256": "0" * 64, "path": path.name}
    path.with_suffix(".json").write_text(json.dumps(note))
    os.utime(path, (clock.now().timestamp(),) * 2)
