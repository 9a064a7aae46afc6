"""A restricted record exists for those named in it and for nobody else: no byte tells an outsider that it is there (S5).

Two worlds are built alike, one with the restricted records and one without them. Whatever an outsider asks of both has
to come back equal, byte for byte, once the random tokens are masked.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from servicenow_export import export
from werkzeug.test import TestResponse

from tests.security.access import Row
from tests.security.cells import TABLE, facts_of, fill, url_of
from tests.security.doors import Doors
from tests.security.world import PARTS, ROLES, SECRET, World, build

READS = [row for row in TABLE if row.method == "GET" and "token" not in row.rule]
ON_RECORDS = [row for row in TABLE if row.on]
_RANDOM = (
    re.compile(rb'(name="(?:csrf_token|idempotency_key)" value=")[^"]*'), re.compile(rb"(csrf[\w-]*(?:&#34;|\")\s*[:=]\s*(?:&#34;|\"))[^\"&]*", re.I),
    re.compile(rb"(nonce[-=]\"?)[\w-]{20,}"), re.compile(rb'(content=")[\w.-]{60,}'),
)  # fmt: skip


@pytest.fixture(scope="module")
def without(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """The same world, in which no restricted record was ever written."""
    home = tmp_path_factory.mktemp("without")
    shutil.copy(migrated_sqlite, home / "world.db")
    found = Doors.open(build(home / "world.db", scopes=("open",)), home)
    yield found
    found.close()


def told(answer: TestResponse) -> tuple[int, list[tuple[str, str]], bytes]:
    """All that an outsider learns: status, headers and bytes, without what is random."""
    body = answer.get_data()
    if body.startswith(b"PK"):  # a Word file: its parts count, not the minute in which they were packed
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            body = b"".join(name.encode() + package.read(name) for name in package.namelist())
    for random in _RANDOM:
        body = random.sub(rb"\1-", body)
    headers = [(k, re.sub(r"nonce-[\w-]+", "nonce-", v)) for k, v in answer.headers if k not in {"Set-Cookie", "Content-Length"}]
    answer.close()
    return answer.status_code, sorted(headers), body


def lists(world: World) -> list[str]:
    """Every list with every filter that could count, find or name a restricted record."""
    ref, incident, action = (found["draft" if found is not world.actions else "proposed", "restricted"]  # type: ignore[index]
                             for found in (world.reviews, world.incidents, world.actions))
    owner = world.people["as_action_owner"]
    return [
        *(f"/reviews?{q}" for q in ("state=draft", "state=published", "state=waived", "severity=1", "mine=1", "page=2", f"q={SECRET}")),
        *(f"/incidents?{q}" for q in (f"q={SECRET}", f"q={incident}", "severity=1", "review=has", "review=needs", "review=none", "month=2026-11", "page=2")),
        *(f"/actions?{q}" for q in ("state=all", f"state=all&q={SECRET}", f"state=all&q={action}", f"owner={owner}", f"state=all&source={ref}", "late=1", "state=done", "page=2")),
        *(f"/audit?{q}" for q in (f"ref={ref}", f"ref={incident}", f"ref={action}", "ref=FAC-0011", "before=100", "before=60")),
        *(f"/audit{form}?{q}" for form in ("", ".csv") for q in (f"ref={ref}", "verb=evidence", "verb=factor", f"person={world.people['author']}", "since=2026-11-01")),
        *(f"/causes?{q}" for q in ("state=all", f"q={SECRET}", "q=volume")), *(f"/causes/{c}" for c in world.causes),
        *(f"/api/v1/causes?{q}" for q in ("state=all", f"q={SECRET}", "size=1")), *(f"/api/v1/causes/{c}" for c in world.causes),
        *(f"/people?{q}" for q in ("state=all", f"q={SECRET}")),
        *(f"/actions/new?source={r}" for r in (ref, incident, action)),
        *(f"/search?q={q}" for q in (SECRET, ref, incident, action, "FAC-0011", "down", "probe+failed", "503", "orders", "log+volume", "alarm",
                                     "down&kind=review", "probe&kind=entry", "orders&kind=evidence", "watch&kind=action", "volume&kind=factor", "down&page=2")),
        *(f"/api/v1/search?q={q}" for q in (SECRET, ref, "down", "probe", "watch&kind=action", "down&size=1&page=2")),
        *(f"/api/v1/reviews?{q}" for q in ("state=draft", "severity=1", "mine=true", "size=1", "page=9")),
        *(f"/api/v1/incidents?{q}" for q in (f"q={SECRET}", "review=has", "review=needs", "month=2026-11", "size=1")),
        *(f"/api/v1/actions?{q}" for q in ("state=all", f"q={SECRET}", f"owner={owner}", f"source={ref}", "size=1&state=all")),
        f"/incidents/{incident}", f"/api/v1/incidents/{incident}", f"/actions/{action}", f"/reviews/{ref}/report.docx",
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_every_page_and_list_is_the_same(doors: Doors, without: Doors, role: str) -> None:
    urls = [*(url_of(row, facts_of(doors, row, role, "open")) for row in READS), *lists(doors.world)]
    unequal = []
    for url in dict.fromkeys(urls):
        here, there = told(doors.send(role, "GET", url)), told(without.send(role, "GET", url))
        if here != there or (SECRET.encode() in here[2] and f"q={SECRET}" not in url):
            unequal.append((url, _first_difference(here, there)))
    assert not unequal


@pytest.mark.parametrize("row", ON_RECORDS, ids=lambda row: row.id)
def test_restricted_and_absent_are_one_answer(doors: Doors, without: Doors, row: Row) -> None:
    """The same request about the same reference, where it is restricted and where it never was."""
    outsiders = [*ROLES, *({"as_action_owner"} - row.who.known)]
    for who in outsiders:
        facts = facts_of(doors, row, who, "restricted")
        url, form, body = url_of(row, facts), dict(fill(row.form, facts)), fill(row.body, facts)
        if row.version:
            form["version"] = "3"
        headers = {"If-Match": '"3"'} if row.version else {}
        here, there = (told(at.send(who, row.method, url, form=form, body=body, headers=headers)) for at in (doors, without))
        assert here == there, (who, url, _first_difference(here, there))
        assert here[0] in {404, 403}
    assert (doors.changed(), without.changed()) == (False, False)


def probes(world: World) -> list[tuple[str, str, Any]]:
    """References of restricted records, sent inside a change of an open one."""
    review, action, factor = world.reviews["draft", "open"], world.actions["proposed", "open"], world.factors["open"][0]
    hidden_review, hidden_action, hidden_factor = world.reviews["draft", "restricted"], world.actions["proposed", "restricted"], world.factors["restricted"][1]
    hidden_incident, entry = world.incidents["draft", "restricted"], world.entries["restricted"]
    return [
        ("POST", f"/actions/{action}/supersede", {"superseded_by": hidden_action}),
        ("POST", f"/api/v1/actions/{action}/transitions/supersede", {"superseded_by": hidden_action}),
        ("POST", "/actions/new", {"title": "Add an alarm", "source": hidden_review}),
        ("POST", "/api/v1/actions", {"title": "Add an alarm", "source": hidden_review}),
        ("POST", "/api/v1/actions", {"title": "Add", "source": review, "factors": [{"factor": hidden_factor, "effect": "detects"}]}),
        ("POST", f"/reviews/{review}/why/factors/{factor}/links", {"effect": hidden_factor}),
        ("POST", f"/api/v1/reviews/{review}/factors/{factor}/links", {"effect": hidden_factor}),
        ("POST", f"/api/v1/reviews/{review}/factors", {"statement": "x", "effect": hidden_factor}),
        ("POST", f"/api/v1/reviews/{review}/factors", {"statement": "x", "evidence": [f"entry:{entry}"]}),
        ("POST", f"/reviews/{review}/why/why/add", {"statement": "x", "effect": hidden_factor}),
        ("POST", f"/reviews/{review}/timeline/{entry}/edit", {"text": "x", "at-date": "20 Nov 2026", "at-time": "14:03", "version": "1"}),
        ("PUT", f"/api/v1/reviews/{review}/gates", {"effect": hidden_factor, "gate": "all"}),
        ("POST", f"/reviews/of/{hidden_incident}", {}),
        ("POST", f"/api/v1/reviews/of-incident/{hidden_incident}", None),
    ]  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
def test_a_reference_inside_a_change_tells_nothing(doors: Doors, without: Doors, role: str) -> None:
    for method, url, body in probes(doors.world):
        here, there = (told(at.send(role, method, url, form=body, body=body)) for at in (doors, without))
        assert here == there, (url, body, _first_difference(here, there))
        assert 400 <= here[0] < 500
        assert SECRET.encode() not in here[2]
    assert (doors.changed(), without.changed()) == (False, False)


@pytest.mark.parametrize("role", ["incident_manager", "problem_manager", "administrator"])
def test_an_import_shows_nothing_that_is_stored_of_a_restricted_incident(doors: Doors, role: str) -> None:
    """The importer holds the file, and learns at most that a number of it is stored: no text, time or state of ours."""
    ref = doors.world.incidents["draft", "restricted"]
    content = export({"number": ref, "short_description": "From the file"})
    sent = doors.send(role, "POST", "/incidents/import", form={"file": content, "zone": "UTC", "date_order": ""})
    assert sent.status_code == 303
    pages = [doors.send(role, method, sent.headers["Location"]) for method in ("GET", "POST")]
    pages += [doors.send(role, "GET", url) for url in ("/incidents", "/", f"/incidents?q={ref}", f"/incidents/{ref}")]
    texts = [page.get_data(as_text=True) for page in pages]
    doors.put_back()
    assert [page.status_code for page in pages][:4] == [200, 303, 200, 200]
    assert pages[-1].status_code == 404
    assert not any(SECRET in text for text in texts)
    assert f'href="/incidents/{ref}"' not in "".join(texts)


def test_the_owner_of_an_action_sees_the_action_and_nothing_of_the_review(doors: Doors) -> None:
    world, who = doors.world, "as_action_owner"
    action = world.actions["in_progress", "restricted"]
    hidden = [ref for (_, scope), ref in [*world.reviews.items(), *world.incidents.items()] if scope == "restricted"]
    hidden += [*world.factors["restricted"], f"{SECRET} log volume", f"{SECRET} down", f"{SECRET} answered", f"{SECRET} alarm was"]
    urls = [f"/actions/{action}", f"/api/v1/actions/{action}", f"/actions/{action}/claim-done", f"/actions/{action}/move-date", *lists(world),
            *(url_of(row, facts_of(doors, row, who, "open")) for row in READS)]
    for url in dict.fromkeys(urls):
        with doors.send(who, "GET", url) as answer:
            text = answer.get_data().decode(errors="ignore")
        typed = set(re.split(r"[=/?&]", url))
        found = [h for h in hidden if h in text and h not in typed]
        assert not found, (url, found)
    page = doors.send(who, "GET", f"/actions/{action}").get_data(as_text=True)
    assert f"Watch {SECRET} in state in_progress" in page
    assert f"Watch {SECRET} in state in_progress" in doors.send(who, "GET", "/my-actions").get_data(as_text=True)


@pytest.mark.parametrize("part", [p for p in PARTS if p != "as_action_owner"])
def test_those_named_see_all_of_it(doors: Doors, part: str) -> None:
    """The other half of the proof: the texts that were looked for are really on the pages."""
    ref = doors.world.reviews["draft", "restricted"]
    for url in ("/reviews", "/incidents", "/actions", f"/reviews/{ref}", f"/reviews/{ref}/why", f"/reviews/{ref}/report.json", "/api/v1/reviews"):
        assert SECRET in doors.send(part, "GET", url).get_data(as_text=True), url


def test_a_new_review_of_a_restricted_incident_is_restricted(doors: Doors) -> None:
    """Scope is inherited (decision 24), also when the review that restricted the incident was waived since."""
    world = doors.world
    with doors.database.unit_of_work() as session:
        from kernel import audit
        from kernel.permission import Role, machine
        from organisation.models import PersonRole

        session.add(PersonRole(person_id=world.people["as_facilitator"], role=Role.FACILITATOR))
        session.flush()
        audit.note(session, machine("test"), "give role")
    answer = doors.send("as_facilitator", "POST", f"/reviews/of/{world.loose['restricted']}")
    assert answer.status_code == 303
    url = answer.headers["Location"]
    assert doors.send("as_facilitator", "GET", url).status_code == 200
    seen = {role: doors.send(role, "GET", url).status_code for role in ROLES}
    listed = [role for role in ROLES if SECRET in doors.send(role, "GET", "/reviews").get_data(as_text=True)]
    doors.put_back()
    assert set(seen.values()) == {404}, seen
    assert listed == []


def _first_difference(here: Any, there: Any) -> str:
    if here[:2] != there[:2]:
        return f"{here[:2]} / {there[:2]}"
    at = next((i for i, (a, b) in enumerate(zip(here[2], there[2], strict=False)) if a != b), min(len(here[2]), len(there[2])))
    return f"{here[2][max(0, at - 160) : at + 120]!r} / {there[2][max(0, at - 60) : at + 120]!r}"
