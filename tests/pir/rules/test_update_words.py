"""Lines that tell of an update, and lines that do not."""

from __future__ import annotations

import pytest

from pir.rules.update_words import told_update


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Status page set to Investigating", ("initial", "customers")), ("First update to customers sent", ("initial", "customers")),
        ("Holding statement issued to the regulator", ("initial", "regulator")), ("Status update sent to executives", ("status", "executives")),
        ("Posted on the status page", ("status", "customers")), ("Mail to all staff sent by the service desk", ("status", "internal")),
        ("Informed the board", ("status", "executives")), ("All clear given", ("all_clear", None)),
        ("Final update on the status page", ("all_clear", "customers")), ("We informed the vendor", ("status", "supplier")),
    ],
)  # fmt: skip
def test_updates(text: str, expected: object) -> None:
    assert told_update(text) == expected


@pytest.mark.parametrize("text", ["Update the driver", "Status of the queue: empty", "Customer calls", "message queue full", "Posted a fix", "pods updated", "customer database restored"])
def test_no_updates(text: str) -> None:
    assert told_update(text) is None
