"""One rung as a box: its id, how sure we are, its words, and the band where its path ends."""

from __future__ import annotations

from dataclasses import dataclass

from drawing.svg import Markup
from drawing.text import measure, shorten, wrap
from rca.five_whys import Rung, path_end
from rca.pictures.look import Look
from rca.vocabulary import Gate, State, StopReason, plain


@dataclass(frozen=True)
class Face:
    """The contents of a box that is `width` wide; `words` and `band` are lines, heights in units."""

    rung: Rung
    width: float
    words: tuple[str, ...]
    band: tuple[str, ...]
    words_height: float
    band_height: float

    @property
    def height(self) -> float:
        """The least height of the box."""
        return self.words_height + self.band_height


def face(rung: Rung, width: float, look: Look) -> Face:
    """Break the contents of a rung into lines."""
    words = tuple(wrap(rung.factor.statement, width - 2 * look.pad, look.text))
    end = path_end(rung)
    band = tuple(wrap(end, width - 2 * look.pad, look.text, bold=True)) if end else ()
    return Face(
        rung,
        width,
        words,
        band,
        words_height=look.leading * (len(words) + 1) + 1.6 * look.pad,
        band_height=look.leading * len(band) + 1.6 * look.pad if band else 0.0,
    )


def draw_face(one: Face, x: float, y: float, height: float, look: Look) -> list[Markup]:
    """Draw a box with its top left corner at (x, y), as high as its neighbours."""
    rung = one.rung
    marks = [look.box(x, y, one.width, height, _frame(rung))]
    baseline = y + look.pad * 0.6 + look.small
    named = shorten(rung.factor.id, one.width * 0.5, look.small, bold=True)
    marks.append(look.words(x + look.pad, baseline, named, "id", look.small))
    free = one.width - 3 * look.pad - measure(named, look.small, bold=True)
    said, role = about(rung, free, look)
    marks.append(look.words(x + one.width - look.pad, baseline, said, role, look.small, anchor="end"))
    spoken = "say-refuted" if rung.is_refuted else "say-quiet" if rung.told_above else "say"
    for row, line in enumerate(one.words, start=1):
        marks.append(look.words(x + look.pad, baseline + look.leading * row + look.pad * 0.3, line, spoken))
    return marks + _draw_band(one, x, y + height - one.band_height, look)


def about(rung: Rung, width: float, look: Look) -> tuple[str, str]:
    """Return what stands beside the id, at most `width` wide, and its role: evidence and how sure we are."""
    factor = rung.factor
    if rung.told_above is not None:
        return shorten("told above", width, look.small), "about"
    if rung.is_unsupported and not rung.is_refuted:
        return shorten("unsupported", width, look.small, bold=True), "warning"
    sure = plain(factor.confidence if rung.is_refuted or factor.state is State.OCCURRED else factor.state)
    count = len(factor.evidence)
    sources = "1 source" if count == 1 else f"{count} sources"
    for evidence in (", ".join(factor.evidence), sources if count else ""):
        said = f"{evidence} · {sure}" if evidence else sure
        if measure(said, look.small) <= width:
            return said, "about"
    return shorten(sure, width, look.small), "about"


def gate_words(gate: Gate, causes: int, k: int | None) -> str:
    """Return the words between an effect and its causes; the word that matters in capitals.

    >>> gate_words(Gate.ALL, 3, None), gate_words(Gate.NOT_DECIDED, 2, None), gate_words(Gate.ANY, 1, None)
    ('because ALL of these were true', 'because (NOT DECIDED whether all or any)', 'because')
    """
    if causes < 2:  # noqa: PLR2004 - one cause does not combine with anything
        return "because"
    return {
        Gate.ALL: "because ALL of these were true",
        Gate.ANY: "because ANY ONE of these was enough",
        Gate.K_OF_N: f"because ANY {k} of these {causes} were enough",
        Gate.INHIBIT: "because these met UNDER ONE CONDITION",
        Gate.NOT_DECIDED: "because (NOT DECIDED whether all or any)",
    }[gate]


def _frame(rung: Rung) -> str:
    if rung.told_above is not None or rung.is_refuted:
        return "box-quiet"
    return "box-unsupported" if rung.is_unsupported else "box"


def _draw_band(one: Face, x: float, y: float, look: Look) -> list[Markup]:
    if not one.band:
        return []
    role = "owned" if one.rung.factor.stop_reason is StopReason.CONTROL_WE_OWN else "other"
    marks = [look.box(x, y, one.width, one.band_height, role)]
    for row, line in enumerate(one.band):
        baseline = y + look.pad * 0.6 + look.small + look.leading * row
        marks.append(look.words(x + one.width / 2, baseline, line, f"{role}-text", anchor="middle"))
    return marks
