"""The marking of a review (decision 24)."""

from __future__ import annotations

from enum import StrEnum


class Classification(StrEnum):
    """Marking on every page of every export; *restricted* also restricts access."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"
