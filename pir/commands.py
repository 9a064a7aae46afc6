"""``debrief timeline parse FILE`` and ``debrief timeline check DIR``: both read only, and need no database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from incidents.rules.moment import zone_named
from incidents.rules.written import Problem
from pir.rules.paste import Line, parse
from pir.rules.text_file import text_of
from pir.rules.timeline_score import GoldEntry, Score, first_day, score, total
from pir.rules.zone_statement import zone_statement

UNREADABLE, BELOW = 2, 3
LARGEST = 20 * 1024 * 1024
#: What the timeline reader is held to: at least this share found, less than that share false.
GOAL_FOUND, GOAL_FALSE = 0.90, 0.05


@click.group("timeline")
def timeline_group() -> None:
    """Read timelines out of texts, without storing anything."""


@timeline_group.command("parse")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day of the first line, until the text names another.")
@click.option("--zone", help="IANA zone of times that name none, for example Europe/London. Default: the one that the text states.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@click.option("--verbose", is_flag=True, help="Name on standard error each line that was not read, with the reason.")
@click.pass_context
def parse_file(ctx: click.Context, file: Path, day: datetime, zone: str | None, form: str, verbose: bool) -> None:
    """Read the timeline in FILE (text, Markdown, a chat, CSV or JSON) and print its entries in the order of the file.

    \b
      debrief timeline parse review.md --date 2026-11-20 --zone Europe/London --format json
      [{"line": 12, "raw": "- 14:03 UTC - Log volume full", "at": "2026-11-20T14:03:00+00:00", "end": null,
        "precision": "exact", "text": "Log volume full", "order_break": false}]

    The times carry the offset they were written in. An order break is a time before the one above it; nothing is sorted.
    Nothing is stored.

    \b
    Exit code: 0 the file was read, whatever was found in it
               2 the file, the date or the zone cannot be used · 1 anything else
    """
    text = _text_of(ctx, file)
    lines = parse(text, date=day.date(), zone=_zone(ctx, zone, text))
    if verbose:
        for line in lines:
            if line.kind == "unread":
                click.echo(f"line {line.number}: {line.problem}: {line.raw.strip()[:120]}", err=True)
    if doubtful := [line for line in lines if line.is_doubtful]:
        click.echo(f"Note: {len(doubtful)} lines with a time were left out. {doubtful[0].problem}.", err=True)
    entries = [row(line) for line in lines if line.kind == "entry"]
    if form == "json":
        click.echo(json.dumps(entries, ensure_ascii=False, indent=1))
        return
    for entry in entries:
        about, back = "~" if entry["precision"] == "about" else "", " (before the one above)" if entry["order_break"] else ""
        click.echo(f"{entry['line']}\t{about}{entry['at']}{back}\t{' '.join(entry['text'].split())}")


@timeline_group.command("check")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--gold", type=click.Path(path_type=Path), help="File of the expected entries. Default: postmortems_gold.json beside DIR.")
@click.option("--zone", default="UTC", show_default=True, help="IANA zone of times that name none; dates and times are compared as written.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="Form of the answer.")
@click.option("--verbose", is_flag=True, help="Name on standard error the lines that were missed and the false ones.")
@click.pass_context
def check_folder(ctx: click.Context, folder: Path, gold: Path | None, zone: str, form: str, verbose: bool) -> None:
    """Score the reading of all texts of DIR against the gold file: found, false, empty; per file and in total.

    An entry counts as found when its line, its date and its time agree with the gold file. A false one was read from a line
    where the gold file has none, a wrong one has another time than there. A text is empty when it has three or more
    expected entries and nothing was read. The day of a text comes from its file name, else from the first date in it.

    \b
    The gold file: {"name.md": {"timeline": [{"line": 9, "date": "2020-02-12", "time": "11:45"}]}}

    \b
    Exit code: 0 at least 90 % found, less than 5 % false, no text empty
               3 below that · 2 the folder or the gold file cannot be read · 1 anything else
    """
    wanted = _gold(ctx, gold or folder.absolute().parent / "postmortems_gold.json")
    zone = _zone(ctx, zone, "")
    scores = {name: _scored(ctx, folder / name, entries, zone) for name, entries in sorted(wanted.items())}
    if verbose:
        for name, one in scores.items():
            for kind, numbers in (("missed", one.missed_lines), ("false", one.false_lines)):
                for number in numbers:
                    click.echo(f"{name}:{number}: {kind}", err=True)
    everything = total(scores.values())
    click.echo(json.dumps({"files": {n: counts(s) for n, s in scores.items()}, "total": counts(everything)}, ensure_ascii=False, indent=1)
               if form == "json" else _table(scores, everything))
    reached = (everything.found_share or 0) >= GOAL_FOUND and (everything.false_share or 0) < GOAL_FALSE and not everything.empty
    ctx.exit(0 if reached else BELOW)


def row(line: Line) -> dict[str, Any]:
    """An entry as others read it; the names are fixed."""
    return {
        "line": line.number, "raw": line.raw, "at": line.at.isoformat() if line.at else None, "end": line.until.isoformat() if line.until else None,
        "precision": line.precision, "text": line.text, "order_break": line.order_break,
    }  # fmt: skip


def counts(one: Score) -> dict[str, Any]:
    """A score as others read it."""
    return {
        "gold": one.gold, "found": one.found, "wrong": one.wrong, "false": one.false, "empty": one.empty,
        "found_share": _rounded(one.found_share), "false_share": _rounded(one.false_share),
    }  # fmt: skip


def _table(scores: Mapping[str, Score], everything: Score) -> str:
    width = max([len(name) for name in scores] + [5])
    lines = [f"{'file':<{width}}  gold  found  wrong  false  empty"]
    for name, one in (*scores.items(), ("total", everything)):
        lines.append(f"{name:<{width}}  {one.gold:>4}  {one.found:>5}  {one.wrong:>5}  {one.false:>5}  {one.empty:>5}")
    found, false = everything.found_share, everything.false_share
    shares = [f"{share:.1%} {words}" for share, words in ((found, "found"), (false, "false")) if share is not None]
    return "\n".join([*lines, ", ".join([*shares, f"{everything.empty} empty"])])


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _scored(ctx: click.Context, file: Path, gold: list[GoldEntry], zone: str) -> Score:
    text = _text_of(ctx, file)
    return score(parse(text, date=first_day(file.name, text, gold) or date(2000, 1, 1), zone=zone), gold)


def _gold(ctx: click.Context, file: Path) -> dict[str, list[GoldEntry]]:
    try:
        whole = json.loads(_text_of(ctx, file))
        return {
            name: [GoldEntry(int(e["line"]), str(e["date"]), e["time"]) for e in text["timeline"]] for name, text in whole.items()
        }
    except (ValueError, KeyError, TypeError, AttributeError):
        _refuse(ctx, f"{file} is not a gold file. See 'debrief timeline check --help'")


def _zone(ctx: click.Context, given: str | None, text: str) -> str:
    """The zone to read in: the given one wins over what the text says, and the difference is told."""
    said = zone_statement(text)
    if given is None and (said is None or not said.zone):
        _refuse(ctx, "The text does not say in which zone its times are. Give --zone, for example --zone Europe/London")
    zone = given or (said.zone if said else "")
    named = zone_named(zone)
    if isinstance(named, Problem):
        _refuse(ctx, named.sentence)
    if said and said.zone and said.zone != given:
        use = f"read with --zone {given}; --zone {said.zone} would follow it" if given else f"read with --zone {said.zone}"
        click.echo(f'Note: line {said.line} says "{said.typed}"; {use}.', err=True)
    return zone


def _text_of(ctx: click.Context, file: Path) -> str:
    """The text of a file. Ends the command when it is none."""
    try:
        if file.stat().st_size > LARGEST:
            _refuse(ctx, f"{file} is larger than {LARGEST // 1024 // 1024} MB")
        content = file.read_bytes()
    except OSError as wrong:
        _refuse(ctx, f"{file} cannot be read: {wrong.strerror}")
    text = text_of(content)
    if text is None:
        _refuse(ctx, f"{file} is not a text file")
    return text


def _refuse(ctx: click.Context, sentence: str) -> NoReturn:
    click.echo(f"Error: {sentence}.", err=True)
    ctx.exit(UNREADABLE)


commands = [timeline_group]
