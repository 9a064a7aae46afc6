"""A form that met an ended session: kept, refilled after signing in, never sent by itself (decision 27).

The values lie with the composition root (``Site.store_form``); the cookie holds only the key, the page of the form,
its address, and for whom. Passwords and files are not kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, request, session
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from kernel import clock
from web.actor import actor_or_none
from web.address import is_same_origin, local_path
from web.site import site

KEY = "kept_form"
#: Seconds after which a kept form is no longer offered.
OFFERED_FOR = 3600
#: Characters of one form that are kept at most.
MOST = 400_000
TOKENS = frozenset({"csrf_token", "idempotency_key", "form_page"})


@dataclass
class Kept:
    """What the notice shows: ``values`` as (label, text) unless the page's own form ``is_shown`` with them."""

    values: list[tuple[str, str]]
    is_shown: bool


def page_of_form() -> str:
    """The page on which the submitted form stood, as its hidden input says; else home."""
    return local_path(_posted().get("form_page")) or "/"


def keep(person_id: int | None) -> None:
    """Store the values of this POST, if it came from a page of ours and the composition root keeps forms."""
    store = site().store_form
    pairs = typed_pairs()
    if store is None or not pairs or not is_same_origin() or sum(len(v) for _, v in pairs) > MOST:
        return
    g.debrief_kept_now = True
    key = store({"pairs": pairs, "action": request.path})
    session[KEY] = {
        "key": key,
        "for": person_id,
        "page": page_of_form(),
        "action": request.path,
        "until": clock.now().timestamp() + OFFERED_FOR,
    }


def was_kept_now() -> bool:
    """Whether this very request kept its form."""
    return "debrief_kept_now" in g


def page_to_return_to() -> str | None:
    note = session.get(KEY)
    return local_path(note["page"]) if note else None


def kept_for(action: str) -> MultiDict[str, str] | None:
    """The kept values of the form that posts to ``action``, on a GET by the same person; None otherwise."""
    note = _note()
    if note is None or note["action"] != action:
        return None
    pairs = _fetch(note)
    if pairs is None:
        return None
    g.debrief_kept_shown = True
    return MultiDict(pairs)


def kept_form() -> Kept | None:
    """For the notice on a page: what was kept for it, if anything."""
    note = _note()
    if note is None or note["page"].partition("?")[0] != request.path:
        return None
    if g.get("debrief_kept_shown"):
        return Kept([], is_shown=True)
    pairs = _fetch(note)
    return Kept([(words(k), v) for k, v in pairs if v.strip()], is_shown=False) if pairs else None


def drop_if_sent() -> None:
    """Forget the kept form once the same address has taken a form; not in the very request that kept it."""
    note = session.get(KEY)
    if note and note["action"] == request.path and not was_kept_now():
        session.pop(KEY)


def typed_pairs() -> list[tuple[str, str]]:
    """(name, text) of this request's form, as typed, without tokens and passwords."""
    form = _posted()
    names = (key for key in form if key not in TOKENS and "password" not in key.lower())
    return [(key, value) for key in names for value in form.getlist(key)]


def words(name: str) -> str:
    """A label for a form name nobody described: ``impact-0-measure`` becomes "Impact 1 measure"."""
    parts = [str(int(p) + 1) if p.isdecimal() and p.isascii() else p for p in name.replace("_", " ").split("-")]
    return " ".join(parts).strip().capitalize()


def _posted() -> MultiDict[str, str]:
    """The form of this request; empty when it was too large to be read, so that the page about it can be drawn."""
    try:
        return request.form
    except RequestEntityTooLarge:
        return MultiDict()


def _note() -> dict[str, Any] | None:
    note: dict[str, Any] | None = session.get(KEY)
    if note is None or request.method != "GET" or note["until"] < clock.now().timestamp():
        return None
    actor = actor_or_none()
    if actor is None or note["for"] not in {None, actor.person_id}:
        return None
    return note


def _fetch(note: dict[str, Any]) -> list[tuple[str, str]] | None:
    found = site().fetch_form(note["key"])
    return None if found is None else [(str(k), str(v)) for k, v in found["pairs"]]
