"""The five whys: the graph read from the focus event downwards, as a ladder of rungs.

No forced depth of five. Branches stand side by side; a factor met again is a reference to where it
was told and is not repeated below; a rung without evidence is unsupported; a refuted rung is shown
and leads nowhere. The order of rungs is the order of the links, so a graph has one walk.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.errors import TooLarge
from rca.vocabulary import Gate, State, because, plain

MAX_DEPTH = 100
"""Rungs below one another; nobody reads a ladder of a hundred rungs, and no page holds it."""


@dataclass(frozen=True)
class Rung:
    """One factor as the answer to one why.

    `number` is its place in the nested list ("1.2.1"). `told_above` is the number of the rung
    where the same factor was told, or None. `causes` are the rungs below it.
    """

    number: str
    factor: Factor
    link: CauseLink
    told_above: str | None
    causes: tuple[Rung, ...]

    @property
    def is_refuted(self) -> bool:
        """Whether it is shown struck through."""
        return self.factor.is_refuted

    @property
    def is_unsupported(self) -> bool:
        """Whether it has no evidence. A reference is told elsewhere, and judged there."""
        return not self.factor.evidence and self.told_above is None

    @property
    def ends(self) -> bool:
        """Whether the path ends here: nothing counted stands below."""
        return self.told_above is None and not self.is_refuted and not self.counted

    @property
    def counted(self) -> tuple[Rung, ...]:
        """The causes that are not refuted: those that the gate combines."""
        return tuple(rung for rung in self.causes if not rung.is_refuted)

    @property
    def gate(self) -> Gate:
        """How its counted causes combine; means nothing below two of them."""
        return self.factor.gate


@dataclass(frozen=True)
class WhyWalk:
    """A whole ladder: the focus, the rungs right below it, and the factors that no path meets."""

    focus: Focus
    causes: tuple[Rung, ...]
    unlinked: tuple[Factor, ...]

    @property
    def counted(self) -> tuple[Rung, ...]:
        """The causes of the focus that are not refuted."""
        return tuple(rung for rung in self.causes if not rung.is_refuted)

    @property
    def gate(self) -> Gate:
        """How the counted causes of the focus combine."""
        return self.focus.gate

    def rungs(self) -> Iterator[Rung]:
        """Yield every rung, as it is read: each before what stands below it."""
        waiting = list(reversed(self.causes))
        while waiting:
            rung = waiting.pop()
            yield rung
            waiting.extend(reversed(rung.causes))


def walk(graph: CausalGraph) -> WhyWalk:
    """Return the ladder of a graph. Raises TooLarge beyond 100 rungs below one another.

    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("A", "Writes stopped"), Factor("B", "No standby"), Factor("C", "One disk")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus"), CauseLink("C", "A"), CauseLink("C", "B")],
    ... )
    >>> [(rung.number, rung.factor.id, rung.told_above) for rung in walk(graph).rungs()]
    [('1', 'A', None), ('1.1', 'C', None), ('2', 'B', None), ('2.1', 'C', '1.1')]
    """
    if graph.depth() > MAX_DEPTH:
        raise TooLarge("rungs below one another", graph.depth(), MAX_DEPTH)
    return WhyWalk(graph.focus, _rungs_below(graph, graph.focus.id, "", {}), graph.unlinked())


def outline(steps: WhyWalk) -> tuple[str, ...]:
    """Return the ladder as the lines of a nested numbered list; the dots of a number are its depth.

    The text equivalent of the drawing: statement, how sure, evidence, and where a path ends.
    """
    return tuple(line(rung) for rung in steps.rungs())


def line(rung: Rung) -> str:
    """Return one rung as a line of the nested list.

    >>> from rca.vocabulary import StopReason
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("A", "Logs were kept for 14 days", stop_reason=StopReason.CONTROL_WE_OWN)],
    ...     [CauseLink("A", "focus")],
    ... )
    >>> outline(walk(graph))
    ('1 Logs were kept for 14 days (A; suspected; unsupported). Path ends: a control that we own.',)
    """
    factor = rung.factor
    statement = factor.statement.strip().rstrip(".")
    if rung.told_above is not None:
        return f"{rung.number} {statement} ({factor.id}; told above at {rung.told_above})."
    facts = [factor.id, plain(factor.confidence)]
    if factor.state is not State.OCCURRED:
        facts.append(plain(factor.state))
    if factor.cause is not None:
        facts.append(f"known cause {factor.cause}")
    facts.append(f"evidence {', '.join(factor.evidence)}" if factor.evidence else "unsupported")
    if factor.refuted_by:
        facts.append(f"against it {', '.join(factor.refuted_by)}")
    told = f"{rung.number} {statement} ({'; '.join(facts)})."
    if rung.counted:
        return f"{told[:-1]}, {because(factor.gate, len(rung.counted), factor.k)}:"
    end = path_end(rung)
    return f"{told} {end}." if end else told


def path_end(rung: Rung) -> str | None:
    """Return "Path ends: …" for a rung where a path ends with a reason, else None."""
    reason = rung.factor.stop_reason
    if not rung.ends or reason is None:
        return None
    owner = f" ({rung.factor.stop_owner})" if rung.factor.stop_owner else ""
    return f"Path ends: {plain(reason)}{owner}"


def _rungs_below(graph: CausalGraph, effect: str, number: str, told: dict[str, str]) -> tuple[Rung, ...]:
    return tuple(
        [_rung(graph, link, _place(number, index), told) for index, link in enumerate(graph.links_to(effect), start=1)]
    )


def _rung(graph: CausalGraph, link: CauseLink, number: str, told: dict[str, str]) -> Rung:
    factor = graph.factor(link.cause)
    told_above = told.get(factor.id)
    if told_above is None:
        told[factor.id] = number
    leads_nowhere = told_above is not None or factor.is_refuted
    causes = () if leads_nowhere else _rungs_below(graph, factor.id, number, told)
    return Rung(number, factor, link, told_above, causes)


def _place(number: str, index: int) -> str:
    return f"{number}.{index}" if number else str(index)
