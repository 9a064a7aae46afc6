"""The difference between two documents of a review, part by part: what was added, removed and changed, word by word."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from incidents.rules.times import NAMES
from pir.rules import result
from pir.rules.word_changes import Piece, word_changes

Document = Mapping[str, Any]
#: key -> (label, text): the rows of one part
Rows = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a part: ``kind`` is "added", "removed" or "changed"."""

    kind: str
    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class PartChanges:
    key: str
    name: str
    changes: tuple[Change, ...]


def difference(old: Document, new: Document) -> tuple[PartChanges, ...]:
    """The parts that differ, in the order of the page. Equal documents give nothing."""
    found = (PartChanges(key, name, tuple(_changes(rows(old), rows(new)))) for key, name, rows in PARTS)
    return tuple(part for part in found if part.changes)


def _changes(old: Rows, new: Rows) -> Iterator[Change]:
    """In the order of the new rows; what went stands at its old place."""
    for key in _merged(list(old), list(new)):
        if key not in new:
            label, text = old[key]
            yield Change("removed", label, (Piece("-", text),))
        elif key not in old:
            label, text = new[key]
            yield Change("added", label, (Piece("+", text),))
        else:
            pieces = word_changes(old[key][1], new[key][1])
            if any(piece.sign != "=" for piece in pieces):
                yield Change(_kind(pieces), new[key][0], pieces)


def _kind(pieces: tuple[Piece, ...]) -> str:
    """A text that was empty is added, one that is empty now was removed."""
    signs = {piece.sign for piece in pieces}
    return {"+": "added", "-": "removed"}.get("".join(signs), "changed")


def _merged(old: list[str], new: list[str]) -> list[str]:
    """All keys once: those of ``new``, and each that is gone after the one it used to follow."""
    merged, held = list(new), set(new)
    before: str | None = None
    for key in old:
        if key not in held:
            merged.insert(merged.index(before) + 1 if before in merged else 0, key)
        before = key
    return merged


def _facts(document: Document) -> Rows:
    review, zone = document["review"], document["zone"]
    return {
        "title": ("Title", review["title"]),
        "severity": ("Severity", f"P{review['severity']}"),
        "kind": ("Kind", review["kind"].replace("_", " ")),
        "classification": ("Classification", review["classification"]),
        "services": ("Services", ", ".join(review["services"])),
        "held": ("Session held", _at(review["session_held_at"], zone)),
    }


def _story(document: Document) -> Rows:
    return {key: (key.capitalize(), text) for key, text in document["narrative"].items()}


def _impact(document: Document) -> Rows:
    return _numbered(
        (row["measure"], f"{'about ' * (row['precision'] == 'about')}{row['value']} {row['unit']} ({row['source'] or 'no source'})")
        for row in document["impact"]
    )


def _regulator(document: Document) -> Rows:
    told = document["regulator"]
    said = [told["reportable"], told["authority"], told["reference"], _at(told["due_at"], document["zone"])]
    return {"regulator": ("Regulator", ", ".join(str(value).replace("_", " ") for value in said if value))}


def _times(document: Document) -> Rows:
    zone = document["zone"]
    return {
        f"{incident['ref']} {moment}": (f"{incident['ref']}, {NAMES[moment].lower()}", f"{_at(fact['at'], zone)} {fact['precision']}")
        for incident in document["incidents"] for moment, fact in incident["times"].items() if fact["at"]
    }


def _entries(document: Document) -> Rows:
    zone = document["zone"]
    return {str(e["id"]): (_clock(e["at"], zone), f"{_clock(e['at'], zone)} {e['text']}{_by(e['actor'])}{_pieces(e['evidence'])}")
            for e in document["timeline"]["entries"]}


def _gaps(document: Document) -> Rows:
    zone = document["zone"]
    return {g["from"]: (f"{_clock(g['from'], zone)} to {_clock(g['until'], zone)}", g["explanation"] or "")
            for g in document["timeline"]["gaps"]}


def _findings(document: Document) -> Rows:
    words = {"well": "Went well", "badly": "Was hard", "lucky": "Lucky"}
    return _numbered((words[kind], text) for kind in words for text in document["findings"][kind])


def _result(document: Document) -> Rows:
    told = document["result"]
    return {"result": ("Result", " ".join([result.in_words(told["kind"], told["continues_in"]), told["words"]]).strip())}


def _causes(document: Document) -> Rows:
    found: Rows = {}
    for question in document["analysis"]["questions"]:
        causes = question["causes"]
        found[question["question"]] = (question["name"], f"{causes['focus']['statement']} [{causes['focus']['gate'].replace('_', ' ')}]")
        found |= {f["id"]: (f["id"], _factor(f)) for f in causes["factors"]}
    return found


def _factor(factor: Mapping[str, Any]) -> str:
    more = [factor.get(key) for key in ("role", "confidence", "state", "control", "control_state", "stop_reason")]
    gate = factor.get("gate") if factor.get("gate") != "not_decided" else None
    told = ", ".join(str(value).replace("_", " ") for value in [*more, gate] if value)
    reason = f" no action: {factor['no_action_reason']}" if factor.get("no_action_reason") else ""
    return f"{factor['statement']} [{told}]{reason}{_pieces(factor.get('evidence') or [])}"


def _links(document: Document) -> Rows:
    found: Rows = {}
    for question in document["analysis"]["questions"]:
        causes = question["causes"]
        said = {f["id"]: f["statement"] for f in causes["factors"]} | {causes["focus"]["id"]: causes["focus"]["statement"] or "the event"}
        for link in causes["links"]:
            cause, effect = said.get(link["cause"], link["cause"]), said.get(link["effect"], link["effect"])
            found[f"{question['question']} {link['cause']} {link['effect']}"] = ("Link", f"{effect}, because {cause}")
    return found


def _actions(document: Document) -> Rows:
    return {a["ref"]: (a["ref"], f"{a['title']} [{_agreed(a)}; {a['measure'] or 'no measure'}]") for a in document["actions"]}


def _agreed(action: Mapping[str, Any]) -> str:
    state = action["state"].replace("_", " ")
    return f"{action['owner'] or 'nobody'}, due {action['due'] or 'not set'}, {action['strength'] or 'no strength'}, {state}"


def _people(document: Document) -> Rows:
    there = {True: ", was there", False: ", was not there", None: ""}
    return {f"{p['name']} {p['role']}": (p["name"], f"{p['role'].replace('_', ' ')}{there[p['attended']]}") for p in document["people"]}


def _evidence(document: Document) -> Rows:
    return {str(e["number"]): (f"E {e['number']}", e["description"]) for e in document["evidence"]}


#: (key, name, rows) of each part, in the order of the page
PARTS: tuple[tuple[str, str, Callable[[Document], Rows]], ...] = (
    ("facts", "Title and facts", _facts), ("story", "What happened", _story), ("impact", "Impact", _impact),
    ("regulator", "Regulator", _regulator),
    ("times", "Times", _times), ("timeline", "Timeline", _entries), ("gaps", "Gaps", _gaps),
    ("findings", "What was learned", _findings), ("result", "Result", _result), ("causes", "Causes", _causes),
    ("links", "How the causes hang together", _links), ("actions", "Corrective actions", _actions),
    ("people", "Who takes part", _people), ("evidence", "Evidence", _evidence),
)


def _numbered(rows: Iterator[tuple[str, str]] | Any) -> Rows:
    """Rows without a name of their own are known by their label, and the second of one label by its number."""
    found: Rows = {}
    counts: dict[str, int] = {}
    for label, text in rows:
        counts[label] = counts.get(label, 0) + 1
        found[f"{label} {counts[label]}"] = (label, text)
    return found


def _at(written: str | None, zone: str) -> str:
    if not written:
        return ""
    local = datetime.fromisoformat(written).astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%b %Y %H:%M}"


def _clock(written: str, zone: str) -> str:
    return f"{datetime.fromisoformat(written).astimezone(ZoneInfo(zone)):%H:%M}"


def _by(actor: str) -> str:
    return f" ({actor})" if actor else ""


def _pieces(evidence: list[Any]) -> str:
    return f" [evidence: {len(evidence)}]" if evidence else ""
