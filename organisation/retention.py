"""What the domains above lend: which records of theirs have come to an end, and what a person still holds.

The composition root fills both lists (``wiring.connect``); this domain knows none of the upper ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kernel.permission import Actor


@dataclass(frozen=True, slots=True)
class Kind:
    """Records that are kept for a period. ``ended`` selects (record id, instant from which the period counts)."""

    key: str
    label: str
    counts_from: str
    ended: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Belonging:
    """One thing that a person holds. ``key`` finds it again: ``action:ACT-0107:owner``."""

    key: str
    what: str
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Holdings:
    """What people hold of one kind. ``pass_on`` gives the named ones to somebody else, each with its audit entry."""

    kind: str
    held: Callable[[Session, Actor, int], Sequence[Belonging]]
    pass_on: Callable[[Session, Actor, Sequence[str], int, int], None]


KINDS: list[Kind] = []
HOLDINGS: list[Holdings] = []
