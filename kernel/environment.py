"""Reading settings from the environment: what every group of settings needs."""

from __future__ import annotations

from collections.abc import Mapping


class Misconfigured(Exception):
    """A setting is missing or makes no sense; the message names it and says what to do."""


def switch(environ: Mapping[str, str], name: str) -> bool:
    text = environ.get(name, "").strip().lower()
    if text not in {"", "0", "1", "no", "yes", "false", "true"}:
        raise Misconfigured(f"{name} is {text!r}. Use 1 or 0.")
    return text in {"1", "yes", "true"}


def number(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or int(text) == 0:
        raise Misconfigured(f"{name} is {text!r}. Use a whole number above 0.")
    return int(text)


def one_of(environ: Mapping[str, str], name: str, choices: tuple[str, ...], default: str) -> str:
    text = environ.get(name, "").strip().lower() or default
    if text not in choices:
        raise Misconfigured(f"{name} is {text!r}. Use one of: {', '.join(choices)}.")
    return text
