"""Every stored word has a plain one, and no formal term reaches the screen."""

import pytest

from rca import vocabulary
from rca.vocabulary import Answer, Confidence, ControlState, FactorRole, Gate, Question, State, StopReason

EVERY = [Question, Gate, State, Confidence, StopReason, FactorRole, ControlState, Answer]


@pytest.mark.parametrize("terms", EVERY)
def test_every_term_has_its_own_plain_words(terms):
    spoken = [vocabulary.plain(term) for term in terms]
    assert len(set(spoken)) == len(list(terms))
    assert all(text and "_" not in text for text in spoken)
    assert vocabulary.choices(terms) == tuple(zip(terms, spoken, strict=True))


@pytest.mark.parametrize(
    ("gate", "causes", "k", "told"),
    [
        (Gate.ALL, 2, None, "because both had to be true"),
        (Gate.ALL, 3, None, "because all of these had to be true"),
        (Gate.ANY, 2, None, "because either was enough"),
        (Gate.ANY, 4, None, "because any one of these was enough"),
        (Gate.K_OF_N, 3, 2, "because any 2 of these 3 were enough"),
        (Gate.INHIBIT, 2, None, "because these came together under one condition"),
        (Gate.NOT_DECIDED, 2, None, "because (not decided whether both had to be true)"),
        (Gate.NOT_DECIDED, 3, None, "because (not decided whether all of these had to be true)"),
        (Gate.ALL, 1, None, "because"),
        (Gate.NOT_DECIDED, 0, None, "because"),
    ],
)
def test_how_causes_combine(gate, causes, k, told):
    assert vocabulary.because(gate, causes, k) == told
