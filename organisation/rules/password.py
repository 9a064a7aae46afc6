"""What a new password must be. Length counts, not composition (ASVS 5.0, 6.2.1 to 6.2.9)."""

from __future__ import annotations

SHORTEST = 8
LONGEST = 200

#: Long enough to pass, and first on every list of guesses.
COMMON = frozenset(
    {
        "00000000", "11111111", "12345678", "123456789", "1234567890", "abcd1234", "admin123", "administrator",
        "baseball", "changeme", "football", "iloveyou", "letmein1", "password", "password1", "password123",
        "passw0rd", "princess", "qwerty123", "qwertyui", "qwertyuiop", "starwars", "sunshine", "superman",
        "trustno1", "welcome1", "welcome123", "1q2w3e4r", "1qaz2wsx", "debrief1", "debrief123",
    }
)


def weakness(password: str, *, email: str | None = None, name: str = "") -> str | None:
    """Why ``password`` is refused, in a sentence for its field; None when it will do.

    >>> weakness("short")
    'Use 8 characters or more'
    >>> weakness("a lamp beside the sea") is None
    True
    """
    if len(password) < SHORTEST:
        return f"Use {SHORTEST} characters or more"
    if len(password) > LONGEST:
        return f"Use {LONGEST} characters or fewer"
    known = password.casefold().strip()
    own = {(email or "").casefold(), (email or "").partition("@")[0].casefold(), name.casefold()}
    if known in COMMON or known in own or len(set(known)) == 1:
        return "Choose a password that is harder to guess"
    return None
