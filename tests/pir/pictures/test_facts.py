"""What the strip takes out of a snapshot."""

from datetime import UTC, datetime

from pir.pictures.facts import Milestone, read


def test_nothing_timed_gives_nothing(document):
    assert read(document()) is None


def test_milestones_are_the_times_of_the_lead_incident_in_time_order(document):
    facts = read(document(times={"restored": 30, "occurred": 0, "resolved": 60}, about=("restored",)))
    assert [(m.kind, m.about) for m in facts.milestones] == [("occurred", False), ("restored", True)]
    assert facts.at("restored") == datetime(2026, 11, 20, 14, 33, tzinfo=UTC)
    assert facts.at("detected") is None


def test_another_lead_incident_than_the_first(document):
    given = document(times={"occurred": 0})
    other = document(times={"occurred": 5})["incidents"][0]
    given["incidents"][0]["lead"] = False
    given["incidents"].append(other)
    assert read(given).at("occurred").minute == 8


def test_a_marked_entry_stands_in_for_a_missing_time_and_gives_way_to_a_known_one(document):
    given = document([(2, "undetected"), (9, "diagnosis")], {"detected": 8})
    given["timeline"]["entries"][0] |= {"milestone": "occurred", "precision": "about"}
    given["timeline"]["entries"][1] |= {"milestone": "detected"}
    facts = read(given)
    assert facts.milestones[0] == Milestone("occurred", datetime(2026, 11, 20, 14, 5, tzinfo=UTC), about=True)
    assert facts.at("detected").minute == 11


def test_a_review_without_an_incident_has_its_entries(document):
    given = document([(0, "undetected")])
    given["incidents"] = []
    assert len(read(given).entries) == 1


def test_at_one_moment_milestones_stand_in_the_order_in_which_they_should_happen(document):
    facts = read(document(times={"restored": 0, "acknowledged": 0, "occurred": 0}))
    assert [m.kind for m in facts.milestones] == ["occurred", "acknowledged", "restored"]


def test_a_phase_ends_where_the_next_begins_at_the_latest(document):
    facts = read(
        document([(0, "undetected")], phases=[("diagnosis", 10, None), ("undetected", 0, 15), ("recovery", 40, None)])
    )
    assert [(p.kind, p.end.minute if p.end else None) for p in facts.phases] == [
        ("undetected", 13), ("diagnosis", 43), ("recovery", None),
    ]  # fmt: skip
