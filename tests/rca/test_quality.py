"""Each check alone: what sets it off, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.quality import CHECKS, Known, Level, Silence, check
from rca.vocabulary import Answer, Confidence, FactorRole, StopReason

OWN = StopReason.CONTROL_WE_OWN


def sound(statement: str = "Logs were kept for 14 days on a volume sized for three", **given: object) -> Factor:
    """A factor that sets nothing off."""
    return Factor("A", statement, **{"evidence": ("E 1",), "stop_reason": OWN, "control": "Volume check", "category": "Data", **given})  # type: ignore[arg-type]


OTHER = Factor("B", "Replication shared the disk of the logs", evidence=("E 2",), stop_reason=OWN, control="Placement rule", category="Design")


def found(*factors: Factor, links: tuple[CauseLink, ...] | None = None, known: Known | None = None) -> set[str]:
    ids = frozenset(f.id for f in factors)
    graph = CausalGraph.build(Focus("focus", "Checkout answered 503 to every customer"), factors, links or tuple(CauseLink(i, "focus") for i in sorted(ids)))
    return {one.check for one in check(graph, known or Known(answered=ids))}


def test_a_sound_analysis_sets_nothing_off() -> None:
    assert found(sound(), OTHER) == set()


def test_every_check_is_numbered_and_says_what_would_satisfy() -> None:
    assert [one.id for one in CHECKS] == [f"Q{n:02}" for n in range(1, 15)]
    assert {one.id for one in CHECKS if one.level is Level.BLOCK} == {"Q01", "Q02", "Q03", "Q09", "Q14"}
    assert all(one.mend.endswith((".", "?")) for one in CHECKS)


@pytest.mark.parametrize(
    "statement",
    ["Human error during the change", "The on-call engineer forgot the flag", "Operator error", "The team did not follow the runbook", "A typo in the script", "Raj Patel restarted the primary"],
)  # fmt: skip
def test_q01_a_person(statement: str) -> None:
    assert "Q01" in found(sound(statement), OTHER, known=Known(answered=frozenset("AB"), people=frozenset({"Raj Patel"})))


@pytest.mark.parametrize("statement", ["The deploy tool accepted a flag that no host knows", "The error budget was spent"])
def test_q01_not_a_person(statement: str) -> None:
    assert "Q01" not in found(sound(statement), OTHER)


def test_q02_a_path_that_ends_without_control() -> None:
    assert found(sound(control=None), OTHER) == {"Q02"}
    assert found(sound(control=None, stop_reason=StopReason.OUTSIDE_OUR_CONTROL), OTHER) == set()


def test_q03_without_evidence() -> None:
    assert found(sound(evidence=()), OTHER) == {"Q03"}
    assert found(sound(evidence=(), stop_reason=StopReason.NEED_DATA), OTHER) == set()
    assert found(sound(evidence=(), stop_reason=StopReason.NEED_DATA, confidence=Confidence.CONFIRMED), OTHER) == {"Q03"}


def test_q04_one_line_of_causes() -> None:
    assert found(sound()) == {"Q04"}


def test_q05_q06_the_two_way_check() -> None:
    links = (CauseLink("A", "focus", Answer.UNSURE, Answer.NO), CauseLink("B", "focus", Answer.YES, Answer.YES))
    assert found(sound(), OTHER, links=links) == {"Q05", "Q06"}
    assert found(sound(), OTHER, links=(CauseLink("A", "focus", Answer.YES, Answer.NO), CauseLink("B", "focus"))) == set()


@pytest.mark.parametrize("statement", ["The alert should have fired at 80 percent", "The standby failed to take over", "If only the cache had been warm"])
def test_q07_what_did_not_happen(statement: str) -> None:
    assert "Q07" in found(sound(statement), OTHER)


def test_q08_the_effect_again_or_the_missing_fix() -> None:
    assert found(sound("No runbook for the failover"), OTHER) == {"Q08"}
    assert found(sound("Every customer was answered 503 by checkout"), OTHER) == {"Q08"}


def test_q09_a_cause_after_its_effect() -> None:
    late, early = datetime(2026, 11, 20, 14, 20, tzinfo=UTC), datetime(2026, 11, 20, 14, 3, tzinfo=UTC)
    links = (CauseLink("A", "B"), CauseLink("B", "focus"), CauseLink("C", "focus"))
    third = Factor("C", "Promotion needed two people", evidence=("E",), stop_reason=OWN, control="Rights")
    assert found(sound(), OTHER, third, links=links, known=Known(earliest={"A": late, "B": early}, answered=frozenset("ABC"))) == {"Q09"}
    assert found(sound(), OTHER, third, links=links, known=Known(earliest={"A": early, "B": late}, answered=frozenset("ABC"))) == set()


def test_q10_nobody_was_expected_to_act() -> None:
    assert found(sound("The page was not acknowledged at night", control=None), OTHER) == {"Q02", "Q10"}


def test_q11_one_category() -> None:
    rest = (Factor("B", "Second thing", evidence=("E",), stop_reason=OWN, control="c", category="Data"), Factor("C", "Third matter", evidence=("E",), stop_reason=OWN, control="c", category="Data"))
    assert found(sound(), *rest) == {"Q11"}


def test_q12_only_the_trigger() -> None:
    assert found(sound(role=FactorRole.TRIGGER), Factor("B", "Replication shared the disk", evidence=("E 2",), stop_reason=StopReason.OUTSIDE_OUR_CONTROL)) == {"Q12"}


def test_q13_silence() -> None:
    assert found(sound(), OTHER, known=Known(answered=frozenset("AB"), silences=(Silence(32),))) == {"Q13"}


def test_q14_an_end_without_answer() -> None:
    assert found(sound(), OTHER, known=Known(answered=frozenset("A"))) == {"Q14"}
    links = (CauseLink("A", "B"), CauseLink("B", "focus"), CauseLink("C", "focus"))
    third = Factor("C", "Promotion needed two people", evidence=("E",), stop_reason=OWN, control="Rights")
    assert found(sound(), OTHER, third, links=links, known=Known(answered=frozenset("BC"))) == set(), "an action on what it leads to answers it"


def test_what_is_refuted_sets_nothing_off() -> None:
    assert found(sound("Human error", confidence=Confidence.REFUTED), OTHER, Factor("C", "Rights were missing on the new cluster", evidence=("E",), stop_reason=OWN, control="x")) == set()


def prints(*factors: Factor, links: tuple[CauseLink, ...] | None = None, known: Known | None = None) -> dict[str, str]:
    """Fingerprint by check."""
    ids = frozenset(f.id for f in factors)
    graph = CausalGraph.build(Focus("focus", "Checkout answered 503"), factors, links or tuple(CauseLink(i, "focus") for i in sorted(ids)))
    return {one.check: one.fingerprint for one in check(graph, known or Known(answered=ids))}


def test_a_finding_is_another_one_when_its_text_changes() -> None:
    asked = prints(sound("The alert should have fired"), OTHER)["Q07"]
    assert prints(sound("The alert should have fired", role=FactorRole.LATENT), OTHER)["Q07"] == asked
    assert prints(sound("The alert should have fired at 80 percent"), OTHER)["Q07"] != asked


def test_a_finding_about_a_link_is_another_one_for_another_effect() -> None:
    one = prints(sound(), OTHER, links=(CauseLink("A", "focus", Answer.UNSURE), CauseLink("B", "focus")))["Q05"]
    assert prints(sound(), OTHER, links=(CauseLink("A", "B", Answer.UNSURE), CauseLink("B", "focus")))["Q05"] != one


def test_a_finding_about_the_whole_holds_while_the_factors_are_the_same() -> None:
    alone = prints(sound())["Q04"]
    assert prints(sound("Logs were kept for two weeks"))["Q04"] == alone
    assert prints(sound(), Factor("B", "Retention was never reviewed"), links=(CauseLink("A", "focus"), CauseLink("B", "A")))["Q04"] != alone


def test_a_silence_is_the_same_whatever_the_factors_and_another_at_another_time() -> None:
    def silent(when: str, *factors: Factor) -> str:
        return prints(*factors, known=Known(answered=frozenset("AB"), silences=(Silence(32, when),)))["Q13"]

    assert silent("14:21 to 14:53", sound()) == silent("14:21 to 14:53", sound(), OTHER) != silent("15:21 to 15:53", sound())
