"""4 Timeline: the strip to scale, and the entries with the gaps between them as rows."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from exports.model import Block, Cell, Paragraph, Part, Ref, Role, Row, Table, Text, cell, paragraph, table
from exports.model import words as line
from exports.reports.pir import pictures, words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import instant, lasted
from incidents.rules import times

_WHOLE = 40
"""Up to so many entries the part shows all of them; beyond, the key ones, and all in an appendix."""

_COLUMNS = (("Time", 25), ("Phase", 24), ("What happened", 69), ("Who (role)", 34), ("Evidence", 18))
_DESCRIPTION = "Time, phase, event, role and evidence of each entry; a row in italics is a gap"
_NOTE = "A row in italics is a stretch of time in which nothing was recorded. – stands for nothing recorded."

Entry = Mapping[str, Any]


def part(facts: Facts) -> Part:
    """Return the timeline; a review without entries says so."""
    figure = pictures.strip(facts)
    entries = facts.document["timeline"]["entries"]
    if not entries:
        return Part("timeline", "Timeline", (*([figure] if figure else []), paragraph(words.NONE_RECORDED)))
    shown = key_entries(facts)
    is_whole = len(shown) == len(entries)
    title = f"{'Entries' if is_whole else 'Key entries'} of the timeline, {facts.local.label}"
    made = table("entries", title, _DESCRIPTION, _COLUMNS, list(rows(facts, shown)))
    blocks: list[Block] = [_intro(figure is not None, is_whole=is_whole)]
    blocks += [figure] if figure else []
    blocks += [made, paragraph(_NOTE, role=Role.NOTE)]
    return Part("timeline", "Timeline", tuple(blocks), new_page=True)


def key_entries(facts: Facts) -> Sequence[Entry]:
    """Return the entries that the part shows: all of a short timeline, else milestones, key ones and turns."""
    entries: Sequence[Entry] = facts.document["timeline"]["entries"]
    if len(entries) <= _WHOLE:
        return entries
    key = [entry for entry in entries if entry["is_key"] or entry["milestone"] or entry["turn"]]
    return key or entries


def whole_table(facts: Facts) -> Table:
    """Return every entry, for the appendix of a long timeline."""
    entries = facts.document["timeline"]["entries"]
    title = f"All entries of the timeline, {facts.local.label}"
    return table("all-entries", title, _DESCRIPTION, _COLUMNS, list(rows(facts, entries)))


def whole_note() -> Paragraph:
    """Return the sentence below the whole table."""
    return paragraph(_NOTE, role=Role.NOTE)


def rows(facts: Facts, shown: Sequence[Entry]) -> Iterator[Row]:
    """Yield the rows of the shown entries, each gap before the first entry that follows it."""
    gaps = sorted(facts.document["timeline"]["gaps"], key=lambda gap: instant(gap["from"]))
    for entry in shown:
        while gaps and instant(gaps[0]["until"]) <= instant(entry["at"]):
            yield _gap(facts, gaps.pop(0))
        yield _entry(facts, entry)
    for gap in gaps:
        yield _gap(facts, gap)


def _intro(has_figure: bool, *, is_whole: bool) -> Paragraph:
    listed = (Ref("entries"), " lists the entries" if is_whole else " lists the key entries")
    rest = () if is_whole else ("; all of them are in ", Ref("whole-timeline"))
    if not has_figure:
        return paragraph(*listed, *rest, ".")
    words_match = "" if not is_whole else "; the words in its Phase column are the words in the figure"
    return paragraph(Ref("strip"), " draws the incident to scale. ", *listed, words_match, *rest, ".")


def _entry(facts: Facts, entry: Entry) -> Row:
    phase, tone = words.PHASE[entry["phase"]]
    return Row(
        (
            cell(_time(facts, entry)),
            Cell((line(phase, bold=True),), tone),
            Cell((_event(entry),)),
            cell(facts.role_of(entry["actor"])),
            cell(", ".join(f"E{number}" for number in entry["evidence"]) or words.NOTHING),
        )
    )


def _time(facts: Facts, entry: Entry) -> str:
    about = "about " if entry["precision"] == "about" else ""
    began = instant(entry["at"])
    return about + (_span(facts, began, instant(entry["until"])) if entry["until"] else facts.local.short(began))


def _span(facts: Facts, began: datetime, ended: datetime) -> str:
    same_day = facts.local.at(began).date() == facts.local.at(ended).date()
    last = facts.local.clock(ended) if same_day else facts.local.short(ended)
    return f"{facts.local.short(began)}–{last}"


def _event(entry: Entry) -> tuple[Text, ...]:
    text = Text(words.plain(entry["text"]))
    if not entry["milestone"]:
        return (text,)
    return (Text(f"{words.sentence(text.text)} "), Text(times.NAMES[entry["milestone"]], bold=True))


def _gap(facts: Facts, gap: Mapping[str, Any]) -> Row:
    began, ended = instant(gap["from"]), instant(gap["until"])
    phase, tone = words.PHASE[_phase_at(facts, gap["from"])]
    explained = f"Explained: {gap['explanation'].strip()}" if gap["explanation"] else "Not explained yet."
    told = f"Gap, {lasted(ended - began)} without an entry. {explained}"
    return Row(
        (
            Cell((line(_span(facts, began, ended), italic=True),)),
            Cell((line(phase, bold=True),), tone),
            Cell((line(told, italic=True),)),
            Cell((line(words.NOTHING, italic=True),)),
            Cell((line(words.NOTHING, italic=True),)),
        ),
        is_gap=True,
    )


def _phase_at(facts: Facts, written: str) -> str:
    """Return the phase of the last entry up to an instant: a gap belongs to the phase that it interrupts."""
    place = bisect_right(facts.entry_times, instant(written))
    return str(facts.document["timeline"]["entries"][max(0, place - 1)]["phase"])
