"""References: their shape, and that each is given out once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kernel import clock
from kernel.db import Database
from kernel.record import next_ref
from kernel.ref import SHAPES, RecordKind, is_ref, render


@pytest.mark.parametrize(
    ("kind", "number", "ref"),
    [
        (RecordKind.REVIEW, 14, "PIR-2026-0014"), (RecordKind.ACTION, 107, "ACT-0107"), (RecordKind.PROBLEM, 42, "PRB-0042"),
        (RecordKind.FACTOR, 12345, "FAC-12345"), (RecordKind.INCIDENT, 1, "INC-0001"),
    ],
)  # fmt: skip
def test_render(kind: RecordKind, number: int, ref: str) -> None:
    assert render(kind, 2026, number) == ref
    assert is_ref(ref)


@pytest.mark.parametrize("text", ["", "PIR-2026-14", "pir-2026-0014", "PIR 2026 0014", "PIR-2026-0014 ", "ACT-0107x", "INC0012345"])
def test_what_is_no_reference_of_ours(text: str) -> None:
    assert not is_ref(text)


def test_every_kind_has_a_prefix_of_its_own() -> None:
    assert SHAPES.keys() == set(RecordKind)
    assert len({prefix for prefix, _ in SHAPES.values()}) == len(SHAPES)


def test_numbers_follow_each_other_by_kind_and_year(database: Database) -> None:
    with database.unit_of_work() as session:
        with clock.told(datetime(2026, 12, 31, 23, 59, tzinfo=UTC)):
            assert [next_ref(session, RecordKind.REVIEW) for _ in range(2)] == ["PIR-2026-0001", "PIR-2026-0002"]
            assert next_ref(session, RecordKind.ACTION) == "ACT-0001"
        with clock.told(datetime(2027, 1, 1, tzinfo=UTC)):
            assert next_ref(session, RecordKind.REVIEW) == "PIR-2027-0001"
            assert next_ref(session, RecordKind.ACTION) == "ACT-0002"


def test_what_is_rolled_back_gives_its_number_back(database: Database) -> None:
    with pytest.raises(RuntimeError), database.unit_of_work() as session:
        next_ref(session, RecordKind.ACTION)
        raise RuntimeError
    with database.unit_of_work() as session:
        assert next_ref(session, RecordKind.ACTION) == "ACT-0001"
