"""The tree of reporting codes, as far as no database is needed: its order, its paths, and what a code may look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: Levels of the tree: DORA has a high-level root cause, a detailed one and an additional one.
DEEPEST = 3
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,119}")


@dataclass(frozen=True, slots=True)
class Code:
    """A row as this module needs it; ``is_retired`` of its own, whatever stands above."""

    id: int
    code: str
    parent_id: int | None
    label: str
    position: int
    is_retired: bool
    version: int = 1


@dataclass(frozen=True, slots=True)
class Placed:
    """A code where it stands: ``level`` from 0, ``path`` its labels from the top, ``offered`` unless it or one above is retired."""

    row: Code
    level: int
    path: tuple[str, ...]
    offered: bool

    @property
    def words(self) -> str:
        """The whole path as one line."""
        return " › ".join(self.path)


def is_code(text: str) -> bool:
    """Letters, digits, point, underscore and hyphen: what every format of a report can carry.

    >>> is_code("process_failure_other"), is_code("third-party_failures"), is_code("two words"), is_code("")
    (True, True, False, False)
    """
    return bool(_CODE.fullmatch(text))


def placed(rows: Iterable[Code]) -> list[Placed]:
    """Every code below its parent, in the order of the positions.

    >>> rows = [Code(1, "a", None, "A", 0, False), Code(2, "b", None, "B", 1, True), Code(3, "b_c", 2, "C", 0, False)]
    >>> [(one.row.code, one.level, one.words, one.offered) for one in placed(rows)]
    [('a', 0, 'A', True), ('b', 0, 'B', False), ('b_c', 1, 'B › C', False)]
    """
    below: dict[int | None, list[Code]] = {}
    for row in sorted(rows, key=lambda row: (row.position, row.id)):
        below.setdefault(row.parent_id, []).append(row)
    return list(_walk(below, None, 0, (), offered=True))


def _walk(below: dict[int | None, list[Code]], parent: int | None, level: int, path: tuple[str, ...], *, offered: bool) -> Iterator[Placed]:
    for row in below.get(parent, ()):
        here = (*path, row.label)
        is_offered = offered and not row.is_retired
        yield Placed(row, level, here, is_offered)
        yield from _walk(below, row.id, level + 1, here, offered=is_offered)
