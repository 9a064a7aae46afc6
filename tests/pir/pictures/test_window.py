"""What is to scale: the outage always, what is near as well, what is far beyond a break."""

from datetime import timedelta

from pir.pictures.facts import read
from pir.pictures.window import choose

M = timedelta(minutes=1)


def shown(given):
    facts = read(given)
    return facts, choose(facts)


def test_latent_days_before_stands_beyond_a_break(checkout):
    facts, window = shown(checkout)
    assert window.before == facts.entries[0].at
    assert window.after is None
    assert facts.at("occurred") - 5 * M < window.start < facts.at("occurred")


def test_latent_minutes_before_stays_to_scale(document):
    facts, window = shown(document([(-20, "latent"), (0, "undetected")], {"occurred": 0, "restored": 78}))
    assert window.before is None
    assert window.holds(facts.entries[0].at)


def test_what_comes_days_after_stands_beyond_a_break_too(document):
    given = document([(0, "undetected"), (4000, "after")], {"occurred": 0, "restored": 78}, [("after", 78, None)])
    facts, window = shown(given)
    assert window.after == facts.entries[-1].at
    # A tenth of the outage is shown of the time after it, and a fortieth of it all at the edge.
    assert timedelta(minutes=7) < window.end - facts.at("restored") < timedelta(minutes=12)


def test_one_moment_is_given_ten_minutes(document):
    facts, window = shown(document([(0, "undetected")]))
    assert window.length == timedelta(minutes=10.5)
    assert window.holds(facts.entries[0].at)


def test_only_latent_entries_are_their_own_scale(document):
    facts, window = shown(document([(0, "latent"), (5000, "latent")]))
    assert (window.before, window.after) == (None, None)
    assert window.holds(facts.entries[0].at)
    assert window.holds(facts.entries[1].at)


def test_days_of_recovery_are_to_scale_because_they_are_the_outage(document):
    _, window = shown(document([(0, "undetected"), (5000, "recovery")], {"occurred": 0}))
    assert window.after is None
    assert window.length > timedelta(minutes=5000)
