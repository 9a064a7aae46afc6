"""Which addresses of chats are taken, what is kept of them, and which lead nowhere that people may send us to."""

from __future__ import annotations

import pytest

from organisation.rules.channel import ChatKind, masked, understood

TEAMS = "https://default12.cd.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/0a1b/triggers/manual/paths/invoke"
TAKEN = [
    (" https://hooks.slack.com/services/T01/B02/abc ", ChatKind.SLACK, "https://hooks.slack.com/services/T01/B02/abc"),
    (f"{TEAMS}?api-version=1&sp=%2Ftriggers&sv=1.0&sig=s-_", ChatKind.TEAMS, f"{TEAMS.replace(':443', '')}?api-version=1&sp=%2Ftriggers&sv=1.0&sig=s-_"),
    ("https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=t&threadKey=x", ChatKind.GOOGLE_CHAT, "https://chat.googleapis.com/v1/spaces/AAA/messages?key=k&token=t"),
    ("https://discord.com/api/webhooks/123/a-b_c", ChatKind.DISCORD, "https://discord.com/api/webhooks/123/a-b_c"),
    ("https://webexapis.com/v1/webhooks/incoming/Y2lz", ChatKind.WEBEX, "https://webexapis.com/v1/webhooks/incoming/Y2lz"),
    ("mmosts://chat.example.com:8443/token", ChatKind.OTHER, "mmosts://chat.example.com:8443/token"),
    ("ntfy://user:pw@chat.example.com/topic", ChatKind.OTHER, "ntfy://user:pw@chat.example.com/topic"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "kept"), TAKEN)
def test_what_is_taken(text: str, kind: ChatKind, kept: str) -> None:
    assert understood(text, ("chat.example.com",)) == (kind, kept)


#: Each would have the house call somewhere else, read a file, or run something.
ELSEWHERE = [
    "http://hooks.slack.com/services/T01/B02/abc", "https://hooks.slack.com.evil.example/services/T01/B02/abc",
    "https://hooks.slack.com@127.0.0.1/services/T01/B02/abc", "https://user@hooks.slack.com/services/T01/B02/abc",
    "https://hooks.slack.com:8443/services/T01/B02/abc", "https://127.0.0.1/services/T01/B02/abc", "https://[::1]/services/T01/B02/abc",
    "https://169.254.169.254/latest/meta-data", "https://2130706433/", "https://hooks.slack.com/services/T01/B02/../../x",
    "https://evil.example/?x=.logic.azure.com", "https://logic.azure.com.evil.example/workflows/0a/triggers/manual/paths/invoke?sig=s",
    "json://127.0.0.1/", "jsons://169.254.169.254/", "ntfy://evil.example/topic", "mmost://chat.example.com.evil.example/t",
    "json://chat.example.com/?template=/etc/passwd", "mmost://chat.example.com/t#x", "file:///etc/passwd", "syslog://", "dbus://", "mailto://a:b@example.com",
    "slack://T1/B2/C3", "workflows://127.0.0.1/a/b", "", "https://", "http://[", "javascript:alert(1)",
]  # fmt: skip


@pytest.mark.parametrize("text", ELSEWHERE)
def test_what_leads_elsewhere_is_refused_in_words(text: str) -> None:
    found = understood(text, ("chat.example.com",))
    assert isinstance(found, str)
    assert found.endswith((".", "here."))


def test_an_address_cut_short_says_what_is_missing() -> None:
    assert understood("https://chat.googleapis.com/v1/spaces/AAA/messages?key=k", ()) == "The address ends too early: token is missing. Paste the whole of it."
    assert understood(TEAMS, ()) == "The address ends too early: sig is missing. Paste the whole of it."


def test_options_of_teams_that_nobody_asked_for_are_cut() -> None:
    assert understood(f"{TEAMS}?sig=s&template=/etc/passwd", ()) == (ChatKind.TEAMS, f"{TEAMS.replace(':443', '')}?sig=s")


def test_the_mask_gives_little_away() -> None:
    assert masked(ChatKind.SLACK, "https://hooks.slack.com/services/T01/B02/abcdefgh12345678") == "Slack, hooks.slack.com/…5678"
    assert masked(ChatKind.OTHER, "ntfy://user:pw@chat.example.com/topic") == "Other (Apprise), chat.example.com/…opic"
