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
from rca.causal_graph import CausalGraph, Factor, Focus
from rca.five_whys import outline, walk
from rca.vocabulary import FactorRole, Gate, State, because, plain

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
    return [_intro(graph, figures), _factors(facts, graph), *_undecided(graph), *figures, *pictures.bones(facts), *combinations.blocks(facts)]


def _intro(graph: CausalGraph, figures: Sequence[Figure]) -> Paragraph:
    content: list[str | Inline] = [Ref("factors"), f" lists the causes recorded for “{_focus(graph)}”. ", *(f"{text}. " for text in _causes(graph, graph.focus))]
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


def _factors(facts: Facts, graph: CausalGraph) -> Table:
    roots = {factor.id for factor in graph.root_causes()}
    return table(
        "factors",
        "Causes, how sure they are, and where their paths end",
        "Reference, statement and kind, confidence, evidence, its own causes and which control should have stopped it",
        (("Reference", 21), ("What was true", 60), ("How sure", 21), ("Evidence", 22), ("Its causes, and control", 46)),
        [_row(facts, graph, factor, is_root=factor.id in roots) for factor in graph.factors],
        head_column=True,
    )


def _row(facts: Facts, graph: CausalGraph, factor: Factor, *, is_root: bool) -> Row:
    return Row(
        (
            cell(factor.id, anchor=factor.id),
            cell(words.plain(factor.statement), *_part_played(factor)),
            cell(plain(factor.confidence).capitalize()),
            _evidence(factor),
            _ends(facts, graph, factor, is_root=is_root),
        )
    )


def _led_to(graph: CausalGraph, factor: Factor) -> list[str]:
    """Return what no other row says: another factor names what it comes from, but for what is refuted."""
    effects = graph.effects_of(factor.id)
    if not effects:
        return ["Not linked to an effect yet"]
    told = ["the incident" if effect == graph.focus.id else effect for effect in effects]
    return [f"Was said to lead to {words.listed(told)}"] if factor.is_refuted else []


def _causes(graph: CausalGraph, effect: Factor | Focus) -> list[str]:
    """Return how its causes combine, as the ladder says it between the boxes; for one without causes there is nothing to say."""
    causes = graph.causes_of(effect.id)
    if not causes:
        return []
    joined = because(effect.gate, len(causes), effect.k)
    return [f"{joined[0].upper()}{joined[1:]}: {words.listed([cause.id for cause in causes])}"]


def _part_played(factor: Factor) -> list[str]:
    told = [factor.category] if factor.category else []
    told += [plain(factor.role).capitalize()] if factor.role and factor.role is not FactorRole.CONTRIBUTING else []
    told += [plain(factor.state).capitalize()] if factor.state is not State.OCCURRED else []
    return [*(["; ".join(told)] if told else []), *_probability(factor)]


def _probability(factor: Factor) -> list[str]:
    if factor.probability is None:
        return []
    unit = f" {plain(factor.probability_unit)}" if factor.probability_unit else ""
    return [f"Probability {factor.probability:g}{unit}: {factor.probability_source}"]


def _evidence(factor: Factor) -> Cell:
    """Return what it rests on and, apart from it, what speaks against it."""
    told = [", ".join(words.plain(item) for item in factor.evidence)] if factor.evidence else []
    if factor.refuted_by:
        against = "Refuted by" if factor.is_refuted else "Against it"
        told.append(f"{against}: {', '.join(words.plain(item) for item in factor.refuted_by)}")
    if told:
        return cell(*told)
    return Cell((line("Unsupported", italic=True),))


def _ends(facts: Facts, graph: CausalGraph, factor: Factor, *, is_root: bool) -> Cell:
    """Return what a factor comes from, and where it ends; a root cause ends at a control that we own, by what the word means."""
    told = [*_led_to(graph, factor), *_causes(graph, factor)]
    if factor.control and factor.control.strip():
        state = f" ({plain(factor.control_state)})" if factor.control_state else ""
        told.append(f"Control: {factor.control.strip()}{state}")
    told += [f"{words}: {value}" for words, value in (("Known cause", factor.cause), ("Reporting code", factor.classification)) if value]
    if factor.stop_reason and not is_root:
        owner = f" ({factor.stop_owner})" if factor.stop_owner else ""
        told.append(f"Path ends: {plain(factor.stop_reason)}{owner}")
    told += _without_action(facts, factor)
    if is_root:
        return Cell((line("Root cause", bold=True), *map(line, told)))
    return cell(*(told or [words.NOTHING]))


def _without_action(facts: Facts, factor: Factor) -> list[str]:
    """Return why a root cause is left without a strong action; who signed that stands in the sign-off, with the other names."""
    signed = facts.signed_reasons.get(factor.id)
    if signed:
        return [f"No strong action, as signed: {words.plain(signed['reason'])}"]
    reason = facts.no_action_reasons.get(factor.id)
    return [f"No action: {words.plain(reason)}"] if reason else []


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
