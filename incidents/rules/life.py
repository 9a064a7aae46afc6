"""The life of an incident as an audit log tells it: what each save left, and whether a log says anything that is not known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Save:
    """One save: when (None where the log has no readable time), by whom, and what it set, by fact."""

    at: datetime | None
    typed: str
    actor: str
    values: Mapping[str, str | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What the record said after one save."""

    at: datetime | None
    actor: str
    values: Mapping[str, str]


def after_each(saves: Sequence[Save]) -> list[Known]:
    """What was known after each save.

    >>> saves = [Save(None, "", "Bo", {"state": "New", "group": "A"}), Save(None, "", "Li", {"state": "Closed", "group": None})]
    >>> [dict(known.values) for known in after_each(saves)]
    [{'state': 'New', 'group': 'A'}, {'state': 'Closed'}]
    """
    found: list[Known] = []
    values: dict[str, str] = {}
    for save in saves:
        values = {name: value for name, value in {**values, **save.values}.items() if value is not None}
        found.append(Known(save.at, save.actor, values))
    return found


def first_new(held: Sequence[Save], told: Sequence[Save]) -> int | None:
    """How many of the held saves stay when a log is taken in; None when it tells nothing that is not held.

    A log of the last week goes on from a longer one: saves before its first one stay. From there on the log counts.

    >>> a, b, c = (Save(datetime(2026, 3, day), "", "", {"state": state}) for day, state in ((1, "New"), (2, "Active"), (3, "Closed")))
    >>> first_new([a, b], [b, c]), first_new([a, b, c], [b, c]), first_new([], [a]), first_new([a, b], [a, c])
    (1, None, 0, 0)
    """
    first = told[0].at
    kept = sum(1 for save in held if save.at is not None and first is not None and save.at < first)
    same = after_each(held)[kept:] == after_each([*held[:kept], *told])[kept:]
    return None if same else kept


@dataclass(frozen=True, slots=True)
class Step:
    """What one save changed: for each fact what it was (None: nothing) and what it became (None: taken out)."""

    at: datetime | None
    actor: str
    changed: Mapping[str, tuple[str | None, str | None]]


def steps(saves: Sequence[Save]) -> list[Step]:
    """What each save changed in what was known before it; saves that changed nothing of it are left out, but for the first.

    >>> saves = [Save(None, "", "Bo", {"state": "New"}), Save(None, "", "Li", {}), Save(None, "", "Li", {"state": "Closed"})]
    >>> [(step.actor, dict(step.changed)) for step in steps(saves)]
    [('Bo', {'state': (None, 'New')}), ('Li', {'state': ('New', 'Closed')})]
    """
    found: list[Step] = []
    before: Mapping[str, str] = {}
    for known in after_each(saves):
        names = dict.fromkeys([*known.values, *before])
        changed = {name: (before.get(name), known.values.get(name)) for name in names if before.get(name) != known.values.get(name)}
        if changed or not found:
            found.append(Step(known.at, known.actor, changed))
        before = known.values
    return found
