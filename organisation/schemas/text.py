"""Texts of several lines, cleaned before they are judged: both databases, Word and the browser can hold them."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from organisation.rules.names import one_line


def clean_lines(text: str) -> str:
    r"""Each line as ``one_line`` leaves it; line ends and blank lines inside stay.

    >>> clean_lines(" Change\x00 CHG0051688 \r\n\r\n done \n")
    'Change CHG0051688\n\ndone'
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(one_line(line) for line in lines).strip("\n")


class Lines(fields.String):
    """Several lines of text without control characters."""

    def _deserialize(self, value: Any, *args: Any, **more: Any) -> str:
        return clean_lines(super()._deserialize(value, *args, **more))
