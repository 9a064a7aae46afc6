"""A table by the browser: sent, shown, and stored only when somebody says so."""

from __future__ import annotations

import io

from browser import Browser, Page

from kernel.db import Database
from organisation.queries.service import all_services

TABLE = b"name,tier\nCheckout,1\nWiki,many\n"


def send(browser: Browser, content: bytes) -> Page:
    form = browser.open("/services").click("Import a file").form("Show what it holds")
    return form.fill({"The table": (io.BytesIO(content), "services.csv")}).submit("Show what it holds")


def stored(database: Database) -> list[str]:
    with database.unit_of_work(write=False) as session:
        return [service.name for service in all_services(session)]


def test_preview_then_import_then_nothing_more(browser: Browser, installed: Database) -> None:
    page = send(browser, TABLE)
    assert page.h1 == "What services.csv holds"
    assert "“many” is none of" in page.text
    assert stored(installed) == []
    page = page.form("Import 1 service").submit("Import 1 service")
    assert (page.url, stored(installed)) == ("/services", ["Checkout"])
    assert "1 service added, 1 row not taken." in page.text
    page = send(browser, b"name,tier\nCheckout,1\n")
    assert "There is nothing to import." in page.text


def test_what_is_no_table_is_refused_at_its_field(browser: Browser, installed: Database) -> None:
    assert send(browser, b"%PDF-1.7").errors == ["This is not a CSV file but a PDF"]
    page = browser.open("/import/services").form("Show what it holds").submit("Show what it holds")
    assert (page.status, page.errors) == (422, ["Select the file with the table"])
    assert browser.open("/import/services/" + "x" * 32).status == 404
    assert stored(installed) == []
