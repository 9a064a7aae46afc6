"""Large questions in a process of their own, with a budget: a web worker is never held up or brought down.

The process is `python -m rca`; it ends with its budget of seconds or of nodes (which caps its memory at
about 1 GiB), and is killed when it does not.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, Literal

from rca.errors import CausesError, OutOfTime, ToldTooLarge

Verb = Literal["check", "convert", "cutsets", "probability", "importance", "hitting-set"]

SECONDS = 20.0
GRACE = 3.0
"""Seconds that the process has to end by itself after its budget, before it is killed."""

_TOO_LARGE = 3
_ONLY_READ = frozenset({"convert"})
"""Verbs whose work is reading: what is too large for them is the file, not the time that an answer takes."""


def ask(verb: Verb, model: bytes, *, seconds: float = SECONDS, options: tuple[str, ...] = ()) -> Any:
    """Return the JSON answer of `python -m rca VERB` on a model (Open-PSA XML, or our JSON).

    Raises OutOfTime when the budget ends first, TooLarge or CausesError with the reason for a model that is too large or wrong.
    """
    command = [sys.executable, "-m", "rca", verb, "-", "--format", "json", "--seconds", str(seconds), *options]
    try:
        done = subprocess.run(command, input=model, capture_output=True, timeout=seconds * 2 + GRACE, check=False)
    except subprocess.TimeoutExpired:
        raise OutOfTime(seconds) from None
    said = done.stderr.decode("utf-8", "replace").strip()
    if done.returncode == 0:
        return json.loads(done.stdout)
    if done.returncode == _TOO_LARGE and verb in _ONLY_READ:
        raise ToldTooLarge(said.removeprefix("too large: "))
    if done.returncode == _TOO_LARGE or done.returncode < 0:
        raise OutOfTime(seconds)
    raise CausesError(said.removeprefix("-: ") or f"the answer ended with code {done.returncode}")
