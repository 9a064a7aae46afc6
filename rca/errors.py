"""What can be wrong with a set of causes, told so that a person can put it right."""

from __future__ import annotations

from collections.abc import Sequence


class CausesError(ValueError):
    """Anything that keeps a set of causes from being read or drawn."""


class Malformed(CausesError):
    """An item contradicts the rules of the graph or of its document.

    `item` names it as a person or a program finds it again: an id, or a place such as
    `factors[2].gate`. `reason` is a sentence without its full stop.
    """

    def __init__(self, item: str, reason: str) -> None:
        super().__init__(f"{item}: {reason}")
        self.item = item
        self.reason = reason


class Cyclic(CausesError):
    """A factor would be its own cause.

    `path` are the ids, each a cause of the next, the first repeated at the end; `statements` are
    the same in words.
    """

    def __init__(self, path: Sequence[str], statements: Sequence[str]) -> None:
        told = ", which led to ".join(f"“{statement}”" for statement in statements)
        super().__init__(f"a factor cannot be its own cause: {told}")
        self.path = tuple(path)
        self.statements = tuple(statements)


class TooLarge(CausesError):
    """More than this library promises to answer for. `what` is counted; `found` exceeds `limit`."""

    def __init__(self, what: str, found: int, limit: int) -> None:
        super().__init__(f"{found} {what}, more than the {limit} that can be shown")
        self.what = what
        self.found = found
        self.limit = limit


class ToldTooLarge(TooLarge):
    """Too large as another process told it, in its own words."""

    def __init__(self, message: str) -> None:
        CausesError.__init__(self, message)
        self.what, self.found, self.limit = "items", 0, 0


class OutOfTime(TooLarge):
    """The budget of seconds was used up."""

    def __init__(self, seconds: float) -> None:
        CausesError.__init__(self, f"no answer within {seconds:g} seconds")
        self.what, self.found, self.limit = "seconds", int(seconds) + 1, int(seconds)
