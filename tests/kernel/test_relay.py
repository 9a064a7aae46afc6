"""The mail relay from the environment: each setting is read, and what cannot work is refused by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kernel.environment import Misconfigured
from kernel.relay import Relay

LEAST = {"DEBRIEF_SMTP_HOST": "relay.example.com", "DEBRIEF_MAIL_FROM": "Debrief <debrief@example.com>"}


def test_no_host_is_no_relay() -> None:
    assert Relay.from_environment({}) is None
    assert Relay.from_environment({"DEBRIEF_SMTP_HOST": "  ", "DEBRIEF_SMTP_PORT": "nonsense"}) is None


@pytest.mark.parametrize(("security", "port"), [("", 587), ("starttls", 587), ("TLS", 465), ("none", 25)])
def test_the_port_goes_with_the_protection(security: str, port: int) -> None:
    found = Relay.from_environment({**LEAST, "DEBRIEF_SMTP_SECURITY": security})
    assert found == Relay("relay.example.com", port, security.lower() or "starttls", "Debrief <debrief@example.com>")
    assert found.domain == "example.com"


def test_the_password_may_lie_in_a_file_and_is_never_shown(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("from the file\n")
    given = {**LEAST, "DEBRIEF_SMTP_USER": "debrief", "DEBRIEF_SMTP_PASSWORD_FILE": str(tmp_path / "password"), "DEBRIEF_SMTP_PORT": "2525"}
    found = Relay.from_environment(given)
    assert (found.user, found.password, found.port) == ("debrief", "from the file", 2525)
    assert "from the file" not in repr(found)


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"DEBRIEF_MAIL_FROM": ""}, "DEBRIEF_MAIL_FROM"), ({"DEBRIEF_MAIL_FROM": "Debrief"}, "DEBRIEF_MAIL_FROM"),
        ({"DEBRIEF_MAIL_FROM": "Debrief <debrief@>"}, "DEBRIEF_MAIL_FROM"), ({"DEBRIEF_SMTP_SECURITY": "ssl"}, "DEBRIEF_SMTP_SECURITY"),
        ({"DEBRIEF_SMTP_PORT": "smtp"}, "DEBRIEF_SMTP_PORT"), ({"DEBRIEF_SMTP_USER": "debrief"}, "DEBRIEF_SMTP_PASSWORD"),
        ({"DEBRIEF_SMTP_PASSWORD_FILE": "/nowhere/at/all"}, "DEBRIEF_SMTP_PASSWORD_FILE"),
        ({"DEBRIEF_SMTP_USER": "d", "DEBRIEF_SMTP_PASSWORD": "p", "DEBRIEF_SMTP_SECURITY": "none"}, "in clear"),
    ],
)  # fmt: skip
def test_what_cannot_work_is_named(given: dict[str, str], named: str) -> None:
    with pytest.raises(Misconfigured, match=named):
        Relay.from_environment({**LEAST, **given})
