"""Fields: always with their result filled in, never marked dirty, so that Word asks nothing on opening."""

from __future__ import annotations

from exports.writers.docx.markup import SPACE, Element, run, w


def field(instruction: str, result: str) -> list[Element]:
    """Return the runs of a field: begin, instruction, separate, result, end."""
    return [*opening(instruction), run(result), closing()]


def opening(instruction: str) -> list[Element]:
    """Return the runs before a result."""
    written = w("instrText")
    written.text = f" {instruction} "
    written.set(SPACE, "preserve")
    return [w("r", w("fldChar", fldCharType="begin")), w("r", written), w("r", w("fldChar", fldCharType="separate"))]


def closing() -> Element:
    """Return the run after a result."""
    return w("r", w("fldChar", fldCharType="end"))
