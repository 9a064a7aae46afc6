"""The one blueprint, and the few words that all its templates need."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from flask import Blueprint

from actions import sources
from actions.queries.rows import Source
from actions.rules.words import FINER, REASON_SAYS, SHOWN_WORDS, mark_of
from kernel.intake.attachment import size_in_words
from kernel.intake.kinds import KINDS
from web.filters import counted, short_day
from web.site import site

bp = Blueprint("actions", __name__, template_folder="../templates")


def brief(day: date | None, today: date) -> str:
    """A date for a table: "4 Dec", with its year when that is not this year's; "none" where there is none."""
    if day is None:
        return "none"
    return short_day(day) if day.year == today.year else f"{short_day(day)} {day.year}"


def late_words(days: int) -> str:
    return f"{counted(days, 'working day', 'working days')} late"


def source_url(source: Source | None) -> str | None:
    return sources.link_to(source.kind, source.ref) if source else None


class FileKinds(NamedTuple):
    """Which files may be sent: words for the hint, the ``accept`` of the input, the largest size in words."""

    words: list[str]
    accept: str
    largest: str


def file_kinds() -> FileKinds:
    settings = site().settings
    allowed = [KINDS[name] for name in settings.evidence_types]
    return FileKinds([kind.word for kind in allowed], ",".join(f".{ending}" for kind in allowed for ending in kind.endings),
                     size_in_words(settings.max_evidence))


@bp.context_processor
def _words() -> dict[str, Any]:
    return {
        "brief": brief, "late_words": late_words, "source_url": source_url, "mark_of": mark_of, "finer": FINER,
        "shown_words": SHOWN_WORDS, "reason_says": REASON_SAYS, "file_kinds": file_kinds,
    }
