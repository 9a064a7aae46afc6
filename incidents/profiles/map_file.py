"""A mapping file: TOML in which somebody says how the export of any tool is to be read. See ``example_map.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from incidents.profiles.profile import Profile, plain
from incidents.profiles.vocabulary import FACTS, Kind
from incidents.rules.moment import zone_named
from incidents.rules.own_number import WRITTEN_HERE
from incidents.rules.written import DateOrder, Problem
from kernel.intake.refusal import Unreadable

EXAMPLE = Path(__file__).with_name("example_map.toml")
LARGEST = 256 * 1024
LONGEST_TOOL = 30
ORDERS: dict[str, DateOrder | None] = {"dmy": "dmy", "mdy": "mdy", "ymd": None}
TOP = ("tool", "zone", "dates", "date_format", "columns", "words", "fixed")
#: Every part of a date that a format has to tell, in which no two are alike.
PROBE = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
#: What a fact of each kind may be set to, by its word or for every row; kinds that are absent may not.
MEANINGS: dict[Kind, tuple[Callable[[Any], bool], str]] = {
    "severity": (lambda value: value in (1, 2, 3, 4) and not isinstance(value, bool), "a whole number from 1 (most severe) to 4"),
    "yes_no": (lambda value: isinstance(value, bool), "true or false"),
    "text": (lambda value: isinstance(value, str) and bool(value.strip()), "a text in quotes"),
}
#: Facts that differ from row to row, so that none can hold for all.
NEVER_FIXED = ("number", "updated_by")


def read_map(content: bytes, name: str, base: Profile | None = None) -> Profile:
    """The profile that a map describes: on top of ``base``, or by itself. ``name`` is the file's, for the sentences.

    `Unreadable` of kind "map" names the line and the key, and says what is allowed.
    """
    map_ = _Map(_text(content, name), name)
    table = map_.table
    map_.only(table, TOP, "", "Keys at the top")
    asked = map_.columns()
    made = Profile(
        tool=map_.tool(base.tool if base else "csv"),
        columns={**(base.columns if base else {}), **{fact: tuple(plain(n) for n in names) for fact, (names, _) in asked.items()}},
        asked={fact: where for fact, (_, where) in asked.items()},
        words=map_.words(),
        fixed=map_.fixed(),
        zone=map_.zone(),
        order=map_.order(),
        patterns=map_.patterns(),
    )
    return replace(made, dates=base.dates, bookkeeping=base.bookkeeping) if base else made


def _text(content: bytes, name: str) -> str:
    if len(content) > LARGEST:
        raise Unreadable(f"{name} has more than {LARGEST // 1024} kB; no map does", "map")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is not UTF-8 (byte {error.start + 1:,}); save it as UTF-8", "map") from error


@dataclass(slots=True)
class _Map:
    """One map being read; every fault names its line."""

    text: str
    name: str
    table: Mapping[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        try:
            self.table = tomllib.loads(self.text + "\n")
        except tomllib.TOMLDecodeError as error:
            raise Unreadable(f"{self.name} is not valid TOML: {error}", "map") from error
        except RecursionError as error:
            raise Unreadable(f"{self.name} is nested too deeply", "map") from error

    def tool(self, default: str) -> str:
        given = self._plain("tool")
        tool = default if given is None else given
        if tool.casefold() in WRITTEN_HERE or not 0 < len(tool) <= LONGEST_TOOL or not tool.isprintable():
            raise self.fault("", "tool", f'"{tool[:LONGEST_TOOL]}" cannot be the name of a tool: 1 to {LONGEST_TOOL} characters, and not {" or ".join(sorted(WRITTEN_HERE))}')
        return tool

    def zone(self) -> str | None:
        zone = self._plain("zone")
        if zone is not None and isinstance(named := zone_named(zone), Problem):
            raise self.fault("", "zone", named.sentence)
        return zone

    def order(self) -> DateOrder | None:
        order = self._plain("dates") or "ymd"
        if order not in ORDERS:
            raise self.fault("", "dates", f'"{order}" is no order of dates. Use {" or ".join(ORDERS)}')
        return ORDERS[order]

    def patterns(self) -> tuple[str, ...]:
        found = self.table.get("date_format", [])
        patterns = [found] if isinstance(found, str) else found
        if not isinstance(patterns, list) or not all(isinstance(pattern, str) for pattern in patterns):
            raise self.fault("", "date_format", 'it must be a text such as "%d.%m.%y %H:%M", or a list of such texts')
        for pattern in patterns:
            if not _tells_all(pattern):
                raise self.fault("", "date_format", f'"{pattern}" does not tell year, month, day, hour and minute. For example, "%d.%m.%y %H:%M" or "%b %d, %Y %I:%M %p"')
        return tuple(patterns)

    def columns(self) -> dict[str, tuple[tuple[str, ...], str]]:
        """By fact the names of its column, and the sentence that says where the map asks for it."""
        table = self._table("columns")
        self.only(table, FACTS, "columns", "Facts")
        found = {}
        for fact, given in table.items():
            names = [given] if isinstance(given, str) else given
            if not isinstance(names, list) or not names or not all(isinstance(n, str) and plain(n) for n in names):
                raise self.fault("columns", fact, "it must be the name of a column in quotes, or a list of names of which the first that is there counts")
            quoted = " or ".join(f'"{name}"' for name in names)
            found[fact] = (tuple(names), f"{self.place('columns', fact)}: the column {quoted}")
        return found

    def words(self) -> dict[str, dict[str, Any]]:
        found = {}
        tables = self._table("words")
        allowed = [fact for fact, known in FACTS.items() if known.kind in MEANINGS and fact != "number"]
        self.only(tables, allowed, "words", "Facts that have words")
        for fact in tables:
            table = self._table("words", fact)
            found[fact] = {word.strip().casefold(): self._meaning(f"words.{fact}", word, fact, value) for word, value in table.items()}
        return found

    def fixed(self) -> dict[str, Any]:
        table = self._table("fixed")
        allowed = [fact for fact, known in FACTS.items() if known.kind in MEANINGS and fact not in NEVER_FIXED]
        self.only(table, allowed, "fixed", "Facts that can hold for every row")
        return {fact: self._meaning("fixed", fact, fact, value) for fact, value in table.items()}

    def only(self, table: Mapping[str, Any], allowed: Any, under: str, what: str) -> None:
        """Refuse a key that is not allowed, with the nearest one that is."""
        for key in table:
            if key not in allowed:
                near = get_close_matches(key, list(allowed), 1)
                meant = f' Did you mean "{near[0]}"?' if near else ""
                raise self.fault(under, key, f'"{key}" is not known here.{meant} {what}: {", ".join(allowed)}')

    def fault(self, under: str, key: str, reason: str) -> Unreadable:
        return Unreadable(f"{self.place(under, key)}: {reason}", "map")

    def place(self, under: str, key: str) -> str:
        line = self._line(under, key)
        name = f"{under}.{key}" if under else key
        return f"{self.name}, line {line}, {name}" if line else f"{self.name}, {name}"

    def _plain(self, key: str) -> str | None:
        value = self.table.get(key)
        if value is not None and not isinstance(value, str):
            raise self.fault("", key, "it must be a text in quotes")
        return value.strip() if value is not None else None

    def _table(self, *keys: str) -> Mapping[str, Any]:
        found: Any = self.table
        for key in keys:
            found = found.get(key, {})
        if not isinstance(found, Mapping):
            raise self.fault(".".join(keys[:-1]), keys[-1], f"it must be a table: a line [{'.'.join(keys)}] with keys below it")
        return found

    def _meaning(self, under: str, key: str, fact: str, value: Any) -> Any:
        fits, words = MEANINGS[FACTS[fact].kind]
        if not fits(value):
            raise self.fault(under, key, f"it must be {words}")
        return value.strip() if isinstance(value, str) else value

    def _line(self, under: str, key: str) -> int | None:
        """The line on which a key stands: the parser of the standard library does not say it."""
        head, wanted = "", re.compile(rf"""\s*(?:{re.escape(key)}|"{re.escape(key)}"|'{re.escape(key)}')\s*=""")
        for number, line in enumerate(self.text.splitlines(), start=1):
            if found := re.fullmatch(r"\s*\[+\s*(?P<name>[^\]]+?)\s*\]+\s*(?:#.*)?", line):
                head = found["name"].replace('"', "").replace("'", "").replace(" ", "")
                if head == (f"{under}.{key}" if under else key):
                    return number
            elif head == under and wanted.match(line):
                return number
        return None


def _tells_all(pattern: str) -> bool:
    try:
        return datetime.strptime(PROBE.strftime(pattern), pattern).replace(tzinfo=UTC) == PROBE
    except ValueError:
        return False
