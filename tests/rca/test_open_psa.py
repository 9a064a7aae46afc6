"""The exchange format: what it says is read, what it must not say is refused with its line, nothing is expanded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from random_trees import leaves, random_tree, subsets

from rca import open_psa
from rca.errors import CausesError, Cyclic, Malformed, TooLarge
from rca.fault_tree import EventKind, Operator


def model(inside: str) -> str:
    return f'<opsa-mef>\n<define-fault-tree name="F">\n{inside}\n</define-fault-tree>\n</opsa-mef>'


def test_nested_formulas_labels_houses_and_flavours() -> None:
    tree = open_psa.read("""<?xml version="1.0"?><opsa-mef><define-fault-tree name="F">
    <define-gate name="top"><label>No water</label><atleast min="2"><event name="A"/><and><gate name="G"/><not><basic-event name="B"/></not></and><constant value="true"/></atleast></define-gate>
    <define-gate name="G"><or><basic-event name="A"/><house-event name="H"/></or></define-gate>
    <define-basic-event name="A"><label>Pump A stops</label><float value="1e-3"/></define-basic-event>
    <define-house-event name="H"><constant value="false"/></define-house-event>
    </define-fault-tree><model-data>
    <define-basic-event name="B"><attributes><attribute name="flavor" value="undeveloped"/></attributes></define-basic-event>
    </model-data></opsa-mef>""")
    assert (tree.top, tree.label("top"), tree.label("A")) == ("top", "No water", "Pump A stops")
    assert tree.event("B").kind is EventKind.UNDEVELOPED
    assert tree.event("A").probability == 1e-3
    assert [g.is_named for g in tree.gates if g.id.startswith("top/")] == [False, False]
    # 2 of {A, A and not B, true}: A alone is enough
    assert {one: tree.evaluate(one) for one in (frozenset(), frozenset("A"), frozenset("B"), frozenset("AB"))} == {
        frozenset(): False, frozenset("A"): True, frozenset("B"): False, frozenset("AB"): True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("inside", "says"),
    [
        ('<define-gate name="t">\n<or><gate name="x"/></or></define-gate>', "line 3, t: its input 'x' is not defined"),
        ('<define-gate name="t"><atleast min="0"><event name="a"/><event name="b"/></atleast></define-gate><define-basic-event name="a"/><define-basic-event name="b"/>', "k is 0, and has to be from 1 to 2"),
        ('<define-gate name="t"><atleast min="-1"><event name="a"/></atleast></define-gate>', "min is '-1'"),
        ('<define-gate name="t"><or><event name="a"/></or></define-gate>\n<define-basic-event name="a"/>\n<define-basic-event name="a"/>', "line 5, a: is defined already on line 4"),
        ('<define-basic-event name="a"><float value="2"/></define-basic-event>', "its probability is '2'"),
        ('<define-basic-event name="a"><exponential><float value="1"/></exponential></define-basic-event>', "<exponential>: only a constant probability is read"),
        ('<define-CCF-group name="c" model="beta-factor"/>', "line 3: <define-CCF-group>: common cause groups are not read"),
        ('<define-gate name="t"><cardinality min="1" max="2"><event name="a"/></cardinality></define-gate>', "cardinality formulas are not read"),
        ('<define-gate name="t"><or><event name="a"/></or></define-gate><define-gate name="u"><or><event name="a"/></or></define-gate><define-basic-event name="a"/>', "has 2 top gates (t, u); say which one is meant"),
        ('<define-gate name="t"><xor><event name="a"/><event name="a"/></xor></define-gate><define-basic-event name="a"/>', "'a' stands there twice"),
        ('<define-gate name="t"><perhaps><event name="a"/></perhaps></define-gate>', "<perhaps> is no formula"),
        ('<define-house-event name="h"/>', "a house event has one"),
        ("<define-gate><or/></define-gate>", "<define-gate> has no name"),
        ('<define-gate name="t"><or/></define-gate>', "or has 0 inputs"),
        ("", "has no gate"),
        ('<define-gate name="t">', "is no XML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(inside: str, says: str) -> None:
    with pytest.raises(Malformed) as wrong:
        open_psa.read(model(inside))
    assert says in str(wrong.value)


def test_a_circle_is_told_by_its_path() -> None:
    with pytest.raises(Cyclic) as wrong:
        open_psa.read(model('<define-gate name="t"><or><gate name="u"/></or></define-gate><define-gate name="u"><or><gate name="t"/></or></define-gate>'))
    assert set(wrong.value.path) == {"t", "u"}


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><opsa-mef/>', '<!DOCTYPE opsa-mef SYSTEM "file:///etc/passwd"><opsa-mef/>', "", "<", "\x00", "<svg/>",
        '<?xml version="1.0" encoding="nowhere"?><opsa-mef/>', "<a>" * 300 + "</a>" * 300, b"\xff\xfe\xfa", b"PK\x03\x04",
    ],
)  # fmt: skip
def test_hostile_files_are_refused(xml: str | bytes) -> None:
    with pytest.raises(CausesError):
        open_psa.read(xml)


@pytest.mark.parametrize("head", ["<!DOCTYPE opsa-mef>", '<!DOCTYPE opsa-mef [<!ENTITY b "c">]>'])
def test_a_model_is_refused_for_its_document_type_alone(head: str) -> None:
    sound = model('<define-gate name="top"><and><basic-event name="a"/><basic-event name="b"/></and></define-gate>'
                  '<define-basic-event name="a"><float value="0.1"/></define-basic-event><define-basic-event name="b"><float value="0.1"/></define-basic-event>')
    assert open_psa.read(sound).top == "top"
    with pytest.raises(Malformed, match="document types and entities are not read"):
        open_psa.read(f"{head}{sound}")


def test_a_million_gates_are_too_large() -> None:
    gates = "".join(f'<define-gate name="g{i}"><or><gate name="g{i + 1}"/></or></define-gate>' for i in range(1_000_000))
    with pytest.raises(TooLarge):
        open_psa.read(model(gates))


def test_a_deep_chain_is_read_without_deep_calls() -> None:
    gates = "".join(f'<define-gate name="g{i}"><or><gate name="g{i + 1}"/></or></define-gate>' for i in range(20_000))
    tree = open_psa.read(model(f'{gates}<define-gate name="g20000"><or><event name="a"/></or></define-gate><define-basic-event name="a"/>'))
    assert tree.evaluate({"a"})


def test_long_labels_and_control_characters() -> None:
    tree = open_psa.read(model(f'<define-gate name="t"><label>{"x" * 20_000}</label><or><event name="a"/></or></define-gate><define-basic-event name="a"><label>&lt;b&gt;&#10;two</label></define-basic-event>'))
    assert len(tree.label("t")) <= 10_000
    assert tree.label("a") == "<b> two"


@pytest.mark.parametrize("seed", range(150))
def test_round_trip(seed: int) -> None:
    tree = random_tree(seed, coherent=False)
    again = open_psa.read(open_psa.write(tree), tree.top)
    below = set(tree.below())
    assert {e for e in again.events if e.id in below} == {e for e in tree.events if e.id in below}
    for one in subsets(leaves(tree)):
        assert again.evaluate(one) == tree.evaluate(one)
    if not any(g.operator is Operator.INHIBIT for g in tree.gates):
        assert again.gates == tree.gates


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "surrogatepass")))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        open_psa.read(data)
    except CausesError:
        pass


TAGS = ["opsa-mef", "define-fault-tree", "define-gate", "define-basic-event", "or", "and", "not", "atleast", "gate", "event", "float", "label", "constant"]


@given(st.recursive(st.sampled_from(TAGS).map(lambda t: f'<{t} name="a" value="0.5" min="1"/>'), lambda inner: st.tuples(st.sampled_from(TAGS), st.lists(inner, max_size=4)).map(lambda p: f'<{p[0]} name="{p[0]}" min="2">{"".join(p[1])}</{p[0]}>'), max_leaves=20))
def test_any_elements_are_read_or_refused(inside: str) -> None:
    try:
        open_psa.read(f"<opsa-mef>{inside}</opsa-mef>")
    except CausesError:
        pass
