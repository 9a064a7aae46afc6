"""The document `debrief/causes@1`: a graph as a plain dict that any store can keep."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeVar

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.errors import Malformed
from rca.vocabulary import Answer, Confidence, ControlState, FactorRole, Gate, ProbabilityUnit, State, StopReason

SCHEMA = "debrief/causes@1"

#: Members that came after documents had been signed: left out while empty, so that old content stays the same bytes.
LATER = ("cause", "classification", "probability", "probability_source", "probability_unit", "refuted_by")

Term = TypeVar("Term", bound=StrEnum)


def read(document: Mapping[str, Any]) -> CausalGraph:
    """Return the graph that a document describes.

    Members that this version does not know are ignored; absent optional ones take their default.
    Raises Malformed with the place of the item (`factors[2].gate`), Cyclic or TooLarge.

    >>> graph = read({
    ...     "schema": "debrief/causes@1",
    ...     "focus": {"id": "focus", "statement": "Checkout answered 503"},
    ...     "factors": [{"id": "FAC-1", "statement": "The log volume filled"}],
    ...     "links": [{"cause": "FAC-1", "effect": "focus"}],
    ... })
    >>> graph.causes_of("focus")[0].statement
    'The log volume filled'
    """
    if not isinstance(document, Mapping):
        raise Malformed("document", "has to be an object")
    if document.get("schema") != SCHEMA:
        raise Malformed("schema", f"is {document.get('schema')!r}, and has to be {SCHEMA!r}")
    return CausalGraph.build(
        _focus(_Item("focus", document.get("focus"))),
        [_factor(item) for item in _items(document, "factors")],
        [_link(item) for item in _items(document, "links")],
    )


def write(graph: CausalGraph) -> dict[str, Any]:
    """Return the document of a graph; `read(write(graph)) == graph`."""
    focus = graph.focus
    return {
        "schema": SCHEMA,
        "focus": {"id": focus.id, "statement": focus.statement, "gate": str(focus.gate), "k": focus.k},
        "factors": [_written_factor(factor) for factor in graph.factors],
        "links": [
            {
                "cause": link.cause,
                "effect": link.effect,
                "forward": _value(link.forward),
                "reverse": _value(link.reverse),
                **({"is_condition": True} if link.is_condition else {}),
            }
            for link in graph.links
        ],
    }


class _Item:
    """One object of the document, with the place where it stands for the errors."""

    def __init__(self, place: str, members: object) -> None:
        if not isinstance(members, Mapping):
            raise Malformed(place, "has to be an object")
        self.place = place
        self.members = members

    def text(self, name: str) -> str:
        value = self.members.get(name)
        if not isinstance(value, str):
            raise Malformed(f"{self.place}.{name}", f"is {value!r}, and has to be text")
        return value

    def optional_text(self, name: str) -> str | None:
        return None if self.members.get(name) is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        value = self.members.get(name) or []
        if not isinstance(value, list) or not all(isinstance(line, str) for line in value):
            raise Malformed(f"{self.place}.{name}", "has to be a list of texts")
        return tuple(value)

    def whole(self, name: str) -> int | None:
        value = self.members.get(name)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
            raise Malformed(f"{self.place}.{name}", f"is {value!r}, and has to be a whole number")
        return value

    def flag(self, name: str) -> bool:
        value = self.members.get(name, False)
        if not isinstance(value, bool):
            raise Malformed(f"{self.place}.{name}", f"is {value!r}, and has to be true or false")
        return value

    def share(self, name: str) -> float | None:
        value = self.members.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise Malformed(f"{self.place}.{name}", f"is {value!r}, and has to be a number from 0 to 1")
        return float(value)

    def optional_term(self, name: str, vocabulary: type[Term]) -> Term | None:
        value = self.members.get(name)
        if value is None:
            return None
        if value not in list(vocabulary):
            known = ", ".join(vocabulary)
            raise Malformed(f"{self.place}.{name}", f"is {value!r}, and has to be one of {known}")
        return vocabulary(value)

    def term(self, name: str, default: Term) -> Term:
        found = self.optional_term(name, type(default))
        return default if found is None else found


def _items(document: Mapping[str, Any], name: str) -> list[_Item]:
    found = document.get(name)
    if not isinstance(found, list):
        raise Malformed(name, "has to be a list")
    return [_Item(f"{name}[{index}]", members) for index, members in enumerate(found)]


def _focus(item: _Item) -> Focus:
    return Focus(item.text("id"), item.text("statement"), item.term("gate", Gate.NOT_DECIDED), item.whole("k"))


def _factor(item: _Item) -> Factor:
    return Factor(
        id=item.text("id"),
        statement=item.text("statement"),
        role=item.optional_term("role", FactorRole),
        category=item.optional_text("category"),
        control=item.optional_text("control"),
        control_state=item.optional_term("control_state", ControlState),
        state=item.term("state", State.OCCURRED),
        confidence=item.term("confidence", Confidence.SUSPECTED),
        stop_reason=item.optional_term("stop_reason", StopReason),
        stop_owner=item.optional_text("stop_owner"),
        evidence=item.texts("evidence"),
        gate=item.term("gate", Gate.NOT_DECIDED),
        k=item.whole("k"),
        cause=item.optional_text("cause"),
        classification=item.optional_text("classification"),
        probability=item.share("probability"),
        probability_source=item.optional_text("probability_source"),
        probability_unit=item.optional_term("probability_unit", ProbabilityUnit),
        refuted_by=item.texts("refuted_by"),
    )


def _link(item: _Item) -> CauseLink:
    return CauseLink(
        item.text("cause"),
        item.text("effect"),
        item.optional_term("forward", Answer),
        item.optional_term("reverse", Answer),
        item.flag("is_condition"),
    )


def _written_factor(factor: Factor) -> dict[str, Any]:
    return {
        "id": factor.id,
        "statement": factor.statement,
        "role": _value(factor.role),
        "category": factor.category,
        "control": factor.control,
        "control_state": _value(factor.control_state),
        "state": str(factor.state),
        "confidence": str(factor.confidence),
        "stop_reason": _value(factor.stop_reason),
        "stop_owner": factor.stop_owner,
        "evidence": list(factor.evidence),
        "gate": str(factor.gate),
        "k": factor.k,
        **{name: _plain(value) for name in LATER if (value := getattr(factor, name)) not in (None, ())},
    }


def _plain(value: Any) -> Any:
    """A value as a document holds it: terms as text, a tuple as a list."""
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, StrEnum) else value


def _value(term: StrEnum | None) -> str | None:
    return None if term is None else str(term)
