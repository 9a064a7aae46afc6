"""Stored script: what people write into evidence, timelines, causes, comments, names and searches never runs (S6).

A real Chromium opens every page on which the texts stand. A payload that ran would call ``pwned``; one that was only stopped
by the policy would be told in the console. Neither may happen.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import make
import pytest
from browser import Browser
from conftest import settings_for
from server import serving

import wiring
from actions.service.add import add_action
from kernel import event
from kernel.db import Database
from kernel.permission import Role
from pir.service import causes, content
from pir.service.attachments import attach
from pir.service.comments import start_thread
from pir.service.timeline import NewEntry, add_entries, of_review

pytestmark = pytest.mark.browser

CALL = "pwned()"
PAYLOADS = (
    f"<script>{CALL}</script>", f"</script><script>{CALL}</script>", f"<ScRiPt>{CALL}</sCrIpT>", f"<script src=data:,{CALL}></script>",
    f"<img src=x onerror={CALL}>", f"<img/src=x/onerror={CALL}>", f'"><img src=x onerror={CALL}>', f"'><img src=x onerror={CALL}>",
    f"<svg onload={CALL}>", f"<svg><script>{CALL}</script></svg>", f"<svg><animate onbegin={CALL} attributeName=x dur=1s>",
    f"<body onload={CALL}>", f"<iframe srcdoc='<script>parent.{CALL}</script>'>", f"<iframe src=javascript:parent.{CALL}>",
    f"<details open ontoggle={CALL}>", f"<input autofocus onfocus={CALL}>", f"<video><source onerror={CALL}>", f"<audio src onerror={CALL}>",
    f"<marquee onstart={CALL}>", f"<object data='javascript:{CALL}'>", f"<embed src='javascript:{CALL}'>", f"<a href=javascript:{CALL} id=x>x</a>",
    f"<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror={CALL}&gt;'>", f"<noscript><p title='</noscript><img src=x onerror={CALL}>'>",
    f"<template><script>{CALL}</script></template>", f"<style>@import 'javascript:{CALL}'</style>", f"<link rel=import href=data:text/html,{CALL}>",
    f'" onmouseover={CALL} x="', f"' autofocus onfocus={CALL} x='", f'" style="animation:x" onanimationstart={CALL} "', f"--><script>{CALL}</script><!--",
    f"]]><script>{CALL}</script>", f"</title><script>{CALL}</script>", f"</textarea><script>{CALL}</script>", f"</option></select><script>{CALL}</script>",
    "{{constructor.constructor('" + CALL + "')()}}", "${" + CALL + "}", f"javascript:{CALL}", f"&lt;script&gt;{CALL}&lt;/script&gt;", f"\u003cscript\u003e{CALL}\u003c/script\u003e",
    f"<div hx-get='/' hx-on:load='{CALL}' hx-trigger=load>", f"<div hx-vals='js:{{a:{CALL}}}' hx-get=/ hx-trigger=load>", f"<mark>{CALL}</mark><img src=x onerror={CALL}>",
)  # fmt: skip


@pytest.fixture(scope="module")
def told(migrated_sqlite: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Any, list[str]]]:
    """One review whose every text holds a payload; its address, the product and the addresses to open."""
    from wsgi import create_app

    home = tmp_path_factory.mktemp("script")
    shutil.copy(migrated_sqlite, home / "debrief.db")
    database = Database(f"sqlite:///{home / 'debrief.db'}")
    (home / "audit.key").write_text(bytes(range(32)).hex())
    app = create_app(settings_for(database, home, demo=True), database=database)
    wiring.connect()
    event.subscribe(wiring.SUBSCRIBERS)
    with database.unit_of_work() as session:
        by = make.actor(make.person(session, "Anna Kowalski", *Role))
        pages = _write(session, by)
    with serving(app) as address:
        yield address, app, pages


def _write(session: Any, by: Any) -> list[str]:
    for payload in PAYLOADS[:12]:
        make.person(session, f"{payload[:100]} Person", Role.VIEWER, account=False).email = None
        make.service(session, payload[:110])
    review = make.review(session, by, title=PAYLOADS[0], services=[PAYLOADS[1]])
    ref = review.record.ref
    add_entries(session, by, ref, [NewEntry(make.at(f"2026-11-20 15:{n:02}"), p, "UTC", actor=p[:110], is_key=n % 3 == 0, evidence=(p[:280],)) for n, p in enumerate(PAYLOADS)])
    entry = of_review(session, review.id)[0]
    for n, payload in enumerate(PAYLOADS):
        name = payload.replace("/", "∕").replace("\\", "")[:90] + ".txt"
        attach(session, by, ref, files=[make.attachment(name, f"content {n}".encode())], shows=f"entry:{entry.id}",
               facts={"description": payload, "source": payload, "captured_by": payload[:110]})
        attach(session, by, ref, link=f"https://example.com/{payload}", facts={"description": payload})
    for question, statement in (("why", PAYLOADS[4]), ("seen", PAYLOADS[5])):
        causes.set_focus(session, by, ref, question, statement)
    for payload in PAYLOADS:
        factor = make.factor(session, by, review, payload[:190], evidence=[payload], control=payload)
        add_action(session, by, ref, {"title": payload[:130], "measure": payload, "factors": [{"factor": factor, "effect": "detects"}]})
    session.refresh(review.record)
    content.edit_story(session, by, ref, review.record.version, {k: "\n\n".join(PAYLOADS) for k in ("summary", "trigger", "detection", "response", "recovery")})
    content.set_impact(session, by, ref, review.record.version, [{"measure": p[:110], "value": "1", "source": p[:190]} for p in PAYLOADS])
    content.set_findings(session, by, ref, review.record.version, {"well": list(PAYLOADS), "badly": list(PAYLOADS), "lucky": list(PAYLOADS)})
    for payload in PAYLOADS[:15]:
        start_thread(session, by, ref, "summary", "", payload)
    parts = ("", "/timeline", "/evidence", "/evidence/1/edit", "/evidence/1/remove", "/why", "/why/seen", "/actions", "/sign-off", "/history", "/comments",
             "/story", "/findings", "/impact", "/people", "/access", f"/timeline/{entry.id}/edit", "/timeline/paste")
    return [f"/reviews/{ref}{part}" for part in parts]


def test_nothing_that_is_stored_or_searched_runs(told: Any, chromium: Any) -> None:
    address, _, pages = told
    searches = [f"/search?q={quote(payload)}" for payload in PAYLOADS] + ["/search?q=pwned", "/search?q=pwned&kind=evidence", "/search?q=pwned&kind=person"]
    others = ["/", "/reviews", "/incidents", "/actions?state=all", "/people?state=all", "/services", "/audit", "/audit?verb=%3Cscript%3Epwned()%3C/script%3E", "/actions/ACT-0001", "/actions/ACT-0001/edit"]
    context = chromium.new_context(base_url=address)
    ran, said = [], []
    context.expose_function("pwned", lambda *_: ran.append(page.url))
    page = context.new_page()
    page.on("console", lambda message: said.append((page.url, message.text)) if "Security Policy" in message.text else None)
    page.on("dialog", lambda dialog: (ran.append(page.url), dialog.dismiss()))
    page.goto("/sign-in")
    page.get_by_role("button", name="Anna Kowalski").first.click()
    page.wait_for_url("**/")
    shown = 0
    for url in (*pages, *others, *searches):
        answer = page.goto(url)
        assert answer is not None and answer.status == 200, (url, answer and answer.status)
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        shown += CALL in page.content()
        assert page.locator("main script, main iframe, main embed, main object, main [onerror], main [onload], main [onfocus], main a[href^='javascript:']").count() == 0, url
    assert (ran, said) == ([], [])
    page.evaluate("pwned()")
    assert len(ran) == 1, "the proof that a payload that ran would have been heard"
    context.close()
    assert shown > len(pages), "the payloads really stand on the pages"


def test_a_file_is_never_a_page_of_ours(told: Any) -> None:
    """Each file of evidence comes as a download, whatever its name."""
    _, app, pages = told
    client = Browser(app).sign_in_as(1).client
    numbers = [int(n) for n in re.findall(r"/evidence/(\d+)/file", client.get(pages[2]).get_data(as_text=True))]
    assert len(numbers) == len(PAYLOADS)
    for number in numbers:
        answer = client.get(f"{pages[0]}/evidence/{number}/file")
        assert (answer.status_code, answer.mimetype) == (200, "text/plain")
        assert answer.headers["Content-Disposition"].startswith("attachment; ")
        assert "\n" not in answer.headers["Content-Disposition"]
        assert "sandbox" in answer.headers["Content-Security-Policy"]
