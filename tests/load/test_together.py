"""Many at once, on SQLite and PostgreSQL: no save overwrites another, no key has two effects, nobody sees a lock (R7, R8, R10)."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from kernel import audit
from kernel.db import Database
from tests.load.house import House, build
from tests.load.together import together
from tests.security.access_api import NEW_REVIEW as NEW_REVIEW_BODY
from tests.security.access_pages import NEW_REVIEW

EDITORS, SAVES, SENDINGS = 20, 50, 50


@pytest.fixture
def house(database: Database, tmp_path: Path) -> House:
    return build(database, tmp_path, editors=EDITORS)


def no_lock_is_seen(answers: list[TestResponse]) -> None:
    for answer in answers:
        assert answer.status_code < 500, answer.get_data(as_text=True)[-800:]
        assert "database is locked" not in answer.get_data(as_text=True)


def test_twenty_editors_save_one_review(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """Half of them by form, half by API. Accepted saves equal the growth of the version; losers get both texts."""
    before = house.version()

    def by_form(number: int) -> list[TestResponse]:
        client, url, found = house.browser(house.editors[number]), f"/reviews/{house.ref}/story", []
        for i in range(SAVES):
            text = f"Form {number} save {i}"
            sent = {**house.hidden(client, url), "title": "Down", "severity": "1", "summary": text}
            answer = client.post(url, data=sent)
            if answer.status_code == 409:
                assert text in answer.get_data(as_text=True), "what was typed stands on the page"
            found.append(answer)
        return found

    def by_api(number: int) -> list[TestResponse]:
        client, found = house.app.test_client(use_cookies=False), []
        headers = {"Authorization": f"Bearer editor-{number}"}
        for i in range(SAVES):
            version = house.version()
            answer = client.patch(f"/api/v1/reviews/{house.ref}/story", json={"summary": f"API {number} save {i}"},
                                  headers={**headers, "If-Match": f'"{version}"'})
            if answer.status_code == 412:
                assert f"API {number} save {i}" in answer.get_data(as_text=True)
            found.append(answer)
        return found

    calls = [lambda n=n: (by_form if n % 2 else by_api)(n) for n in range(EDITORS)]
    answers = [answer for found in together(calls) for answer in found]
    no_lock_is_seen(answers)
    statuses = Counter(answer.status_code for answer in answers)
    assert sum(statuses.values()) == EDITORS * SAVES
    assert set(statuses) <= {200, 303, 409, 412}
    accepted = statuses[200] + statuses[303]
    assert accepted == house.version() - before
    assert accepted >= SAVES, "some of them must get through"
    with house.database.unit_of_work(write=False) as session:
        edits = session.scalar(sa.select(sa.func.count()).where(audit.AuditEntry.verb == "edit review"))
        assert edits == accepted
        assert audit.verify(session, bytes(range(32))).sound
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_twenty_writers_add_entries(house: House) -> None:
    """What does not collide is all accepted: every entry is there, once."""
    def add(number: int) -> list[TestResponse]:
        client = house.app.test_client(use_cookies=False)
        return [client.post(f"/api/v1/reviews/{house.ref}/entries", headers={"Authorization": f"Bearer editor-{number}"},
                            json={"entries": [{"at": "2026-11-20T14:30:00Z", "text": f"{number} {i}"}]}) for i in range(5)]

    before = house.count("timeline_entry")
    answers = [a for found in together([lambda n=n: add(n) for n in range(EDITORS)]) for a in found]
    no_lock_is_seen(answers)
    assert Counter(a.status_code for a in answers) == {201: EDITORS * 5}
    assert house.count("timeline_entry") == before + EDITORS * 5


def test_references_are_given_out_once(house: House) -> None:
    """Twenty new reviews at once: twenty references, without a gap among them."""
    def opened(number: int) -> TestResponse:
        client = house.app.test_client(use_cookies=False)
        return client.post("/api/v1/reviews", json=NEW_REVIEW_BODY, headers={"Authorization": f"Bearer editor-{number}"})

    answers = together([lambda n=n: opened(n) for n in range(EDITORS)])
    no_lock_is_seen(answers)
    refs = sorted(a.get_json()["document"]["review"]["ref"] for a in answers)
    assert [int(ref[-4:]) for ref in refs] == list(range(2, EDITORS + 2))


def _by_api(house: House, key: str, body: Any) -> TestResponse:
    headers = {"Authorization": "Bearer editor-0", "Idempotency-Key": key}
    return house.app.test_client(use_cookies=False).post("/api/v1/reviews", json=body, headers=headers)


def test_one_key_fifty_times_at_once_by_api(house: House) -> None:
    before = house.count("review")
    answers = together([lambda: _by_api(house, "one-key", NEW_REVIEW_BODY)] * SENDINGS)
    no_lock_is_seen(answers)
    assert house.count("review") == before + 1
    assert {a.status_code for a in answers} == {201}
    assert len({a.get_data() for a in answers}) == 1
    assert len({a.headers["Location"] for a in answers}) == 1
    assert sum(a.headers.get("Idempotency-Replayed") == "true" for a in answers) == SENDINGS - 1


def test_one_key_with_another_body_is_refused(house: House) -> None:
    first = _by_api(house, "one-key", NEW_REVIEW_BODY)
    before = house.count("review")
    other = _by_api(house, "one-key", {**NEW_REVIEW_BODY, "title": "Something else"})
    assert (first.status_code, other.status_code) == (201, 422)
    assert "other content" in other.get_json()["detail"]
    assert house.count("review") == before


def test_a_refused_sending_keeps_its_key_free(house: House) -> None:
    """A mistake may be mended and sent again under the same key: nothing happened the first time."""
    assert _by_api(house, "mended", {**NEW_REVIEW_BODY, "title": ""}).status_code == 422
    assert _by_api(house, "mended", NEW_REVIEW_BODY).status_code == 201


def test_keys_belong_to_their_senders(house: House) -> None:
    """The same key of two people are two keys: nobody reads another's answer by guessing one."""
    mine = _by_api(house, "shared", NEW_REVIEW_BODY)
    client = house.app.test_client(use_cookies=False)
    theirs = client.post("/api/v1/reviews", json={**NEW_REVIEW_BODY, "title": "Theirs"},
                         headers={"Authorization": "Bearer editor-1", "Idempotency-Key": "shared"})
    assert (mine.status_code, theirs.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in theirs.headers
    assert mine.get_data() != theirs.get_data()


def test_one_form_sent_fifty_times_at_once(house: House) -> None:
    """Double click, impatient reload: one row, and every answer leads to it."""
    client = house.browser(house.editors[0])
    sent = {**NEW_REVIEW, **house.hidden(client, "/reviews/new")}
    before = house.count("review")
    clients = [house.browser(house.editors[0]) for _ in range(SENDINGS)]
    cookie = client.get_cookie("debrief")
    for other in clients:
        other.set_cookie("debrief", cookie.value)
    answers = together([lambda c=c: c.post("/reviews/new", data=sent) for c in clients])
    no_lock_is_seen(answers)
    assert house.count("review") == before + 1
    assert {(a.status_code, a.headers["Location"]) for a in answers} == {(303, f"/reviews/{_last(house)}")}


def test_back_button_and_sent_again(house: House) -> None:
    """The same page sent again leads to the same review; changed in between, it is refused and nothing is written."""
    client = house.browser(house.editors[0])
    sent = {**NEW_REVIEW, **house.hidden(client, "/reviews/new")}
    first = client.post("/reviews/new", data=sent)
    again = client.post("/reviews/new", data=sent)
    before = house.count("review")
    changed = client.post("/reviews/new", data={**sent, "title": "Another title"})
    assert (first.status_code, again.status_code, changed.status_code) == (303, 303, 422)
    assert first.headers["Location"] == again.headers["Location"]
    assert house.count("review") == before
    assert "Another title" in changed.get_data(as_text=True)


def _last(house: House) -> str:
    with house.database.engine.connect() as connection:
        return str(connection.exec_driver_sql("SELECT max(ref) FROM record WHERE kind = 'review'").scalar_one())
