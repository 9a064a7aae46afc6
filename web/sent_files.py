"""The files of a request, looked at before anything is stored; those that could be taken wait for the form to be mended."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path

from flask import request

from kernel.errors import Invalid, NotFound
from kernel.intake.attachment import Attachment, look_at
from kernel.intake.uploads import find_upload, keep
from kernel.permission import Actor
from web.site import site


def sent_files(actor: Actor) -> tuple[list[Attachment], list[str]]:
    """What can be taken, and a sentence for each file that cannot. Files of an earlier answer come first."""
    taken: dict[str, Attachment] = {}
    wrong = []
    for name, stream in (*_waiting(actor), *_sent()):
        try:
            one = _looked_at(name, stream)
        except ValueError as fault:
            wrong.append(str(fault))
        else:
            taken[one.sha256] = one
    return list(taken.values()), wrong


def files_or_refuse(actor: Actor) -> list[Attachment]:
    """For the API: all of them, or ``Invalid`` on ``files``."""
    found, wrong = sent_files(actor)
    require_none(wrong)
    return found


def sent_body(what: str) -> tuple[str, bytes]:
    """For the API: the name and the bytes of the one file, as the part ``file`` of a form or as the body itself."""
    sent = request.files.get("file")
    if sent is not None:
        return (sent.filename or "file")[:120], sent.stream.read()
    content = request.get_data(cache=True)
    if not content:
        raise Invalid({"file": [f"Send the {what} as the body of the request, or as the part file of a form"]})
    return "body of a request", content


def require_none(wrong: Sequence[str]) -> None:
    """``Invalid`` on ``files`` with what is wrong with them."""
    if wrong:
        raise Invalid({"files": list(wrong)})


def set_aside(actor: Actor, files: Iterable[Attachment]) -> list[tuple[str, str]]:
    """(token, name) of each file for the form that is shown again, so that nobody has to select it twice."""
    kept = [keep(_folder(), io.BytesIO(one.content), person_id=actor.person_id or 0, filename=one.name) for one in files]
    return [(one.token, one.filename) for one in kept]


def _looked_at(name: str, stream: io.IOBase) -> Attachment:
    settings = site().settings
    return look_at(name, stream, limit=settings.max_evidence, allowed=settings.evidence_types)  # type: ignore[arg-type]


def _sent() -> Iterable[tuple[str, io.IOBase]]:
    return [(one.filename, one.stream) for one in request.files.getlist("files") if one.filename]  # type: ignore[misc]


def _waiting(actor: Actor) -> Iterable[tuple[str, io.IOBase]]:
    """Files that were sent with a form that had to be mended; one that is gone or another's is passed over."""
    for token in request.form.getlist("kept"):
        try:
            upload = find_upload(_folder(), token, actor.person_id)
        except NotFound:
            continue
        yield upload.filename, io.BytesIO(upload.path.read_bytes())


def _folder() -> Path:
    return site().settings.home / "uploads"
