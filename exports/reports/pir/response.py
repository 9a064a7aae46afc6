"""5 Detection and response: how it went, what worked, what was hard, where we were lucky, and who was told when."""

from __future__ import annotations

from exports.model import Block, Paragraph, Part, Role, Text, paragraph
from exports.reports.pir import communications, response_check, words
from exports.reports.pir.facts import Facts
from exports.reports.pir.summary import paragraphs

NARRATIVE = {"trigger": "Trigger", "detection": "Detection", "response": "Response", "recovery": "Recovery"}
FINDINGS = {"well": "Went well", "badly": "Went badly", "lucky": "Lucky"}


def part(facts: Facts) -> Part:
    """Return the narrative with a lead word each, the findings, then the updates to stakeholders."""
    blocks: list[Block] = []
    for member, lead in NARRATIVE.items():
        blocks += _told(lead, paragraphs(facts.document["narrative"][member]))
    for member, lead in FINDINGS.items():
        blocks += [_led(lead, text.strip(), Role.BULLET) for text in facts.document["findings"][member] if text.strip()]
    blocks += [*response_check.blocks(facts), *communications.blocks(facts)]
    return Part("response", "Detection and response", tuple(blocks) or (paragraph(words.NONE_RECORDED),))


def _told(lead: str, told: list[str]) -> list[Block]:
    if not told:
        return []
    return [_led(lead, told[0], Role.BODY), *(paragraph(text) for text in told[1:])]


def _led(lead: str, text: str, role: Role) -> Paragraph:
    return Paragraph((Text(f"{lead}.", bold=True), Text(f" {text}")), role)
