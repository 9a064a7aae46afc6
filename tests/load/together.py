"""Many people at once: threads that start together, at the same told time."""

from __future__ import annotations

import contextvars
import threading
from collections.abc import Callable
from typing import Any


def together(calls: list[Callable[[], Any]]) -> list[Any]:
    """Run all calls at once, each in a thread of its own; their answers in order. The first failure is raised."""
    start, answers = threading.Barrier(len(calls)), [None] * len(calls)
    failures: list[BaseException] = []

    def run(number: int) -> None:
        try:
            start.wait(30)
            answers[number] = calls[number]()
        except BaseException as failure:  # told to the test below
            failures.append(failure)

    threads = [threading.Thread(target=contextvars.copy_context().run, args=(run, n)) for n in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(180)
    assert not any(thread.is_alive() for thread in threads), "a thread hangs"
    if failures:
        raise failures[0]
    return answers
