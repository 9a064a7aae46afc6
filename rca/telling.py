"""The answers of the graph in plain words, for the room: no formal term, nothing claimed beyond what is recorded.

Words of the screen: a *combination* is a minimal cut set; it *happened* (fired), is *one step from
happening* (near), is *stopped*, *being fixed* or *still open* (coverage), or *rests on one action only*.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rca.causal_graph import CausalGraph
from rca.common_causes import dominators, shared
from rca.coverage import Cover, Coverage, Covered, Residual
from rca.occurrence import Day
from rca.vocabulary import State

COVER_WORDS = {
    Cover.OPEN: "Still open", Cover.BEING_FIXED: "Being fixed", Cover.NOT_DECIDED: "Not decided", Cover.STOPPED: "Stopped",
}  # fmt: skip
_ORDER = tuple(COVER_WORDS)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

MOST_TOLD = 12
"""Combinations that are told one by one; the rest is counted."""

MOST_ASKED = 6
"""Undecided gates for which it is worked out what either answer would change, those nearest the event; the rest is counted."""


@dataclass(frozen=True)
class Told:
    """One combination: its events as (id, statement), how it stood on the day, how it stands now.

    `on_the_day` is "what happened", "one step from happening", "n steps away" or "not known";
    `waits_for` names the events that this word hangs on: those missing, or those not known.
    """

    events: tuple[tuple[str, str], ...]
    on_the_day: str
    waits_for: tuple[str, ...]
    cover: Cover
    cover_words: str
    rests_on: str | None


@dataclass(frozen=True)
class Question:
    """An undecided gate as it is asked, and what either answer would make of the number of combinations."""

    effect: str
    statement: str
    causes: tuple[str, ...]
    if_all: int
    if_any: int


@dataclass(frozen=True)
class Telling:
    """All that the panel says. `counts` are (at least, at most) where an undecided gate leaves a range.

    `closings`: sets of ends to choose from, each of which closes the rest. `unasked`: undecided gates
    beyond those of `questions`. `next_breaks`: how many open combinations the elimination of `next_factor` would stop.
    `residual`: only where every event has a probability.
    """

    sentences: tuple[str, ...]
    counts: Mapping[Cover, tuple[int, int]]
    combinations: tuple[Told, ...]
    untold: int
    questions: tuple[Question, ...]
    closings: tuple[tuple[tuple[str, str], ...], ...]
    next_factor: tuple[str, str] | None
    unasked: int = 0
    next_breaks: int = 0
    residual: Residual | None = None


def tell(coverage: Coverage) -> Telling:
    """Return what the causes and the actions of one question say.

    >>> from rca.causal_graph import CauseLink, Factor, Focus
    >>> from rca.vocabulary import Gate
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503", Gate.ALL), [Factor("A", "Disk full"), Factor("B", "No standby took over")],
    ...     [CauseLink("A", "focus"), CauseLink("B", "focus")],
    ... )
    >>> for sentence in tell(Coverage(Day(graph), [])).sentences: print(sentence)
    Two things together brought this down: disk full · no standby took over.
    No single event is enough on its own.
    Nothing yet stops what happened.
    One more action is enough: on “Disk full”, or on “No standby took over”.
    """
    day = coverage.day
    graph, asked = day.graph, day.undecided[:MOST_ASKED]
    covered = sorted(coverage.combinations, key=lambda one: (_ORDER.index(one.cover), one.combination not in day.fired, len(one.combination)))
    told = tuple(told_of(day, one) for one in covered[:MOST_TOLD])
    questions = _questions(day, asked)
    following = coverage.next_action()
    closings = coverage.closings() if coverage.open else ()
    return Telling(
        sentences=tuple(_sentences(coverage, covered, closings)),
        counts=_ranges(coverage),
        combinations=told,
        untold=len(covered) - len(told),
        questions=questions,
        closings=tuple(_named(graph, sorted(one)) for one in closings),
        next_factor=None if following is None else (following.factor, graph.statement(following.factor)),
        unasked=len(day.undecided) - len(asked),
        next_breaks=0 if following is None else following.breaks,
        residual=coverage.residual(),
    )


def told_of(day: Day, one: Covered) -> Told:
    """How one combination stood on the day and stands now, in words."""
    states = {event: day.graph.factor(event).state for event in one.combination}
    unknown = [e for e in sorted(states) if states[e] is State.UNKNOWN]
    missing = [e for e in sorted(states) if states[e] is State.DID_NOT]
    if unknown:
        word, waits = "not known", unknown
    elif missing:
        word = "one step from happening" if len(missing) == 1 else f"{number(len(missing))} steps away"
        waits = missing
    else:
        word, waits = "what happened", []
    return Told(
        events=_named(day.graph, sorted(one.combination, key=_places(day.graph).__getitem__)),
        on_the_day=word,
        waits_for=tuple(day.graph.statement(e) for e in waits),
        cover=one.cover,
        cover_words=COVER_WORDS[one.cover],
        rests_on=one.actions[0] if len(one.actions) == 1 and one.cover in (Cover.STOPPED, Cover.BEING_FIXED) else None,
    )


def _sentences(coverage: Coverage, covered: Sequence[Covered], closings: Sequence[frozenset[str]]) -> Iterable[str]:
    day = coverage.day
    if not day.graph.causes_of(day.graph.focus.id):
        return
    yield _what_happened(day)
    near = day.near
    if near:
        listed = "; ".join(f"it lacked only “{day.graph.statement(one.missing)}”" for one in near[:3])
        other = "other " if day.fired else ""
        yield f"{number(len(near)).capitalize()} {other}{_combinations(len(near))} {_is(len(near))} one step from happening: {listed}{'; …' if len(near) > 3 else ''}."  # noqa: PLR2004
    yield _alone(day)
    yield from _stops(coverage, covered, closings)
    if coverage.detecting:
        yield f"{_and(coverage.detecting)} only {'detects' if len(coverage.detecting) == 1 else 'detect'}: an outage gets shorter, nothing is stopped."
    for found in day.disagreements():
        said = "did not happen" if found.said is State.DID_NOT else "happened"
        expected = "did" if found.expected is State.OCCURRED else "did not"
        yield f"“{day.graph.statement(found.factor)}” is recorded as “{said}”; by its causes it {expected}. One of them is not right."
    idle = [f for f in day.graph.ends() if f.state is State.OCCURRED and day.happened and day.without(f.id)]
    if idle and len(day.graph.ends()) > 1:
        yield f"Without {_and([_quoted(f.statement) for f in idle[:3]])} alone it would have happened all the same."
    yield from _common(day.graph)


def _common(graph: CausalGraph) -> Iterable[str]:
    """What many paths share; a graph with one end has one path, of which this says nothing new."""
    if len(graph.ends()) > 1:
        for words, found in (("Every path leads through", dominators(graph)), ("On more than one path:", shared(graph))):
            if found:
                yield f"{words} {_and([_quoted(f.statement) for f in found[:3]])}{' and others' if len(found) > 3 else ''}."  # noqa: PLR2004


def _what_happened(day: Day) -> str:
    if len(day.fired) == 1:
        one = day.fired[0]
        said = " · ".join(_lower(day.graph.statement(e)) for e in sorted(one, key=_places(day.graph).__getitem__))
        if len(one) == 1:
            return f"One thing alone brought this down: {said}."
        return f"{number(len(one)).capitalize()} things together brought this down: {said}."
    if day.fired:
        return f"{number(len(day.fired)).capitalize()} combinations happened at once, each enough to bring this down."
    if day.happened is False:
        return "The causes recorded here, as they were on the day, do not explain what happened. One is missing, or a state is not right."
    if day.undecided:
        return "Which combination brought this down is not decided: it hangs on how the causes combine."
    return "Which combination brought this down is not known: it hangs on events of which nobody knows yet whether they happened."


def _alone(day: Day) -> str:
    alone = day.enough_alone
    if alone:
        return f"Enough on its own: {_and([_quoted(day.graph.statement(e)) for e in alone[:5]])}{' and others' if len(alone) > 5 else ''}."  # noqa: PLR2004
    return "No single event is enough on its own." if day.combinations and not day.undecided else "Whether a single event is enough on its own is not decided."


def _stops(coverage: Coverage, covered: Sequence[Covered], closings: Sequence[frozenset[str]]) -> Iterable[str]:
    fired = [one for one in covered if one.combination in coverage.day.fired]
    if fired and all(one.cover is Cover.OPEN for one in fired):
        yield "Nothing yet stops what happened."
    by_action: dict[str, int] = {}
    for one in covered:
        for action in one.actions:
            by_action[action] = by_action.get(action, 0) + 1
    for action, count in sorted(by_action.items(), key=lambda pair: (-pair[1], pair[0]))[:3]:
        share = "all" if count == len(covered) and count > 1 else number(count)
        yield f"{action} stops {share} of the {len(covered)} combinations." if len(covered) > 1 else f"{action} stops it."
    alone = [one for one in covered if len(one.actions) == 1 and one.cover in (Cover.STOPPED, Cover.BEING_FIXED)]
    if alone:
        yield f"{number(len(alone)).capitalize()} {_combinations(len(alone))} {'rests' if len(alone) == 1 else 'rest'} on one action only."
    if coverage.open:
        yield _closing(coverage.day.graph, closings)


def _closing(graph: CausalGraph, found: Sequence[frozenset[str]]) -> str:
    if not found:
        return "Nothing within our control closes the rest."
    if len(found[0]) > 1:
        names = [_quoted(graph.statement(e)) for e in sorted(found[0])]
        return f"{number(len(names)).capitalize()} more actions are enough: on {_and(names)}."
    return f"One more action is enough: on {', or on '.join(_quoted(graph.statement(e)) for one in found for e in one)}."


def _questions(day: Day, effects: Sequence[str]) -> tuple[Question, ...]:
    graph = day.graph
    return tuple(
        Question(d.effect, graph.statement(d.effect), tuple(f.statement for f in graph.causes_of(d.effect)), len(d.if_all), len(d.if_any))
        for d in day.deciding(effects)
    )


def _ranges(coverage: Coverage) -> dict[Cover, tuple[int, int]]:
    """How many combinations stand how; a range over the two extreme ways of deciding what is open."""
    day = coverage.day
    if not day.undecided:
        return {cover: (count, count) for cover, count in coverage.counts.items()}
    ends = [Coverage(one, coverage.stops).counts for one in day.extremes()]
    return {cover: (min(e[cover] for e in ends), max(e[cover] for e in ends)) for cover in Cover}


def number(count: int) -> str:
    """Return a small number as a word, as it stands in a sentence.

    >>> number(3), number(14)
    ('three', '14')
    """
    return _NUMBERS[count] if count < len(_NUMBERS) else f"{count:,}"


def _named(graph: CausalGraph, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((i, graph.statement(i)) for i in ids)


def _places(graph: CausalGraph) -> dict[str, int]:
    return {factor.id: place for place, factor in enumerate(graph.factors)}


def _combinations(count: int) -> str:
    return "combination" if count == 1 else "combinations"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _quoted(text: str) -> str:
    return f"“{text.strip().rstrip('.')}”"


def _lower(text: str) -> str:
    """A statement inside a sentence: its first letter small, unless the word is a name or an abbreviation."""
    text = text.strip().rstrip(".")
    first = text.split(" ", 1)[0]
    return text[:1].lower() + text[1:] if first[1:].islower() or len(first) == 1 else text


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"

