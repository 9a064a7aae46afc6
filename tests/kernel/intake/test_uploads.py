"""Files between preview and import."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from incidents.jobs import drop_old_uploads
from kernel.config import Settings
from kernel.errors import NotFound
from kernel.intake.uploads import find_upload, keep


def test_kept_under_a_name_of_ours_for_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    made = keep(folder, io.BytesIO(b"number\n"), person_id=7, filename="..\\..\\etc\\list.csv")
    found = find_upload(folder, made.token, 7)
    assert found == made
    assert found.filename == "list.csv"
    assert found.path.parent == folder
    assert found.path.read_bytes() == b"number\n"
    assert found.sha256 == "".join(f"{b:02x}" for b in __import__("hashlib").sha256(b"number\n").digest())
    assert folder.stat().st_mode & 0o777 == 0o700
    for stranger in (8, None):
        with pytest.raises(NotFound):
            find_upload(folder, made.token, stranger)


@pytest.mark.parametrize("token", ["", "x", "../" * 11, "a/b" + "c" * 29, "A" * 33, "é" * 32])
def test_a_token_that_cannot_be_is_not_found(tmp_path: Path, token: str) -> None:
    with pytest.raises(NotFound):
        find_upload(tmp_path, token, 7)


def test_gone_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / "uploads"
    settings = Settings(home=tmp_path, database_url="", secret_key="x", audit_key_file=tmp_path / "k")
    drop_old_uploads(None, settings)  # type: ignore[arg-type]  # no folder yet: nothing to do
    old, new = (keep(folder, io.BytesIO(b"x"), person_id=7, filename="a.csv") for _ in range(2))
    for path in folder.glob(f"{old.token}*"):
        os.utime(path, (1, 1))
    with pytest.raises(NotFound):
        find_upload(folder, old.token, 7)
    drop_old_uploads(None, settings)  # type: ignore[arg-type]
    assert {path.stem for path in folder.iterdir()} == {new.token}
