"""What each transition asks on its page, and what will happen: data, one row a transition."""

from __future__ import annotations

from typing import NamedTuple

from actions.rules.lifecycle import ACTION_LIFECYCLE
from kernel.workflow import Transition


class Question(NamedTuple):
    """The heading of the page and its consequence; ``asks`` are the fields of ``StepFields`` that it shows.

    ``shows_claim``: what was agreed and what was reported stand beside the question. ``act`` are the words of the
    button where those of the table would only repeat the way here.
    """

    heading: str
    consequence: str
    asks: tuple[str, ...] = ()
    shows_claim: bool = False
    act: str = ""
    takes_files: bool = False


WHY = ("reason",)
QUESTIONS: dict[str, Question] = {
    "accept": Question("Accept this action?", "You say that you will see it done. It stays To do until you start."),
    "claim_done": Question("What was done?", "Somebody else checks it before it counts as checked.",
                           ("claim", "evidence"), takes_files=True),
    "start": Question("Start work on this action?", "It is shown as Doing, with your name."),
    "block": Question("What is in the way?", "The action stays open and keeps its due date.", WHY),
    "verify": Question("Was it done as agreed?", "You confirm it with your name. It then counts as checked.",
                       shows_claim=True, act="Confirm that it was done"),
    "send_back": Question("What is still missing?", "The owner sees your words, and the action is Doing again.", WHY,
                          shows_claim=True),
    "await_effect": Question("Check the effect now?", "The action stays checked; whether it worked is asked from now on."),
    "find_effective": Question("Did it work?", "You confirm with your name that the measure was met. Before the window is "
                               "over, name the test that shows it.", WHY, shows_claim=True, act="Confirm that it worked"),
    "find_partly_effective": Question("What worked, and what did not?", "Your words stand beside the action.", WHY,
                                      shows_claim=True),
    "find_not_effective": Question("What shows that it did not work?",
                                   "The action opens again, and the review that raised it learns of it.", WHY),
    "refuse": Question("Why is this action refused?", "It stays on record with your words and asks nobody for more.", WHY),
    "cancel": Question("Why is this action cancelled?", "A cancelled action never counts as done.", WHY),
    "accept_risk": Question(
        "Accept the risk instead?", "The action rests with your name until the date you enter, then it comes back.",
        ("reason", "expires_on"),
    ),
    "risk_expires": Question("Bring this action back?", "It is To do again, and its owner is asked to accept it."),
    "supersede": Question(
        "Which action replaces this one?", "This one ends here and points at the other.", ("superseded_by", "reason")
    ),
}

#: Labels that say what is asked here in the words of this question.
LABELS: dict[tuple[str, str], str] = {
    ("send_back", "reason"): "What is missing",
    ("block", "reason"): "What is in the way",
    ("find_partly_effective", "reason"): "What worked, and what did not",
    ("find_not_effective", "reason"): "What shows it",
    ("find_effective", "reason"): "The test that shows it",
}


def slug(transition: Transition) -> str:
    """The transition in an address: ``claim-done``."""
    return transition.name.replace("_", "-")


def transition_at(text: str) -> Transition | None:
    """The transition of an address; only the spelling that ``slug`` makes."""
    name = text.replace("-", "_")
    return ACTION_LIFECYCLE[name] if name in ACTION_LIFECYCLE and "_" not in text else None


def needed(transition: Transition, field: str) -> bool:
    """True when the page may not call the field optional."""
    return field != "reason" or transition.needs_reason
