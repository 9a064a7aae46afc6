"""Snapshot documents for the strip, in the shape of `debrief/review@1`."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import settings

# Properties are judged by their answers here, not by the clock of a busy machine.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

START = datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
KINDS = ("occurred", "detected", "acknowledged", "mitigated", "restored", "resolved", "closed")


def written(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def make(entries=(), times=(), phases=(), gaps=(), zone="Europe/London", start=START, about=()):
    """Return a document; all times are minutes from the start: entries (minute, phase), phases (phase, from, until),
    gaps (from, until, explanation)."""

    def at(minutes):
        return None if minutes is None else written(start + timedelta(minutes=minutes))

    times = dict(times)
    return {
        "zone": zone,
        "incidents": [
            {
                "lead": True,
                "times": {
                    kind: {
                        "at": at(times.get(kind)),
                        "precision": "unknown" if kind not in times else "about" if kind in about else "exact",
                    }
                    for kind in KINDS
                },
            }
        ],
        "timeline": {
            "entries": [
                {"at": at(minutes), "phase": phase, "milestone": None, "precision": "exact"}
                for minutes, phase in entries
            ],
            "phases": [{"phase": phase, "from": at(low), "until": at(high)} for phase, low, high in phases],
            "gaps": [{"from": at(low), "until": at(high), "explanation": why} for low, high, why in gaps],
        },
    }


TIMES = {"occurred": 0, "detected": 11, "acknowledged": 14, "mitigated": 63, "restored": 78}
PHASES = (
    ("undetected", 0, 11), ("diagnosis", 11, 50), ("mitigation", 50, 63), ("recovery", 63, 78), ("after", 78, None),
)  # fmt: skip
ENTRIES = ((0, "undetected"), (6, "undetected"), (11, "diagnosis"), (18, "diagnosis"), (50, "mitigation"), (63, "recovery"),
           (78, "after"), (85, "after"))  # fmt: skip


@pytest.fixture
def document():
    """Return the builder of documents."""
    return make


@pytest.fixture(scope="session")
def make_document():
    """Return the builder of documents for properties, which are run many times in one test."""
    return make


@pytest.fixture
def checkout():
    """Return the outage of the design: 78 minutes, latent since two days before, one gap."""
    return make(((-2393, "latent"), *ENTRIES), TIMES, (("latent", -2393, 0), *PHASES), ((18, 50, None),))
