"""One text with a date and a time."""

from __future__ import annotations

import pytest

from incidents.rules.typed import parted


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("20 Nov 2026 14:03", "20 Nov 2026", "14:03"),
        ("20 Nov 2026 2:03 pm", "20 Nov 2026", "2:03 pm"),
        ("20/11/2026 1403", "20/11/2026", "1403"),
        ("2026-11-20T14:03", "2026-11-20", "14:03"),
        ("November 20, 2026 14h03", "November 20, 2026", "14h03"),
        ("20 Nov 2026", "20 Nov 2026", ""),
        ("14:03", "", "14:03"),
        ("20 Nov 2026 25:99", "20 Nov 2026", "25:99"),
        ("31 Feb 2026 14:03", "31 Feb 2026", "14:03"),
        ("nonsense", "", "nonsense"),
        ("", "", ""),
    ],
)
def test_parts(text, day, clock):
    assert parted(text) == (day, clock)
