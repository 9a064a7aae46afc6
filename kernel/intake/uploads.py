"""A file between its preview and its import: kept on the server for a day, for the person who sent it and nobody else."""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO

from kernel import clock
from kernel.errors import NotFound

#: Seconds after which an upload is gone.
KEPT_FOR = 24 * 3600
PIECE = 1024 * 1024
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")


@dataclass(frozen=True, slots=True)
class Upload:
    """``filename`` as the browser named it, only ever shown; the bytes lie at ``path`` under a name of ours."""

    token: str
    person_id: int
    filename: str
    sha256: str
    path: Path

    def discard(self) -> None:
        """Remove it; no fault when it is gone."""
        for suffix in (".bytes", ".json"):
            self.path.with_suffix(suffix).unlink(missing_ok=True)


def keep(folder: Path, stream: IO[bytes], *, person_id: int, filename: str) -> Upload:
    """Store what was sent under a random name, readable by the server alone, and drop what is older than a day."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    purge(folder)
    token = secrets.token_urlsafe(24)
    path = folder / f"{token}.bytes"
    digest = hashlib.sha256()
    path.touch(mode=0o600)
    with path.open("wb") as file:
        while piece := stream.read(PIECE):
            digest.update(piece)
            file.write(piece)
    upload = Upload(token, person_id, filename.replace("\\", "/").rsplit("/", 1)[-1][:120] or "file", digest.hexdigest(), path)
    note = path.with_suffix(".json")
    note.touch(mode=0o600)
    note.write_text(json.dumps({**asdict(upload), "path": path.name}), encoding="utf-8")
    return upload


def find_upload(folder: Path, token: str, person_id: int | None) -> Upload:
    """The upload; NotFound in the same words for one that is gone, another person's, and a name that cannot be."""
    if not _TOKEN.fullmatch(token):
        raise NotFound("upload")
    path = folder / f"{token}.bytes"
    try:
        note = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
        is_old = clock.now().timestamp() - path.stat().st_mtime > KEPT_FOR
    except OSError:
        raise NotFound("upload") from None
    if is_old or person_id is None or note["person_id"] != person_id:
        raise NotFound("upload")
    return Upload(token, person_id, note["filename"], note["sha256"], path)


def purge(folder: Path) -> None:
    """Drop what is older than a day."""
    oldest = clock.now().timestamp() - KEPT_FOR
    for path in folder.iterdir():
        with suppress(OSError):  # another worker was quicker
            if path.stat().st_mtime < oldest:
                path.unlink()
