"""The appendices: a long timeline in full, the figures as text, the evidence register, the quality of the analysis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exports.model import (
    APPENDIX,
    Block,
    Cell,
    Figure,
    FigureHeading,
    Numbering,
    Outline,
    Part,
    Role,
    cell,
    paragraph,
    table,
)
from exports.reports.pir import quality, timeline, words
from exports.reports.pir.facts import Facts
from exports.reports.pir.moments import in_utc, instant
from exports.reports.pir.steps import steps

_HASH = 12


def parts(facts: Facts, body: Sequence[Part]) -> Iterator[Part]:
    """Yield the appendices that have content; `body` holds the figures to tell in words."""
    if len(timeline.key_entries(facts)) < len(facts.document["timeline"]["entries"]):
        blocks: tuple[Block, ...] = (timeline.whole_table(facts), timeline.whole_note())
        yield Part("whole-timeline", "Full timeline", blocks, Numbering.APPENDIX, new_page=True)
    figures = [block for part in body for block in part.blocks if isinstance(block, Figure) and block.words_in == APPENDIX]
    if figures:
        yield Part(APPENDIX, "Figures as text", tuple(_texts(figures)), Numbering.APPENDIX)
    if facts.document["evidence"]:
        yield Part("evidence", "Evidence register", _evidence(facts), Numbering.APPENDIX)
    checks = quality.part(facts)
    if checks:
        yield checks


def _texts(figures: Sequence[Figure]) -> Iterator[Block]:
    for figure in figures:
        yield FigureHeading(figure.key, figure.title[0].lower() + figure.title[1:])
        yield Outline(steps(figure.picture.text))


def _evidence(facts: Facts) -> tuple[Block, ...]:
    made = table(
        "evidence-table",
        "Evidence of this review",
        "Number, description, who captured it and when, and the start of its hash",
        (("No.", 14), ("What it is", 62), ("Captured by, at (UTC)", 58), ("SHA-256 (first 12)", 36)),
        [
            (f"E{item['number']}", _what(item), _captured(facts, item), (item["sha256"] or "")[:_HASH] or "No file kept")
            for item in facts.document["evidence"]
        ],
    )
    note = f"Full hashes and files are kept with {facts.review['ref']}."
    return (made, paragraph(note, role=Role.NOTE))


def _what(item: Mapping[str, Any]) -> Cell:
    """The description, then the link or the file, then where it comes from; each on its own line, none twice."""
    described, source = words.plain(item["description"]), item.get("source")  # an older frozen version knows no source
    lines = [described, (item["url"] or item.get("filename") or "").strip(), f"From {source}" if source else ""]
    return cell(*(line for line in dict.fromkeys(lines) if line))


def _captured(facts: Facts, item: Mapping[str, Any]) -> str:
    who = facts.role_of(item["captured_by"], "Not noted")
    return f"{who}, {in_utc(instant(item['captured_at']))}" if item["captured_at"] else who
