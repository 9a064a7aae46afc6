"""The work log of a row: entries with their time and author, and what could not be read as entries, word for word."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.intake.facts import Note
from incidents.intake.row_times import TimeReader
from incidents.rules.clean import without_controls
from incidents.rules.journal import entries

#: Characters of an entry of the timeline; a longer text is cut there and stays whole in the description.
LONGEST = 2000


def notes_of(cells: Iterable[tuple[str, str, bool]], row: int, reader: TimeReader) -> tuple[tuple[Note, ...], str | None]:
    """Of (column, text, is public) the entries, oldest first, each once, and the rest for the description."""
    found: dict[tuple[str, str, str], Note] = {}
    rest: list[str] = []
    for column, text, is_public in cells:
        for entry in entries(without_controls(text)):
            if isinstance(entry, str):
                reader.remarks.count("Work notes that could not be read as entries, kept as they are in the description", row, column)
                rest.append(entry)
                continue
            at = reader.instant(entry.when, row, column)
            if at is None or not entry.text:
                reader.remarks.count("Work notes whose time or text could not be read, kept as they are in the description", row, column)
                rest.append(entry.whole)
                continue
            if len(entry.text) > LONGEST:
                reader.remarks.count(f"Work notes of more than {LONGEST:,} characters, cut in the timeline and whole in the description", row, column)
                rest.append(entry.whole)
            note = Note(at, entry.who, entry.text if len(entry.text) <= LONGEST else entry.text[: LONGEST - 1] + "…", is_public or entry.is_public)
            found.setdefault((entry.when, note.actor, note.text), note)
    notes = list(found.values())
    if notes and notes[0].at.at >= notes[-1].at.at:
        notes.reverse()  # newest first, as the tool writes them: within one minute too
    return tuple(sorted(notes, key=lambda note: note.at.at)), "\n\n".join(rest) or None
