"""Updates to stakeholders against the policy, worked out by hand: detected 14:14, restored 15:21."""

from __future__ import annotations

from datetime import datetime

from pir.rules.cadence import Target, Update, judged, target_of

P1 = Target(30, 60)


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-11-20T{clock}:00+00:00")


def one(*updates: tuple[str, str], detected: str | None = "14:14", restored: str | None = "15:21", target: Target | None = P1):
    told = [Update(at(clock), kind, "customers") for clock, kind in updates]
    (found,) = judged(told, at(detected) if detected else None, at(restored) if restored else None, target)
    return found


def test_the_policy_of_a_severity() -> None:
    terms = {"first_minutes": {"1": 30, "2": 60}, "every_minutes": {"1": 60}}
    assert target_of(terms, 1) == P1
    assert target_of(terms, 2) == Target(60, None)
    assert target_of(terms, 3) is None and target_of(terms, None) is None


def test_kept() -> None:
    found = one(("14:44", "initial"), ("15:21", "all_clear"))
    assert (found.first_minutes, found.first_late, found.all_clear_missing, found.kept) == (30, False, False, True)
    assert [(s.minutes, s.is_long) for s in found.silences] == [(37, False)]


def test_the_first_too_late_by_one_minute() -> None:
    found = one(("14:45", "initial"), ("15:21", "all_clear"))
    assert (found.first_minutes, found.first_late, found.kept) == (31, True, False)


def test_an_update_before_detection_was_in_time() -> None:
    assert one(("14:10", "initial"), ("15:00", "all_clear")).first_minutes == 0


def test_silence_ends_with_the_restoration() -> None:
    found = one(("14:19", "initial"), ("15:28", "all_clear"))
    assert [(s.start, s.end, s.minutes, s.is_long) for s in found.silences] == [(at("14:19"), at("15:21"), 62, True)]
    assert found.longest and found.longest.minutes == 62
    assert found.kept is False


def test_no_all_clear() -> None:
    found = one(("14:19", "initial"), ("15:00", "status"))
    assert [(s.minutes, s.is_long) for s in found.silences] == [(41, False), (21, False)]
    assert found.all_clear_missing and found.kept is False
    assert not one(("14:19", "initial"), restored=None).all_clear_missing


def test_nothing_after_the_all_clear_is_a_silence() -> None:
    found = one(("14:19", "initial"), ("14:30", "all_clear"))
    assert [s.minutes for s in found.silences] == [11]


def test_without_a_target_facts_only() -> None:
    found = one(("16:19", "initial"), target=None)
    assert (found.first_minutes, found.first_late, found.kept, found.silences) == (125, None, None, ())


def test_without_detection_nothing_is_late() -> None:
    found = one(("14:19", "initial"), detected=None)
    assert (found.first_minutes, found.first_late) == (None, None)


def test_nobody_was_told() -> None:
    (found,) = judged([], at("14:14"), at("15:21"), P1)
    assert (found.audience, found.count, found.first_late, found.all_clear_missing, found.kept) == ("all", 0, True, True, False)


def test_each_audience_on_its_own_and_all_together() -> None:
    told = [Update(at("14:40"), "initial", "executives"), Update(at("14:19"), "initial", "customers"), Update(at("15:30"), "all_clear", "customers")]
    found = judged(told, at("14:14"), at("15:21"), P1)
    assert [(c.audience, c.count, c.first_minutes, c.all_clear_missing) for c in found] == [
        ("all", 3, 5, False), ("customers", 2, 5, False), ("executives", 1, 26, True),
    ]  # fmt: skip
