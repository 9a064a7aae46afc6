"""The invented outage, as rows."""

from __future__ import annotations

# time, phase, milestone, actor, evidence, text
ENTRIES: list[tuple[str, str, str | None, str, list[int], str]] = [
    ("13:40", "latent", None, "Job scheduler", [6], "Index rebuild starts on the standby database; it falls behind"),
    ("13:58", "latent", None, "Release pipeline", [2], "Deploy of the order service with request tracing switched on"),
    ("14:03", "undetected", "occurred", "Order service", [1, 4],
     "Log volume of the primary database full; writes stop, checkout answers 503"),
    ("14:05", "undetected", None, "Cluster manager", [5], "Promotion of the standby is refused: 94 s behind, limit 30 s"),
    ("14:12", "diagnosis", "detected", "Contact centre lead", [3], "Call volume alarm sounds at the contact centre"),
    ("14:15", "diagnosis", "acknowledged", "Anna Kowalski", [7], "Duty manager opens a major incident"),
    ("14:16", "diagnosis", None, "Incident manager", [7], "Conference call opened, timeline kept from here"),
    ("14:18", "diagnosis", None, "On-call database engineer", [4], "Write errors seen; the disk array is suspected"),
    ("14:21", "diagnosis", None, "On-call database engineer", [7], "Call to the storage supplier, priority line"),
    ("14:33", "diagnosis", None, "Storage supplier", [8], "Supplier finds no fault in the storage; the deploy is suspected"),
    ("14:35", "diagnosis", None, "Release engineer", [2], "Deploy of 13:58 confirmed; tracing writes each request twice"),
    ("14:36", "mitigation", None, "Incident manager", [7], "Decision to switch tracing off without a new release"),
    ("14:38", "mitigation", None, "Release engineer", [], "Switch needs the signature of a second person"),
    ("14:41", "mitigation", None, "Head of order services", [7], "Second person signs"),
    ("14:44", "mitigation", None, "Release engineer", [2], "Tracing off on two of four nodes"),
    ("14:46", "mitigation", None, "Release engineer", [2], "Tracing off on all nodes"),
    ("14:47", "recovery", "mitigated", "Order service", [1], "Log volume no longer grows; first orders taken"),
    ("14:52", "recovery", None, "On-call database engineer", [4], "Old logs moved away; volume at 60 percent"),
    ("14:55", "recovery", None, "On-call database engineer", [6], "Index rebuild stopped; the standby begins to catch up"),
    ("15:02", "recovery", None, "Order services", [1], "Queue of refused orders worked off in batches"),
    ("15:14", "recovery", None, "On-call database engineer", [5], "Standby 8 s behind; it could be promoted again"),
    ("15:21", "recovery", "restored", "Order service", [1], "Error rate back under 0.1 percent for five minutes"),
    ("15:25", "after", None, "Incident manager", [7], "Contact centre told that checkout works"),
    ("15:40", "after", None, "Incident manager", [], "Incident resolved in the tool"),
    ("15:46", "after", None, "Contact centre lead", [3], "Call volume back to normal"),
    ("17:40", "after", None, "Incident manager", [], "Incident closed"),
]

_OWN = {"stop_reason": "control_we_own"}

# statement of the focus, gate, factors, links
WHY = (
    "Checkout answered 503 to every customer, 14:03 to 15:21",
    "all",
    [
        ("FAC-0031", "The log volume of the primary database was full",
         {"gate": "all", "evidence": ["14:03 Log volume full", "E 4"], "role": "trigger"}),
        ("FAC-0032", "Tracing wrote every request twice", {"evidence": ["14:35 Deploy confirmed"]}),
        ("FAC-0033", "The release checklist had no question about log volume",
         {**_OWN, "control": "Release checklist", "control_state": "did_not_exist", "evidence": ["E 2"]}),
        ("FAC-0034", "Logs were kept for 14 days on a volume made for three",
         {**_OWN, "control": "Retention rule", "control_state": "failed", "role": "latent", "evidence": ["E 4"]}),
        ("FAC-0035", "The standby was not promoted: it was 94 s behind, the limit is 30 s",
         {"gate": "not_decided", "evidence": ["14:05 Promotion refused", "E 5"]}),
        ("FAC-0036", "An index rebuild ran on the standby from 13:40", {"evidence": ["E 6"]}),
        ("FAC-0037", "The scheduler had no rule that keeps heavy jobs out of shopping hours",
         {**_OWN, "control": "Job scheduler rule", "control_state": "did_not_exist", "evidence": ["E 6"], "role": "latent"}),
        ("FAC-0038", "The network between the two sites was slow",
         {"confidence": "refuted", "evidence": ["E 5"], "state": "did_not"}),
        ("FAC-0039", "Checkout had no way to take orders without the database", {"confidence": "likely", "evidence": ["E 1"]}),
        ("FAC-0040", "The decision to build one was put off in 2024",
         {"confidence": "suspected", "evidence": [], "stop_reason": "need_data", "stop_owner": "Head of order services"}),
    ],
    [
        ("FAC-0031", "focus"), ("FAC-0035", "focus"), ("FAC-0039", "focus"),
        ("FAC-0032", "FAC-0031"), ("FAC-0034", "FAC-0031"), ("FAC-0033", "FAC-0032"),
        ("FAC-0036", "FAC-0035"), ("FAC-0038", "FAC-0035"), ("FAC-0037", "FAC-0036"),
        ("FAC-0040", "FAC-0039"),
    ],
)
SEEN = (
    "Nobody saw failed writes for nine minutes",
    "not_decided",
    [
        ("FAC-0041", "The alert on failed writes paged a rota that was closed in August", {"evidence": ["E 7"]}),
        ("FAC-0042", "Closing a rota asks nobody which alerts point to it",
         {**_OWN, "control": "Rota closing form", "control_state": "did_not_exist", "evidence": ["E 7"]}),
    ],
    [("FAC-0041", "focus"), ("FAC-0042", "FAC-0041")],
)
LAST = (
    "It took 44 minutes to stop the writing of logs",
    "not_decided",
    [
        ("FAC-0043", "The same error had meant a failing disk in March", {"role": "prolonged", "evidence": ["14:18 Write errors"]}),
        ("FAC-0044", "Deploys are not shown in the incident channel",
         {**_OWN, "evidence": ["E 2"], "control": "Release channel", "control_state": "bypassed"}),
        ("FAC-0045", "Switching tracing off needs two signatures", {"confidence": "likely", "evidence": []}),
    ],
    [("FAC-0043", "focus"), ("FAC-0044", "focus"), ("FAC-0045", "focus")],
)

# reference, title, (factor, effect), changes
ACTIONS: list[tuple[str, str, list[tuple[str, str]], dict[str, object]]] = [
    ("ACT-0107", "Refuse heavy jobs on the standby in shopping hours", [("FAC-0037", "eliminates")],
     {"strength": "eliminate", "state": "effective", "shown_as": "checked", "due": "2026-11-24",
      "measure": "a refused test job, 25 Nov", "verified_by": "Henrik Aas", "verified_at": "2026-11-25T09:00:00Z"}),
    ("ACT-0108", "Ask for log volume in the release checklist", [("FAC-0033", "reduces")],
     {"strength": "administrative", "state": "done", "shown_as": "done", "due": "2026-11-26", "owner": "Sara Lindqvist"}),
    ("ACT-0109", "Give logs a volume of their own with a limit", [("FAC-0034", "eliminates"), ("FAC-0031", "reduces")],
     {"strength": "engineer", "measure": "fill it in a test; checkout stays up", "owner": "Tomas Brandt"}),
    ("ACT-0110", "Take orders into a queue while the database refuses writes", [("FAC-0039", "reduces")],
     {"due": "2027-01-29", "original_due": "2026-12-18", "moves": 2, "state": "blocked", "owner": "Joost de Wit",
      "reason": "waits for the budget of 2027", "measure": "test on 22 Jan, no order lost"}),
    ("ACT-0111", "Point the write-error alert to the current rota", [("FAC-0041", "detects")],
     {"strength": "detect", "due": "2026-11-24", "measure": "a page within 2 minutes"}),
    ("ACT-0112", "Show deploys in the incident channel", [("FAC-0044", "detects")],
     {"strength": "detect", "state": "accepted", "shown_as": "to_do", "owner": "Tomas Brandt", "external_ref": "CHG-4471"}),
    ("ACT-0113", "Review who may switch tracing off", [], {"state": "proposed", "shown_as": "to_do", "owner": None,
                                                         "due": None, "original_due": None, "strength": None}),
    ("ACT-0114", "Buy a faster line between the sites", [],
     {"state": "refused", "shown_as": "dropped", "reason": "the cause was refuted", "strength": "engineer"}),
]

EVIDENCE = [
    ("Order log, 13:00 to 17:00", "Order service"),
    ("Deploy record of 13:58 with its diff", "Release pipeline"),
    ("Call volume of the contact centre", "Telephony"),
    ("Database write errors, primary", "Monitoring"),
    ("Cluster manager decision log", "Cluster manager"),
    ("Job scheduler history of the standby", "Job scheduler"),
    ("Incident channel, export", "Anna Kowalski"),
    ("Supplier case note", "Storage supplier"),
    ("Finance estimate of lost revenue", "Finance"),
]
