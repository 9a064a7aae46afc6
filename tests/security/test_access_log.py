"""Who read a restricted review is written down, by whichever door; nobody else's reading is, and a log that fails costs no page."""

from __future__ import annotations

import pytest

from kernel import access
from tests.security.doors import Doors


def logged(doors: Doors) -> list[tuple[str, str, str, str]]:
    ask = "SELECT p.name, l.door, l.what, r.kind FROM record_access l JOIN record r ON r.id = l.record_id LEFT JOIN person p ON p.id = l.person_id ORDER BY l.id"
    return [tuple(row) for row in doors.watch.exec_driver_sql(ask)]


def read(doors: Doors, who: str, url: str, **more: object) -> int:
    with doors.send(who, "GET", url, **more) as answer:
        answer.get_data()
        return answer.status_code


@pytest.fixture
def fresh(doors: Doors) -> Doors:
    doors.put_back()
    return doors


def test_every_door_is_written_down(fresh: Doors) -> None:
    ref, incident = fresh.world.reviews["draft", "restricted"], fresh.world.incidents["draft", "restricted"]
    action = fresh.world.actions["proposed", "restricted"]
    urls = [f"/reviews/{ref}", f"/reviews/{ref}/report.docx", f"/reviews/{ref}/report.json", f"/reviews/{ref}/evidence/1/file",
            f"/api/v1/reviews/{ref}", f"/incidents/{incident}", f"/actions/{action}"]
    for url in urls:
        assert read(fresh, "as_observer", url) == 200
    assert read(fresh, "as_scribe", f"/reviews/{ref}/timeline", headers={"Referer": "http://localhost/search?q=down"}) == 200
    found = logged(fresh)
    assert {what for *_, what, kind in found if kind == "review"} >= set(urls[:5])
    assert ("Person As Observer", "page", f"/incidents/{incident}", "incident") in found
    assert ("Person As Observer", "page", f"/actions/{action}", "action") in found
    assert ("Person As Observer", "api", f"/api/v1/reviews/{ref}", "review") in found
    assert ("Person As Scribe", "search", f"/reviews/{ref}/timeline", "review") in found


def test_open_records_lists_and_outsiders_are_not(fresh: Doors) -> None:
    hidden, shown = (fresh.world.reviews["draft", scope] for scope in ("restricted", "open"))
    read(fresh, "as_observer", f"/reviews/{shown}")
    for url in ("/", "/reviews", "/search?q=Zanzibar", "/api/v1/reviews"):
        read(fresh, "as_observer", url)
    assert read(fresh, "administrator", f"/reviews/{hidden}") == 404
    assert logged(fresh) == []


def test_those_who_run_it_see_who_read_it(fresh: Doors) -> None:
    ref = fresh.world.reviews["draft", "restricted"]
    read(fresh, "as_observer", f"/reviews/{ref}/evidence/1/file")
    page = fresh.send("as_facilitator", "GET", f"/reviews/{ref}/access").get_data(as_text=True)
    assert "<b>Person As Observer</b> read E 1" in page
    assert [read(fresh, who, f"/reviews/{ref}/access") for who in ("as_scribe", "auditor", "administrator")] == [403, 404, 404]
    assert f"/reviews/{ref}/access" in fresh.send("as_facilitator", "GET", f"/reviews/{ref}/history").get_data(as_text=True)


def test_a_log_that_fails_costs_nobody_the_page(fresh: Doors, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def full(*_args: object, **_more: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(access, "write_down", full)
    assert read(fresh, "as_observer", f"/reviews/{fresh.world.reviews['draft', 'restricted']}") == 200
    assert "was not written" in caplog.text
