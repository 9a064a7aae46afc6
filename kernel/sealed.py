"""Secrets that have to be read again, sealed under the installation's secret key, which lies outside the database."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(Exception):
    """It was sealed under another key, or changed since."""


def seal(secret_key: str, purpose: str, text: str) -> str:
    """Authenticated encryption; what is sealed for one purpose cannot be opened for another."""
    return _box(secret_key, purpose).encrypt(text.encode()).decode("ascii")


def unseal(secret_key: str, purpose: str, sealed: str) -> str:
    try:
        return _box(secret_key, purpose).decrypt(sealed.encode("ascii")).decode()
    except (InvalidToken, ValueError) as wrong:
        raise Unreadable(purpose) from wrong


def _box(secret_key: str, purpose: str) -> Fernet:
    key = HKDF(SHA256(), length=32, salt=None, info=f"debrief/{purpose}".encode()).derive(secret_key.encode())
    return Fernet(base64.urlsafe_b64encode(key))
