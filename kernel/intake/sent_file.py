"""A file before it is read: its hash for the audit trail, taken outside any transaction (decision 26)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from kernel.intake.archive import ZIP_MARK
from kernel.intake.refusal import Unreadable

PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SentFile:
    """``sha256`` hexadecimal, of the bytes as sent; ``lines`` counted in them, None in an archive."""

    sha256: str
    lines: int | None


def look_at(path: Path) -> SentFile:
    """Read the file once. `Unreadable` when it cannot be."""
    digest, lines, is_archive = hashlib.sha256(), 0, False
    try:
        with path.open("rb") as stream:
            while piece := stream.read(PIECE):
                is_archive = is_archive or (lines == 0 and piece.startswith(ZIP_MARK))
                lines += piece.count(b"\n")
                digest.update(piece)
    except OSError as error:
        raise Unreadable(f"{path} could not be read: {error.strerror or error}") from error
    return SentFile(digest.hexdigest(), None if is_archive else lines)
