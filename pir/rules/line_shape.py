"""What surrounds the text of a pasted line: bullets, headings, quotes, table cells, chat brackets, tags of HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pir.rules.month_words import MONTH

Shape = Literal["bare", "item", "heading", "table", "rule"]

#: "20. November 2026" is no item number twenty.
MONTH_NAMED = rf"(?i:{MONTH.replace('?P<month>', '?:')})[ \t,]*(?:[0-9]|$)"
# A bullet, a number, a check box, a quote mark, an emoji: whatever a list puts before its text.
LEAD = re.compile(
    r"(?:(?:[-*+•‣◦▪·–—]|(?![0-9]{1,2}\.[ \t]+" + MONTH_NAMED + r")[0-9]{1,3}[.)]|[a-z]\)|>|\[[ xX]\]|:[a-z][a-z0-9_+-]{1,40}:|[\U0001f000-\U0001faff\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff]\ufe0f?)[ \t]+)+"
)
# Markdown, AsciiDoc and wiki, Jira, Org.
HEADING = re.compile(r"(?P<mark>#{1,6}|={2,6}|h(?P<level>[1-6])\.|\*{2,6})[ \t]+")
HEADING_END = re.compile(r"[ \t]*[#=]+$")
CELL_BORDER = re.compile(r"(?<!\\)\|")
RULE_CELL = re.compile(r":?-{2,}:?")
# The line under a heading, between sections, or around the rows of a table drawn with signs.
RULE = re.compile(r"(?P<sign>[-=~^*_+])(?:(?P=sign)| ){2,}|\+(?:[-=]+\+)+|(?:[-=]{2,}[ \t]+)+[-=]{2,}")
TAG = re.compile(r"</?(?:b|i|em|strong|code|li|ul|ol|p|div|span|time|table|thead|tbody|colgroup|col|tr|td|th|u|h[1-6])(?:\s[^<>]{0,300})?>", re.IGNORECASE)
HTML_CELL = re.compile(r"</t[dh]>\s*<t[dh](?:\s[^<>]{0,300})?>", re.IGNORECASE)
#: Rows, items and paragraphs of HTML may all stand in one line of the file.
HTML_ROW = re.compile(r"(?=<(?:tr|li|h[1-6])[\s>])", re.IGNORECASE)
HTML_HEADING = re.compile(r"<h(?P<level>[1-6])(?:\s[^<>]{0,300})?>(?P<words>.{1,500}?)</h(?P=level)>", re.IGNORECASE)
HTML_HEAD = re.compile(r"<th[\s>](?!.*<td[\s>])", re.IGNORECASE)
BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
# Blanks that text editors and chat programs put where a plain one is meant, and the signs that have no width at all.
ODD_BLANKS = str.maketrans(
    dict.fromkeys("\u00a0\u2007\u2009\u202f\u3000", " ") | dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad", None)
)
# "anna: text", "<anna> text", "Anna Kowalski: text": a name of up to four words, never an address such as "https://…".
SPEAKER = re.compile(r"(?:<(?P<nick>[^<>\n]{1,60})>:?\s*|@?(?P<name>[^\W\d_][^\s:<>|]*(?:[ ][^\s:<>|]+){0,3}):(?!//)\s*)(?P<text>.*)", re.DOTALL)
LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Shaped:
    """The text of a line without what surrounds it; `cells` only of a table row, `depth` only of a heading."""

    shape: Shape
    body: str
    cells: tuple[str, ...] = ()
    depth: int = 0


def shaped(line: str) -> Shaped:
    """Take a line out of its list, heading or table; a table's rule (`|---|---|`) or a line of signs is of shape "rule"."""
    written = line.translate(ODD_BLANKS).strip()
    body = without_tags(written)
    if written.startswith("<") and (of_html := _html(written, body)):
        return of_html
    if body.startswith("|"):
        return _row(body)
    if len(body) > 2 and RULE.fullmatch(body):  # noqa: PLR2004 - "--" is a dash
        return Shaped("rule", body)
    found = HEADING.match(body)
    if found and (found["mark"][0] != "=" or body.endswith("=")):
        depth = int(found["level"] or len(found["mark"]))
        return Shaped("heading", HEADING_END.sub("", body[found.end() :][:2000]).strip() + body[found.end() + 2000 :], depth=depth)
    if found := LEAD.match(body):
        return Shaped("item", body[found.end() :])
    return Shaped("bare", body)


def _html(written: str, body: str) -> Shaped | None:
    """A line of tags alone, the head of a table, or a heading; None for any other line."""
    if not body or HTML_HEAD.search(written):
        return Shaped("rule", body)
    found = HTML_HEADING.match(written)
    is_heading = found and not without_tags(written[found.end() :])
    return Shaped("heading", without_tags(found["words"]), depth=int(found["level"])) if found and is_heading else None


def _row(body: str) -> Shaped:
    """A row of a table; a second bar, as wikis and Jira write it, is one border."""
    if body.startswith("||") or " || " in body:
        body = body.replace("||", "|")
    cells = tuple(cell.strip().replace("\\|", "|") for cell in CELL_BORDER.split(body.removeprefix("|").removesuffix("|")))
    return Shaped("rule" if all(RULE_CELL.fullmatch(cell) for cell in cells) else "table", body, cells)


def html_rows(line: str) -> list[str]:
    """The rows, items or paragraphs of HTML of a line, together the whole line; one for any other line."""
    parts = [part for part in HTML_ROW.split(line) if part] if "<" in line else []
    return parts if len(parts) > 1 else [line]


def without_tags(body: str) -> str:
    """Without the tags of HTML that surround text; a row of cells becomes a row of a table. Wiki bold becomes Markdown's."""
    if "'''" in body:
        body = body.replace("'''", "**")
    if "<" not in body:
        return body
    is_row = HTML_CELL.search(body) is not None
    body = TAG.sub("", BREAK.sub(" ", HTML_CELL.sub(" | ", body) if is_row else body)).strip()
    return f"| {body} |" if is_row else body


def is_indented(line: str) -> bool:
    """Whether the line is set in, as the second line of a bullet is, and is no bullet itself."""
    return line[:2] in {"  ", " \t"} or line[:1] == "\t"


def speaker(text: str) -> tuple[str | None, str]:
    """Who says it in a chat log, and what; (None, text) when no name stands before it."""
    found = SPEAKER.fullmatch(text)
    if not found:
        return None, text
    name = (found["nick"] or found["name"] or "").strip()
    return (name, found["text"].strip()) if 0 < len(name) <= LONGEST_NAME else (None, text)
