"""A01 to A08, each with what sets it off and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from actions.models import Effect, Kind, Strength
from actions.rules import words
from actions.rules.checks import ActionDraft, are_not_mostly_administrative, hints
from actions.rules.lifecycle import ActionState
from actions.rules.overlap import Other

GOOD = ActionDraft(
    title="Add an alert on replica lag", kind="prevent", strength="engineer", owner="Anna Kowalski",
    due=date(2027, 2, 18), counted_from=date(2026, 11, 20), severity=1, due_days=90,
    measure="Replica lag > 60 s pages within 2 min, shown by a test on 11 Dec", factors=1,
)


def found(**changes: object) -> list[tuple[str, str]]:
    return [(h.check, h.text) for h in hints(replace(GOOD, **changes))]


def test_a_good_action_gets_no_hint() -> None:
    assert found() == []


@pytest.mark.parametrize("title", ["The alert on replica lag", "Adding an alert", "New runbook", "3 alerts", "No more shared disks"])
def test_a01_no_verb(title: str) -> None:
    assert found(title=title) == [("A01", "Enter what will be done, starting with a verb")]


@pytest.mark.parametrize("title", ["Improve monitoring", "improve: monitoring", "Remind the team", "Ensure that it works", "Be careful"])
def test_a01_a_verb_without_result(title: str) -> None:
    (hint,) = found(title=title)
    assert hint[0] == "A01"
    assert "names no result" in hint[1]


@pytest.mark.parametrize("title", ["Bring the standby to London", "Ring-fence the log volume", "Test the failover", "Éviter le disque partagé"])
def test_a01_leaves_verbs_alone(title: str) -> None:
    assert found(title=title) == []


def test_a01_an_investigation_may_say_so() -> None:
    assert found(title="Investigate the driver", kind="investigate") == []


def test_a02() -> None:
    assert found(owner=None) == [("A02", "Select a person, not a team")]


def test_a03_within_the_days_of_the_policy() -> None:
    late = "P1 actions are due within 90 days. Choose an earlier date or give a reason"
    assert found(due=date(2027, 2, 18)) == []  # 20 Nov + 90 days
    assert found(due=date(2027, 2, 19)) == [("A03", late)]
    assert found(due=None) == [("A03", "Enter a due date")]
    assert found(due=date(2030, 1, 1), due_days=None) == []


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        ("", "Say how we will know that it worked: signal, threshold and date"),
        ("Fewer alerts", "names no threshold and no date"),
        ("Fewer than 5 alerts", "names no date"),
        ("Alerts go down by the next quarter", "names no threshold"),
    ],
)
def test_a04(measure: str, says: str) -> None:
    (hint,) = found(measure=measure)
    assert hint[0] == "A04"
    assert says in hint[1]


@pytest.mark.parametrize("measure", ["No refused order within 30 days", "Lag < 5 s on 2026-12-11", "Every restart pages by 4 December"])
def test_a04_content_with(measure: str) -> None:
    assert found(measure=measure) == []


def test_a05_unless_it_hangs_on_a_lesson() -> None:
    assert found(factors=0) == [("A05", "Say which cause this acts on")]
    assert found(factors=0, kind="respond") == []


def test_a06() -> None:
    assert found(strength=None) == [("A06", "Say how strong this action is")]


@pytest.mark.parametrize(
    ("strengths", "sets_off"),
    [
        ([], False),
        (["administrative"], True),
        (["administrative"] * 3 + ["engineer"] * 2, False),  # exactly 60 %
        (["administrative"] * 2 + ["detect"], True),  # 67 %
        (["administrative", None, None, "engineer"], False),  # 50 % of those that say
    ],
)
def test_a08(strengths: list[str | None], sets_off: bool) -> None:
    hint = are_not_mostly_administrative(strengths)
    assert (hint is not None) == sets_off
    if hint:
        assert hint.check == "A08"


def test_the_words_cover_the_enumerations_of_the_models() -> None:
    assert set(words.KINDS) == {k.value for k in Kind}
    assert set(words.STRENGTHS) == {s.value for s in Strength}
    assert set(words.EFFECTS) == {e.value for e in Effect}
    assert set(words.FINER) == set(ActionState)


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"owner_open": 5, "owner_late": 2}, None), ({"owner_open": 6}, "has 6 other open actions. Who else"), ({"owner_open": 3, "owner_late": 3}, "3 of them late")],
)
def test_a09_an_owner_with_too_much(changes: dict[str, int], says: str | None) -> None:
    hints_ = found(**changes)
    assert [check for check, _ in hints_] == (["A09"] if says else [])
    assert not says or says in hints_[0][1]


def test_a10_said_elsewhere() -> None:
    ((check, text),) = found(same=(Other("ACT-0007", "Alert on replica lag"),))
    assert check == "A10"
    assert "ACT-0007 “Alert on replica lag”" in text


@pytest.mark.parametrize(("asked", "given", "late"), [(3, 3, False), (4, 3, True), (40, None, False)])
def test_a11_not_accepted(asked: int, given: int | None, late: bool) -> None:
    assert [check for check, _ in found(days_asked=asked, accept_days=given)] == (["A11"] if late else [])


def test_a04_the_parts_of_the_measure_may_stand_in_their_own_fields() -> None:
    assert found(measure="The page for replica lag", threshold="60 s", window=30) == []
    assert "names no date" in found(measure="The page for replica lag", threshold="60 s")[0][1]
