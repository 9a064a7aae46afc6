"""The register in a browser: files sent, refused with the reason, kept while the form is mended, handed out again safely."""

from __future__ import annotations

import io

import make
import pytest


def send(browser, ref, *files, **typed):
    form = browser.open(f"/reviews/{ref}/evidence").form("Add the evidence").fill(typed)
    form.data.setlist("files", [(io.BytesIO(content), name) for name, content in files])
    return form.submit("Add the evidence")


def test_several_files_at_once(anna, review):
    page = send(anna, review, ("graph.png", make.PNG), ("db.log", b"14:03 full\n"), Source="Grafana")
    assert (page.status, "E 2 and E 3 were added." in page.text) == (200, True)
    assert "Save graph.png 68 bytes" in page.text
    assert "From Grafana" in page.text
    page = send(anna, review, ("again.png", make.PNG), Description="Same")
    assert "E 2 stood in the register already." in page.text


def test_attached_to_an_entry(anna, review):
    url = next(u for u in anna.open(f"/reviews/{review}/timeline").links.values() if "shows=entry" in u)
    form = anna.open(url).form("Add the evidence")
    assert "Checkout answered 503" in form.page.text
    form.data["files"] = (io.BytesIO(make.PNG), "graph.png")
    page = form.submit("Add the evidence")
    assert "20 Nov 14:03 Checkout answered 503" in page.text
    assert "/reviews/" + review + "/evidence#evidence-2" in anna.open(f"/reviews/{review}/timeline").links.values()


WRONG = [
    ((), {}, "Select a file, or enter a link or a description"),
    ((("page.png", b"<html><script>alert(1)</script>"),), {}, "page.png cannot be taken: its name ends in .png, but its content is a page for a browser (HTML or SVG)"),
    ((("empty.txt", b""),), {}, "empty.txt is empty. Select a file with content"),
    ((("big.txt", b"x" * 5001),), {}, "big.txt is too large: a file may have 5 kB at most"),
    ((("../../x.exe", b"MZ"),), {}, "x.exe cannot be taken: the file must be PDF"),
    ((("graph.png", make.PNG),), {"Captured: date": "31 Feb 2026", "Captured: time": "10:00"}, "31 Feb 2026"),
    ((("graph.png", make.PNG),), {"Link": "javascript:alert(1)"}, "Link must begin with https:// or http://"),
]


@pytest.fixture
def limits(app):
    from dataclasses import replace

    found = app.extensions["debrief"]
    found.settings = replace(found.settings, max_evidence=5000)


@pytest.mark.parametrize(("files", "typed", "said"), WRONG, ids=[said[:30] for *_, said in WRONG])
def test_refused_with_the_reason_and_all_that_was_typed(anna, review, limits, files, typed, said):
    typed = {"Source": "The dashboard", **typed}
    page = send(anna, review, *files, **typed)
    assert page.status == 422
    assert any(said in error for error in page.errors), page.errors
    form = page.form("Add the evidence")
    assert all(form.value(label) == text for label, text in typed.items())
    assert "E 2" not in page.text


def test_a_good_file_need_not_be_selected_again(anna, review):
    page = send(anna, review, ("graph.png", make.PNG), ("page.png", b"<html>"), Description="Orders")
    assert "graph.png is kept and need not be selected again" in page.text
    page = page.form("Add the evidence").submit("Add the evidence")
    assert (page.status, "E 2 was added." in page.text) == (200, True)
    assert anna.client.get(f"/reviews/{review}/evidence/2/file").data == make.PNG


def test_handed_out_as_a_file_and_never_as_a_page(anna, review):
    send(anna, review, ("Größe.png", make.PNG), ("page.json", b'["<script>alert(1)</script>"]'))
    picture, text = (anna.client.get(f"/reviews/{review}/evidence/{n}/file") for n in (2, 3))
    assert (picture.data, picture.mimetype) == (make.PNG, "image/png")
    saved = picture.headers["Content-Disposition"]
    assert (saved.startswith("attachment;"), "filename*=UTF-8''Gr%C3%B6%C3%9Fe.png" in saved) == (True, True)
    for answer in (picture, text):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "no-store" in answer.headers["Cache-Control"]
    shown = anna.client.get(f"/reviews/{review}/evidence/2/picture")
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert [anna.client.get(f"/reviews/{review}/evidence/{n}").status_code for n in ("3/picture", "1/file", "9/file")] == [404, 404, 404]


def test_changed_and_taken_out(browse, review):
    anna = browse("anna")
    send(anna, review, ("graph.png", make.PNG))
    page = anna.open(f"/reviews/{review}/evidence/2/edit").form("Save the description").fill({"Description": "Orders a minute"}).submit("Save the description")
    assert "E 2 was saved." in page.text
    assert "Orders a minute" in page.text
    page = anna.open(f"/reviews/{review}/evidence/2/edit").click("Take it out").form("Take it out").submit("Take it out")
    assert "E 2 was taken out." in page.text
    assert anna.client.get(f"/reviews/{review}/evidence/2/file").status_code == 404
    used = anna.open(f"/reviews/{review}/evidence/1/edit").click("Take it out").form("Take it out").submit("Take it out")
    assert (used.status, "E 1 is used" in used.text) == (409, True)
    assert "took evidence out" in anna.open(f"/reviews/{review}/history").text


def test_a_file_over_the_limit_costs_only_itself(app, monkeypatch, anna, review):
    """The request is larger than what is taken at all: its file is dropped unread, the words typed beside it stay."""
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2000)
    typed = {"Description": "Orders a minute", "Source": "The dashboard"}
    page = send(anna, review, ("video.png", make.PNG + b"x" * 9000), **typed)
    assert (page.status, page.url) == (200, f"/reviews/{review}/evidence")
    assert "Nothing was stored; what you typed is kept below. Choose a smaller file." in page.text
    form = page.form("Add the evidence")
    assert all(form.value(label) == text for label, text in typed.items())
    assert "E 2" not in page.text
    form.data["files"] = (io.BytesIO(make.PNG), "graph.png")
    page = form.submit("Add the evidence")
    assert "E 2 was added." in page.text
    assert "Orders a minute" in page.text


@pytest.mark.parametrize(("size", "url"), [(30_000, "/reviews/{}/evidence"), (9_000, "/api/v1/reviews/{}/evidence")])
def test_what_is_far_too_large_is_refused_unread(app, monkeypatch, anna, review, size, url):
    monkeypatch.setitem(app.config, "MAX_CONTENT_LENGTH", 2000)
    answer = anna.client.post(url.format(review), data={"files": (io.BytesIO(b"x" * size), "video.png")})
    assert answer.status_code in {401, 413}
