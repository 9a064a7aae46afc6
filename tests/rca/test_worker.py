"""A process of its own for large questions: answers, refusals, and the end of its budget."""

from __future__ import annotations

from pathlib import Path

import pytest

from rca import open_psa, worker
from rca.errors import CausesError, TooLarge
from rca.fault_tree import Event, FaultTree, Gate, Operator

SMALL = open_psa.write(FaultTree.build("t", [Gate("t", Operator.OR, ("a", "b"))], [Event("a", 0.5), Event("b", 0.5)])).encode()


def test_an_answer_comes_back() -> None:
    assert worker.ask("cutsets", SMALL)["cut_sets"] == [["a"], ["b"]]
    assert worker.ask("probability", SMALL)["exact"] == 0.75


def test_a_wrong_model_is_told() -> None:
    with pytest.raises(CausesError, match="line 1"):
        worker.ask("cutsets", b"<no/>")


def test_the_end_of_the_budget(shared: Path) -> None:
    """Importance of this tree takes seconds; a tenth of one is not enough even to begin."""
    model = (shared / "data" / "aralia" / "edfpa14p.xml").read_bytes()
    with pytest.raises(TooLarge):
        worker.ask("probability", model, seconds=0.05)
    limited = worker.ask("cutsets", model, seconds=0.5, options=("--limit", "1"))
    assert limited["truncated"]
    assert limited.get("up_to_order", 99) >= 1


def test_a_process_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker, "GRACE", 0.0)
    with pytest.raises(TooLarge):
        worker.ask("cutsets", SMALL, seconds=0.001)
