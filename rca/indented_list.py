"""Causes as people type them: a list in which what led to a line stands indented below it.

How causes combine is said in brackets at the end of their effect, `(all)`, `(any)`, `(2 of 3)`, or on a
line of its own among them: AND, OR, ALL, ANY, 2 of 3. Bullets, numbers with a point, boxes to tick and
the lines of a drawn tree are left out. A statement that stands twice is one factor with two effects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.errors import Malformed, TooLarge
from rca.vocabulary import Gate, plain

FOCUS = "focus"
LONGEST = 200
MOST = 500
TAB = 4
"""Columns of a tab."""

_DRAWN = str.maketrans(dict.fromkeys("│├└┌┬┴┼─━┃\u00a0\u2007\u202f", " "))
_BULLET = re.compile(r"(?:[-*+•◦▪‣·–—]|\d{1,3}[.)]|[a-z]\))\s+(?:\[[ xX]?\]\s+)?")
_WORD = r"(?:all|any|and|or|(\d{1,4})\s+of\s+(\d{1,4}))"
_ALONE = re.compile(rf"[(\[]?({_WORD})[)\]]?\s*:?", re.IGNORECASE)
_AT_THE_END = re.compile(rf"\s*[(\[]\s*({_WORD})\s*[)\]]\s*:?$", re.IGNORECASE)
_GATES = {"all": Gate.ALL, "and": Gate.ALL, "any": Gate.ANY, "or": Gate.ANY}


@dataclass(frozen=True)
class Listed:
    """The graph of a list, and what a reader should know of how it was understood. A factor's id is "line n"."""

    graph: CausalGraph
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    number: int
    indent: int
    text: str
    leads: bool
    """Whether the next line stands indented below it."""


@dataclass(frozen=True)
class _Said:
    """How causes combine, as a line says it."""

    number: int
    gate: Gate
    k: int | None = None
    of: int | None = None


def read(text: str, *, first_is_event: bool = False, most: int = MOST) -> Listed:
    """Return the graph of a list. With `first_is_event` its first line is the focus event, else all lines are causes.

    Raises Malformed naming the line, or TooLarge beyond `most` lines.

    >>> found = read('''
    ... - Writes stopped (any)
    ...   - The log volume was full
    ...   - The storage path was lost
    ... - No standby took over
    ... AND
    ... ''').graph
    >>> found.focus.gate.value, [(f.statement, f.gate.value) for f in found.causes_of("focus")]
    ('all', [('Writes stopped', 'any'), ('No standby took over', 'not_decided')])
    """
    lines = list(_lines(text))
    if not lines:
        raise Malformed("line 1", "nothing stands here")
    if len(lines) > most:
        raise TooLarge("lines", len(lines), most)
    reader = _Reader()
    for line in lines[1:] if first_is_event else lines:
        reader.take(line, under=lines[0] if first_is_event else None)
    if not reader.statements:
        raise Malformed(f"line {lines[0].number}", "names no cause")
    return reader.listed(_event(lines[0]) if first_is_event else "")


def _lines(text: str) -> Iterator[_Line]:
    found = []
    for number, raw in enumerate(text.splitlines(), start=1):
        drawn = raw.translate(_DRAWN).expandtabs(TAB)
        words = _BULLET.sub("", drawn.strip(), count=1) if _BULLET.match(drawn.strip()) else drawn.strip()
        if words:
            found.append(_Line(number, len(drawn) - len(drawn.lstrip()), " ".join(words.split()), leads=False))
    for line, following in zip(found, [*found[1:], None][: len(found)], strict=True):
        yield replace(line, leads=following is not None and following.indent > line.indent)


def _event(line: _Line) -> str:
    ending = _AT_THE_END.search(line.text) if line.leads else None
    return _checked(line, line.text[: ending.start()] if ending else line.text)


@dataclass
class _Reader:
    """What has been read so far."""

    statements: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    links: dict[tuple[str, str], int] = field(default_factory=dict)
    said: dict[str, _Said] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    path: list[tuple[int, str]] = field(default_factory=lambda: [(-1, FOCUS)])

    def take(self, line: _Line, under: _Line | None) -> None:
        """Take one line in, below the nearest line above it that stands further left."""
        if under is not None and self.path == [(-1, FOCUS)]:
            self.path = [(under.indent, FOCUS)]
            self._says(FOCUS, _ending(under))
        while self.path and self.path[-1][0] >= line.indent:
            self.path.pop()
        if not self.path:
            raise Malformed(f"line {line.number}", "stands beside the event; indent it below")
        effect = self.path[-1][1]
        alone = _ALONE.fullmatch(line.text)
        if alone:
            self._says(effect, _meaning(line.number, alone))
            self.path.append((line.indent, effect))
            return
        self.path.append((line.indent, self._cause(line, effect)))

    def listed(self, event: str) -> Listed:
        """Return the finished graph."""
        gates = {item: self._gate(item) for item in (FOCUS, *self.statements)}
        factors = [Factor(i, words, gate=gates[i][0], k=gates[i][1]) for i, words in self.statements.items()]
        graph = CausalGraph.build(Focus(FOCUS, event, *gates[FOCUS]), factors, [CauseLink(*pair) for pair in self.links])
        return Listed(graph, tuple(self.notes))

    def _cause(self, line: _Line, effect: str) -> str:
        ending = _AT_THE_END.search(line.text) if line.leads else None
        words = _checked(line, line.text[: ending.start()] if ending else line.text)
        item = self.ids.get(words.casefold())
        if item is None:
            item = self.ids[words.casefold()] = f"line {line.number}"
            self.statements[item], self.numbers[item] = words, line.number
        else:
            self._check_again(line, item, effect)
        self.links[item, effect] = line.number
        self._says(item, _meaning(line.number, ending) if ending else None)
        return item

    def _check_again(self, line: _Line, item: str, effect: str) -> None:
        where = f"line {line.number}"
        if (item, effect) in self.links:
            raise Malformed(where, f"the same stands on line {self.links[item, effect]} already, below the same effect")
        if item == effect or item in self._above(effect):
            raise Malformed(where, f"“{self.statements[item]}” cannot be a cause of itself (see {item})")
        self.notes.append(f"Line {line.number} is the same statement as {item}: one cause with two effects.")

    def _above(self, item: str) -> set[str]:
        """What an item leads to, directly or not."""
        seen: set[str] = set()
        waiting = [item]
        while waiting:
            one = waiting.pop()
            found = {effect for cause, effect in self.links if cause == one} - seen
            seen |= found
            waiting += found
        return seen

    def _says(self, effect: str, said: _Said | None) -> None:
        held = self.said.get(effect)
        if said is None:
            return
        if held is not None and (held.gate, held.k) != (said.gate, said.k):
            raise Malformed(f"line {said.number}", f"says “{plain(said.gate)}”, and line {held.number} says “{plain(held.gate)}” of the same effect")
        self.said[effect] = said

    def _gate(self, item: str) -> tuple[Gate, int | None]:
        said = self.said.get(item)
        if said is None:
            return Gate.NOT_DECIDED, None
        causes = sum(effect == item for _, effect in self.links)
        if said.of is not None and said.of != causes:
            raise Malformed(f"line {said.number}", f"says {said.k} of {said.of}, and {causes} causes stand below that effect")
        if said.k is not None and not 1 <= said.k <= causes:
            raise Malformed(f"line {said.number}", f"says {said.k} of {said.of}: the first number has to be from 1 to {causes}")
        if said.k in (1, causes):
            return (Gate.ANY if said.k == 1 else Gate.ALL), None
        return said.gate, said.k


def _ending(line: _Line) -> _Said | None:
    found = _AT_THE_END.search(line.text) if line.leads else None
    return _meaning(line.number, found) if found else None


def _meaning(number: int, found: re.Match[str]) -> _Said:
    if found[2]:
        return _Said(number, Gate.K_OF_N, int(found[2]), int(found[3]))
    return _Said(number, _GATES[found[1].lower()])


def _checked(line: _Line, words: str) -> str:
    words = words.strip()
    if not words:
        raise Malformed(f"line {line.number}", "says how causes combine, and not of what")
    if len(words) > LONGEST:
        raise Malformed(f"line {line.number}", f"has {len(words)} characters; a statement has {LONGEST} or fewer")
    return words
