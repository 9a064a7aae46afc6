"""Bookmarks: ids are unique in a file, names at most 40 letters, digits and underscores."""

from __future__ import annotations

import re

from exports.writers.docx.markup import Element, w

_LIMIT = 40


class Bookmarks:
    """The bookmarks of one document."""

    def __init__(self) -> None:
        self._names: set[str] = set()

    def start(self, wanted: str) -> tuple[int, str] | None:
        """Return the id and name of a new bookmark, or None where the name is taken: the first one keeps it."""
        name = name_of(wanted)
        if name in self._names:
            return None
        self._names.add(name)
        return len(self._names), name

    def around(self, wanted: str, *content: Element) -> list[Element]:
        """Return the content inside a bookmark."""
        started = self.start(wanted)
        if started is None:
            return list(content)
        number, name = started
        return [w("bookmarkStart", id=number, name=name), *content, w("bookmarkEnd", id=number)]


def name_of(wanted: str) -> str:
    """Return a name that Word takes.

    >>> name_of("rt_ACT-0107")
    'rt_ACT_0107'
    """
    return re.sub(r"[^A-Za-z0-9_]", "_", wanted)[:_LIMIT]
