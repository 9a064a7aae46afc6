"""Checks of an analysis (Q01 to Q14): what would make an experienced reviewer ask back.

After the five rules of causation and the usual faults of 5 Whys and fishbones. A blocker stops
sign-off, a warning wants an answer; neither rewrites anything, and both are for those who edit.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from rca.causal_graph import CausalGraph, Factor
from rca.vocabulary import Answer, Confidence, FactorRole, StopReason


class Level(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"
    WARN = "warn"


@dataclass(frozen=True)
class Silence:
    """An unexplained stretch of the timeline while the outage was undetected or being diagnosed; `when` says where it lies."""

    minutes: int
    when: str = ""


@dataclass(frozen=True)
class Known:
    """What the checks have to know beside the graph.

    `earliest`: when the evidence of a factor places it (aware). `answered`: factors with an action
    or a recorded reason for none. `people`: names that may stand in statements.
    """

    earliest: Mapping[str, datetime] = field(default_factory=dict)
    answered: frozenset[str] = frozenset()
    silences: tuple[Silence, ...] = ()
    people: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Finding:
    """One finding: `item` is a factor, or None for the whole; `message` says why, `mend` what would satisfy.

    `basis` is what it was found in: the statement of the factor, or the counted factors of the whole.
    """

    check: str
    level: Level
    item: str | None
    message: str
    mend: str
    basis: tuple[str, ...] = ()

    @property
    def fingerprint(self) -> str:
        """SHA-256 (hex) of what was found and in what: another text, or another effect, is another finding."""
        return hashlib.sha256(json.dumps([self.check, self.item, self.message, *self.basis]).encode()).hexdigest()


Found = Iterator[tuple[str | None, str]]

_PERSON = re.compile(
    r"\bhuman error\b|\b(operator|user|engineer|developer|admin\w*|staff|colleague|on-call\w*)('s)? (error|mistake)|\bmistake(n|s)?\b|\bcareless\w*|\bnegligen\w*"
    r"|\bforgot\w*|\bignored\b|\bdid(n['’]t| not) (follow|bother|read|check|pay attention)|\bviolat\w+|\bfailed to follow\b|\btyp(o|ed wrong)\b",
    re.IGNORECASE,
)
_COUNTERFACTUAL = re.compile(r"\b(should|could|would|might) (not )?(have|of)\b|\bif only\b|\bfailed to\b|\bneglected to\b", re.IGNORECASE)
_ABSENT_FIX = re.compile(r"^\s*(there (was|is|were) )?(no|lack of|lacking|missing|absence of|insufficient|inadequate)\b", re.IGNORECASE)
_OMISSION = re.compile(r"\b(did not|didn['’]t|was not|wasn['’]t|were not|never|nobody|no one|omitted)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]{3,}")
_SMALL = frozenset(["the", "and", "for", "was", "were", "had", "has", "not", "with", "from", "that", "this", "its", "into", "after", "before", "when", "which", "all", "any", "one"])

SAME_WORDS = 0.6
FEW = 3


def check(graph: CausalGraph, known: Known = Known()) -> tuple[Finding, ...]:
    """Return every finding, check by check, in the order of the graph.

    >>> from rca.causal_graph import CauseLink, Focus
    >>> graph = CausalGraph.build(
    ...     Focus("focus", "Checkout answered 503"),
    ...     [Factor("A", "Human error at the console", evidence=("E 1",), stop_reason=StopReason.CONTROL_WE_OWN, control="Peer check")],
    ...     [CauseLink("A", "focus")],
    ... )
    >>> [(one.check, one.item) for one in check(graph, Known(answered=frozenset({"A"})))]
    [('Q01', 'A'), ('Q04', None)]
    """
    return tuple(
        Finding(one.id, one.level, item, message, one.mend, _basis(graph, one, item))
        for one in CHECKS
        for item, message in one.ask(graph, known)
    )


def _basis(graph: CausalGraph, one: Check, item: str | None) -> tuple[str, ...]:
    """A silence is found in the timeline, which its message names."""
    if item is not None:
        return (graph.statement(item),)
    return () if one.ask is _silence else tuple(sorted(graph.counted()))


def _counted(graph: CausalGraph) -> list[Factor]:
    ids = graph.counted()
    return [f for f in graph.factors if f.id in ids]


def _owned(graph: CausalGraph) -> list[Factor]:
    """The ends that stop at a control that we own: root causes, or meant to be."""
    return [f for f in graph.ends() if f.stop_reason is StopReason.CONTROL_WE_OWN]


def _person(graph: CausalGraph, known: Known) -> Found:
    names = re.compile("|".join(rf"\b{re.escape(n)}\b" for n in sorted(known.people)), re.IGNORECASE) if known.people else None
    for factor in _owned(graph):
        if _PERSON.search(factor.statement) or (names and names.search(factor.statement)):
            yield factor.id, "This ends at a person. Human error needs a cause before it."


def _no_control(graph: CausalGraph, _: Known) -> Found:
    for factor in graph.ends():
        if factor.stop_reason in (None, StopReason.CONTROL_WE_OWN) and not (factor.control or "").strip():
            yield factor.id, "The path ends here and no control is named."


def _no_evidence(graph: CausalGraph, _: Known) -> Found:
    owned = {f.id for f in _owned(graph)}
    for factor in _counted(graph):
        if not factor.evidence and (factor.confidence is Confidence.CONFIRMED or factor.id in owned):
            word = "confirmed" if factor.confidence is Confidence.CONFIRMED else "a root cause"
            yield factor.id, f"This is called {word} and rests on no evidence."


def _one_branch(graph: CausalGraph, _: Known) -> Found:
    counted = _counted(graph)
    if counted and all(len(graph.causes_of(i)) < 2 for i in (graph.focus.id, *(f.id for f in counted))):  # noqa: PLR2004
        yield None, "There is one line of causes only. Outages rarely have one cause."


def _not_sufficient(graph: CausalGraph, _: Known) -> Found:
    for link in graph.links:
        if link.forward in (Answer.NO, Answer.UNSURE) and link.cause in graph.counted():
            yield link.cause, f"It is not sure that “{graph.statement(link.effect)}” follows from this: a step is missing between them."


def _not_necessary(graph: CausalGraph, _: Known) -> Found:
    for link in graph.links:
        if link.reverse is Answer.YES and link.cause in graph.counted():
            yield link.cause, f"“{graph.statement(link.effect)}” would have happened without this too: something else does the same."


def _counterfactual(graph: CausalGraph, _: Known) -> Found:
    for factor in _counted(graph):
        if _COUNTERFACTUAL.search(factor.statement):
            yield factor.id, "This says what did not happen."


def _restates(graph: CausalGraph, _: Known) -> Found:
    for factor in _counted(graph):
        if _ABSENT_FIX.search(factor.statement):
            yield factor.id, "This is the absence of a solution, not a condition."
            continue
        mine = _words(factor.statement)
        for effect in graph.effects_of(factor.id):
            theirs = _words(graph.statement(effect))
            if mine and theirs and len(mine & theirs) / min(len(mine), len(theirs)) > SAME_WORDS:
                yield factor.id, f"This says “{graph.statement(effect)}” in other words."
                break


def _words(text: str) -> set[str]:
    return set(_WORD.findall(text.lower())) - _SMALL


def _too_late(graph: CausalGraph, known: Known) -> Found:
    for link in graph.links:
        cause, effect = known.earliest.get(link.cause), known.earliest.get(link.effect)
        if cause and effect and cause > effect and link.cause in graph.counted():
            yield link.cause, f"The cause is after its effect ({cause:%H:%M} is later than {effect:%H:%M} UTC)."


def _no_duty(graph: CausalGraph, _: Known) -> Found:
    for factor in graph.ends():
        if _OMISSION.search(factor.statement) and not (factor.control or "").strip():
            yield factor.id, "A failure to act is a cause only where somebody or something was expected to act."


def _one_category(graph: CausalGraph, _: Known) -> Found:
    categories = [f.category for f in _counted(graph)]
    if len(categories) >= FEW and None not in categories and len(set(categories)) == 1:
        yield None, f"All factors are in “{categories[0]}”."


def _only_the_trigger(graph: CausalGraph, _: Known) -> Found:
    roots = graph.root_causes()
    if len(roots) == 1 and roots[0].role is FactorRole.TRIGGER:
        yield roots[0].id, "The trigger is the only root cause."


def _silence(_: CausalGraph, known: Known) -> Found:
    for gap in known.silences:
        yield None, f"{gap.minutes} minutes unexplained{f' ({gap.when})' if gap.when else ''}."


def _unanswered(graph: CausalGraph, known: Known) -> Found:
    """An end is answered where it, or a factor on its way to the focus, has an action or a reason for none."""
    for factor in graph.ends():
        seen, waiting = {factor.id}, [factor.id]
        while waiting:
            for effect in graph.effects_of(waiting.pop()):
                if effect in graph and effect not in seen:
                    seen.add(effect)
                    waiting.append(effect)
        if not seen & known.answered:
            yield factor.id, "Neither this nor what it leads to has an action, or a reason for none."


@dataclass(frozen=True)
class Check:
    """One row of the checks: `asks` is what holds where it finds nothing, `mend` what would satisfy where it does."""

    id: str
    level: Level
    asks: str
    ask: Callable[[CausalGraph, Known], Found]
    mend: str


B, W = Level.BLOCK, Level.WARN

CHECKS: tuple[Check, ...] = (
    Check("Q01", B, "No path ends at a person", _person, "Say what made this action likely: the tool, the page, the procedure, the load."),
    Check("Q02", B, "Every path ends at a named control", _no_control, "Name the control that did not exist, failed or was bypassed, or say that this is outside our control."),
    Check("Q03", B, "What is confirmed, or a root cause, rests on evidence", _no_evidence, "Add evidence, or change it to likely."),
    Check("Q04", W, "There is more than one line of causes", _one_branch, "What else had to be true?"),
    Check("Q05", W, "No step is missing between cause and effect", _not_sufficient, "Add the step between them."),
    Check("Q06", W, "No effect would have come without its cause", _not_necessary, "Look for what else would have done the same, and add it as another way."),
    Check("Q07", W, "Causes say what happened", _counterfactual, "Say what did happen, and why it made sense at the time."),
    Check("Q08", W, "Causes are conditions, not the effect again or a missing solution", _restates, "Describe the condition that was there."),
    Check("Q09", B, "No cause is later than its effect", _too_late, "Check both times, or turn the link round."),
    Check("Q10", W, "A failure to act names what was expected to act", _no_duty, "Say who or what was expected to act, and by what: name the control."),
    Check("Q11", W, "Causes are of more than one kind", _one_category, "Was there nothing in detection, process or design?"),
    Check("Q12", W, "The trigger is not the only root cause", _only_the_trigger, "A trigger starts it. What let it spread, or last?"),
    Check("Q13", W, "No silence before the diagnosis was done is unexplained", _silence, "Say what was happening, or that nobody knows."),
    Check("Q14", B, "Every end of a path has an action, or a reason for none", _unanswered, "Add an action, or record why there is none."),
)
