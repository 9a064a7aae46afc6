"""Characters that no text of ours may hold: controls and the non-characters that XML 1.0 refuses."""

from __future__ import annotations

import re

# C0 without tab, line feed and carriage return; DEL and C1; a stray byte-order mark; U+FFFE and U+FFFF.
# A Word file with one of them does not open, and a terminal obeys some of them.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def without_controls(text: str) -> str:
    """The text without control characters; tabs and line ends stay."""
    return text if text.isprintable() else CONTROLS.sub("", text)


def has_controls(text: str) -> bool:
    """Whether `without_controls` would change the text."""
    return CONTROLS.search(text) is not None
