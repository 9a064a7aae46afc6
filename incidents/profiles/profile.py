"""How the export of one tool is read: which column is which fact, what its words mean, how it writes dates."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from incidents.profiles.vocabulary import FACTS, NOTES, TIMED
from incidents.rules.written import DateOrder
from kernel.intake.refusal import Remarks, Unreadable

#: One of these has to be there: without any time an incident stands nowhere.
STARTS = ("opened", "detected", "occurred")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """``columns``: for each fact the names it may stand under, preferred one first, as `plain` spells them.

    ``asked``: the facts that somebody named in a map, with where (so that a column that is absent can be told by its line).
    ``words``: by fact, what a word of the tool (in small letters) means here. ``fixed``: facts that hold for every row
    which does not say otherwise. ``zone``, ``order``, ``patterns``: how times are written, as far as a map says it; patterns are those of
    `datetime.strptime`. ``dates``: columns (as `plain` spells them) of dates that no fact comes from.
    """

    tool: str
    columns: Mapping[str, tuple[str, ...]]
    asked: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    zone: str | None = None
    order: DateOrder | None = None
    patterns: tuple[str, ...] = ()
    dates: frozenset[str] = frozenset()
    bookkeeping: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Places:
    """Where the facts of one file stand: ``of`` by fact, and the columns that are only kept in the source row."""

    of: Mapping[str, str]
    kept: tuple[str, ...]
    timed: tuple[str, ...]
    noted: tuple[str, ...]


@lru_cache(maxsize=1024)
def plain(name: str) -> str:
    """A column name as profiles spell it: "Short description" and "short_description" are one name."""
    return re.sub(r"[\W_]+", "_", name.casefold()).strip("_")


def places(columns: Sequence[str], profile: Profile, remarks: Remarks) -> Places:
    """Which column of the file gives which fact.

    `Unreadable` (kind "columns") when a needed one is missing, one that a map names is absent, or two columns have one name but
    for its spelling. A second column for the same fact stays in the source row and is remarked on.
    """
    by_name = _by_name(columns)
    found: dict[str, str] = {}
    for fact, names in profile.columns.items():
        present = [by_name[name] for name in names if name in by_name]
        if present:
            found[fact] = present[0]
        elif fact in profile.asked:
            raise Unreadable(f"{profile.asked[fact]} is not in the file.{_near(names, by_name)} Its columns: {', '.join(columns)}", "columns")
        for other in present[1:]:
            remarks.say(f'The columns "{present[0]}" and "{other}" both give the {FACTS[fact].label.lower()}; "{present[0]}" was used')
    if missing := list(_missing(found, profile)):
        raise Unreadable(f"The file has no column {' and no column '.join(missing)}. {_advice(by_name)}Its columns: {', '.join(columns)}", "columns")
    used = set(found.values())
    timed = {found[fact] for fact in (*TIMED, "updated") if fact in found} | {c for c in columns if plain(c) in profile.dates}
    return Places(found, tuple(c for c in columns if c not in used), tuple(timed), tuple(found[f] for f in NOTES if f in found))


def _by_name(columns: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        if plain(column) in found:
            raise Unreadable(f'The columns "{found[plain(column)]}" and "{column}" are the same one', "columns")
        found[plain(column)] = column
    return found


def _near(names: Sequence[str], by_name: Mapping[str, str]) -> str:
    near = get_close_matches(names[0], list(by_name), 1)
    return f' Did you mean "{by_name[near[0]]}"?' if near else ""


def _missing(found: Mapping[str, str], profile: Profile) -> Iterator[str]:
    starts = STARTS[:1] if "opened" in profile.columns else STARTS
    if "number" not in found:
        yield _named("number", profile)
    if "severity" not in found and "severity" not in profile.fixed:
        yield _named("severity", profile)
    if not any(start in found for start in starts):
        yield _named("opened", profile)


def _named(fact: str, profile: Profile) -> str:
    names = profile.columns.get(fact)
    if not names:
        return f'for "{fact}" (name it in the map, under [columns])'
    other = names[-1].replace("_", " ").capitalize()
    return f'"{names[0]}" (or "{other}")'


def _advice(by_name: Mapping[str, str]) -> str:
    if {"fieldname", "newvalue"} <= set(by_name):
        return "It looks like the table sys_audit, which has single fields and not whole incidents; export the incident list or its history with all columns. "
    return ""
