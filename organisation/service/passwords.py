"""Passwords behind one small interface: argon2id with the second choice of RFC 9106 (64 MiB, 3 passes, 4 lanes).

A hash takes tens of milliseconds: callers work it out before they open a transaction that writes.
"""

from __future__ import annotations

import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)

#: A hash of a random text that nobody kept: what an unknown mail address is checked against.
NOBODY = "$argon2id$v=19$m=65536,t=3,p=4$ACSt4iwbElYYq6HjiNDjnw$aLwjWHxkEKJql8c91G4Yxjlf9H407ddwvyxj6/qgq44"


def hash_password(password: str) -> str:
    """The text to store."""
    return _hasher.hash(_composed(password))


def verify(stored: str, password: str) -> bool:
    """True when ``stored`` is the hash of ``password``."""
    try:
        return _hasher.verify(stored, _composed(password))
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(stored: str) -> bool:
    """True when ``stored`` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(stored)


def _composed(password: str) -> bytes:
    """The same bytes from every keyboard: ``é`` may arrive as one letter or as two."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
