"""Settings from the environment: each is read, and nonsense is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel.config import Misconfigured, Settings


def test_what_stands_when_nothing_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret.key").write_text("from the file\n")
    found = Settings.from_environment({"DEBRIEF_HOME": str(tmp_path)})
    assert found == Settings(
        home=tmp_path.resolve(), database_url=f"sqlite:///{tmp_path.resolve() / 'debrief.db'}", secret_key="from the file",
        audit_key_file=tmp_path.resolve() / "audit.key",
    )
    assert (found.https, found.demo, found.testing) == (False, False, False)
    assert (found.idle_timeout, found.max_upload) == (43_200, 20_971_520)


def test_everything_may_be_said(tmp_path: Path) -> None:
    found = Settings.from_environment({
        "DEBRIEF_HOME": str(tmp_path), "DEBRIEF_DATABASE_URL": "postgresql://db/x", "DEBRIEF_SECRET_KEY": "s",
        "DEBRIEF_AUDIT_KEY_FILE": "/keys/audit", "DEBRIEF_HTTPS": "1", "DEBRIEF_DEMO": " Yes ", "DEBRIEF_IDLE_TIMEOUT": "60",
        "DEBRIEF_MAX_UPLOAD": " 1000 ", "DEBRIEF_URL": "https://debrief.example.com/", "DEBRIEF_CHAT_HOSTS": "chat.example.com, NTFY.example.com",
    })  # fmt: skip
    assert found == Settings(
        tmp_path.resolve(), "postgresql://db/x", "s", Path("/keys/audit"), https=True, demo=True, idle_timeout=60, max_upload=1000,
        base_url="https://debrief.example.com", chat_hosts=("chat.example.com", "ntfy.example.com"),
    )


@pytest.mark.parametrize(("text", "on"), [("", False), ("0", False), ("no", False), ("FALSE", False), ("true", True), ("YES", True)])
def test_switches(text: str, on: bool) -> None:
    assert Settings.from_environment({"DEBRIEF_SECRET_KEY": "s", "DEBRIEF_HTTPS": text}).https is on


@pytest.mark.parametrize(
    ("name", "text"),
    [("DEBRIEF_HTTPS", "maybe"), ("DEBRIEF_DEMO", "2"), ("DEBRIEF_IDLE_TIMEOUT", "0"), ("DEBRIEF_IDLE_TIMEOUT", "-5"),
     ("DEBRIEF_MAX_UPLOAD", "20 MB"), ("DEBRIEF_MAX_UPLOAD", "1.5"), ("DEBRIEF_URL", "debrief.example.com"), ("DEBRIEF_URL", "ftp://debrief.example.com"),
     ("DEBRIEF_URL", "https://debrief.example.com/?a=b")],
)
def test_nonsense_is_named(name: str, text: str) -> None:
    with pytest.raises(Misconfigured, match=name):
        Settings.from_environment({"DEBRIEF_SECRET_KEY": "s", name: text})


def test_without_a_secret_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"debrief init.*secret\.key"):
        Settings.from_environment({"DEBRIEF_HOME": str(tmp_path)})
