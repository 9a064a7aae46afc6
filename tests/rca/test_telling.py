"""What the panel says, sentence by sentence, worked out by hand."""

from __future__ import annotations

from rca.causal_graph import CausalGraph, CauseLink, Factor, Focus
from rca.coverage import Cover, Coverage, Effect, Stop
from rca.occurrence import Day
from rca.telling import Telling, tell
from rca.vocabulary import Gate, State, StopReason


def outage(standby: Gate = Gate.ANY, setting: Gate = Gate.ALL, rights: State = State.UNKNOWN) -> CausalGraph:
    """The worked example of the design: a full log volume, and a standby that could not take over.

    Combinations when decided: {B1 B2 B3 B4} what happened; {B1 B2 B3 U2}; {B1 B4 U1}; {U1 U2}.
    """
    return CausalGraph.build(
        Focus("focus", "Checkout answered 503", Gate.ALL),
        [
            Factor("writes", "Writes stopped", gate=Gate.ANY), Factor("standby", "No standby took over", gate=standby),
            Factor("full", "Log volume full", gate=Gate.ALL), Factor("U1", "Storage path lost", state=State.DID_NOT),
            Factor("B1", "Statement logging at full detail"), Factor("kept", "Logs kept 14 days", gate=setting),
            Factor("B2", "Setting copied from test"), Factor("B3", "Volume size not checked"), Factor("behind", "Standby behind", gate=Gate.ALL),
            Factor("U2", "Promotion account had no rights", state=rights), Factor("B4", "Replication and logs shared one disk"),
        ],
        [CauseLink(*pair.split(">")) for pair in "writes>focus standby>focus full>writes U1>writes B1>full kept>full B2>kept B3>kept behind>standby U2>standby B1>behind B4>behind".split()],
    )  # fmt: skip


def say(graph: CausalGraph, *stops: Stop) -> Telling:
    return tell(Coverage(Day(graph), stops))


ACT = Stop("ACT-0107", "B1", Effect.ELIMINATES, is_verified=True)


def test_the_worked_example() -> None:
    told = say(outage(), ACT)
    assert told.sentences == (
        "Four things together brought this down: statement logging at full detail · setting copied from test · volume size not checked · replication and logs shared one disk.",
        "One other combination is one step from happening: it lacked only “Storage path lost”.",
        "No single event is enough on its own.",
        "ACT-0107 stops three of the 4 combinations.",
        "Three combinations rest on one action only.",
        "One more action is enough: on “Storage path lost”, or on “Promotion account had no rights”.",
        "On more than one path: “Statement logging at full detail”.",
    )
    assert told.counts == {Cover.STOPPED: (3, 3), Cover.BEING_FIXED: (0, 0), Cover.OPEN: (1, 1), Cover.NOT_DECIDED: (0, 0)}
    assert [([e for e, _ in one.events], one.on_the_day, one.waits_for, one.cover_words, one.rests_on) for one in told.combinations] == [
        (["U1", "U2"], "not known", ("Promotion account had no rights",), "Still open", None),
        (["B1", "B2", "B3", "B4"], "what happened", (), "Stopped", "ACT-0107"),
        (["U1", "B1", "B4"], "one step from happening", ("Storage path lost",), "Stopped", "ACT-0107"),
        (["B1", "B2", "B3", "U2"], "not known", ("Promotion account had no rights",), "Stopped", "ACT-0107"),
    ]
    assert told.next_factor == ("writes", "Writes stopped")


def test_what_many_paths_share() -> None:
    """Both ends lead through A, and on to B and C; one end alone is one path, of which nothing is said."""
    links = [("A", "focus"), ("B", "A"), ("C", "A"), ("D", "B"), ("D", "C"), ("E", "C")]
    factors = [Factor(name, f"{name} was true") for name in "ABCDE"]
    told = say(CausalGraph.build(Focus("focus", "Down"), factors, [CauseLink(*link) for link in links]))
    assert told.sentences[-2:] == ("Every path leads through “A was true”.", "On more than one path: “D was true”.")
    one = say(CausalGraph.build(Focus("focus", "Down"), factors[:2], [CauseLink("A", "focus"), CauseLink("B", "A")]))
    assert not any("path" in sentence for sentence in one.sentences)


def test_an_undecided_gate_is_a_question_and_a_range() -> None:
    """If either cause of the 14 days was enough, {B1 B2 B4}, {B1 B3 B4}, {B1 B2 U2}, {B1 B3 U2}, {B1 B4 U1}, {U1 U2}: six."""
    told = say(outage(setting=Gate.NOT_DECIDED), ACT)
    assert [(q.effect, q.if_all, q.if_any) for q in told.questions] == [("kept", 4, 6)]
    assert told.counts[Cover.STOPPED] == (3, 5)
    assert told.sentences[0] == "Which combination brought this down is not decided: it hangs on how the causes combine."
    assert [[e for e, _ in one.events] for one in told.combinations] == [["U1", "U2"], ["U1", "B1", "B4"]], "only what holds either way"


def test_an_open_action_is_being_fixed_and_detecting_stops_nothing() -> None:
    told = say(outage(), Stop("ACT-1", "B1", Effect.ELIMINATES), Stop("ACT-2", "B4", Effect.DETECTS))
    assert told.counts[Cover.BEING_FIXED] == (3, 3)
    assert "ACT-2 only detects: an outage gets shorter, nothing is stopped." in told.sentences


def test_nothing_stops_it_and_nothing_can() -> None:
    graph = CausalGraph.build(
        Focus("focus", "Down", Gate.ANY), [Factor("A", "Supplier failed", stop_reason=StopReason.OUTSIDE_OUR_CONTROL), Factor("B", "DNS record wrong")],
        [CauseLink("A", "focus"), CauseLink("B", "focus")],
    )  # fmt: skip
    assert say(graph).sentences == (
        "Two combinations happened at once, each enough to bring this down.",
        "Enough on its own: “Supplier failed” and “DNS record wrong”.",
        "Nothing yet stops what happened.",
        "Nothing within our control closes the rest.",
        "Without “Supplier failed” and “DNS record wrong” alone it would have happened all the same.",
    )


def test_causes_that_do_not_explain_and_states_that_disagree() -> None:
    graph = CausalGraph.build(
        Focus("focus", "Down", Gate.ALL), [Factor("A", "Disk full", gate=Gate.ALL), Factor("B", "Logs grew", state=State.DID_NOT), Factor("C", "No alert")],
        [CauseLink("A", "focus"), CauseLink("B", "A"), CauseLink("C", "A")],
    )  # fmt: skip
    told = say(graph)
    assert told.sentences[0].startswith("The causes recorded here, as they were on the day, do not explain")
    assert "“Disk full” is recorded as “happened”; by its causes it did not. One of them is not right." in told.sentences


def test_without_causes_nothing_is_said() -> None:
    assert say(CausalGraph.build(Focus("focus", "Down"), [], [])).sentences == ()


def test_more_than_twelve_are_counted() -> None:
    graph = CausalGraph.build(Focus("focus", "Down", Gate.ANY), [Factor(f"F{i:02}", f"Fact {i}") for i in range(20)], [CauseLink(f"F{i:02}", "focus") for i in range(20)])
    told = say(graph)
    assert (len(told.combinations), told.untold) == (12, 8)
    assert "and others" in told.sentences[1]


def test_six_questions_are_worked_out_and_the_rest_is_counted() -> None:
    """Eight effects with two causes each, none decided; the event itself is asked about first."""
    pairs = ["E0>focus", "E1>focus", *(f"E{n}>E{n - 1}" for n in range(2, 9)), *(f"B{n}>E{n}" for n in range(1, 8))]
    links = [CauseLink(*pair.split(">")) for pair in pairs]
    graph = CausalGraph.build(Focus("focus", "Down"), [Factor(i, i) for i in dict.fromkeys(link.cause for link in links)], links)
    said = say(graph)
    assert ([q.effect for q in said.questions][0], len(said.questions), said.unasked) == ("focus", 6, 2)
