"""Four snapshot documents: rich and approved, an empty draft, a huge one, and one that means harm."""

from __future__ import annotations

from typing import Any

from tests.exports import document_causes as cause
from tests.exports import document_parts as part

Document = dict[str, Any]

HASH = "1a2fd7dd9964ee585013f1cdc315cc1740a64bf4b78168379bf4d5d44261065e"
DAY = "2026-11-20"


def rich() -> Document:
    """An approved review of an outage of 78 minutes: 26 entries, 10 factors, 8 actions, 3 signatures."""
    return {
        **part.frame("PIR-2026-0014", "Checkout answered 503 to every customer for 78 minutes"),
        "review": part.review(
            "PIR-2026-0014",
            "Checkout answered 503 to every customer for 78 minutes",
            state="approved",
            services=["Checkout", "Payment gateway"],
            session_held_at="2026-11-23T10:00:00Z",
            approved_at="2026-11-27T15:31:00Z",
            submitted_at="2026-11-25T09:12:00Z",
        ),
        "people": [
            part.person("Anna Kowalski", "facilitator"),
            part.person("Rhys Morgan", "scribe"),
            part.person("Joost de Wit", "service_owner"),
            part.person("Henrik Aas", "approver", attended=False),
            part.person("Ines Holm", "participant"),
            part.person("Tomas Brandt", "participant"),
            part.person("Sara Lindqvist", "participant"),
        ],
        "incidents": [
            part.incident(
                "INC0012345",
                "Checkout returns 503",
                times={
                    "occurred": ("14:03", "exact"),
                    "detected": ("14:12", "exact"),
                    "acknowledged": ("14:15", "exact"),
                    "mitigated": ("14:47", "about"),
                    "restored": ("15:21", "exact"),
                    "resolved": ("15:40", "exact"),
                    "closed": ("17:40", "exact"),
                },
            ),
            part.incident("INC0012351", "Mobile payments refused", times={"detected": ("14:20", "about")}, lead=False),
        ],
        "clocks": [
            part.clock("session", "restored", f"{DAY}T15:21:00Z", "2026-11-23T15:21:00Z", "2026-11-23T10:00:00Z"),
            part.clock("approval", "restored", f"{DAY}T15:21:00Z", "2026-11-27T15:21:00Z", "2026-11-27T15:31:00Z"),
        ],
        "narrative": {
            "summary": "For 78 minutes every checkout was refused, in the shop and in the mobile application. "
            "Browsing, search and the call centre kept working; no customer data was lost or disclosed.",
            "trigger": "A deploy at 13:58 turned on request tracing for the order service. The log volume of the primary "
            "database filled five minutes later and writes stopped.",
            "detection": "The contact centre saw the calls before the monitoring did. The alert on failed writes existed, "
            "and still paged a rota that was closed in August.",
            "response": "The on-call database engineer looked for a failing disk first, because the same error had meant a "
            "disk in March.\nThe deploy was suspected at 14:33, when the supplier found no fault in the storage.",
            "recovery": "Tracing was switched off at 14:47 and the log volume was emptied. The queue of refused orders was "
            "worked off by 15:21.",
        },
        "impact": [
            part.impact("Customers refused at checkout", "41,200", "customers", "Order log [E1]"),
            part.impact("Orders lost", "3,100", "orders", "Order log [E1]", precision="about"),
            part.impact("Revenue not taken", "0.42", "EUR million", "Finance [E9]", precision="about"),
            part.impact("Calls to the contact centre", "6,140", "calls", "Telephony [E3]"),
            part.impact("Vouchers given", "0.03", "EUR million", "Finance [E9]"),
        ],
        "timeline": part.rich_timeline(DAY),
        "result": {"kind": "confirmed", "words": "", "continues_in": ""},
        "chain": ["service_owner", "problem_manager"],
        "corrections": [],
        "regulator": {"reportable": "yes", "authority": "Central bank", "reference": "CB-17", "due_at": "2026-11-23T14:00:00Z"},
        "template": {"name": "Full review", "version": 1, "parts": part.FULL},
        "findings": {
            "well": [
                "The contact centre alarm sounded within a minute of its threshold.",
                "One person kept the timeline from the first minute, so little had to be remembered.",
            ],
            "badly": [
                "Failed writes showed from 14:03; their alert still pointed to a rota closed in August.",
                "Nobody in the call knew that a deploy had been made at 13:58.",
            ],
            "lucky": ["It was not pay day: five days later about 2.4 times as many orders would have met it."],
        },
        "analysis": {"questions": cause.rich_questions()},
        "actions": part.rich_actions(),
        "evidence": part.rich_evidence(DAY),
        "approvals": [
            part.approval("facilitator", "Anna Kowalski", "submitted", "2026-11-25T09:12:00Z", HASH),
            part.approval("service_owner", "Joost de Wit", "approved", "2026-11-26T14:05:00Z", HASH, step=1),
            part.approval("problem_manager", "Henrik Aas", "approved", "2026-11-27T15:31:00Z", HASH, method="link", step=2, stood_in_for="Maya Lindqvist"),
        ],
        "versions": [
            {"version": 1, "at": "2026-11-27T15:31:00Z", "by": "Anna Kowalski", "what": "First approved version"},
        ],
        "quality": {"findings": [
            part.finding("Q02", "block", "FAC-0039", "The path ends here and no control is named."),
            part.finding("Q05", "warn", "FAC-0036", "It is not sure that this follows."),
            part.finding("Q05", "warn", "FAC-0037", "It is not sure that this follows."),
            part.finding("Q07", "warn", "FAC-0040", "This says what did not happen.",
                         {"reason": "It is what was decided", "by": "Anna Kowalski", "at": "2026-11-24T11:00:00Z"}),
        ]},
    }


def empty() -> Document:
    """A draft two minutes old: a title, a severity, and nothing else."""
    frame = part.frame("PIR-2026-0015", "Search slow")
    return {
        **frame,
        "review": part.review("PIR-2026-0015", "Search slow", state="draft", severity=3, services=[]),
        "people": [part.person("Anna Kowalski", "facilitator", attended=None)],
        "incidents": [part.incident("INC0012400", "Search slow", times={}, severity=3)],
        "clocks": [],
        "narrative": dict.fromkeys(("summary", "trigger", "detection", "response", "recovery"), ""),
        "impact": [],
        "timeline": {"entries": [], "gaps": [], "phases": []},
        "result": {"kind": None, "words": "", "continues_in": ""},
        "chain": ["approver"],
        "corrections": [],
        "regulator": {"reportable": None, "authority": "", "reference": "", "due_at": None},
        "template": {"name": "Short review", "version": 1, "parts": part.FULL},
        "findings": {"well": [], "badly": [], "lucky": []},
        "analysis": {"questions": cause.questions()},
        "actions": [],
        "evidence": [],
        "approvals": [],
        "versions": [],
    }


def huge(entries: int = 500, factors: int = 60, actions: int = 80) -> Document:
    """A review of a long outage: a timeline over three days, a wide graph, many actions."""
    made = rich()
    made["timeline"] = part.long_timeline(entries)
    made["analysis"] = {"questions": cause.questions(why=cause.wide_causes(factors))}
    made["actions"] = part.many_actions(actions)
    made["evidence"] = [
        part.evidence(number, f"Log extract {number} of the order service", DAY) for number in range(1, 41)
    ]
    return made


def nasty() -> Document:
    """What people paste, and worse: control characters, lone surrogates, markup, endless words, right-to-left."""
    made = rich()
    bad = "a\x00b\x0bc\x1b[31m red \ud800 \ufffe <w:br/> & a < b \u202e gnp.exe ]]> \U0001f525 עברית العربية 結果 {{ 7*7 }}"
    word = "x" * 300
    long = ("The log volume of the primary database filled because tracing wrote every request twice and nobody had "
            "been told that the retention of that volume was fourteen days instead of the usual three days!!!")
    made["review"] = {**made["review"], "title": long + bad, "state": "in_review", "services": [bad, word]}
    made["organisation"] = {"name": bad}
    made["narrative"] = dict.fromkeys(made["narrative"], f"{bad}\r\n{word}\n\n{long}\ttab")
    for entry in made["timeline"]["entries"][::3]:
        entry.update(text=f"{bad} {word}", actor=word)
    for question in made["analysis"]["questions"]:
        for number, factor in enumerate(question["causes"]["factors"]):
            factor["statement"] = (bad, word, long)[number % 3]
            factor["evidence"] = [bad, word][: number % 3]
    for action in made["actions"]:
        action.update(title=f"{long} {bad}", measure=word, owner=bad)
    made["result"] = {"kind": "probable", "words": long + bad, "continues_in": word}
    made["impact"] = [part.impact(bad, word, word, bad), part.impact("", "", "", "")]
    made["findings"] = {"well": [bad], "badly": [word], "lucky": ["   "]}
    made["evidence"] = [{**item, "description": bad, "url": f"https://example.org/{word}"} for item in made["evidence"]]
    made["people"] = [{**person, "name": f"{bad} {index}"} for index, person in enumerate(made["people"])]
    return made


ALL = {"rich": rich, "empty": empty, "huge": huge, "nasty": nasty}
