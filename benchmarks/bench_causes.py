"""30 edits by keyboard on an analysis of 60 factors: from the press to the answers on the screen, in Chromium.

    python benchmarks/bench_causes.py [--edits 30]

Each edit changes what was true on the day of one factor and is saved with Enter; the time is that of the browser's own clock,
from the start of the POST over its redirect to the first paint of the new page with the answers in it (goal: 300 ms each).
*peer*: a form of 20 lines of Flask under the same server that stores nothing and answers the same bytes, so what is left is
the browser's share. SQLite, two workers, loopback.
"""

from __future__ import annotations

import argparse
import os
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench_web import ROOT, get, serve

#: The browser's clock: milliseconds from the start of the navigation (the POST) to the parsed and painted page.
_SEEN = """() => new Promise((done) => {
  const told = () => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    const page = performance.getEntriesByType("navigation")[0];
    if (paint && page.domContentLoadedEventEnd) done(Math.max(paint.startTime, page.domContentLoadedEventEnd));
    else setTimeout(told, 5);
  };
  told();
})"""


def prepare(home: Path) -> tuple[str, list[str], str]:
    """The reference of the review, those of its factors, and the cookie of its facilitator; all gates are decided."""
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    import make
    from browser import Browser

    import migrations
    from kernel import audit
    from kernel.config import Settings
    from kernel.db import Database
    from pir.queries.causes import graph_of
    from pir.service import causes
    from wsgi import create_app

    audit.use_key(audit.make_key(home / "audit.key"))
    (home / "secret.key").write_text("benchmark of loopback only, not a secret")
    database = Database(f"sqlite:///{home / 'debrief.db'}")
    migrations.upgrade(database)
    with database.unit_of_work() as session:
        anna = make.facilitator(session)
        review = make.review(session, anna)
        ref, refs = review.record.ref, list[str]()
        for n in range(60):
            effect = "focus" if n < 3 else refs[(n - 3) // 3]
            refs.append(make.factor(session, anna, review, f"Statement {n} about what had to be true for this", effect))
        graph = graph_of(session, review.id, "why")
        for place, effect in enumerate(["focus", *(r for r in refs if len(graph.causes_of(r)) > 1)]):
            causes.decide_gate(session, anna, ref, "why", effect, "all" if place % 2 else "any", None)
        person = anna.person_id
    os.environ["DEBRIEF_HOME"] = str(home)
    client = Browser(create_app(Settings.from_environment(), database=database)).sign_in_as(person or 0).client
    cookie = client.get_cookie("session") or client.get_cookie("debrief")
    assert cookie is not None
    return ref, refs, f"{cookie.key}={cookie.value}"


def timed(page: Any, edits: int, at: Callable[[int], str], change: Callable[[Any, int], None]) -> list[float]:
    """Milliseconds of each edit; the form is opened before its clock starts."""
    took = []
    for number in range(edits):
        page.goto(at(number))
        change(page, number)
        button = page.locator("main button[type=submit]").last
        button.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        took.append(float(page.evaluate(_SEEN)))
    return took


def choose(page: Any, number: int) -> None:
    """The second radio of "On the day", or the first, by the arrows."""
    chosen = page.locator("input[name=state]:checked")
    chosen.focus()
    page.keyboard.press("ArrowDown" if number % 2 else "ArrowUp")


def told(name: str, took: list[float], size: int) -> None:
    ordered = sorted(took)
    print(f"{name:5} {len(took)} edits   median {statistics.median(took):6.0f} ms   p95 {ordered[int(len(took) * 0.95)]:6.0f} ms   worst {ordered[-1]:6.0f} ms   {size:,} bytes")


PEER = """
import os
from pathlib import Path
from flask import Flask, redirect
app = Flask(__name__)
PAGE = Path(os.environ["BENCH_PAGE"]).read_text(encoding="utf-8")
@app.get("/form")
def form():
    return '<!doctype html><main><form method="post"><input name="statement"><button type="submit">Save</button></form></main>'
@app.post("/form")
def save():
    return redirect("/page", 303)
@app.get("/page")
def page():
    return PAGE
@app.get("/static/<path:name>")
def static_file(name):
    return app.send_static_file(name)
"""


def stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    process.wait()


def main() -> None:
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--edits", type=int, default=30)
    edits = wanted.parse_args().edits
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        home = Path(folder)
        ref, refs, cookie = prepare(home)
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        ours, port = serve("wsgi:create_app()", {"DEBRIEF_HOME": folder}, ROOT)
        try:
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            name, _, value = cookie.partition("=")
            context.add_cookies([{"name": name, "value": value, "url": f"http://127.0.0.1:{port}"}])
            page = context.new_page()
            base = f"http://127.0.0.1:{port}/reviews/{ref}/why"
            body = get(base, cookie)
            timed(page, 3, lambda n: f"{base}/factors/{refs[50 + n]}/edit", choose)
            told("ours", timed(page, edits, lambda n: f"{base}/factors/{refs[n]}/edit", choose), len(body))
        finally:
            stop(ours)
        (home / "page.html").write_bytes(body)
        (home / "peer_form.py").write_text(PEER)
        (home / "static").symlink_to(ROOT / "web" / "static")
        peer, port = serve("peer_form:app", {"BENCH_PAGE": str(home / "page.html")}, home)
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            told("peer", timed(page, edits, lambda _n: f"http://127.0.0.1:{port}/form", lambda *_: None), len(body))
        finally:
            stop(peer)
        browser.close()


if __name__ == "__main__":
    main()
