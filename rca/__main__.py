"""`python -m rca VERB FILE`: questions to a fault tree (Open-PSA XML) or to an analysis (our JSON)."""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rca import document, open_psa
from rca.causal_graph import MAX_FACTORS, CausalGraph
from rca.closing import of_solution
from rca.cut_sets import minimal_cut_sets
from rca.errors import CausesError, Malformed, TooLarge
from rca.fault_tree import FaultTree, Operator, of
from rca.from_tree import READ, Drafted, drafted
from rca.importance import importance
from rca.large import deadline, large_engine
from rca.probability import top_probability
from rca.solution import Solution, solve, unknown_probabilities
from rca.truncated import cut_sets_up_to
from rca.vocabulary import Gate

if TYPE_CHECKING:
    from rca.pictures.fault_tree import Direction
    from rca.pictures.symbols import Shapes

WRONG, TOO_LARGE = 2, 3

MOST_EVENTS = 6
"""Order up to which cut sets are looked for when all of them are too large."""


class Asked(argparse.Namespace):
    """What was typed."""

    verb: str
    file: str
    format: str
    limit: int
    order: int | None
    seconds: float
    undecided: str | None
    top: str | None
    most: int
    longest: int
    view: str
    shapes: Shapes
    direction: Direction


def main(words: Sequence[str] | None = None) -> int:
    """Answer one question; the exit code is 0, 2 for a file that is wrong, 3 for one that is too large."""
    asked = _parser().parse_args(words, Asked())
    try:
        given = _read(asked)
        answer = _VERBS[asked.verb](given, asked)
    except (TooLarge, MemoryError) as large:
        print(f"too large: {large or 'no memory is left'}", file=sys.stderr)
        return TOO_LARGE
    except (CausesError, OSError) as wrong:
        print(f"{asked.file}: {wrong}", file=sys.stderr)
        return WRONG
    if isinstance(answer, bytes):
        sys.stdout.buffer.write(answer)
    else:
        print(answer)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m rca", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("verb", choices=sorted(_VERBS), help="what to ask")
    parser.add_argument("file", help="a model in Open-PSA XML, or an analysis as JSON; - is standard input")
    parser.add_argument("--format", choices=("text", "json", "svg", "png"), default="text")
    parser.add_argument("--limit", type=_whole, default=100, help="cut sets listed at most (100)")
    parser.add_argument("--order", type=_whole, help="only cut sets of up to so many events")
    parser.add_argument("--seconds", type=float, default=60.0, help="time that an answer may take (60)")
    parser.add_argument("--undecided", choices=("all", "any"), help="how to read gates that nobody has decided")
    parser.add_argument("--top", help="the top gate, where a model has several")
    parser.add_argument("--most", type=_whole, default=MAX_FACTORS, help="convert: gates and events taken at most")
    parser.add_argument("--longest", type=_whole, default=open_psa.LONGEST_LABEL, help="convert: characters of a statement at most")
    parser.add_argument("--view", choices=("fault-tree", "fishbone", "whys"), default="fault-tree", help="what to draw")
    parser.add_argument("--shapes", choices=("nureg", "iec"), default="nureg", help="shapes of a fault tree")
    parser.add_argument("--direction", choices=("down", "right"), default="down")
    return parser


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("has to be 0 or more")
    return value


def _read(asked: Asked) -> FaultTree | CausalGraph:
    if asked.file == "-":
        data = sys.stdin.buffer.read(open_psa.MAX_BYTES + 1)
    else:
        path = Path(asked.file)
        if path.stat().st_size > open_psa.MAX_BYTES:
            raise TooLarge("bytes", path.stat().st_size, open_psa.MAX_BYTES)
        data = path.read_bytes()
    if not data.lstrip().startswith(b"{"):
        limits = open_psa.Limits(asked.most, asked.longest, READ) if asked.verb == "convert" else open_psa.Limits()
        return open_psa.read(data, asked.top, limits)
    try:
        return document.read(json.loads(data))
    except (ValueError, RecursionError) as wrong:
        if isinstance(wrong, CausesError):
            raise
        raise Malformed("document", f"is no JSON: {wrong}") from None


def _tree(given: FaultTree | CausalGraph, asked: Asked) -> FaultTree:
    if isinstance(given, FaultTree):
        return given
    return of(given, undecided=Gate(asked.undecided) if asked.undecided else None)


def _solved(given: FaultTree | CausalGraph, asked: Asked) -> Solution:
    tick = deadline(asked.seconds)
    return solve(_tree(given, asked), engine=large_engine(tick), tick=tick)


def _check(given: FaultTree | CausalGraph, asked: Asked) -> str:
    tree = _tree(given, asked)
    below = tree.below()
    facts = {
        "top": tree.top, "gates": sum(tree.gate(i) is not None for i in below), "events": sum(tree.event(i) is not None for i in below),
        "coherent": tree.is_coherent, "findings": list(findings(tree)),
    }  # fmt: skip
    if asked.format == "json":
        return json.dumps(facts, ensure_ascii=False)
    kind = "coherent" if tree.is_coherent else "not coherent: it has NOT or XOR"
    return "\n".join([f"{tree.top}: {facts['gates']} gates, {facts['events']} events, {kind}", *findings(tree)])


def findings(tree: FaultTree) -> list[str]:
    """Return what a reader should know of a tree that is sound all the same."""
    found = []
    below = set(tree.below())
    for gate in tree.gates:
        if gate.id not in below:
            found.append(f"{gate.id}: nothing uses this gate")
        elif not gate.is_named:
            found.append(f"{gate.id}: a gate goes straight into a gate; name the event between them")
        if gate.operator in (Operator.AND, Operator.OR) and len(set(gate.inputs)) < len(gate.inputs):
            found.append(f"{gate.id}: an input stands there twice, which changes nothing")
    found += [f"{event.id}: nothing uses this event" for event in tree.events if event.id not in below]
    found += [f"{name}: no probability was given" for name in unknown_probabilities(tree)]
    return found


def _cut_sets(given: FaultTree | CausalGraph, asked: Asked) -> str:
    tree = _tree(given, asked)
    if asked.order is not None:
        found = _whole_up_to(given, asked, asked.order) if not tree.is_coherent else None
        sets = found if found is not None else cut_sets_up_to(tree, asked.order, deadline(asked.seconds))
        return _told(asked, len(sets), _orders(sets), sets, coherent=tree.is_coherent, up_to=asked.order)
    try:
        family = minimal_cut_sets(_solved(given, asked))
        return _told(asked, family.count, family.by_order(), family.page(0, asked.limit), coherent=family.is_coherent)
    except TooLarge:
        if not tree.is_coherent:
            raise
        return _limited(tree, asked)


def _whole_up_to(given: FaultTree | CausalGraph, asked: Asked, order: int) -> list[frozenset[str]]:
    family = minimal_cut_sets(_solved(given, asked))
    total = sum(count for size, count in family.by_order().items() if size <= order)
    return family.page(0, total)


def _limited(tree: FaultTree, asked: Asked) -> str:
    """Order by order as far as another budget of the same length goes; raises TooLarge when not even one is told."""
    tick = deadline(asked.seconds)
    sets: list[frozenset[str]] | None = None
    order = 0
    try:
        for order in range(1, MOST_EVENTS + 1):
            sets = cut_sets_up_to(tree, order, tick)
    except TooLarge:
        if sets is None:
            raise
        order -= 1
    print(f"too large for all cut sets: those of up to {order} events follow", file=sys.stderr)
    return _told(asked, len(sets or ()), _orders(sets or []), sets or [], coherent=True, up_to=order)


def _orders(sets: list[frozenset[str]]) -> dict[int, int]:
    return {size: sum(len(one) == size for one in sets) for size in sorted({len(one) for one in sets})}


def _told(
    asked: Asked, count: int, by_order: dict[int, int], sets: list[frozenset[str]], *, coherent: bool, up_to: int | None = None
) -> str:
    listed = [sorted(one) for one in sets[: asked.limit]]
    truncated = len(listed) < count or up_to is not None
    if asked.format == "json":
        facts: dict[str, Any] = {"count": count, "by_order": {str(size): n for size, n in by_order.items()}, "cut_sets": listed, "truncated": truncated, "coherent": coherent}
        return json.dumps({**facts, "up_to_order": up_to} if up_to is not None else facts, ensure_ascii=False)
    name = "minimal cut sets" if coherent else "minimal positive parts (the tree has NOT or XOR)"
    lines = [f"{count:,} {name}{f' of up to {up_to} events' if up_to is not None else ''}"]
    lines += [f"  order {size}: {n:,}" for size, n in by_order.items()]
    lines += [" · ".join(one) or "(nothing is needed: the top event is always there)" for one in listed]
    return "\n".join([*lines, *([f"… and {count - len(listed):,} more"] if len(listed) < count else [])])


def _probability(given: FaultTree | CausalGraph, asked: Asked) -> str:
    found = top_probability(_solved(given, asked))
    if asked.format == "json":
        return json.dumps(asdict(found))
    return f"exact                {found.exact:.9e}\nmin-cut upper bound  {found.min_cut_upper_bound:.9e}\nrare event           {found.rare_event:.9e}"


def _importance(given: FaultTree | CausalGraph, asked: Asked) -> str:
    rows = importance(_solved(given, asked), deadline(asked.seconds))
    if asked.format == "json":
        return json.dumps([{name: _number(value) for name, value in asdict(row).items()} for row in rows], ensure_ascii=False)
    width = max((len(row.event) for row in rows), default=5)
    head = f"{'event':{width}}  {'q':>10} {'Birnbaum':>11} {'criticality':>11} {'F-V':>11} {'RAW':>11} {'RRW':>11}"
    lines = [
        f"{r.event:{width}}  {r.probability:10.4g} {r.birnbaum:11.5g} {r.criticality:11.5g} "
        f"{'too large' if r.fussell_vesely is None else format(r.fussell_vesely, '.5g'):>11} {r.raw:11.5g} {r.rrw:11.5g}"
        for r in rows
    ]
    return "\n".join([head, *lines])


def _number(value: Any) -> Any:
    """JSON knows neither infinity nor nan."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _convert(given: FaultTree | CausalGraph, _: Asked) -> str:
    """The causes as our document, which `_read` held to what an analysis has room for; `notes` tell what became of a model."""
    found = drafted(given) if isinstance(given, FaultTree) else Drafted(given, ())
    return json.dumps({"causes": document.write(found.graph), "notes": list(found.notes)}, ensure_ascii=False)


def _hitting_set(given: FaultTree | CausalGraph, asked: Asked) -> str:
    found = of_solution(_solved(given, asked))
    if asked.format == "json":
        return json.dumps({"items": sorted(found.items) if found else None, "cost": found.cost if found else None}, ensure_ascii=False)
    if found is None:
        return "no set of events closes it: the top event is always there"
    return "\n".join([f"{len(found.items)} events close every cut set", *sorted(found.items)])


def _draw(given: FaultTree | CausalGraph, asked: Asked) -> str | bytes:
    from rca.pictures.views import drawn  # pictures load a font; the other verbs need none

    picture = drawn(given, asked.view, shapes=asked.shapes, direction=asked.direction)
    if asked.format == "png":
        from drawing.png import to_png

        return to_png(picture.svg)
    return picture.svg if asked.format == "svg" else "\n".join(picture.text)


_VERBS: dict[str, Callable[[FaultTree | CausalGraph, Asked], str | bytes]] = {
    "check": _check, "cutsets": _cut_sets, "probability": _probability, "importance": _importance, "hitting-set": _hitting_set, "convert": _convert,
    "draw": _draw,
}  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
