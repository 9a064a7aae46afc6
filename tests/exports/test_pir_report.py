"""What the report says, part by part; values worked out by hand from the rich document."""

from __future__ import annotations

import pytest

from exports.model import Cell, FactStrip, Figure, Outline, Paragraph, Part, Ref, Report, Table
from exports.reports.pir import build
from tests.exports import documents
from tests.exports.conftest import report_of


def part(report: Report, key: str) -> Part:
    return next(p for p in report.parts if p.key == key)


def said(block) -> str:
    return "".join(f"<{item.key}>" if isinstance(item, Ref) else item.text for item in block.content).replace("\u00a0", " ")


def lines(cell: Cell) -> list[str]:
    return ["".join(text.text for text in line).replace("\u00a0", " ") for line in cell.lines]


def rows(found: Table) -> list[list[str]]:
    return [[" / ".join(lines(c)) for c in row.cells] for row in found.rows]


def table(report: Report, key: str) -> Table:
    blocks = [b for p in (report.control, *report.parts) for b in p.blocks]
    return next(b for b in blocks if isinstance(b, Table) and b.key == key)


def test_parts_in_their_order(rich_report):
    assert [p.title for p in rich_report.parts] == [
        "Executive summary", "Incident facts", "Impact", "Timeline", "Detection and response", "Causes", "Actions", "Sign-off",
        "Figures as text", "Evidence register", "Quality of the analysis",
    ]
    assert [p.key for p in rich_report.parts if p.new_page] == ["summary", "facts", "timeline"]


def test_an_empty_draft_has_its_mandatory_parts_and_nothing_else():
    report = report_of("empty")
    assert [p.key for p in report.parts] == [
        "summary", "facts", "impact", "timeline", "response", "causes", "actions", "sign-off",
    ]
    for key in ("impact", "timeline", "response", "causes", "actions"):
        assert said(part(report, key).blocks[0]) == "None recorded."
    assert said(part(report, "sign-off").blocks[0]) == "None recorded. This version has not been approved."
    assert report.draft == "Draft of version 1.0"


def test_key_facts(rich_report):
    strip = part(rich_report, "summary").blocks[0]
    assert isinstance(strip, FactStrip)
    assert [(f.label, f.value.replace("\u00a0", " "), f.note) for f in strip.facts] == [
        ("Severity", "P1", "critical"),
        ("Impact lasted", "78 min", "impact started to restored"),
        ("Time to detect", "9 min", "impact started to detected"),
        ("Customers", "41,200", "refused at checkout"),
    ]


def test_summary_names_root_causes_and_what_is_left(rich_report):
    told = [said(b) for b in part(rich_report, "summary").blocks if isinstance(b, Paragraph)]
    assert "Logs were kept for 14 days on a volume made for three. Control: Retention rule (failed)." in told
    assert "Refuse heavy jobs on the standby in shopping hours (ACT-0107, checked)." in told
    remains = told[told.index("What remains, and by when") + 1 :]
    assert [line[line.index("ACT") : line.index("ACT") + 8] for line in remains] == [
        "ACT-0111", "ACT-0109", "ACT-0112", "ACT-0110", "ACT-0113",
    ]


def test_times_are_counted_from_the_impact(rich_report):
    assert rows(table(rich_report, "times"))[3] == ["Mitigated", "20 Nov 2026 14:47", "About", "44 min"]


def test_utc_stands_beside_another_zone():
    document = documents.rich()
    document["zone"] = "Europe/Berlin"
    assert rows(table(build(document), "times"))[0] == [
        "Impact started", "20 Nov 2026 15:03", "20 Nov 2026 14:03", "Exact", "0 min",
    ]


def test_a_time_before_the_impact_says_so():
    document = documents.rich()
    document["incidents"][0]["times"]["detected"]["at"] = "2026-11-20T13:40:00Z"
    assert rows(table(build(document), "times"))[1][-1] == "23 min before"


def test_clocks_say_what_they_count_from_and_whether_they_were_met(rich_report):
    facts = dict(rows(table(rich_report, "kind")))
    assert facts["Review session"] == "Due 23 Nov 2026 15:21, counted from restored; met 23 Nov 2026 10:00, in time"
    assert facts["Approval"].endswith("met 27 Nov 2026 15:31, 10 min late")


def test_gaps_stand_where_they_were(rich_report):
    found = table(rich_report, "entries")
    told = rows(found)
    assert [told[i] for i, row in enumerate(found.rows) if row.is_gap] == [
        ["14:21–14:33", "Diagnosis", "Gap, 12 min without an entry. Explained: waiting for the storage supplier to join", "–", "–"],
        ["15:46–17:40", "After", "Gap, 114 min without an entry. Not explained yet.", "–", "–"],
    ]
    index = next(i for i, row in enumerate(found.rows) if row.is_gap)
    assert (told[index - 1][0], told[index + 1][0]) == ("14:21", "14:33")
    assert len(told) == 28


def test_milestones_ranges_and_about(rich_report):
    told = {row[0]: row for row in rows(table(rich_report, "entries"))}
    assert told["14:12"][2] == "Call volume alarm sounds at the contact centre. Detected"
    assert told["about 14:47"][2].endswith("Mitigated")
    assert "15:02–15:12" in told
    assert told["14:03"][4] == "E1, E4"


def test_a_long_timeline_shows_key_entries_and_tells_all_in_an_appendix():
    report = report_of("huge")
    assert len(rows(table(report, "all-entries"))) == 501
    # entries 1, 13, 25 … 493 are key (42), the phase turns at 6, 256 and 381, and there is one gap
    assert len(rows(table(report, "entries"))) == 42 + 3 + 1
    assert [p.title for p in report.parts][-4:] == ["Full timeline", "Figures as text", "Evidence register", "Quality of the analysis"]


def test_factors_say_what_they_come_from(rich_report):
    told = {row[0]: row for row in rows(table(rich_report, "factors"))}
    assert told["FAC-0033"][4] == "Root cause / Control: Release checklist (did not exist)"
    assert told["FAC-0040"][3:] == ["Unsupported", "Path ends: need data (Head of order services)"]
    assert told["FAC-0038"][2] == "Refuted"


def test_what_refutes_a_cause_and_its_probability_stand_apart_from_its_evidence():
    document = documents.rich()
    factor = next(f for f in document["analysis"]["questions"][0]["causes"]["factors"] if f["id"] == "FAC-0038")
    factor.update(refuted_by=["E 9 Array log"], probability=0.02, probability_unit="change", probability_source="Change register")
    told = {row[0]: row for row in rows(table(build(document), "factors"))}["FAC-0038"]
    assert told[3].split(" / ")[-1] == "Refuted by: E9"
    assert "Probability 0.02 per change: Change register" in told[1]


def test_what_is_not_decided_is_said():
    document = documents.rich()
    document["analysis"]["questions"][0]["causes"]["focus"]["gate"] = "not_decided"
    notes = [said(b) for b in part(build(document), "causes").blocks if isinstance(b, Paragraph)]
    assert any(note.startswith("Not decided yet whether all of the causes had to be true: what happened.") for note in notes)


def test_other_questions_are_nested_text(rich_report):
    outlines = [b for b in part(rich_report, "causes").blocks if isinstance(b, Outline)]
    assert [[step.number for step in o.steps] for o in outlines] == [["1", "1.1"], ["1", "2", "3"]]


def test_actions_in_words(rich_report):
    told = {row[0]: row for row in rows(table(rich_report, "actions-table"))}
    assert told["ACT-0111"][5] == "Late"
    assert told["ACT-0110"][3] == "29 Jan 2027 / 2 moves from 18 Dec 2026"
    assert told["ACT-0113"][2:] == ["No owner yet", "Not set", "Not rated", "Proposed"]
    assert told["ACT-0109"][1] == (
        "Give logs a volume of their own with a limit. / Eliminates FAC-0034 / Reduces FAC-0031 / "
        "Measure: fill it in a test; checkout stays up"
    )
    assert said(part(rich_report, "actions").blocks[-1]) == (
        "8 actions: 2 to do, 3 doing, 1 done and not checked yet, 1 checked, 1 dropped. 1 is late. "
        "1 due date has moved; the first dates are kept."
    )


@pytest.mark.parametrize(("due", "state"), [("2026-11-27", "On track"), ("2026-11-26", "Late")])
def test_an_action_is_late_from_the_day_after_it_is_due(due, state):
    document = documents.rich()
    document["actions"][2]["due"] = due
    assert rows(table(build(document), "actions-table"))[2][5] == state


def test_sign_off(rich_report):
    blocks = part(rich_report, "sign-off").blocks
    assert said(blocks[1]) == "SHA-256  1a2fd7dd 9964ee58 5013f1cd c315cc17 40a64bf4 b7816837 9bf4d5d4 4261065e"
    assert rows(blocks[2])[2] == ["Problem manager", "Henrik Aas for Maya Lindqvist", "Approved", "27 Nov 2026 15:31", "Mail link"]
    assert said(blocks[-1]) == "Nobody who approved is the person who submitted this version."


def test_a_step_that_nobody_has_signed_stands_in_the_table():
    document = documents.rich()
    document["review"].update(state="in_review", approved_at=None)
    document["approvals"] = document["approvals"][:2]
    assert rows(part(build(document), "sign-off").blocks[2])[2] == ["Problem manager", "–", "Not signed yet", "–", "–"]


def test_document_control_shows_what_was_corrected_with_the_words_around_it():
    document = documents.rich()
    document["corrections"] = [{
        "number": 1, "part": "summary", "item": "", "label": "Summary", "before": "one two three four five six seven eigth nine",
        "after": "one two three four five six seven eight nine", "reason": "Typing error", "by": "Anna Kowalski", "at": "2026-12-01T10:00:00Z",
    }]
    (made,) = [b for b in build(document).control.blocks if isinstance(b, Table) and b.key == "corrections"]
    assert rows(made) == [["Summary", "… four five six seven eigth nine", "… four five six seven eight nine", "Typing error / Anna Kowalski, 1 Dec 2026"]]


def test_the_cover_and_the_summary_tell_the_result(rich_report):
    assert ("Result", "Cause confirmed") in rich_report.cover.facts
    document = documents.rich()
    document["result"] = {"kind": "probable", "words": "The log volume was full.", "continues_in": "PRB-0042"}
    report = build(document)
    assert ("Result", "Probable cause, analysis continues in PRB-0042") in report.cover.facts
    told = [said(b) for b in part(report, "summary").blocks if isinstance(b, Paragraph)]
    assert "Probable cause, analysis continues in PRB-0042. The log volume was full." in told


def test_a_signature_of_other_content_says_so():
    document = documents.rich()
    document["approvals"][0]["content_hash"] = "feedbeef" * 8
    assert rows(part(build(document), "sign-off").blocks[2])[0][2] == "Submitted / earlier content feedbeef"


def test_nobody_signed_off_their_own_work_is_not_claimed_when_it_is_not_so():
    document = documents.rich()
    document["approvals"][1]["name"] = "Anna Kowalski"
    notes = [said(b) for b in part(build(document), "sign-off").blocks if isinstance(b, Paragraph)]
    assert not any(note.startswith("Nobody") for note in notes)


def test_quality_of_the_analysis(rich_report):
    """Of 14 checks 3 find something: one blocker, one warning in two places, and one warning that may stand."""
    made = part(rich_report, "quality")
    assert said(made.blocks[0]) == (
        "14 checks look at the causes; 11 of them find nothing. Open are 1 blocker and 2 warnings; 1 warning may stand, with a reason."
    )
    told = rows(table(rich_report, "quality-table"))
    assert [row[:2] for row in told] == [
        ["Q02", "The path ends here and no control is named. (FAC-0039)"],
        ["Q05", "It is not sure that this follows. (FAC-0036 and FAC-0037)"],
        ["Q07", "This says what did not happen. (FAC-0040)"],
    ]
    assert told[0][2].startswith("Open, a blocker / ")
    assert told[2][2] == "May stand / It is what was decided / Facilitator, 24 Nov 2026 11:00 UTC"
    assert "no path ends at a person (Q01)" in said(made.blocks[2])
    assert "(Q05)" not in said(made.blocks[2])


def test_a_document_from_before_the_checks_has_no_such_appendix():
    document = documents.rich()
    del document["quality"]
    assert "quality" not in [p.key for p in build(document).parts]


def test_checks_that_find_nothing_are_told_without_a_table():
    document = documents.rich()
    document["quality"]["findings"] = []
    made = next(p for p in build(document).parts if p.key == "quality")
    assert len(made.blocks) == 2
    assert said(made.blocks[0]).startswith("14 checks look at the causes; 14 of them find nothing. Open are no blockers and no warnings")


def test_a_recorded_reason_for_no_action_stands_with_its_cause():
    document = documents.rich()
    document["analysis"]["questions"][0]["causes"]["factors"][0]["no_action_reason"] = "The tool goes away in May"
    told = {row[0]: row for row in rows(table(build(document), "factors"))}
    assert told["FAC-0031"][4].endswith("No action: The tool goes away in May")


def test_a_signed_reason_stands_with_its_cause_and_its_signer_in_the_sign_off():
    document = documents.rich()
    question = document["analysis"]["questions"][0]
    question["causes"]["factors"][0]["no_action_reason"] = "The tool goes away in May"
    question["left"] = [{"factor": "FAC-0031", "reason": "The tool goes away in May", "by": "Maya Lindqvist", "at": "2026-11-25T10:30:00Z"}]
    made = build(document)
    told = {row[0]: row for row in rows(table(made, "factors"))}
    assert told["FAC-0031"][4].endswith("No strong action, as signed: The tool goes away in May")
    assert "Maya" not in told["FAC-0031"][4]
    assert "FAC-0031 is left without a strong action: signed by Maya Lindqvist" in repr(part(made, "sign-off"))


def test_figures_come_with_their_words(rich_report):
    figures = [b for p in rich_report.parts for b in p.blocks if isinstance(b, Figure)]
    assert [f.key for f in figures] == ["strip", "ladder-1", "ladder-2", "fault-tree-1"]
    assert all(f.picture.text for f in figures)


def test_names_of_people_stand_in_control_actions_and_sign_off_only(rich_report):
    names = {person["name"] for person in documents.rich()["people"]}
    names |= {action["owner"] for action in documents.rich()["actions"] if action["owner"]}
    for key in ("summary", "facts", "impact", "timeline", "response", "causes", "figures", "evidence"):
        told = repr(part(rich_report, key))
        assert [name for name in names if name in told] == []
    assert not [name for name in names if name in repr(rich_report.cover)]
    assert "Anna Kowalski" in repr(rich_report.control)
