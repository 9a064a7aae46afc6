"""The command line of the library: `python -m rca`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from rca import document, open_psa
from rca.__main__ import main
from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.fault_tree import Event, FaultTree, Gate, Operator
from rca.vocabulary import Gate as Combination


@pytest.fixture
def pumps(tmp_path: Path) -> str:
    tree = FaultTree.build("top", [Gate("top", Operator.OR, ("a", "g")), Gate("g", Operator.AND, ("b", "c"))], [Event("a", 0.1), Event("b", 0.2), Event("c", 0.5)])
    file = tmp_path / "pumps.xml"
    file.write_text(open_psa.write(tree))
    return str(file)


@pytest.fixture
def causes(tmp_path: Path) -> str:
    graph = CausalGraph.build(
        Focus("focus", "Checkout answered 503", Combination.ALL), [Factor("A", "Disk full"), Factor("B", "No alert", gate=Combination.NOT_DECIDED), Factor("C", "Muted"), Factor("D", "Unread")],
        [CauseLink("A", "focus"), CauseLink("B", "focus"), CauseLink("C", "B"), CauseLink("D", "B")],
    )  # fmt: skip
    file = tmp_path / "causes.json"
    file.write_text(json.dumps(document.write(graph)))
    return str(file)


def told(capsys: pytest.CaptureFixture[str], *words: str) -> object:
    assert main([*words, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_cut_sets(pumps: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "cutsets", pumps) == {"count": 2, "by_order": {"1": 1, "2": 1}, "cut_sets": [["a"], ["b", "c"]], "truncated": False, "coherent": True}
    assert told(capsys, "cutsets", pumps, "--limit", "1") == {"count": 2, "by_order": {"1": 1, "2": 1}, "cut_sets": [["a"]], "truncated": True, "coherent": True}
    assert told(capsys, "cutsets", pumps, "--order", "1") == {"count": 1, "by_order": {"1": 1}, "cut_sets": [["a"]], "truncated": True, "coherent": True, "up_to_order": 1}


def test_probability_importance_and_hitting_set(pumps: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = told(capsys, "probability", pumps)
    assert found["exact"] == pytest.approx(1 - 0.9 * 0.9)
    assert found["rare_event"] == pytest.approx(0.2)
    assert found["min_cut_upper_bound"] == pytest.approx(0.19)
    rows = told(capsys, "importance", pumps)
    assert rows[0]["event"] == "a"
    assert rows[0]["birnbaum"] == pytest.approx(0.9)
    assert told(capsys, "hitting-set", pumps) == {"items": ["a", "c"], "cost": 2.0}, "a, and one of b and c"


def test_an_undecided_gate_is_refused_unless_one_says_how_to_read_it(causes: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cutsets", causes]) == 2
    assert "B: nobody has decided yet how its causes combine" in capsys.readouterr().err
    assert told(capsys, "cutsets", causes, "--undecided", "any")["cut_sets"] == [["A", "C"], ["A", "D"]]
    assert told(capsys, "cutsets", causes, "--undecided", "all")["cut_sets"] == [["A", "C", "D"]]


def test_draw(causes: str, pumps: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for view in ("fault-tree", "fishbone", "whys"):
        assert main(["draw", causes, "--view", view, "--format", "svg"]) == 0
        assert capsys.readouterr().out.startswith("<svg ")
    assert main(["draw", pumps]) == 0
    assert capsys.readouterr().out.startswith("0 top, any of these:")
    assert main(["draw", pumps, "--view", "fishbone"]) == 2
    out = io.TextIOWrapper(io.BytesIO())
    monkeypatch.setattr(sys, "stdout", out)
    assert main(["draw", pumps, "--format", "png"]) == 0
    assert out.buffer.getvalue().startswith(b"\x89PNG")


def test_check_names_what_a_reader_should_know(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "a.xml"
    file.write_text('<opsa-mef><define-fault-tree name="F"><define-gate name="t"><or><event name="a"/><event name="a"/><and><event name="a"/></and></or></define-gate><define-basic-event name="a"/><define-basic-event name="b"/></define-fault-tree></opsa-mef>')
    found = told(capsys, "check", str(file))
    assert found["findings"] == [
        "t/3: a gate goes straight into a gate; name the event between them", "t: an input stands there twice, which changes nothing",
        "b: nothing uses this event", "a: no probability was given",
    ]  # fmt: skip
    assert main(["probability", str(file)]) == 2
    assert "no probability was given for a" in capsys.readouterr().err


def test_wrong_files(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for name, text in {"a.json": "{", "b.json": "{}", "c.xml": "no", "d.json": '{"a":' * 100_000}.items():
        (tmp_path / name).write_text(text)
        assert main(["check", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.startswith(str(tmp_path / name))
    assert main(["check", str(tmp_path / "nowhere")]) == 2


def test_too_large_ends_in_an_order_limited_answer(shared: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from rca import large

    monkeypatch.setattr(large, "ROOM", (50,))
    file = str(shared / "data" / "aralia" / "das9206.xml")
    assert main(["cutsets", file, "--format", "json", "--limit", "1"]) == 0
    out = capsys.readouterr()
    assert "too large for all cut sets" in out.err
    found = json.loads(out.out)
    assert (found["up_to_order"], found["count"], found["truncated"]) == (6, 19518, True)
    assert main(["probability", file]) == 3
