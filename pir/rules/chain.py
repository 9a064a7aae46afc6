"""The approval chain: which steps there are, who may sign one and for whom, and what is still waited for (decisions 4, 7, 23).

A chain is a term of the policy: ``{"chain": ["service_owner", "problem_manager"], "order": "in_order" | "any"}``, each
step a role, or ``{"needed": 2}``, so many people of any role that approves. Nobody signs what they submitted, nobody
signs two steps, and a deputy counts as both: as the one who signs and as the one who is stood in for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: The role of a step that anybody who approves may sign.
ANYBODY = "approver"

ROLE_WORDS = {
    "service_owner": "service owner", "problem_manager": "problem manager", "incident_manager": "incident manager",
    ANYBODY: "approver",
}

SUBMITTED = "You submitted this review. Somebody else has to approve it."
SIGNED = "You have approved this version already. It waits for another person."
NO_PERSON = "A signature needs a person. Sign in, or use a person's own token."


@dataclass(frozen=True, slots=True)
class Chain:
    """The roles of the steps, in their order; ``in_order`` lets a step wait for the one before it."""

    roles: tuple[str, ...] = (ANYBODY,)
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """Step ``step`` (from 1) was signed by a person, in their own name or for somebody else."""

    step: int
    person_id: int
    for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One step that a person may sign now, in their own name or for somebody else."""

    step: int
    role: str
    for_id: int | None = None


@dataclass(frozen=True, slots=True)
class Signing:
    """What is known of one submission: the chain, who has signed, and who may.

    ``may_sign``: role -> people who hold it for this review. ``stands_in``: deputy -> those they answer for today.
    """

    chain: Chain = field(default_factory=Chain)
    signed: tuple[Signature, ...] = ()
    submitter_id: int | None = None
    may_sign: Mapping[str, frozenset[int]] = field(default_factory=dict)
    stands_in: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


def chain_of(approvals: Mapping[str, Any]) -> Chain:
    """The chain that a policy asks for.

    >>> chain_of({"needed": 2}).roles
    ('approver', 'approver')
    """
    roles = tuple(approvals.get("chain") or ())
    if roles:
        return Chain(roles, approvals.get("order", "in_order") == "in_order")
    return Chain((ANYBODY,) * max(1, approvals.get("needed", 1)), in_order=False)


def unsigned(signing: Signing) -> tuple[int, ...]:
    """Numbers of the steps that nobody has signed yet."""
    done = {s.step for s in signing.signed}
    return tuple(n for n in range(1, len(signing.chain.roles) + 1) if n not in done)


def open_steps(signing: Signing) -> tuple[int, ...]:
    """Numbers of the steps that can be signed now: all that are left, or the first of them."""
    left = unsigned(signing)
    return left[:1] if signing.chain.in_order else left


def is_complete(signing: Signing) -> bool:
    return not unsigned(signing)


def spent(signing: Signing) -> frozenset[int]:
    """People who cannot sign (again): the submitter, whoever has signed, and whoever was signed for."""
    names = {signing.submitter_id, *(s.person_id for s in signing.signed), *(s.for_id for s in signing.signed)}
    return frozenset(i for i in names if i is not None)


def free(signing: Signing, step: int) -> frozenset[int]:
    """People who may still sign a step in their own name."""
    role = signing.chain.roles[step - 1]
    return signing.may_sign.get(role, frozenset()) - spent(signing)


def ways(signing: Signing, person_id: int | None) -> tuple[Way, ...]:
    """The steps that a person may sign now; in their own name where they can, else for the first they stand in for.

    >>> mays = {"problem_manager": frozenset({1})}
    >>> ways(Signing(Chain(("problem_manager",)), may_sign=mays, stands_in={2: (1,)}), 2)
    (Way(step=1, role='problem_manager', for_id=1),)
    """
    if person_id is None or person_id in spent(signing):
        return ()
    found: dict[str, Way] = {}
    for step in open_steps(signing):
        role = signing.chain.roles[step - 1]
        if role in found:
            continue
        able = free(signing, step)
        if person_id in able:
            found[role] = Way(step, role)
            continue
        for principal in signing.stands_in.get(person_id, ()):
            if principal in able:
                found[role] = Way(step, role, principal)
                break
    return tuple(found.values())


def why_not(signing: Signing, person_id: int | None) -> str:
    """The sentence that says why a person can sign nothing now; "" where they can."""
    if person_id is None:
        return NO_PERSON
    if person_id == signing.submitter_id:
        return SUBMITTED
    if ways(signing, person_id):
        return ""
    if person_id in spent(signing):
        return SIGNED
    roles = listed([ROLE_WORDS.get(signing.chain.roles[n - 1], signing.chain.roles[n - 1]) for n in open_steps(signing)])
    return f"The signature that is waited for is that of the {roles}." if roles else "Every step is signed."


def is_signer(signing: Signing, person_id: int | None) -> bool:
    """Whether a person may approve this review at some step, or answers today for somebody who may."""
    if person_id is None:
        return False
    able = signing.may_sign.get(ANYBODY, frozenset())
    return person_id in able or not able.isdisjoint(signing.stands_in.get(person_id, ()))


def signed_as(signing: Signing, way: Way, person_id: int) -> str:
    """The role that a signature names: that of its step, or for anybody's step the role that the person holds."""
    if way.role != ANYBODY:
        return way.role
    holder = way.for_id or person_id
    return next((r for r in ("problem_manager", "service_owner") if holder in signing.may_sign.get(r, ())), ANYBODY)


def unsignable(signing: Signing) -> tuple[str, ...]:
    """Roles of unsigned steps for which no person is left once each of the others has one of their own."""
    taken: dict[int, int] = {}
    left = unsigned(signing)
    return tuple(signing.chain.roles[n - 1] for n in left if not _find_person(signing, n, taken, set()))


def _find_person(signing: Signing, step: int, taken: dict[int, int], seen: set[int]) -> bool:
    """A person for the step, moving those already placed where that helps (a matching by augmenting paths)."""
    for person in sorted(free(signing, step)):
        if person in seen:
            continue
        seen.add(person)
        if person not in taken or _find_person(signing, taken[person], taken, seen):
            taken[person] = step
            return True
    return False


def listed(words: list[str]) -> str:
    """
    >>> listed(["service owner", "problem manager"])
    'service owner or problem manager'
    """
    once = list(dict.fromkeys(words))
    return " or ".join([", ".join(once[:-1]), once[-1]] if len(once) > 1 else once)
