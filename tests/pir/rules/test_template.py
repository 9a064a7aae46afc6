"""Templates as data: reading and writing, which sections a page has, which gates a policy's become."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.rules import template as rules
from pir.rules.template import PARTS, WHOLE, AgendaItem, Part, Template

KEYS = st.lists(st.sampled_from(list(PARTS)), unique=True, min_size=1)


@given(KEYS, st.lists(st.builds(AgendaItem, st.integers(1, 240), st.text(), st.text())), st.one_of(st.none(), st.integers(1, 9)))
def test_what_is_written_is_read_again(keys, agenda, most):
    made = Template("T", 3, tuple(Part(key, len(key) % 2 == 0, key) for key in keys), tuple(agenda), "internal", most)
    assert rules.read("T", 3, json.loads(json.dumps(rules.written(made)))) == made


def test_a_part_that_is_no_more_is_left_out():
    assert rules.read("T", 1, {"parts": [{"key": "gone", "required": True, "prompt": ""}]}).parts == ()


@pytest.mark.parametrize(
    ("parts", "filled", "expected"),
    [
        (list(PARTS), [], ("story", "impact", "timeline", "causes", "findings", "actions")),
        (["actions", "trigger", "session", "summary"], [], ("actions", "story")),
        (["summary"], ["actions", "causes"], ("story", "causes", "actions")),
        (["summary"], ["story"], ("story",)),
    ],
)
def test_sections(parts, filled, expected):
    assert rules.sections(parts, filled) == expected


def gates(*parts, **terms):
    return rules.gates(Template("T", 1, parts), {"timeline": "block", "factor": "block", "action_owned": "block", **terms})


def test_gates():
    assert rules.gates(WHOLE, {"timeline": "block", "comments": "block"})["timeline"] == "block"
    found = gates(Part("timeline", is_required=False), Part("causes"), impact="block", root_cause="hint", comments="block")
    assert (found["timeline"], found["factor"], found["impact"], found["root_cause"]) == ("hint", "block", "off", "hint")
    assert (found["action_owned"], found["comments"]) == ("block", "block")  # they ask for no part
    assert gates(Part("impact"), impact="block")["impact"] == "block"
    assert gates(Part("summary", is_required=False), Part("impact", is_required=False), impact="block")["impact"] == "hint"


@given(st.lists(st.integers(), unique=True), st.integers(-2, 8), st.sampled_from([-1, 1]))
def test_moving_keeps_every_row_and_goes_back(rows, number, step):
    there = rules.moved(rows, number, step)
    assert sorted(there) == sorted(rows)
    assert rules.moved(there, number + step, -step) == rows or there == rows
