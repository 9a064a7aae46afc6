"""Zip archives: exactly one CSV, of an honest size, inside the archive."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from kernel.intake.archive import Limits, source_of
from kernel.intake.reader import open_table
from kernel.intake.refusal import Unreadable

CSV = b"number,priority\nINC1,1\n"


def zipped(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_the_one_csv_of_an_archive_is_read() -> None:
    (row,) = open_table(zipped(**{"export.csv": CSV, "__MACOSX/._export.csv": b"\x00\x05"})).rows()
    assert row.cells == {"number": "INC1", "priority": "1"}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (zipped(**{"a.csv": CSV, "b.csv": CSV}), "holds 2 files"),
        (zipped(), "holds 0 files"),
        (zipped(**{"inner.zip": zipped(**{"a.csv": CSV})}), "another archive"),
        (zipped(**{"../a.csv": CSV}), "points outside"),
        (zipped(**{"/etc/a.csv": CSV}), "points outside"),
        (zipped(**{"..\\a.csv": CSV}), "points outside"),
        (zipped(**{"C:/a.csv": CSV}), "points outside"),
        (zipped(**{"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}), "Save it as CSV"),
        (b"PK\x03\x04" + b"x" * 40, "damaged"),
        (zipped(**{"a.csv": CSV})[:-30], "damaged"),
    ],
)
def test_other_archives_are_refused_with_a_reason(content: bytes, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        open_table(content)


def test_an_encrypted_archive_is_refused() -> None:
    content = bytearray(zipped(**{"a.csv": CSV}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):  # the flag lies in the local and in the central header
        content[content.index(mark) + offset] |= 1
    with pytest.raises(Unreadable, match="encrypted"):
        open_table(bytes(content))


def test_a_bomb_is_refused_by_its_ratio_and_by_its_size() -> None:
    bomb = zipped(**{"a.csv": b"a,b\n" + b"0" * 20_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(Unreadable, match="more than 200 times"):
        source_of(bomb)
    with pytest.raises(Unreadable, match=r"unpacks to 19\.1 MB; the limit is 1\.0 MB"):
        source_of(bomb, Limits(unpacked_bytes=1024 * 1024))


def test_an_archive_that_lies_about_its_size_is_damaged_not_unpacked() -> None:
    content = bytearray(zipped(**{"a.csv": b"a,b\n" + b"12,3\n" * 2_000_000}))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = (1000).to_bytes(4, "little")
    with pytest.raises(Unreadable, match="damaged"):
        open_table(bytes(content))


def test_a_changed_byte_is_found_by_the_checksum() -> None:
    content = bytearray(zipped(**{"a.csv": CSV * 50}))
    content[45] ^= 0xFF
    with pytest.raises(Unreadable, match="damaged"):
        open_table(bytes(content))


def test_size_and_absence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="the limit is 0.0 MB"):
        source_of(CSV, Limits(file_bytes=10))
    with pytest.raises(Unreadable, match="There is no file"):
        source_of(tmp_path / "absent.csv")
    with pytest.raises(Unreadable, match="could not be read"):
        source_of(tmp_path)
