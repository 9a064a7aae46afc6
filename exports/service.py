"""A report as a file: one function behind the page, the API and the command."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from exports import snapshot
from exports.files import file_name
from exports.reports.pir import build
from exports.writers import docx
from kernel.errors import Invalid
from kernel.permission import Actor

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class File:
    """A finished file: its name, its media type and its bytes."""

    name: str
    media_type: str
    content: bytes


def _docx(document: dict[str, Any]) -> File:
    report = build(document)
    return File(file_name(report, "docx"), DOCX, docx.write(report))


def _json(document: dict[str, Any]) -> File:
    text = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    return File(file_name(build(document), "json"), "application/json", text.encode("utf-8", "surrogatepass"))


WRITERS: dict[str, Callable[[dict[str, Any]], File]] = {"docx": _docx, "json": _json}


def take_document(session: Session, actor: Actor, ref: str, form: str) -> dict[str, Any]:
    """Read what the file will hold. Apart from ``write``, so that no transaction is open while a file is made."""
    if form not in WRITERS:
        raise Invalid({"format": [f"There is no format “{form}”. Use one of {', '.join(WRITERS)}"]})
    return snapshot.of_review(session, actor, ref)


def write(document: dict[str, Any], form: str) -> File:
    return WRITERS[form](document)
