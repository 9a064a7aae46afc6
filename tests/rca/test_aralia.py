"""Real fault trees of nuclear, aviation and process plants: exact in count, orders and probability."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rca import open_psa
from rca.closing import of_solution
from rca.cut_sets import minimal_cut_sets
from rca.large import large_engine
from rca.probability import top_probability
from rca.solution import solve
from rca.truncated import cut_sets_up_to

TREES = (
    "baobab2", "chinese", "das9202", "das9206", "das9209", "das9601", "edf9201", "edfpa14p", "edfpa15q", "elf9601", "ftr10",
    "isp9602", "isp9606", "jbd9601",
)  # fmt: skip


@pytest.mark.parametrize("name", TREES)
def test_count_orders_and_probability(name: str, shared: Path) -> None:
    folder = shared / "data" / "aralia"
    expected = json.loads((folder / "expected_dev.json").read_text())["trees"][name]
    tree = open_psa.read_file(folder / f"{name}.xml")
    solution = solve(tree, engine=large_engine())
    found = minimal_cut_sets(solution)
    assert found.count == expected["mcs"]
    assert found.by_order() == {int(order): count for order, count in expected["orders"].items()}
    assert found.is_coherent == expected["coherent"]
    told = top_probability(solution)
    assert told.exact == pytest.approx(expected["P"], rel=1e-9)
    if found.is_coherent:
        assert told.exact <= told.min_cut_upper_bound * (1 + 1e-12)
        assert told.min_cut_upper_bound <= told.rare_event * (1 + 1e-12)
        closing = of_solution(solution)
        assert not tree.evaluate({event.id for event in tree.events} - closing.items)
        few = cut_sets_up_to(tree, 3)
        assert len(few) == sum(count for order, count in found.by_order().items() if order <= 3)
    page = found.page(0, 20)
    assert len(set(page)) == 20
    for one in page:
        assert tree.evaluate(one)
        assert not any(tree.evaluate(one - {event}) for event in one)
