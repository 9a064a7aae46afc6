"""6 Causes: the factors as a table, the ladder of whys, and the answers to the other two questions."""

from __future__ import annotations

from collections.abc import Sequence

from exports.model import (
    Block,
    Cell,
    Figure,
    Heading,
    Inline,
    Outline,
    Paragraph,
    Part,
    Ref,
    Role,
    Row,
    Table,
    Text,
    cell,
    paragraph,
    table,
)
from exports.model import words as line
from exports.reports.pir import combinations, pictures, words
from exports.reports.pir.facts import Facts
from exports.reports.pir.steps import steps
from rca.causal_graph import CausalGraph, Factor
from rca.five_whys import outline, walk
from rca.vocabulary import FactorRole, Gate, State, plain

OTHER_QUESTIONS = ("seen", "last")


def part(facts: Facts) -> Part:
    """Return the causes; headings appear once more than one question has an answer."""
    graphs = facts.graphs
    if not graphs:
        return Part("causes", "Causes", (paragraph(words.NONE_RECORDED),))
    blocks: list[Block] = []
    if "why" in graphs:
        has_others = len(graphs) > 1
        blocks += [Heading(facts.question_name("why"), "question-why")] if has_others else []
        blocks += _why(facts, graphs["why"])
    for question in OTHER_QUESTIONS:
        if question in graphs:
            blocks += _other(facts, question, graphs[question])
    return Part("causes", "Causes", tuple(blocks))


def _why(facts: Facts, graph: CausalGraph) -> list[Block]:
    figures = pictures.ladders(facts)
    return [_intro(graph, figures), *figures, _factors(graph), *_undecided(graph), *pictures.bones(facts), *combinations.blocks(facts)]


def _intro(graph: CausalGraph, figures: Sequence[Figure]) -> Paragraph:
    content: list[str | Inline] = [Ref("factors"), f" lists the causes recorded for “{_focus(graph)}”. "]
    roots = [factor.id for factor in graph.root_causes()]
    if roots:
        content.append(f"Root {'cause' if len(roots) == 1 else 'causes'}, each an end of a path with evidence, at a control "
                       f"that we own: {words.listed(roots)}. ")
    else:
        content.append("No root cause is established yet. ")
    if figures:
        content += [Ref(figures[0].key)]
        if len(figures) > 1:
            content += [" and " if len(figures) == 2 else " to ", Ref(figures[-1].key), " read"]  # noqa: PLR2004 - a pair
        else:
            content += [" reads"]
        content += [" from the top: each box is true because of the box below it. A dashed box has no evidence yet."]
    return paragraph(*content)


def _focus(graph: CausalGraph) -> str:
    return words.plain(graph.focus.statement, "the incident").rstrip(".")


def _undecided(graph: CausalGraph) -> list[Block]:
    effects = [graph.focus.id, *(factor.id for factor in graph.factors if not factor.is_refuted)]
    gates = {graph.focus.id: graph.focus.gate, **{factor.id: factor.gate for factor in graph.factors}}
    open_steps = [
        effect for effect in effects if len(graph.causes_of(effect)) > 1 and gates[effect] is Gate.NOT_DECIDED
    ]
    if not open_steps:
        return []
    where = words.listed(["what happened" if effect == graph.focus.id else effect for effect in open_steps])
    told = f"Not decided yet whether all of the causes had to be true: {where}. No answer in this report depends on it."
    return [_note(told)]


def _note(text: str) -> Paragraph:
    return paragraph(text, role=Role.NOTE)


def _factors(graph: CausalGraph) -> Table:
    roots = {factor.id for factor in graph.root_causes()}
    return table(
        "factors",
        "Causes, how sure they are, and where their paths end",
        "Reference, statement, confidence, evidence, what it led to and which control should have stopped it",
        (("Reference", 21), ("What was true", 56), ("How sure", 22), ("Evidence", 29), ("Led to, and control", 42)),
        [_row(graph, factor, is_root=factor.id in roots) for factor in graph.factors],
        head_column=True,
    )


def _row(graph: CausalGraph, factor: Factor, *, is_root: bool) -> Row:
    return Row(
        (
            cell(factor.id, anchor=factor.id),
            cell(words.plain(factor.statement), *_part_played(factor)),
            cell(plain(factor.confidence).capitalize()),
            _evidence(factor),
            Cell((*([line("Root cause", bold=True)] if is_root else []), *map(line, _ends(graph, factor, is_root=is_root)))),
        )
    )


def _part_played(factor: Factor) -> list[str]:
    told = [plain(factor.role).capitalize()] if factor.role and factor.role is not FactorRole.CONTRIBUTING else []
    return told + ([plain(factor.state).capitalize()] if factor.state is not State.OCCURRED else [])


def _evidence(factor: Factor) -> Cell:
    if factor.evidence:
        return cell(*(words.plain(item) for item in factor.evidence))
    return Cell((line("Unsupported", italic=True),))


def _ends(graph: CausalGraph, factor: Factor, *, is_root: bool) -> list[str]:
    """Return where a factor leads and ends; a root cause ends at a control that we own, by what the word means."""
    effects = ["the incident" if effect == graph.focus.id else effect for effect in graph.effects_of(factor.id)]
    told = [f"Led to {words.listed(effects)}" if effects else "Not linked to an effect yet"]
    if factor.control and factor.control.strip():
        state = f" ({plain(factor.control_state)})" if factor.control_state else ""
        told.append(f"Control: {factor.control.strip()}{state}")
    told += [f"{words}: {value}" for words, value in (("Known cause", factor.cause), ("Reporting code", factor.classification)) if value]
    if factor.stop_reason and not is_root:
        owner = f" ({factor.stop_owner})" if factor.stop_owner else ""
        told.append(f"Path ends: {plain(factor.stop_reason)}{owner}")
    return told


def _other(facts: Facts, question: str, graph: CausalGraph) -> list[Block]:
    return [
        Heading(facts.question_name(question), f"question-{question}"),
        paragraph(Text(words.sentence(_focus(graph))), keep=True),
        Outline(steps(outline(walk(graph)))),
        *_unlinked(graph),
    ]


def _unlinked(graph: CausalGraph) -> list[Block]:
    apart = [f"{factor.statement.strip().rstrip('.')} ({factor.id})" for factor in graph.unlinked()]
    return [_note(f"Recorded, and not linked to an effect yet: {'; '.join(apart)}.")] if apart else []
