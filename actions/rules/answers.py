"""The answers from a mail as a table: what each asks for, what it says on the button, and when it makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from actions.rules.lifecycle import ActionState
from nudges.rules.words import ANSWERS

S = ActionState
#: An answer can be taken back for so long.
UNDONE_FOR = timedelta(days=7)


class Answer(StrEnum):
    """As in the address of a link in a mail (``nudges.rules.words``)."""

    ACCEPT = "accept"
    DONE = "done"
    ON_TRACK = "on_track"
    MORE_TIME = "more_time"
    BLOCKED = "blocked"
    NOT_MINE = "not_mine"

    @property
    def words(self) -> str:
        return ANSWERS[self]


@dataclass(frozen=True, slots=True)
class Kind:
    """``asks``: fields of the page. ``confirms``: after "Confirm: " on its button. ``said``: page and receipt once it is given."""

    states: tuple[ActionState, ...]
    asks: tuple[str, ...]
    confirms: str
    said: str


KINDS: Mapping[Answer, Kind] = {
    Answer.ACCEPT: Kind((S.PROPOSED, S.NOT_EFFECTIVE), (), "I take it on", "You took it on."),
    Answer.DONE: Kind((S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.NOT_EFFECTIVE), ("evidence", "files"), "done",
                      "You reported it done."),
    Answer.ON_TRACK: Kind((S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.NOT_EFFECTIVE), (), "on track", "You said that it is on track."),
    Answer.MORE_TIME: Kind((S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.NOT_EFFECTIVE), ("due", "reason"), "more time",
                           "You asked for more time."),
    Answer.BLOCKED: Kind((S.ACCEPTED, S.IN_PROGRESS), ("help",), "blocked", "You said that it is blocked."),
    Answer.NOT_MINE: Kind((S.PROPOSED, S.ACCEPTED, S.IN_PROGRESS, S.BLOCKED, S.NOT_EFFECTIVE), ("suggestion",), "not mine",
                          "You said that it is not yours."),
}


def offered(state: ActionState, due: date | None, today: date) -> tuple[Answer, ...]:
    """What an owner can answer now. Once the due day is over nothing is on track; without a date there is none to move.

    >>> [a.value for a in offered(ActionState.IN_PROGRESS, date(2026, 12, 4), date(2026, 12, 5))]
    ['done', 'more_time', 'blocked', 'not_mine']
    >>> [a.value for a in offered(ActionState.PROPOSED, None, date(2026, 12, 5))]
    ['accept', 'done', 'not_mine']
    """
    dated = {Answer.ON_TRACK: due is not None and due >= today, Answer.MORE_TIME: due is not None}
    return tuple(answer for answer, kind in KINDS.items() if state in kind.states and dated.get(answer, True))
