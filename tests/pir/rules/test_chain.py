"""The approval chain: the table of who may sign which step, and that no sequence of steps gets round it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pir.rules import chain
from pir.rules.chain import ANYBODY, Chain, Signature, Signing, chain_of, why_not

ANNA, RAJ, MAYA, TOM, OLGA = 1, 2, 3, 4, 5
OWNER, MANAGER = "service_owner", "problem_manager"
REGULATED = Chain((OWNER, MANAGER))
#: Raj owns the service, Maya manages problems, Olga does both, Tom nothing by himself.
MAY = {OWNER: frozenset({RAJ, OLGA}), MANAGER: frozenset({MAYA, OLGA}), ANYBODY: frozenset({RAJ, MAYA, OLGA})}


def of(*signed, order=True, submitter=ANNA, stands_in=None, may=MAY):
    return Signing(Chain((OWNER, MANAGER), order), signed, submitter, may, stands_in or {})


@pytest.mark.parametrize(
    ("approvals", "expected"),
    [
        ({"needed": 1}, Chain((ANYBODY,), in_order=False)),
        ({"needed": 3}, Chain((ANYBODY,) * 3, in_order=False)),
        ({"chain": [OWNER, MANAGER]}, REGULATED),
        ({"chain": [OWNER, MANAGER], "order": "any"}, Chain((OWNER, MANAGER), in_order=False)),
        ({"chain": []}, Chain((ANYBODY,), in_order=False)),
        ({"needed": 0}, Chain((ANYBODY,), in_order=False)),  # a chain without a step would approve by itself
    ],
)
def test_the_chain_of_a_policy(approvals, expected):
    assert chain_of(approvals) == expected


@pytest.mark.parametrize(
    ("signing", "person", "expected"),
    [
        (of(), RAJ, [(1, OWNER, None)]),
        (of(), MAYA, []),  # it is the service owner's turn
        (of(order=False), MAYA, [(2, MANAGER, None)]),
        (of(order=False), OLGA, [(1, OWNER, None), (2, MANAGER, None)]),
        (of(Signature(1, RAJ)), MAYA, [(2, MANAGER, None)]),
        (of(Signature(1, RAJ)), RAJ, []),
        (of(Signature(1, OLGA)), OLGA, []),  # both roles, and still one signature
        (of(submitter=RAJ), RAJ, []),
        (of(), ANNA, []),
        (of(), None, []),  # a machine is nobody
        (of(stands_in={TOM: (RAJ,)}), TOM, [(1, OWNER, RAJ)]),
        (of(stands_in={TOM: (RAJ,)}, submitter=RAJ), TOM, []),  # not for the one who submitted
        (of(stands_in={ANNA: (RAJ,)}), ANNA, []),  # not by the one who submitted
        (of(Signature(1, TOM, RAJ), stands_in={TOM: (RAJ, MAYA)}), TOM, []),  # one deputy, one signature
        (of(Signature(1, TOM, OLGA), stands_in={TOM: (OLGA,)}), OLGA, []),  # she was signed for already
        (of(Signature(1, OLGA), stands_in={TOM: (OLGA,)}), TOM, []),  # nor again for her
        (of(stands_in={OLGA: (RAJ,)}), OLGA, [(1, OWNER, None)]),  # in one's own name where one can
        (of(Signature(1, RAJ), Signature(2, MAYA)), OLGA, []),
    ],
)
def test_who_may_sign_which_step(signing, person, expected):
    assert [(w.step, w.role, w.for_id) for w in chain.ways(signing, person)] == expected
    assert bool(why_not(signing, person)) == (not expected)


@pytest.mark.parametrize(
    ("signing", "person", "text"),
    [
        (of(), ANNA, chain.SUBMITTED),
        (of(Signature(1, RAJ)), RAJ, chain.SIGNED),
        (of(), None, chain.NO_PERSON),
        (of(), MAYA, "The signature that is waited for is that of the service owner."),
        (of(order=False), TOM, "The signature that is waited for is that of the service owner or problem manager."),
    ],
)
def test_why_not(signing, person, text):
    assert why_not(signing, person) == text


@pytest.mark.parametrize(
    ("may", "submitter", "expected"),
    [
        (MAY, ANNA, ()),
        (MAY, RAJ, ()),  # Olga as owner, Maya as manager
        ({**MAY, OWNER: frozenset({RAJ})}, RAJ, (OWNER,)),
        ({OWNER: frozenset({OLGA}), MANAGER: frozenset({OLGA})}, ANNA, (MANAGER,)),  # one person cannot be two
        ({OWNER: frozenset({OLGA}), MANAGER: frozenset({MAYA, OLGA})}, ANNA, ()),  # Maya makes room
        ({}, ANNA, (OWNER, MANAGER)),
    ],
)
def test_steps_that_nobody_is_left_for(may, submitter, expected):
    assert chain.unsignable(of(submitter=submitter, may=may)) == expected


def test_the_role_of_a_signature_of_anybody():
    signing = Signing(chain_of({"needed": 1}), (), ANNA, MAY, {TOM: (MAYA,)})
    (way,) = chain.ways(signing, TOM)
    assert chain.signed_as(signing, way, TOM) == MANAGER
    (own,) = chain.ways(signing, RAJ)
    assert chain.signed_as(signing, own, RAJ) == OWNER


PEOPLE = st.integers(1, 5)
ROLES = st.sampled_from([OWNER, MANAGER, ANYBODY])
GROUPS = st.frozensets(PEOPLE, max_size=5)


@given(
    roles=st.lists(ROLES, min_size=1, max_size=3), in_order=st.booleans(), submitter=st.one_of(st.none(), PEOPLE),
    may=st.fixed_dictionaries({OWNER: GROUPS, MANAGER: GROUPS, ANYBODY: GROUPS}),
    stands_in=st.dictionaries(PEOPLE, st.lists(PEOPLE, max_size=3).map(tuple), max_size=3),
    tries=st.lists(st.tuples(st.one_of(st.none(), PEOPLE), st.integers(0, 2)), max_size=12),
)
def test_whatever_people_try_distinct_people_sign_each_step_and_none_of_them_submitted(roles, in_order, submitter, may, stands_in, tries):
    signing = Signing(Chain(tuple(roles), in_order), (), submitter, may, stands_in)
    for person, choice in tries:
        found = chain.ways(signing, person)
        if found:
            way = found[choice % len(found)]
            signing = Signing(signing.chain, (*signing.signed, Signature(way.step, person, way.for_id)), submitter, may, stands_in)
    names = [i for s in signing.signed for i in (s.person_id, s.for_id) if i is not None]
    assert len(names) == len(set(names)) and submitter not in names
    assert len({s.step for s in signing.signed}) == len(signing.signed)
    for s in signing.signed:
        assert (s.for_id or s.person_id) in may[roles[s.step - 1]]
        assert s.for_id is None or s.for_id in stands_in[s.person_id]
    if in_order:
        assert [s.step for s in signing.signed] == list(range(1, len(signing.signed) + 1))
    assert chain.is_complete(signing) == ({s.step for s in signing.signed} == set(range(1, len(roles) + 1)))
