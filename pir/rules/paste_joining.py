"""Lines that belong together: an entry and the text that goes on below it, or that stands above its time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from pir.rules.line_shape import ODD_BLANKS, is_indented, without_tags
from pir.rules.paste_line import IN_CODE, NO_TIME, Line, plain


def joined(lines: Sequence[Line]) -> list[Line]:
    """Give an entry the lines that go on with it: all that follow an entry without text, the indented ones of any entry."""
    done: list[Line] = []
    parts: dict[int, list[str]] = {}
    owner: int | None = None
    open_ended = False
    for line in _with_text_above(lines):
        if line.kind == "entry":
            owner, open_ended = len(done), not line.text
        elif line.kind == "heading" or (line.kind == "blank" and not open_ended):
            owner = None
        elif line.kind == "unread" and owner is not None and not line.choices and _goes_on(line, open_ended=open_ended):
            parts.setdefault(owner, [done[owner].text] if done[owner].text else []).append(without_tags(line.text))
            line = replace(line, kind="continued", problem=None)  # noqa: PLW2901 - the line as it is kept
        done.append(line)
    for number, texts in parts.items():
        done[number] = replace(done[number], text="\n".join(texts).strip())
    return [_asking_for_text(line) for line in done]


def _goes_on(line: Line, *, open_ended: bool) -> bool:
    """Whether a line is more text of the entry above; a line with a wrong time in it never is."""
    return line.problem == IN_CODE or (line.problem == NO_TIME and (open_ended or is_indented(line.raw.translate(ODD_BLANKS))))


def _with_text_above(lines: Sequence[Line]) -> Sequence[Line]:
    """Status pages write the time under the message: where every time stands alone under text, that text is its own."""
    alone = [place for place, line in enumerate(lines) if line.kind == "entry" and not line.text]
    if not alone or not all(_text_above(lines, place) and _ends(lines, place) for place in alone):
        return lines
    done = list(lines)
    for place in alone:
        above = _text_above(lines, place)
        done[place] = replace(done[place], text="\n".join(lines[number].text for number in above))
        for number in above:
            done[number] = replace(done[number], kind="continued", problem=None)
    return done


def _ends(lines: Sequence[Line], place: int) -> bool:
    return place + 1 == len(lines) or lines[place + 1].kind == "blank"


def _text_above(lines: Sequence[Line], place: int) -> range:
    """The unread lines that stand directly above a line."""
    first = place
    while first and lines[first - 1].kind == "unread" and lines[first - 1].problem == NO_TIME:
        first -= 1
    return range(first, place)


def _asking_for_text(line: Line) -> Line:
    if line.kind != "entry" or line.text or line.at is None:
        return line
    when = line.at.astimezone(ZoneInfo(line.zone))
    return replace(line, kind="unread", text=plain(line.raw), problem=f"Enter what happened at {when:%H:%M}")
