"""The fishbone (Ishikawa 1968): factors grouped by category, each with its causes of the same category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rca.causal_graph import CausalGraph, Factor

BONES = (
    "People & workload", "Process & change", "Technology & design", "Data & config", "Monitoring & detection",
    "Supplier & environment",
)  # fmt: skip
"""The usual categories for IT services; an organisation may have its own, eight at most."""

UNSORTED = "Not sorted yet"


@dataclass(frozen=True)
class Twig:
    """A factor on a bone, and its causes of the same category."""

    factor: Factor
    twigs: tuple[Twig, ...]


@dataclass(frozen=True)
class Bone:
    """One category with its factors, in the order of the graph."""

    category: str
    twigs: tuple[Twig, ...]

    def factors(self) -> Iterator[tuple[int, Factor]]:
        """Yield (depth, factor) of every twig, each before its own twigs; depth 0 is on the bone itself."""
        waiting = [(0, twig) for twig in reversed(self.twigs)]
        while waiting:
            depth, twig = waiting.pop()
            yield depth, twig.factor
            waiting.extend((depth + 1, inner) for inner in reversed(twig.twigs))


@dataclass(frozen=True)
class Fishbone:
    """The head is the focus event."""

    head: str
    bones: tuple[Bone, ...]


def fishbone(graph: CausalGraph, categories: Sequence[str] = BONES) -> Fishbone:
    """Return the factors of a graph on their bones: `categories` first, then others as met, unsorted ones last.

    A factor hangs below its effect where both have one category, and on the bone otherwise; it
    stands once. Refuted factors stay, to be drawn struck through. Bones without a factor stay too,
    because an empty bone is a question.

    >>> from rca.causal_graph import CauseLink, Focus
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("A", "Disk full", category="Data & config"), Factor("B", "Logs kept 14 days", category="Data & config")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "A")],
    ... )
    >>> [(depth, factor.id) for bone in fishbone(graph).bones for depth, factor in bone.factors()]
    [(0, 'A'), (1, 'B')]
    """
    found = dict.fromkeys(categories)
    found.update(dict.fromkeys(f.category for f in graph.factors if f.category))
    names = [*found, *([UNSORTED] if any(not f.category for f in graph.factors) else [])]
    return Fishbone(graph.focus.statement, tuple(_bone(graph, name) for name in names))


def _bone(graph: CausalGraph, category: str) -> Bone:
    members = {f.id: f for f in graph.factors if (f.category or UNSORTED) == category}
    below: dict[str | None, list[Factor]] = {}
    for factor in members.values():
        parent = next((e for e in graph.effects_of(factor.id) if e in members), None)
        below.setdefault(parent, []).append(factor)

    def twigs(parent: str | None) -> tuple[Twig, ...]:
        return tuple(Twig(factor, twigs(factor.id)) for factor in below.get(parent, ()))

    return Bone(category, twigs(None))
