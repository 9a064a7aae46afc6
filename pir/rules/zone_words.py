"""Zone words in pasted lines that mean one thing only, with their offset from UTC in minutes.

CST, IST and BST mean several zones each: they count only where the zone of the paste itself uses them.
"""

from __future__ import annotations

FIXED = {
    "Z": 0,
    "UTC": 0,
    "GMT": 0,
    "PST": -480,
    "PDT": -420,
    "MST": -420,
    "MDT": -360,
    "CDT": -300,
    "EST": -300,
    "EDT": -240,
    "AKST": -540,
    "AKDT": -480,
    "HST": -600,
    "WET": 0,
    "WEST": 60,
    "CET": 60,
    "CEST": 120,
    "MEZ": 60,
    "MESZ": 120,
    "EET": 120,
    "EEST": 180,
    "MSK": 180,
    "SGT": 480,
    "HKT": 480,
    "AWST": 480,
    "JST": 540,
    "KST": 540,
    "ACST": 570,
    "ACDT": 630,
    "AEST": 600,
    "AEDT": 660,
    "NZST": 720,
    "NZDT": 780,
}
# Words that leave summer time to the reader.
PLACES = {
    "PT": "America/Los_Angeles", "MT": "America/Denver", "CT": "America/Chicago", "ET": "America/New_York",
    "Pacific": "America/Los_Angeles", "Mountain": "America/Denver", "Central": "America/Chicago", "Eastern": "America/New_York",
}  # fmt: skip
#: Every word that may stand behind a clock; a group named "zone" is put around it.
ZONE_WORDS = (
    r"(?:Z|(?:UTC|GMT)(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?|[PMCE][SD]?T|AK[SD]T|HST|CES?T|EES?T|WES?T|MES?Z|BST|IST|JST|KST|MSK|SGT|HKT"
    r"|A[CEW][SD]T|NZ[SD]T)\b|(?:Pacific|Mountain|Central|Eastern)(?=\s[Tt]ime\b)(?:\s[Tt]ime)"
)
