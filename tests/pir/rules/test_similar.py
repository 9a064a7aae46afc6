"""Which known causes are offered for a factor: by its control, then by the words that both have."""

from __future__ import annotations

import pytest

from pir.rules.similar import MOST, Named, similar

KNOWN = (
    Named("CAU-1", "A log volume fills unseen", "Size check"), Named("CAU-2", "A certificate runs out unseen", "Certificate inventory"),
    Named("CAU-3", "An alert was switched off and stayed off"), Named("CAU-4", "Logs fill the volume"),
)


@pytest.mark.parametrize(("statement", "control", "refs"), [
    ("The log volume was filled in 40 hours", None, ["CAU-1", "CAU-4"]),
    ("Nobody looked at the disk", "size CHECK", ["CAU-1"]),
    ("The certificate of the gateway ran out", None, ["CAU-2"]),
    ("The certificate was renewed late", None, []),  # one common word says nothing
    ("The certificate ran out unseen by anybody", None, ["CAU-2"]),
    ("Volume logs filled", "Certificate inventory", ["CAU-2", "CAU-1", "CAU-4"]),
    ("", None, []), ("   ", "", []), ("The and that there", None, []),
])
def test_similar(statement: str, control: str | None, refs: list[str]) -> None:
    found = [one.ref for one in similar(statement, control, KNOWN)]
    assert sorted(found) == sorted(refs)
    assert found[:1] == refs[:1] or control is None


def test_no_more_than_a_person_reads() -> None:
    assert len(similar("log volume", None, [Named(f"CAU-{n}", "log volume") for n in range(20)])) == MOST
