"""All that a service may raise. Both doors turn these into an answer: HTML page or RFC 9457 problem."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Something missing or wrong that keeps a transition from happening.

    ``text`` is a sentence for the person; ``where`` names the part of the record that mends it
    (an anchor such as ``timeline`` or ``actions/ACT-0107``), None when there is no such place.
    """

    text: str
    where: str | None = None


class DebriefError(Exception):
    """Root of all that a service raises on purpose."""


class NotFound(DebriefError):
    """The thing is absent, or the actor may not know that it exists: one and the same answer."""

    def __init__(self, what: str = "page") -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what


class Forbidden(DebriefError):
    """The actor may see the record but not do this to it."""

    def __init__(self, verb: str) -> None:
        super().__init__(f"You may not {verb}.")
        self.verb = verb


class Refused(DebriefError):
    """A rule of the lifecycle says no; each obstacle says why and where to mend it."""

    def __init__(self, obstacles: Sequence[Obstacle]) -> None:
        super().__init__("; ".join(o.text for o in obstacles))
        self.obstacles = tuple(obstacles)


class Invalid(DebriefError):
    """Values that a schema alone could not judge; keys are field names as in the schema."""

    def __init__(self, messages: Mapping[str, Sequence[str]]) -> None:
        super().__init__("; ".join(f"{k}: {' '.join(v)}" for k, v in messages.items()))
        self.messages = {key: list(texts) for key, texts in messages.items()}


@dataclass(frozen=True, slots=True)
class Clash:
    """One field that two people changed: what is stored now, and what was sent.

    ``options`` are the (value, words) of a choice; a blank ``field`` is told and cannot be edited beside the other text.
    """

    field: str
    label: str
    theirs: str
    yours: str
    options: tuple[tuple[str, str], ...] = ()


@dataclass
class Stale(DebriefError):
    """Somebody saved the record after this person had read it. Nothing was written.

    ``version`` is the stored version that a new attempt has to name.
    """

    what: str
    version: int
    by: str | None = None
    clashes: Sequence[Clash] = field(default_factory=tuple)

    def __str__(self) -> str:
        who = self.by or "Somebody"
        return f"{who} changed {self.what} while you were editing. Nothing was overwritten."


def plain(value: Any) -> str:
    """The text of a value as a person typed it, for the two columns of a conflict page."""
    return "" if value is None else str(value)
