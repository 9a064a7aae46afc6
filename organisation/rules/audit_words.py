"""One audit entry in words: what changed, short enough for a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

#: Longest value shown; the entry itself keeps all of it.
LONGEST = 80
#: Keys whose number is a person's; entries hold ids, never names (decision 26).
PEOPLE = frozenset(
    {"person", "person_id", "owner", "owner_id", "deputy", "deputy_id", "steward_id", "verified_by_id", "approver_id",
     "for_id", "people", "lead_id", "stop_owner", "stop_owner_id", "suggested_owner_id", "facilitator", "scribe"}
)

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_EMPTY: tuple[Any, ...] = (None, "", [], {})
#: A value of an enumeration, such as ``problem_manager``.
_WORD_OF_OURS = re.compile(r"[a-z]+(_[a-z]+)+")


def people_in(fact: Mapping[str, Any]) -> set[int]:
    """The ids of all people whom an entry mentions, the actor included."""
    found = {fact.get("actor"), *(i for side in _sides(fact) for key in PEOPLE for i in _ids(side.get(key)))}
    return {i for i in found if isinstance(i, int)}


def changes(fact: Mapping[str, Any], names: Mapping[int, str]) -> list[str]:
    """A line for each value of ``before`` and ``after``, people first; what began empty is not worth a word.

    >>> changes({"before": {"title": "Down"}, "after": {"title": "Checkout down", "owner": 3}}, {3: "Raj Patel"})
    ['Owner: Raj Patel', 'Title: Down → Checkout down']
    """
    before, after = _sides(fact)
    keys = sorted({**before, **after}, key=lambda key: key not in PEOPLE)
    return [_line(key, before, after, names) for key in keys if key in before or after[key] not in _EMPTY]


def _line(key: str, before: Mapping[str, Any], after: Mapping[str, Any], names: Mapping[int, str]) -> str:
    label = key.removesuffix("_id").replace("_", " ").capitalize()
    texts = [_text(key, side[key], names) for side in (before, after) if key in side]
    if key not in after:
        return f"{label}: {texts[0]} → removed"
    return f"{label}: {' → '.join(dict.fromkeys(texts))}"  # the same on both sides says what it was about


def _text(key: str, value: Any, names: Mapping[int, str]) -> str:
    if key in PEOPLE and value is not None:
        return ", ".join(names.get(i, f"person {i}") for i in _ids(value)) or "nobody"
    if isinstance(value, list | tuple):
        return ", ".join(_text("", item, names) for item in value) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {_text('', v, names)}" for k, v in value.items())
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = "" if value is None else " ".join(str(value).split())
    if _INSTANT.fullmatch(text):
        return f"{text[:10]} {text[11:16]} UTC"
    if _WORD_OF_OURS.fullmatch(text):
        return text.replace("_", " ")
    return text[: LONGEST - 1].rstrip() + "…" if len(text) > LONGEST else text or "empty"


def _sides(fact: Mapping[str, Any]) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    return fact.get("before") or {}, fact.get("after") or {}


def _ids(value: Any) -> Iterator[int]:
    for item in value if isinstance(value, list | tuple) else (value,):
        if isinstance(item, int) and not isinstance(item, bool):
            yield item
