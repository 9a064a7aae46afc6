"""Words and marks of an action on screen: four words for its owner, the finer ones beside them."""

from __future__ import annotations

from actions.rules.lifecycle import SHOWN_AS, ActionState, Shown

S = ActionState

SHOWN_WORDS: dict[Shown, str] = {
    Shown.TO_DO: "To do",
    Shown.DOING: "Doing",
    Shown.DONE: "Done",
    Shown.CHECKED: "Checked",
    Shown.DROPPED: "Dropped",
}

#: Mark of ``macros/state.html`` and its tone: a claim that waits for a check is a clock, not yet a tick.
MARKS: dict[Shown, tuple[str, str]] = {
    Shown.TO_DO: ("circle", "idle"),
    Shown.DOING: ("half", ""),
    Shown.DONE: ("clock", ""),
    Shown.CHECKED: ("tick", ""),
    Shown.DROPPED: ("struck", "idle"),
}

#: What the word leaves out; empty where there is nothing to add.
FINER: dict[ActionState, str] = {
    S.PROPOSED: "not accepted yet",
    S.ACCEPTED: "accepted",
    S.IN_PROGRESS: "",
    S.BLOCKED: "blocked",
    S.DONE: "waits to be checked",
    S.VERIFIED: "",
    S.EFFECTIVENESS_DUE: "effect to be checked",
    S.EFFECTIVE: "it worked",
    S.PARTLY_EFFECTIVE: "it worked in part",
    S.NOT_EFFECTIVE: "it did not work, open again",
    S.REFUSED: "refused",
    S.CANCELLED: "cancelled",
    S.RISK_ACCEPTED: "risk accepted",
    S.SUPERSEDED: "replaced",
}

#: Whose words the reason of a state is: said before it.
REASON_SAYS: dict[ActionState, str] = {
    S.IN_PROGRESS: "Sent back",
    S.BLOCKED: "Blocked",
    S.EFFECTIVE: "Shown by",
    S.PARTLY_EFFECTIVE: "It worked in part",
    S.NOT_EFFECTIVE: "It did not work",
    S.REFUSED: "Refused",
    S.CANCELLED: "Cancelled",
    S.RISK_ACCEPTED: "Risk accepted",
    S.SUPERSEDED: "Replaced",
}

#: What an action is for: value -> words of the form.
KINDS: dict[str, str] = {
    "prevent": "Prevent it from happening",
    "mitigate": "Mitigate: keep the harm small",
    "detect": "Detect it sooner",
    "repair": "Repair what was damaged",
    "investigate": "Investigate what is not known",
    "respond": "Respond better",
    "communicate": "Communicate better",
    "supplier": "Settle it with a supplier",
}

EFFECTS: dict[str, str] = {
    "eliminates": "Eliminates it",
    "reduces": "Reduces it",
    "detects": "Detects it",
}

#: What each strength does, for the totals of the register and the choice on the form.
STRENGTHS: dict[str, str] = {
    "eliminate": "the unsafe state cannot arise",
    "engineer": "a guard in the system",
    "detect": "shortens, does not prevent",
    "administrative": "runbook, training, reminder",
}


def word_of(state: ActionState) -> str:
    """The owner's word.

    >>> word_of(ActionState.BLOCKED)
    'Doing'
    """
    return SHOWN_WORDS[SHOWN_AS[state]]


def mark_of(state: ActionState) -> tuple[str, str, str]:
    """(mark, word, tone) for ``macros/state.html``; a dropped action says how it was dropped.

    >>> mark_of(ActionState.DONE), mark_of(ActionState.RISK_ACCEPTED)
    (('clock', 'Done', ''), ('struck', 'Risk accepted', 'idle'))
    """
    shown = SHOWN_AS[state]
    mark, tone = MARKS[shown]
    word = FINER[state].capitalize() if shown is Shown.DROPPED else SHOWN_WORDS[shown]
    return mark, word, tone
