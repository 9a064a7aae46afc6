"""The words of root cause analysis: stored values, and what a person reads for them.

Values are those of the document `debrief/causes@1`; the plain words are those of the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Question(StrEnum):
    """What one graph explains; an analysis asks all three."""

    WHY = "why"
    SEEN = "seen"
    LAST = "last"


class Gate(StrEnum):
    """How the causes of one effect combine (IEC 61025). `NOT_DECIDED` is never read as `ALL`."""

    NOT_DECIDED = "not_decided"
    ALL = "all"
    ANY = "any"
    K_OF_N = "k_of_n"
    INHIBIT = "inhibit"


class State(StrEnum):
    """Whether a factor was true on the day."""

    OCCURRED = "occurred"
    DID_NOT = "did_not"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How sure the people are of a statement."""

    SUSPECTED = "suspected"
    LIKELY = "likely"
    CONFIRMED = "confirmed"
    REFUTED = "refuted"


class StopReason(StrEnum):
    """Why a path ends at a factor."""

    CONTROL_WE_OWN = "control_we_own"
    OUTSIDE_OUR_CONTROL = "outside_our_control"
    NEED_DATA = "need_data"


class FactorRole(StrEnum):
    """The part a factor played (IEC 62740)."""

    TRIGGER = "trigger"
    CONTRIBUTING = "contributing"
    LATENT = "latent"
    PROLONGED = "prolonged"
    LIMITED = "limited"


class ControlState(StrEnum):
    """What became of the control that should have stopped a factor."""

    DID_NOT_EXIST = "did_not_exist"
    FAILED = "failed"
    BYPASSED = "bypassed"
    WORKED = "worked"


class ProbabilityUnit(StrEnum):
    """What a probability counts: the share of demands or changes, or of months or years, in which the event is there."""

    DEMAND = "demand"
    CHANGE = "change"
    MONTH = "month"
    YEAR = "year"


class Answer(StrEnum):
    """An answer to one direction of the two-way check of a link."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


_WORDS: Mapping[type[StrEnum], Mapping[str, str]] = MappingProxyType(
    {
        Question: {
            Question.WHY: "Why did it happen?",
            Question.SEEN: "Why was it not seen earlier?",
            Question.LAST: "Why did it last so long?",
        },
        Gate: {
            Gate.NOT_DECIDED: "not decided",
            Gate.ALL: "all of these had to be true",
            Gate.ANY: "any one of these was enough",
            Gate.K_OF_N: "some of these together were enough",
            Gate.INHIBIT: "all of these, under one condition",
        },
        State: {
            State.OCCURRED: "happened",
            State.DID_NOT: "did not happen",
            State.UNKNOWN: "not known",
        },
        Confidence: {
            Confidence.SUSPECTED: "suspected",
            Confidence.LIKELY: "likely",
            Confidence.CONFIRMED: "confirmed",
            Confidence.REFUTED: "refuted",
        },
        StopReason: {
            StopReason.CONTROL_WE_OWN: "a control that we own",
            StopReason.OUTSIDE_OUR_CONTROL: "outside our control",
            StopReason.NEED_DATA: "need data",
        },
        FactorRole: {
            FactorRole.TRIGGER: "set it off",
            FactorRole.CONTRIBUTING: "contributed",
            FactorRole.LATENT: "was there before",
            FactorRole.PROLONGED: "made it last longer",
            FactorRole.LIMITED: "limited the harm",
        },
        ControlState: {
            ControlState.DID_NOT_EXIST: "did not exist",
            ControlState.FAILED: "failed",
            ControlState.BYPASSED: "was bypassed",
            ControlState.WORKED: "worked",
        },
        ProbabilityUnit: {
            ProbabilityUnit.DEMAND: "per demand",
            ProbabilityUnit.CHANGE: "per change",
            ProbabilityUnit.MONTH: "per month",
            ProbabilityUnit.YEAR: "per year",
        },
        Answer: {Answer.YES: "yes", Answer.NO: "no", Answer.UNSURE: "not sure"},
    }
)


def plain(term: StrEnum) -> str:
    """Return the words on screen for a term of this module.

    >>> plain(StopReason.CONTROL_WE_OWN)
    'a control that we own'
    >>> plain(ControlState.BYPASSED)
    'was bypassed'
    """
    return _WORDS[type(term)][term]


def choices(vocabulary: type[StrEnum]) -> tuple[tuple[str, str], ...]:
    """Return (value, plain words) for each term of a vocabulary, in its order: a form's options.

    >>> choices(Answer)
    (('yes', 'yes'), ('no', 'no'), ('unsure', 'not sure'))
    """
    return tuple((str(term), plain(term)) for term in vocabulary)


def because(gate: Gate, causes: int, k: int | None = None) -> str:
    """Return how `causes` causes combine, as it stands between an effect and its causes.

    >>> because(Gate.ALL, 2)
    'because both had to be true'
    >>> because(Gate.ANY, 3)
    'because any one of these was enough'
    >>> because(Gate.K_OF_N, 3, 2)
    'because any 2 of these 3 were enough'
    >>> because(Gate.ALL, 1)
    'because'
    """
    if causes < 2:  # noqa: PLR2004 - with one cause there is nothing to combine
        return "because"
    pair = causes == 2  # noqa: PLR2004
    if gate is Gate.ALL:
        return "because both had to be true" if pair else "because all of these had to be true"
    if gate is Gate.ANY:
        return "because either was enough" if pair else "because any one of these was enough"
    if gate is Gate.K_OF_N:
        return f"because any {k} of these {causes} were enough"
    if gate is Gate.INHIBIT:
        return "because these came together under one condition"
    return f"because (not decided whether {'both' if pair else 'all of these'} had to be true)"
