"""What happened, for whoever must react: the way up between domains, inside one unit of work (decision 28).

A lower domain announces; the composition root subscribes the upper domains' reactions (``wiring.SUBSCRIBERS``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from kernel.permission import Actor


@dataclass(frozen=True, slots=True)
class Event:
    """Base of every announcement; a domain subclasses it in its own package."""


Reaction = Callable[[Session, Actor, Any], None]
_reactions: dict[type[Event], list[Reaction]] = defaultdict(list)


def subscribe(pairs: Iterable[tuple[type[Event], Reaction]]) -> None:
    """Replace all subscriptions by ``pairs``; called once by the composition root."""
    _reactions.clear()
    for kind, reaction in pairs:
        _reactions[kind].append(reaction)


def announce(session: Session, actor: Actor, happened: Event) -> None:
    """Let every subscriber react now; what they raise stops the whole unit of work."""
    for reaction in _reactions[type(happened)]:
        reaction(session, actor, happened)
