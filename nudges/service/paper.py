"""A letter on paper: subject, plain text and HTML that a phone shows well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from kernel.outbox import Rendered

#: A title is cut here in a subject line, which a phone cuts earlier still.
SHORT = 80
_TEMPLATES = Environment(
    loader=PackageLoader("nudges", "templates/nudges/letter"), autoescape=select_autoescape(["html"]),
    trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, undefined=StrictUndefined,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in a letter. ``title`` is empty where the reader may not open it, ``owner`` where that is the reader."""

    ref: str
    title: str
    sentences: tuple[str, ...]
    note: str
    brief: str
    owner: str
    is_copy: bool
    url: str
    answers: tuple[tuple[str, str], ...]


def paper(entries: Sequence[Entry], settings_url: str) -> Rendered:
    yours = [entry for entry in entries if not entry.is_copy]
    copies = [entry for entry in entries if entry.is_copy]
    values = {"yours": yours, "copies": copies, "settings_url": settings_url, "headline": _headline(yours)}
    return Rendered(
        _subject(yours, copies),
        _TEMPLATES.get_template("letter.txt").render(values),
        _TEMPLATES.get_template("letter.html").render(values),
    )


def note(subject: str, heading: str, sentences: Sequence[str], link: tuple[str, str]) -> Rendered:
    """A short letter that is no reminder: a receipt, a new link. ``link`` is (words, address)."""
    values = {"heading": heading, "sentences": sentences, "link": link}
    return Rendered(
        " ".join(subject.split()), _TEMPLATES.get_template("note.txt").render(values), _TEMPLATES.get_template("note.html").render(values)
    )


def _subject(yours: Sequence[Entry], copies: Sequence[Entry]) -> str:
    """One line, whatever stands in a title."""
    if not yours:
        return f"Late in your team: {_things(len(copies))}"
    first = yours[0]
    title = " ".join(first.title.split())
    short = title if len(title) <= SHORT else f"{title[: SHORT - 1].rstrip()}…"
    subject = f"[{first.ref}] {short}{': ' if short else ''}{first.brief}"
    more = len(yours) - 1
    return f"{subject} (and {more} more)" if more else subject


def _headline(yours: Sequence[Entry]) -> str:
    if not yours:
        return "Nothing waits for you. This is late in your team."
    return f"{_things(len(yours))} {'waits' if len(yours) == 1 else 'wait'} for you."


def _things(count: int) -> str:
    return "1 thing" if count == 1 else f"{count} things"
