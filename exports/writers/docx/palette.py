"""The colours of a report on paper, and how each tone looks; every word on its tint is 5.9:1 or more."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from exports.model import Tone

INK = "1A2026"
NAVY = "14324F"
GREY = "505A5F"
RULE = "C3CBD3"
TINT = "F1F4F8"
LINK = "1D5AA6"
GAP = "EFEFEF"
WHITE = "FFFFFF"

RED = "A32A00"
AMBER = "7A5200"
GREEN = "00614A"
VIOLET = "4C2C92"


@dataclass(frozen=True, slots=True)
class Look:
    """A word's colour, the fill behind it, and the left border that tells it apart in grey (kind, eighths of a pt)."""

    ink: str
    fill: str
    border: tuple[str, int] | None = None


LOOKS = MappingProxyType(
    {
        Tone.LATENT: Look(GREY, "EFEFEF", ("dotted", 24)),
        Tone.UNDETECTED: Look(RED, "FBE9E3", ("single", 24)),
        Tone.DIAGNOSIS: Look(AMBER, "FFF4D6", ("dashed", 24)),
        Tone.MITIGATION: Look(LINK, "E5EFFA", ("double", 8)),
        Tone.RECOVERY: Look(GREEN, "E0F2EC", ("triple", 6)),
        Tone.AFTER: Look(VIOLET, "EEE9F7", ("dotDash", 24)),
        Tone.GOOD: Look(GREEN, "E0F2EC"),
        Tone.ON_TRACK: Look(LINK, "E5EFFA"),
        Tone.RISK: Look(AMBER, "FFF4D6"),
        Tone.LATE: Look(RED, "FBE9E3"),
        Tone.DROPPED: Look(GREY, "EFEFEF"),
    }
)
