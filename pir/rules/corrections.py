"""Editorial corrections: typing errors in the words of a signed version, and nothing more (decision 7).

What was signed keeps its hash. The corrected reading is derived: the signed document with the corrections put in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pir.rules.word_changes import changed_words

NARRATIVE = {"summary": "Summary", "trigger": "Trigger", "detection": "Detection", "response": "Response", "recovery": "Recovery"}
FINDINGS = {"well": "What went well", "badly": "What was hard", "lucky": "Where we were lucky"}

#: A correction may touch so many words, or this share of them, whichever is more.
MOST_WORDS, MOST_SHARE = 3, 0.05
#: Lengths that the columns behind the texts hold.
LONGEST = {"title": 120, "entry": 2000, "finding": 1000, "narrative": 20_000}

_NUMBERS = re.compile(r"\d+(?:[.,:]\d+)*")
_DENIALS = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot|\w+n[’']t)\b", re.IGNORECASE)

AMEND = "Amend the review as a new version"
SUBSTANCE = "That is a change of substance: amend the review as a new version"

Place = tuple[str, str]


def texts(document: Mapping[str, Any]) -> dict[Place, tuple[str, str]]:
    """Every text that may be corrected: (part, item) -> (how it is called, the text). Empty ones are left out."""
    return {place: (label, text) for place, label, text in _texts(document) if text.strip()}


def _texts(document: Mapping[str, Any]) -> Iterator[tuple[Place, str, str]]:
    yield ("title", ""), "Title", document["review"]["title"]
    for part, label in NARRATIVE.items():
        yield (part, ""), label, document["narrative"][part]
    for entry in document["timeline"]["entries"]:
        yield ("entry", str(entry["id"])), "Timeline entry", entry["text"]
    for kind, label in FINDINGS.items():
        for number, text in enumerate(document["findings"][kind]):
            yield ("finding", f"{kind}/{number}"), label, text


def why_not(part: str, before: str, after: str) -> str | None:
    """The sentence for a text that is no editorial correction of ``before``; None when it is one."""
    most = LONGEST.get(part, LONGEST["narrative"])
    count, of = changed_words(before, after)
    faults = (
        (after == before, "Nothing is changed in this text"),
        (not after.strip(), f"A text cannot be corrected away. {AMEND}"),
        (len(after) > most, f"The text must be {most:,} characters or fewer"),
        (_found(_NUMBERS, before) != _found(_NUMBERS, after), f"A number changes. {SUBSTANCE}"),
        (len(_found(_DENIALS, before)) != len(_found(_DENIALS, after)), f"A “not” comes or goes. {SUBSTANCE}"),
        (count > max(MOST_WORDS, int(of * MOST_SHARE)), f"{count} of {of} words change. {SUBSTANCE}"),
    )
    return next((text for is_wrong, text in faults if is_wrong), None)


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return sorted(pattern.findall(text))


def corrected(document: Mapping[str, Any], corrections: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The document as it reads with the corrections put in, and with them in ``corrections``; the given one is not touched.

    A correction has ``part``, ``item``, ``after``.
    """
    made: dict[str, Any] = copy.deepcopy(dict(document))
    made["corrections"] = list(corrections)
    for one in made["corrections"]:
        _put(made, one["part"], one["item"], one["after"])
    return made


def _put(document: dict[str, Any], part: str, item: str, text: str) -> None:
    if part == "title":
        document["review"]["title"] = text
    elif part in NARRATIVE:
        document["narrative"][part] = text
    elif part == "entry":
        for entry in document["timeline"]["entries"]:
            if str(entry["id"]) == item:
                entry["text"] = text
    else:
        kind, _, number = item.partition("/")
        document["findings"][kind][int(number)] = text
