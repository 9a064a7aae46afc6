"""Words of the catalogue."""

from __future__ import annotations

#: How critical a service is: tier → word. 1 is what the organisation cannot be without.
TIERS = {1: "Critical", 2: "High", 3: "Medium", 4: "Low"}


def tier_words(tier: int | None) -> str:
    """``Tier 1, critical``; nothing while nobody has said.

    >>> tier_words(1), tier_words(None)
    ('Tier 1, critical', '')
    """
    return f"Tier {tier}, {TIERS[tier].lower()}" if tier else ""


def read_tier(text: str) -> int | None:
    """The tier meant by ``1``, ``Tier 1`` or ``critical``; None when it is none.

    >>> [read_tier(t) for t in ("1", "tier 2", "LOW", "5")]
    [1, 2, 4, None]
    """
    word = text.casefold().removeprefix("tier").strip()
    named = {name.casefold(): tier for tier, name in TIERS.items()}
    return int(word) if word.isdecimal() and word.isascii() and int(word) in TIERS else named.get(word)
