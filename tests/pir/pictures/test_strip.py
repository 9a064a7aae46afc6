"""The strip: true to scale, readable, inside its drawing, for the ugliest input."""

import re
from datetime import UTC, datetime
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawing.inspection import cut_off, text_boxes
from drawing.png import to_png
from pir.pictures.facts import PHASES
from pir.pictures.strip import draw

SVG = "{http://www.w3.org/2000/svg}"
KINDS = ["occurred", "detected", "acknowledged", "mitigated", "restored"]
STYLES = ["screen", "paper", "mini"]


def bands(picture):
    """The bands of the strip on a page: phase, x, width."""
    found = []
    for rect in ET.fromstring(picture.svg).findall(f"{SVG}rect"):
        kind = (rect.get("class") or "").removeprefix("f-")
        if kind in PHASES and rect.get("height") == "28":
            found.append((kind, float(rect.get("x")), float(rect.get("width"))))
    return found


def sound(picture, style):
    # The house font is a thirteenth narrower than the one that is measured with.
    size = 12 if style == "screen" else 13
    assert cut_off(picture.svg, size) == []
    assert all(box.size >= 8 for box in text_boxes(picture.svg))
    assert 0 < len(picture.title) <= 250
    assert picture.width == (1200 if style == "screen" else 482)
    for one, two in combinations(text_boxes(picture.svg, size), 2):
        # Two texts share no room; a unit of slack is the slope of letters.
        across = min(one.right, two.right) - max(one.left, two.left)
        along = min(one.bottom, two.bottom) - max(one.top, two.top)
        assert across < 1 or along < 1, (one, two)


def test_nothing_timed_gives_no_strip(document):
    assert draw(document()) is None


def test_bands_are_true_to_scale(checkout):
    found = {kind: width for kind, _, width in bands(draw(checkout))}
    # Bands are 1.5 narrower than their phase, so that they stand apart: 11, 39, 13 and 15 minutes.
    minute = (found["diagnosis"] + 1.5) / 39
    assert found["undetected"] + 1.5 == pytest.approx(11 * minute, abs=0.05)
    assert found["mitigation"] + 1.5 == pytest.approx(13 * minute, abs=0.05)
    assert found["recovery"] + 1.5 == pytest.approx(15 * minute, abs=0.05)


@pytest.mark.parametrize("style", STYLES)
def test_what_lies_far_before_is_said_not_to_be_to_scale(checkout, style):
    picture = draw(checkout, style)
    assert "not to scale" in picture.svg
    assert "Wed\xa018\xa0Nov 22:10" in picture.svg
    assert "40\xa0h" in picture.svg
    assert picture.title.endswith("Part of the axis is not to scale.")


def test_the_alternative_text_and_the_text_equivalent_say_it_all(checkout):
    picture = draw(checkout, "paper")
    assert picture.title.replace("\xa0", " ") == (
        "Timeline to scale, 20 Nov 2026: latent 39 h 53 min, undetected 11 min, diagnosis 39 min, mitigation 13 min, "
        "recovery 15 min. No entry from 14:21 to 14:53. Part of the axis is not to scale."
    )
    assert picture.text == (
        "Impact started: 20 Nov 2026 14:03.",
        "Detected: 20 Nov 2026 14:14.",
        "Acknowledged: 20 Nov 2026 14:17.",
        "Mitigated: 20 Nov 2026 15:06.",
        "Restored: 20 Nov 2026 15:21.",
        "Latent: from 18 Nov 2026 22:10 to 20 Nov 2026 14:03, 39 h 53 min.",
        "Undetected: from 20 Nov 2026 14:03 to 20 Nov 2026 14:14, 11 min.",
        "Diagnosis: from 20 Nov 2026 14:14 to 20 Nov 2026 14:53, 39 min.",
        "Mitigation: from 20 Nov 2026 14:53 to 20 Nov 2026 15:06, 13 min.",
        "Recovery: from 20 Nov 2026 15:06 to 20 Nov 2026 15:21, 15 min.",
        "After: from 20 Nov 2026 15:21.",
        "Gap from 20 Nov 2026 14:21 to 20 Nov 2026 14:53: 32 min with no entry.",
        "Impact to detected, 11 min.",
        "Detected to mitigated, 52 min.",
        "Impact to restored, 78 min.",
        "9 entries recorded, from 18 Nov 2026 22:10 to 20 Nov 2026 15:28.",
    )


def test_measures_name_both_ends_and_only_those_that_are_known(document):
    known = document(times={"occurred": 0, "detected": 5, "restored": 30})
    assert "Detected to restored, 25\xa0min" in draw(known, "paper").svg
    assert "Detected to mitigated" not in draw(known, "paper").svg
    unknown = document(times={"detected": 5, "acknowledged": 7})
    assert "Impact to" not in draw(unknown, "paper").svg
    backwards = document(times={"occurred": 9, "detected": 5})
    assert "Impact to detected" not in draw(backwards, "paper").svg


def test_times_are_those_of_the_zone(document):
    picture = draw(document(times={"occurred": 0, "restored": 60}, zone="Asia/Kolkata"))
    assert "Impact started 19:33" in picture.svg


def test_about_is_said_in_words(document):
    assert "Detected about\xa014:03" in draw(document(times={"detected": 0}, about=("detected",))).svg


def test_an_outage_that_has_no_end_says_so(document):
    picture = draw(document([(0, "diagnosis"), (60, "diagnosis")], {"occurred": 0}, [("diagnosis", 0, None)]))
    assert "Diagnosis, no end known" in picture.svg


def test_a_clock_change_is_marked(document):
    autumn = datetime(2026, 10, 25, 0, 20, tzinfo=UTC)
    spring = datetime(2026, 3, 29, 0, 20, tzinfo=UTC)
    for style in STYLES:
        times = {"occurred": 0, "restored": 150}
        assert "clocks go back 1\xa0h" in draw(document(times=times, start=autumn), style).svg
        assert "clocks go forward 1\xa0h" in draw(document(times=times, start=spring), style).svg


def test_an_open_latent_phase_has_no_length(document):
    given = document([(-5000, "latent"), (0, "diagnosis")], {"occurred": 0, "restored": 60}, [("latent", -5000, None)])
    assert ">Latent<" in draw(given).svg


@pytest.mark.parametrize("style", STYLES)
def test_far_entries_without_a_phase_stand_beyond_breaks_too(document, style):
    given = document([(-5000, "latent"), (0, "diagnosis"), (9000, "after")], {"occurred": 0, "restored": 60})
    picture = draw(given, style)
    assert ">Before<" in picture.svg
    assert ">Later<" in picture.svg
    sound(picture, style)


def test_gaps_too_many_to_name_are_drawn_all_the_same(document):
    gaps = [(minute, minute + 1, "nobody was there") for minute in range(0, 60, 2)]
    picture = draw(document([(0, "diagnosis")], {"occurred": 0, "restored": 60}, gaps=gaps))
    assert picture.svg.count('class="gapbox"') == 30
    assert 0 < picture.svg.count("nobody was there") < 30
    assert sum("nobody was there" in line for line in picture.text) == 30


def test_a_review_without_phases_says_so(document):
    for style in STYLES:
        assert "No phases yet" in draw(document([(0, "undetected")]), style).svg


def test_on_a_page_only_classes_give_colour(checkout):
    picture = draw(checkout)
    assert not re.search(r"#[0-9a-fA-F]{3,6}\b", re.sub(r"url\(#p-\w+\)", "", picture.svg))
    assert "style=" not in picture.svg
    assert set(re.findall(r'id="([^"]+)"', picture.svg)) == {
        "p-gap", "p-latent", "p-diagnosis", "p-mitigation", "p-recovery", "p-after",
    }  # fmt: skip
    assert len(set(re.findall(r'id="([^"]+)"', picture.svg))) == picture.svg.count(' id="')


def test_the_mini_strip_leaves_out_entries_and_measures(checkout):
    mini, whole = draw(checkout, "mini"), draw(checkout, "paper")
    assert mini.height < whole.height - 60
    assert "Each dot" not in mini.svg
    assert mini.text == whole.text


def test_markup_in_an_explanation_is_words(document):
    given = document([(0, "diagnosis")], gaps=[(0, 9, "<script>alert(1)</script> & \x00")])
    for style in STYLES:
        assert "<script" not in draw(given, style).svg
        ET.fromstring(draw(given, style).svg)


@pytest.mark.parametrize("style", ["paper", "mini"])
def test_paper_can_be_rendered(checkout, style):
    assert to_png(draw(checkout, style).svg).startswith(b"\x89PNG")


@pytest.fixture
def ugly(document):
    """Return the inputs that broke drawings before."""
    close = (
        ("undetected", 0, 1),
        ("diagnosis", 1, 3),
        ("mitigation", 3, 4),
        ("recovery", 4, 240),
        ("after", 240, None),
    )
    at_once = dict.fromkeys(KINDS, 0)
    return {
        "one entry": document([(0, "undetected")]),
        "all at one minute": document([(0, "undetected")] * 4, at_once, [("undetected", 0, 0), ("after", 0, None)]),
        "no milestones": document([(k * 7, "diagnosis") for k in range(12)]),
        "only some milestones": document([(0, "diagnosis")], {"detected": 0, "acknowledged": 3}, [("diagnosis", 0, None)]),
        "close flags": document((), dict(zip(KINDS, (0, 1, 2, 4, 240), strict=True)), close),
        "close flags at the end": document((), dict(zip(KINDS, (0, 237, 238, 239, 240), strict=True)),
            [("undetected", 0, 237), ("diagnosis", 237, 238), ("mitigation", 238, 239), ("recovery", 239, 240)]),
        "500 entries": document([(k * 0.17, "diagnosis") for k in range(500)], {"occurred": 0},
            gaps=[(k * 3, k * 3 + 2, None) for k in range(28)]),
        "long gap text": document([(0, "diagnosis"), (60, "diagnosis")], {"occurred": 0, "restored": 60},
            [("diagnosis", 0, 60)], [(5, 30, "waiting for the supplier " * 30), (31, 33, "x" * 500)]),
        "over days": document([(k * 200, "recovery") for k in range(22)], {"occurred": 0, "restored": 4500},
            [("recovery", 0, 4500), ("after", 4500, None)], [(200, 900, "night")]),
        "far on both sides": document([(-90_000, "latent"), (0, "diagnosis"), (30, "diagnosis"), (90_000, "after")],
            {"occurred": 0, "restored": 30}, [("latent", -90_000, 0), ("diagnosis", 0, 30), ("after", 30, None)]),
        "over the year": document([(-500_000, "diagnosis"), (0, "diagnosis")], {"occurred": -500_000, "restored": 0}),
    }  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_ugly_input_is_drawn_soundly(ugly, style):
    for one in ugly.values():
        sound(draw(one, style), style)


MINUTES = st.integers(-3000, 3000)


@settings(max_examples=50, deadline=None)
@given(data=st.data(), style=st.sampled_from(STYLES))
def test_any_timeline_is_drawn_soundly(data, style, make_document):
    times = data.draw(st.dictionaries(st.sampled_from(KINDS), st.integers(0, 600)))
    entries = data.draw(
        st.lists(st.tuples(MINUTES, st.sampled_from(list(PHASES))), min_size=0 if times else 1, max_size=20)
    )
    bounds = sorted(data.draw(st.lists(MINUTES, max_size=7)))
    phases = [(kind, low, high) for kind, low, high in zip(PHASES, bounds, bounds[1:], strict=False)]
    cuts = sorted(data.draw(st.lists(MINUTES, max_size=6, unique=True)))
    explained = st.none() | st.just("waiting for the storage supplier to join the bridge")
    gaps = [(low, high, data.draw(explained)) for low, high in zip(cuts[::2], cuts[1::2], strict=False)]
    zone = data.draw(st.sampled_from(["Europe/London", "Asia/Kolkata", "America/St_Johns"]))
    given_ = make_document(entries, times, phases, gaps, zone)
    sound(draw(given_, style), style)
