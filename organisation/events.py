"""What the organisation announces to the domains above."""

from __future__ import annotations

from dataclasses import dataclass

from kernel.event import Event


@dataclass(frozen=True, slots=True)
class PersonAnonymised(Event):
    """The name of a person is to be seen nowhere any more; texts that are exactly ``name`` become ``instead``."""

    person_id: int
    name: str
    instead: str
