"""30 edits by keyboard on an analysis of 60 factors: from the press to the answers on the screen, in Chromium.

    python benchmarks/bench_causes.py [--edits 30]

Each edit opens the form of one factor in the ladder, changes what was true on the day and is saved with Enter; the time is that
of the browser's own clock, from the press to the first frame after the new answers are in the page (goal: 300 ms each).
*peer*: an application of 15 lines of Flask under the same server that stores nothing and answers the same bytes, so what is
left is the browser's share. SQLite, two workers, loopback.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from bench_web import get, serve
from ground import ROOT, signed_in
from sqlalchemy.orm import Session

#: The browser's clock: milliseconds from the press to the first frame after the answers were put into the page.
_WATCH = """() => { window.took = new Promise((done) => {
  let pressed;
  document.addEventListener("keydown", (event) => { pressed = event.timeStamp; }, { once: true, capture: true });
  document.addEventListener("htmx:after:swap", () => requestAnimationFrame(() => setTimeout(() => done(performance.now() - pressed))), { once: true });
}); }"""


def prepare(home: Path) -> tuple[str, list[str], str]:
    """The reference of the review, those of its factors, and the cookie of its facilitator; all gates are decided."""

    def build(session: Session) -> tuple[int, tuple[str, list[str]]]:
        import make

        from pir.queries.causes import graph_of
        from pir.service import causes

        anna = make.facilitator(session)
        review = make.review(session, anna)
        ref, refs = review.record.ref, list[str]()
        for n in range(60):
            effect = "focus" if n < 3 else refs[(n - 3) // 3]
            refs.append(make.factor(session, anna, review, f"Statement {n} about what had to be true for this", effect))
        graph = graph_of(session, review.id, "why")
        for place, effect in enumerate(["focus", *(r for r in refs if len(graph.causes_of(r)) > 1)]):
            causes.decide_gate(session, anna, ref, "why", effect, "all" if place % 2 else "any", None)
        return anna.person_id or 0, (ref, refs)

    (ref, refs), cookie = signed_in(home, build)
    return ref, refs, cookie


def timed(page: Any, ladder: str, factors: list[str]) -> list[float]:
    """Milliseconds of each edit; the form is opened before its clock starts."""
    page.goto(ladder)
    took = []
    for number, ref in enumerate(factors):
        page.locator(f"#{ref} > .rung a", has_text="Change").first.click()
        page.locator("form.in-place").wait_for()
        choose(page, number)
        page.locator("form.in-place button[type=submit]").focus()
        page.evaluate(_WATCH)
        page.keyboard.press("Enter")
        took.append(float(page.evaluate("() => window.took")))
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
from flask import Flask, redirect, request
app = Flask(__name__)
PAGE, FORM = (Path(os.environ["BENCH_" + name]).read_text(encoding="utf-8") for name in ("PAGE", "FORM"))
@app.route("/reviews/<path:at>", methods=["GET", "POST"])
def page(at):
    if request.method == "POST":
        return redirect(request.path.split("/why/")[0] + "/why/why", 303)
    return FORM if at.endswith("/edit") else PAGE
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
            path = f"/reviews/{ref}/why/why"
            body = get(f"http://127.0.0.1:{port}{path}", cookie)
            form = get(f"http://127.0.0.1:{port}/reviews/{ref}/why/factors/{refs[0]}/edit", cookie)
            page = context.new_page()
            timed(page, f"http://127.0.0.1:{port}{path}", refs[50:53])
            told("ours", timed(page, f"http://127.0.0.1:{port}{path}", refs[:edits]), len(body))
        finally:
            stop(ours)
        (home / "page.html").write_bytes(body)
        (home / "form.html").write_bytes(form)
        (home / "peer_form.py").write_text(PEER)
        (home / "static").symlink_to(ROOT / "web" / "static")
        peer, port = serve("peer_form:app", {"BENCH_PAGE": str(home / "page.html"), "BENCH_FORM": str(home / "form.html")}, home)
        try:
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            told("peer", timed(page, f"http://127.0.0.1:{port}{path}", refs[:edits]), len(body))
        finally:
            stop(peer)
        browser.close()


if __name__ == "__main__":
    main()
