"""Fault trees in the Open-PSA model exchange format (MEF 2.0d), in and out.

Read: one fault tree of gates with nested formulas, house events, basic events with constant
probabilities, labels, `flavor="undeveloped"`. What changes the mathematics and is not read (common
cause groups, event trees, expressions) is refused by name with its line, never dropped. Document
types and entities are refused before anything is expanded.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from drawing.svg import clean
from rca.errors import CausesError, Malformed, TooLarge
from rca.fault_tree import MAX_GATES, Event, EventKind, FaultTree, Gate, Operator

MAX_BYTES = 64 * 1024 * 1024
MAX_ELEMENTS = 20 * MAX_GATES
MAX_DEPTH = 200
LONGEST_NAME = 250
LONGEST_LABEL = 10_000



@dataclass(frozen=True)
class Limits:
    """What the taker of a model has room for; what exceeds it is refused with its line."""

    items: int = MAX_GATES
    statement: int = LONGEST_LABEL
    operators: frozenset[Operator] = frozenset(Operator)


_TRUTH = {"true": True, "false": False}
_OPERATORS = {str(operator): operator for operator in Operator if operator is not Operator.INHIBIT}
_REFERENCES = frozenset({"gate", "basic-event", "house-event", "event"})
_SKIPPED = frozenset({"label", "attributes"})
_REFUSED = {
    "define-CCF-group": "common cause groups", "define-event-tree": "event trees", "define-initiating-event": "initiating events",
    "define-functional-event": "event trees", "define-sequence": "event trees", "define-parameter": "parameters",
    "define-consequence-group": "event trees", "define-substitution": "substitutions", "define-alignment": "alignments",
    "include": "included files", "define-rule": "event trees", "define-extern-function": "extern functions",
    "define-extern-library": "extern libraries", "cardinality": "cardinality formulas",
}  # fmt: skip


@dataclass
class _Element:
    tag: str
    line: int
    attributes: Mapping[str, str]
    children: list[_Element] = field(default_factory=list)
    text: str = ""

    @property
    def label(self) -> str:
        """The words of its `label`, on one line."""
        found = next((c.text for c in self.children if c.tag == "label"), "")
        return " ".join(clean(found).split())[:LONGEST_LABEL]

    @property
    def is_undeveloped(self) -> bool:
        """Whether its attribute `flavor` says so."""
        given = (a for c in self.children if c.tag == "attributes" for a in c.children)
        return any(a.attributes.get("name") == "flavor" and a.attributes.get("value") == "undeveloped" for a in given)

    @property
    def formulas(self) -> list[_Element]:
        """Its children but for words about it."""
        return [c for c in self.children if c.tag not in _SKIPPED]


def read_file(path: Path, top: str | None = None) -> FaultTree:
    """Return the tree of a file; see `read`. Raises OSError as well."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge("bytes", path.stat().st_size, MAX_BYTES)
    return read(path.read_bytes(), top)


def read(xml: bytes | str, top: str | None = None, limits: Limits = Limits()) -> FaultTree:
    """Return the one fault tree of a model. `top` chooses the top gate where several gates are used by no other.

    Raises Malformed naming line and item, Cyclic with its path, or TooLarge.

    >>> tree = read('''<opsa-mef><define-fault-tree name="pumps">
    ...   <define-gate name="no water"><and><basic-event name="A"/><not><basic-event name="B"/></not></and></define-gate>
    ...   <define-basic-event name="A"><float value="1e-3"/></define-basic-event>
    ...   <define-basic-event name="B"><float value="0.5"/></define-basic-event>
    ... </define-fault-tree></opsa-mef>''')
    >>> tree.top, tree.is_coherent, tree.evaluate({"A"})
    ('no water', False, True)
    """
    root = _parsed(xml.encode("utf-8") if isinstance(xml, str) else xml)
    if root.tag != "opsa-mef":
        raise Malformed(f"line {root.line}", f"the file begins with <{root.tag}>, and a model begins with <opsa-mef>")
    model = _Model(limits)
    for child in root.formulas:
        model.take(child)
    return model.tree(top)


class _Model:
    """What has been defined so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.name = ""
        self.gates: list[Gate] = []
        self.events: list[Event] = []
        self.lines: dict[str, int] = {}
        self._takers: dict[str, Callable[[_Element], None]] = {
            "define-fault-tree": self._fault_tree, "define-component": self._inside, "model-data": self._inside,
            "define-gate": self._gate, "define-basic-event": self._basic_event, "define-house-event": self._house_event,
        }  # fmt: skip

    def take(self, element: _Element) -> None:
        """Take a definition in. Raises Malformed for one that is not read."""
        _refuse(element)
        taker = self._takers.get(element.tag)
        if taker is None:
            raise Malformed(f"line {element.line}", f"<{element.tag}> is not known here")
        taker(element)

    def tree(self, top: str | None) -> FaultTree:
        """Return the finished tree."""
        if not self.gates:
            raise Malformed("model", "has no gate")
        used = {one for gate in self.gates for one in gate.inputs}
        tops = [gate.id for gate in self.gates if gate.id not in used]
        if top is None:
            if len(tops) > 1:
                raise Malformed("model", f"has {len(tops)} top gates ({', '.join(tops[:5])}); say which one is meant")
            top = tops[0] if tops else self.gates[0].id
        try:
            return FaultTree.build(top, self.gates, self.events, self.name or "tree")
        except Malformed as wrong:
            line = self.lines.get(wrong.item)
            raise (Malformed(f"line {line}, {wrong.item}", wrong.reason) if line else wrong) from wrong

    def _inside(self, element: _Element) -> None:
        for child in element.formulas:
            self.take(child)

    def _fault_tree(self, element: _Element) -> None:
        if self.name:
            raise Malformed(f"line {element.line}", "a second fault tree begins here; a file holds one")
        self.name = _name(element)
        self._inside(element)

    def _basic_event(self, element: _Element) -> None:
        name = self._defined(element)
        kind = EventKind.UNDEVELOPED if element.is_undeveloped else EventKind.BASIC
        given = element.formulas
        if len(given) > 1:
            raise Malformed(f"line {given[1].line}, {name}", "a basic event has one probability")
        self.events.append(Event(name, _probability(name, given[0]) if given else None, kind, None, element.label))

    def _house_event(self, element: _Element) -> None:
        name = self._defined(element)
        given = element.formulas
        if len(given) != 1 or given[0].tag != "constant":
            raise Malformed(f"line {element.line}, {name}", 'a house event has one <constant value="true"/> or "false"')
        self.events.append(Event(name, None, EventKind.HOUSE, _truth(given[0]), element.label))

    def _gate(self, element: _Element) -> None:
        name = self._defined(element)
        given = element.formulas
        if len(given) != 1:
            raise Malformed(f"line {element.line}, {name}", f"a gate has one formula; this one has {len(given)}")
        self._formula(name, given[0], element.label)

    def _formula(self, name: str, formula: _Element, label: str = "", *, is_named: bool = True) -> None:
        operator, k = Operator.OR, None
        parts = [formula]
        if formula.tag not in _REFERENCES and formula.tag != "constant":
            _refuse(formula)
            if formula.tag not in _OPERATORS:
                raise Malformed(f"line {formula.line}, {name}", f"<{formula.tag}> is no formula")
            operator, parts = _OPERATORS[formula.tag], formula.formulas
            k = _whole(name, formula, "min") if operator is Operator.AT_LEAST else None
            if operator not in self.limits.operators:
                raise Malformed(f"line {formula.line}, {name}", f"a gate of <{operator}> is not taken here, only of {_named(self.limits.operators)}")
        inputs = tuple(self._input(f"{name}/{number}", part) for number, part in enumerate(parts, start=1))
        self.lines.setdefault(name, formula.line)
        self._check_count()
        self.gates.append(Gate(name, operator, inputs, k, label, is_named))

    def _input(self, name: str, part: _Element) -> str:
        if part.tag in _REFERENCES:
            return _name(part)
        if part.tag == "constant":
            value = _truth(part)
            constant = f"constant {'true' if value else 'false'}"
            if constant not in self.lines:
                self.lines[constant] = part.line
                self.events.append(Event(constant, None, EventKind.HOUSE, value))
            return constant
        self._formula(name, part, is_named=False)
        return name

    def _defined(self, element: _Element) -> str:
        name = _name(element)
        if name in self.lines:
            raise Malformed(f"line {element.line}, {name}", f"is defined already on line {self.lines[name]}")
        self.lines[name] = element.line
        if len(element.label or name) > self.limits.statement:
            raise Malformed(f"line {element.line}, {name[:40]}", f"has {len(element.label or name)} characters; a statement has {self.limits.statement} or fewer")
        self._check_count()
        return name

    def _check_count(self) -> None:
        if len(self.lines) > self.limits.items:
            raise TooLarge("gates and events", len(self.lines), self.limits.items)


def _named(operators: frozenset[Operator]) -> str:
    return ", ".join(f"<{operator}>" for operator in Operator if operator in operators)


def _refuse(element: _Element) -> None:
    if element.tag in _REFUSED:
        raise Malformed(f"line {element.line}", f"<{element.tag}>: {_REFUSED[element.tag]} are not read")


def _name(element: _Element) -> str:
    name = clean(element.attributes.get("name", "")).strip()
    if not name:
        raise Malformed(f"line {element.line}", f"<{element.tag}> has no name")
    if len(name) > LONGEST_NAME:
        raise Malformed(f"line {element.line}", f"a name is longer than {LONGEST_NAME} characters")
    return name


def _truth(element: _Element) -> bool:
    value = element.attributes.get("value", "")
    if value not in _TRUTH:
        raise Malformed(f"line {element.line}", f"{value!r} is neither true nor false")
    return _TRUTH[value]


def _whole(name: str, element: _Element, attribute: str) -> int:
    text = element.attributes.get(attribute, "")
    if not text.isascii() or not text.isdigit() or len(text) > 9:  # noqa: PLR2004 - no gate has 10^9 inputs
        raise Malformed(f"line {element.line}, {name}", f"{attribute} is {text!r}, and has to be a whole number")
    return int(text)


def _probability(name: str, element: _Element) -> float:
    if element.tag not in ("float", "int"):
        raise Malformed(f"line {element.line}, {name}", f"<{element.tag}>: only a constant probability is read")
    text = element.attributes.get("value", "")
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1:
        raise Malformed(f"line {element.line}, {name}", f"its probability is {text!r}, and has to be from 0 to 1")
    return value


class _Reader:
    """Builds the elements of a file with their lines; nothing is expanded and nothing fetched."""

    def __init__(self) -> None:
        self.path = [_Element("", 0, {})]
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._begin
        self.parser.EndElementHandler = lambda _: self.path.pop()
        self.parser.CharacterDataHandler = self._words
        self.parser.StartDoctypeDeclHandler = self.parser.EntityDeclHandler = self._refuse

    def read(self, xml: bytes) -> _Element:
        top = self.path[0]
        self.parser.Parse(xml, True)
        return top.children[0]

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            raise TooLarge("elements", self.count, MAX_ELEMENTS)
        if len(self.path) > MAX_DEPTH:
            raise TooLarge("elements within one another", len(self.path), MAX_DEPTH)
        made = _Element(tag, self.parser.CurrentLineNumber, attributes)
        self.path[-1].children.append(made)
        self.path.append(made)

    def _words(self, text: str) -> None:
        element = self.path[-1]
        if element.tag == "label" and len(element.text) <= LONGEST_LABEL:
            element.text += text

    def _refuse(self, *_: Any) -> None:
        raise Malformed(f"line {self.parser.CurrentLineNumber}", "document types and entities are not read")


def _parsed(xml: bytes) -> _Element:
    if len(xml) > MAX_BYTES:
        raise TooLarge("bytes", len(xml), MAX_BYTES)
    try:
        return _Reader().read(xml)
    except expat.ExpatError as wrong:
        raise Malformed(f"line {wrong.lineno}", f"is no XML: {expat.errors.messages[wrong.code]}") from None
    except CausesError:
        raise
    except (LookupError, ValueError) as wrong:
        raise Malformed("line 1", f"the encoding of the file is not known: {wrong}") from None


def write(tree: FaultTree) -> str:
    """Return the model as XML; `read(write(tree)) == tree` for trees without nested formulas.

    >>> tree = FaultTree.build("t", [Gate("t", Operator.AT_LEAST, ("a", "b", "c"), 2)], [Event("a", 0.1), Event("b"), Event("c")])
    >>> read(write(tree)) == tree
    True
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<opsa-mef>", f"<define-fault-tree name={_quoted(tree.name)}>"]
    for gate in tree.gates:
        lines += [f"<define-gate name={_quoted(gate.id)}>", *_label(gate.label)]
        minimum = f' min="{gate.k}"' if gate.operator is Operator.AT_LEAST else ""
        operator = Operator.AND if gate.operator is Operator.INHIBIT else gate.operator  # the format has no INHIBIT
        lines += [f"<{operator}{minimum}>", *(_reference(tree, one) for one in gate.inputs), f"</{operator}>"]
        lines.append("</define-gate>")
    for event in tree.events:
        lines += _event(event)
    return "\n".join([*lines, "</define-fault-tree>", "</opsa-mef>", ""])


def _event(event: Event) -> list[str]:
    if event.kind is EventKind.HOUSE:
        value = "true" if event.value else "false"
        return [f"<define-house-event name={_quoted(event.id)}>", *_label(event.label), f'<constant value="{value}"/>', "</define-house-event>"]
    lines = [f"<define-basic-event name={_quoted(event.id)}>", *_label(event.label)]
    if event.kind is EventKind.UNDEVELOPED:
        lines.append('<attributes><attribute name="flavor" value="undeveloped"/></attributes>')
    if event.probability is not None:
        lines.append(f'<float value="{event.probability!r}"/>')
    return [*lines, "</define-basic-event>"]


def _reference(tree: FaultTree, item: str) -> str:
    event = tree.event(item)
    tag = "gate" if event is None else "house-event" if event.kind is EventKind.HOUSE else "basic-event"
    return f"<{tag} name={_quoted(item)}/>"


def _label(label: str) -> list[str]:
    return [f"<label>{escape(clean(label))}</label>"] if label else []


def _quoted(text: str) -> str:
    return quoteattr(" ".join(clean(text).split()))
