"""A work log as ServiceNow writes it into one cell: entries under heads such as
``2026-11-20 14:03:12 - Anna Kowalski (Work notes)``, newest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

HEAD = re.compile(r"(?P<when>[0-9][^\n]{7,40}?) - (?P<who>[^\n]{1,120}?) \((?P<kind>[^()\n]{1,60})\)[ \t]*")
#: Words of a kind that the customer reads as well.
PUBLIC = ("comment", "kommentar")


@dataclass(frozen=True, slots=True)
class Written:
    """One entry as it stands: ``head`` is its whole first line, ``text`` what follows up to the next head."""

    head: str
    when: str
    who: str
    kind: str
    text: str

    @property
    def is_public(self) -> bool:
        return any(word in self.kind.casefold() for word in PUBLIC)

    @property
    def whole(self) -> str:
        """The entry as it stood in the cell."""
        return f"{self.head}\n{self.text}".strip()


def entries(log: str) -> Iterator[Written | str]:
    """The entries in the order of the text; a text before the first head, or without any, comes as it is.

    >>> [e if isinstance(e, str) else (e.who, e.text) for e in entries("Call Ann\\n2026-11-20 14:03:12 - Bo Li (Work notes)\\nRolled back\\nAll well")]
    ['Call Ann', ('Bo Li', 'Rolled back\\nAll well')]
    """
    head: re.Match[str] | None = None
    lines: list[str] = []
    for line in log.splitlines():
        if found := HEAD.fullmatch(line):
            yield from _ended(head, lines)
            head, lines = found, []
        else:
            lines.append(line)
    yield from _ended(head, lines)


def heads(log: str) -> Iterator[str]:
    """Only the times in the heads, as evidence for the order of day and month."""
    return (found["when"] for line in log.splitlines() if (found := HEAD.fullmatch(line)))


def _ended(head: re.Match[str] | None, lines: list[str]) -> Iterator[Written | str]:
    text = "\n".join(lines).strip()
    if head:
        yield Written(head[0].strip(), head["when"].strip(), head["who"].strip(), head["kind"].strip(), text)
    elif text:
        yield text
