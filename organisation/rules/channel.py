"""Which chats can be written to, and what their addresses look like.

Only addresses of a vendor's own hosts are taken from people, and nothing of them but the parts named here: an address is
called from inside the house, so one that leads elsewhere would be a way in. Other hosts are for the operator to allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode, urlsplit


class ChatKind(StrEnum):
    SLACK = "slack"
    TEAMS = "teams"
    GOOGLE_CHAT = "google_chat"
    DISCORD = "discord"
    WEBEX = "webex"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Vendor:
    """``host`` and ``path`` are matched whole, ``query`` names the parameters that are kept."""

    label: str
    host: re.Pattern[str]
    path: re.Pattern[str]
    query: frozenset[str] = frozenset()
    example: str = ""


VENDORS = {
    ChatKind.SLACK: Vendor(
        "Slack", re.compile(r"hooks\.slack\.com"), re.compile(r"/services/T[A-Z0-9]+/B[A-Z0-9]+/[A-Za-z0-9]+"),
        example="https://hooks.slack.com/services/T…/B…/…",
    ),
    ChatKind.TEAMS: Vendor(
        "Microsoft Teams", re.compile(r"[a-z0-9.-]+\.(?:logic\.azure\.com|api\.powerplatform\.com)(?::443)?"),
        re.compile(r"/(?:powerautomate/automations/direct/)?workflows/[a-f0-9]+/triggers/manual/paths/invoke/?"),
        frozenset({"api-version", "sp", "sv", "sig"}),
        "https://….api.powerplatform.com/powerautomate/automations/direct/workflows/…",
    ),
    ChatKind.GOOGLE_CHAT: Vendor(
        "Google Chat", re.compile(r"chat\.googleapis\.com"), re.compile(r"/v1/spaces/[\w-]+/messages"), frozenset({"key", "token"}),
        "https://chat.googleapis.com/v1/spaces/…/messages?key=…&token=…",
    ),
    ChatKind.DISCORD: Vendor(
        "Discord", re.compile(r"(?:canary\.|ptb\.)?discord(?:app)?\.com"), re.compile(r"/api/webhooks/[0-9]+/[\w-]+"),
        example="https://discord.com/api/webhooks/…/…",
    ),
    ChatKind.WEBEX: Vendor(
        "Webex", re.compile(r"(?:webexapis\.com|api\.ciscospark\.com)"), re.compile(r"/v1/webhooks/incoming/[\w-]+"),
        example="https://webexapis.com/v1/webhooks/incoming/…",
    ),
}  # fmt: skip

#: Kinds of Apprise that name a host: only for the hosts that the operator allows.
OTHER_SCHEMES = frozenset({
    "json", "jsons", "xml", "xmls", "form", "forms", "mmost", "mmosts", "rocket", "rockets", "ntfy", "ntfys", "gotify", "gotifys",
    "matrix", "matrixs", "ncloud", "nclouds", "zulip", "signal", "signals",
})
LABELS = {**{kind: vendor.label for kind, vendor in VENDORS.items()}, ChatKind.OTHER: "Other (Apprise)"}


def understood(text: str, allowed_hosts: tuple[str, ...]) -> tuple[ChatKind, str] | str:
    """(kind, address cut to what is needed), or a sentence about what is wrong with ``text``."""
    try:
        parts = urlsplit(text.strip())
        host = (parts.hostname or "").lower()
        port = parts.port
    except ValueError:
        return "This is no address. Paste the whole address of the webhook, beginning with https://."
    if parts.scheme == "https" and not parts.username:
        for kind, vendor in VENDORS.items():
            if vendor.host.fullmatch(parts.netloc.lower()) and vendor.path.fullmatch(parts.path):
                return _of_vendor(kind, vendor, host, parts.path, parts.query)
    if parts.scheme in OTHER_SCHEMES:
        if host not in allowed_hosts:
            return f"The host {host or 'of this address'} is not allowed. Whoever runs Debrief can add it to DEBRIEF_CHAT_HOSTS."
        if parts.query or parts.fragment:
            return "Leave out everything from the question mark on: options cannot be set here."
        login = parts.netloc.rpartition("@")[0]
        where = f"{login}@{host}" if login else host
        return ChatKind.OTHER, f"{parts.scheme}://{where}{f':{port}' if port else ''}{parts.path}"
    names = ", ".join(vendor.label for vendor in VENDORS.values())
    return f"This is no webhook of {names}. Paste the whole address, as the chat shows it."


def _of_vendor(kind: ChatKind, vendor: Vendor, host: str, path: str, query: str) -> tuple[ChatKind, str] | str:
    given = dict(parse_qsl(query))
    missing = sorted(vendor.query - set(given))
    if missing and kind is not ChatKind.TEAMS:
        return f"The address ends too early: {', '.join(missing)} is missing. Paste the whole of it."
    if kind is ChatKind.TEAMS and "sig" not in given:
        return "The address ends too early: sig is missing. Paste the whole of it."
    kept = urlencode({name: value for name, value in given.items() if name in vendor.query})
    return kind, f"https://{host}{path}{f'?{kept}' if kept else ''}"


def masked(kind: ChatKind, address: str) -> str:
    """What may be shown: the host and the last four characters.

    >>> masked(ChatKind.SLACK, "https://hooks.slack.com/services/T1/B2/abcdefgh")
    'Slack, hooks.slack.com/…efgh'
    """
    return f"{LABELS[kind]}, {urlsplit(address).hostname}/…{address.rstrip('/')[-4:]}"
