"""Lists in pages: numbered, with links that keep the other parameters of the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from web.address import with_query

SIZE = 50


@dataclass(frozen=True, slots=True)
class Page:
    """One page of ``total`` rows. ``number`` starts at 1; ``offset`` and ``size`` are for the query.

    >>> page = Page(number=2, size=50, total=120, url="/actions", args={"state": "open"})
    >>> page.offset, page.first, page.last, page.previous_url
    (50, 51, 100, '/actions?state=open&page=1')
    """

    number: int = 1
    size: int = SIZE
    total: int = 0
    rows: Sequence[Any] = ()
    url: str = ""
    args: Mapping[str, str] = field(default_factory=dict)

    @property
    def offset(self) -> int:
        return (self.number - 1) * self.size

    @property
    def first(self) -> int:
        return min(self.offset + 1, self.total)

    @property
    def last(self) -> int:
        return min(self.offset + self.size, self.total)

    @property
    def count(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.size))

    @property
    def previous_url(self) -> str | None:
        return self._at(self.number - 1) if self.number > 1 else None

    @property
    def next_url(self) -> str | None:
        return self._at(self.number + 1) if self.number < self.count else None

    def _at(self, number: int) -> str:
        return with_query(self.url, **{**self.args, "page": str(number)})


def page_of(args: Mapping[str, str], total: int, url: str, size: int = SIZE) -> Page:
    """The page that ``args["page"]`` asks for; nonsense is page 1, too far is the last one."""
    asked = args.get("page", "1")
    number = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 7 else 1  # noqa: PLR2004 - no list is longer
    others = {key: value for key, value in args.items() if key != "page"}
    last = Page(total=total, size=size).count
    return Page(number=min(max(number, 1), last), size=size, total=total, url=url, args=others)
