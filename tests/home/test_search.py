"""The search page: found words marked and escaped, kinds as filters, references that lead straight there."""

from __future__ import annotations

import make
import pytest
from browser import Browser

from pir.service.timeline import NewEntry, add_entries


@pytest.fixture
def anna(app, database):
    with database.unit_of_work() as session:
        by = make.facilitator(session)
        ref = make.review(session, by, title="Checkout <b>down</b>").record.ref
        add_entries(session, by, ref, [NewEntry(make.at(f"2026-11-20 15:{n:02}"), f"quokka {n} & more", "UTC") for n in range(25)])
    return Browser(app).sign_in_as(by.person_id)


def test_pages_of_results(anna):
    page = anna.open("/search?q=quokka")
    assert "Everything 25 Timeline 25" in page.text
    assert "1 to 20 of 25 results" in page.text
    assert "quokka 24 & more" in page.text
    page = page.click("Next")
    assert "21 to 25 of 25 results" in page.text
    assert "quokka 0 & more" in page.text
    assert 'action="/search"' in anna.client.get("/").get_data(as_text=True)


def test_what_was_found_is_marked_and_escaped(anna):
    html = anna.client.get("/search?q=checkout+down&kind=review").get_data(as_text=True)
    assert "<mark>Checkout</mark> &lt;b&gt;<mark>down</mark>&lt;/b&gt;" in html
    assert "<b>down" not in html


def test_a_reference_leads_straight_there(anna):
    assert anna.open("/search?q=pir-2026-0001").url == "/reviews/PIR-2026-0001"
    assert anna.open("/search?q=PIR-2026-0009").h1 == "Search"


def test_kinds(anna):
    page = anna.open("/search?q=checkout")
    assert "Reviews 1" in page.text and "Incidents 1" in page.text
    page = page.click("Reviews 1")
    assert page.url == "/search?q=checkout&kind=review"
    assert "Nothing was found" in anna.open("/search?q=quokka&kind=review").text
    assert "quokka 24" in anna.open("/search?q=quokka&kind=nonsense").text


@pytest.mark.parametrize("typed", ["", "%22", "%2A%29%28", "%00", "%ff", "a" * 3000, "<script>alert(1)</script>", "x&page=99999999", "x&page=-1"])
def test_odd_input(anna, typed):
    page = anna.open(f"/search?q={typed}")
    assert (page.status, page.h1) == (200, "Search")


def test_by_api(app, database, anna):
    import hashlib

    from organisation.models import ApiToken

    with database.unit_of_work() as session:
        from kernel import audit
        from kernel.permission import machine

        session.add(ApiToken(person_id=1, name="t", token_hash=hashlib.sha256(b"tok").hexdigest()))
        audit.note(session, machine("test"), "token")
    client, head = app.test_client(), {"Authorization": "Bearer tok"}
    found = client.get("/api/v1/search?q=quokka&size=2", headers=head).get_json()
    assert found["counts"] == {"entry": 25}
    assert found["page"] == {"number": 1, "size": 2, "total": 25, "pages": 13}
    assert found["items"][0]["title"] == "quokka 24 & more"
    assert found["items"][0]["url"].startswith("/reviews/PIR-2026-0001/timeline#entry-")
    assert client.get("/api/v1/search?q=x&kind=nonsense", headers=head).status_code == 422
    assert client.get("/api/v1/search", headers=head).status_code == 422
