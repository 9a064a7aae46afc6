"""Where the bytes come from: a file, bytes in memory, or the one CSV inside a zip archive."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from kernel.intake.refusal import Unreadable

ZIP_MARK = b"PK\x03\x04"
EMPTY_ZIP_MARK = b"PK\x05\x06"
NESTED = frozenset({".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".tgz"})
MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes beyond which a file is refused: bytes as sent, bytes unpacked, unpacked : packed, rows below the header."""

    file_bytes: int = 256 * MEGABYTE
    unpacked_bytes: int = 512 * MEGABYTE
    ratio: int = 200
    rows: int = 1_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes that can be read from their beginning as often as needed; `member` is set when they lie in an archive."""

    given: Path | bytes
    member: str | None = None

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """The bytes as a stream; a broken archive or disk is `Unreadable`."""
        try:
            with _raw(self.given) as raw:
                if self.member is None:
                    yield raw
                    return
                with zipfile.ZipFile(raw) as archive, archive.open(self.member) as inner:
                    yield inner
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"The zip archive is damaged: {error}") from error
        except OSError as error:
            raise Unreadable(f"The file could not be read: {error.strerror or error}") from error


def source_of(given: Path | str | bytes, limits: Limits = LIMITS) -> Source:
    """The bytes to read, of a path or of bytes as sent. `Unreadable` when too large, absent, or an archive with more than one CSV."""
    given = given if isinstance(given, bytes) else Path(given)
    check_size(given, limits)
    plain = Source(given)
    with plain.open() as stream:
        mark = stream.read(4)
    if mark not in (ZIP_MARK, EMPTY_ZIP_MARK):
        return plain
    try:
        with plain.open() as stream, zipfile.ZipFile(stream) as archive:
            return Source(given, _only_member(archive, limits))
    except ValueError as error:  # zipfile's word for a directory with impossible offsets
        raise Unreadable(f"The zip archive is damaged: {error}") from error


def check_size(given: Path | bytes, limits: Limits = LIMITS) -> None:
    """`Unreadable` when it is too large as sent, or not there."""
    size = len(given) if isinstance(given, bytes) else _size(given)
    if size > limits.file_bytes:
        raise Unreadable(f"The file has {megabytes(size)}; the limit is {megabytes(limits.file_bytes)}")


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError) as error:
        raise Unreadable(f"There is no file {path}") from error


@contextmanager
def _raw(given: Path | bytes) -> Iterator[IO[bytes]]:
    with BytesIO(given) if isinstance(given, bytes) else given.open("rb") as stream:
        yield stream


def _only_member(archive: zipfile.ZipFile, limits: Limits) -> str:
    """The name of the one CSV of an archive, or `Unreadable` with what else it is."""
    members = [m for m in archive.infolist() if not m.is_dir() and not m.filename.startswith("__MACOSX/")]
    names = [member.filename for member in members]
    if "[Content_Types].xml" in names:
        raise Unreadable("This is an Excel or Word file. Save it as CSV first")
    if len(members) != 1:
        raise Unreadable(f"The zip archive holds {len(members)} files; it must hold exactly one CSV file")
    member, path = members[0], PurePosixPath(names[0].replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise Unreadable(f'The zip archive holds a file that points outside of it: "{member.filename}"')
    if path.suffix.lower() in NESTED:
        raise Unreadable(f'The zip archive holds another archive: "{member.filename}". Unpack it first')
    if member.flag_bits & 0x1:
        raise Unreadable("The zip archive is encrypted. Send it without a password")
    # zipfile never reads more than the size that the directory states, so checking the statement is enough.
    if member.file_size > limits.unpacked_bytes:
        raise Unreadable(f"The zip archive unpacks to {megabytes(member.file_size)}; the limit is {megabytes(limits.unpacked_bytes)}")
    if member.file_size > max(MEGABYTE, limits.ratio * member.compress_size):
        raise Unreadable(f"The zip archive unpacks to more than {limits.ratio} times its size; no real export does")
    return member.filename


def megabytes(size: int) -> str:
    return f"{size / MEGABYTE:,.1f} MB"
