"""Say in figures how far an answer is from its question: what is asked, what is told, what is unexplained.

No figure knows a document. What a question's phrases are linked to and what the cited rows explain of
them comes from the readers; the rest compares the pairs of characters that both sides print.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.text import bare
from qa.query import Answer, Operation, Query, Route
from qa.regexes import regex
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.narration.reading import Reading
    from qa.planning.types import Plan

KNOWN, UNKNOWN = 0.85, 0.5  # likeness by which a phrase is printed somewhere, below which nowhere
EXPLAINED = 0.5  # how much of a phrase a cited row must explain
SAID = 0.2  # share of a name's pairs below which a question does not say it
OF_SETS = {Operation.TOP, Operation.BOTTOM, Operation.RANK, Operation.COUNT, Operation.FILTER}
STEPS = 12  # steps of a plan that are counted
NONE = -1.0  # where there is nothing to be measured
_RUN = regex(r"[㐀-鿿a-z0-9]+")
_LEADING = regex(r"^[\d\s]+")
_DIGITS = regex(r"\d+")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Hold one phrase of a question: how like anything printed, how rare, and what is told of it.

    `explained` is how much the cited rows explain, `cited` and `row` how well it names one of them
    and the row that it names best.
    """

    text: str
    best: float
    weight: float
    explained: float
    cited: float
    row: float


@dataclass(frozen=True, slots=True)
class Cited:
    """Hold one cited row with what stands around it; `share` is what it explains of the question."""

    label: str
    around: str
    kind: str
    level: int
    table_kind: str
    institution: str
    share: float


@dataclass(frozen=True, slots=True)
class Told:
    """Hold a question with its answer and what the readers know of both."""

    query: Query
    earlier: str
    answer: Answer
    phrases: tuple[Phrase, ...]
    rows: tuple[Cited, ...]
    plan: Plan
    reading: Reading | None = None


@cache
def _words(name: str) -> re.Pattern[str]:
    return regex(data("doubt.yaml")[name], re.IGNORECASE)


@cache
def _computed() -> dict[str, re.Pattern[str]]:
    kinds = data("doubt.yaml")["computed"]
    return {kind: regex(words, re.IGNORECASE) for kind, words in kinds.items()}


@cache
def pairs(text: str) -> frozenset[str]:
    """Return the neighbouring characters of a text; marks and spaces part them."""
    runs = _RUN.findall(text.lower())
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1))


def figures(told: Told) -> dict[str, float]:
    """Return all figures of an answer by name."""
    return {
        **_of_question(told),
        **_of_answer(told),
        **_of_plan(told),
        **_of_phrases(told),
        **_of_names(told),
        **_of_clauses(told),
    }


def left_aside(told: Told) -> tuple[str, ...]:
    """Return the phrases of a question that neither the cited rows nor their evidence explain."""
    evidence = bare(" ".join(_evidence(told)))
    shares = zip(told.phrases, _explained(told, evidence), strict=True)
    return tuple(dict.fromkeys(p.text for p, share in shares if share < EXPLAINED))


def _explained(told: Told, evidence: str) -> list[float]:
    """Return how much of each phrase is explained: by rows, or where none is cited by the text."""
    if told.rows:
        return [phrase.explained for phrase in told.phrases]
    return [float(bare(phrase.text) in evidence) for phrase in told.phrases]


def _of_question(told: Told) -> dict[str, float]:
    text, query, answer = told.query.text, told.query, told.answer
    kinds = [kind for kind, words in _computed().items() if words.search(text)]
    asked = {asked.operation for asked in query.operations}
    return {
        "length": len(text),
        "later": bool(told.earlier),
        "figures": len(query.figures),
        "how_much": bool(_words("how_much").search(text)),
        "says_yes_no": bool(_words("yes_no").search(text)),
        "says_why": bool(_words("why").search(text)),
        "computed": len(kinds),
        "uncomputed": bool(kinds) and not answer.calculation,
        "mean_unworked": "mean" in kinds and "÷" not in (answer.calculation or ""),
        "gap_unworked": "gap" in kinds and "−" not in (answer.calculation or ""),
        "no_percent": bool(_words("percent").search(text))
        and all(value.unit != "%" for value in answer.values),
        "one_unit": bool(_words("one_unit").search(f"{text} {told.earlier}")),
        "asks_why": Operation.WHY in asked,
        "asks_yes_no": Operation.YES_NO in asked,
        "asks_plain": Operation.LOOKUP in asked,
        "asks_list": Operation.LIST in asked,
        "asks_sum": Operation.SUM in asked,
    }


def _of_answer(told: Told) -> dict[str, float]:
    answer, rows = told.answer, told.rows
    cited, values = answer.citations, answer.values
    return {
        "narrative": answer.route is Route.TEXT,
        "both": answer.route is Route.BOTH,
        "worked": bool(answer.calculation),
        "values": len(values),
        "units": len({value.unit for value in values}),
        "cited_a_value": len(cited) / max(1, len(values)),
        "table_kinds": len({row.table_kind for row in rows}),
        "items": sum(row.kind == "item" for row in rows),
        "indicators": sum(row.kind == "indicator" for row in rows),
        "totals": sum(bool(_words("total").search(c.row or "")) for c in cited)
        / max(1, len(cited)),
        "level": max((row.level for row in rows), default=NONE),
        "bodies": _names_body(told),
    }


def _of_plan(told: Told) -> dict[str, float]:
    plan, reading = told.plan, told.reading
    done = {step.asked.operation for step in plan.steps}
    asked = {asked.operation for asked in told.query.operations}
    operands = [target for step in plan.steps for target in step.operands]
    return {
        "planned": plan.score,
        "whole": plan.whole,
        "steps": min(len(plan.steps), STEPS),
        "steps_asked": len(asked & done) / len(asked),
        "steps_plain": done == {Operation.LOOKUP},
        "steps_of_sets": bool(done & OF_SETS),
        "grouped": any(step.group for step in plan.steps),
        "measured": any(step.measured for step in plan.steps),
        "operands": len(operands),
        "elsewhere": sum(len(target.others) for target in operands),
        "read": reading.score if reading else NONE,
        "typed": bool(reading and reading.typed),
        "read_coverage": reading.coverage if reading else NONE,
    }


def _names_body(told: Told) -> bool:
    """Tell whether a cited row is the line of a body."""
    names = {bare(c.department) for c in told.answer.citations}
    names |= {bare(row.institution) for row in told.rows if row.institution}
    labels = [_LEADING.sub("", c.row or "") for c in told.answer.citations]
    return any(x and (bare(x) in names or _words("body").search(x)) for x in labels)


def _of_phrases(told: Told) -> dict[str, float]:
    phrases, rows = told.phrases, told.rows
    evidence = bare(" ".join(_evidence(told)))
    own = pairs(" ".join(_own(told)))
    if not phrases:
        names = (
            "covered",
            "left_characters",
            "printed",
            "own",
            "own_least",
            "own_rarest",
            "better",
        )
        return dict.fromkeys((*names, "unknown", "left_known", "share", "share_least"), NONE)
    weights = [max(p.weight, 1.0) for p in phrases]
    seen = _explained(told, evidence)
    mine = [_part(pairs(p.text), own) for p in phrases]
    known = [p.best >= KNOWN for p in phrases]
    return {
        "covered": _mean(seen, weights),
        "left_characters": sum(
            len(bare(p.text)) for p, s in zip(phrases, seen, strict=True) if s < EXPLAINED
        ),
        "printed": sum(bare(p.text) in evidence for p in phrases) / len(phrases),
        "own": _mean(mine, weights),
        "own_least": min(mine),
        "own_rarest": max(
            (p.weight for p, m, k in zip(phrases, mine, known, strict=True) if k and not m),
            default=0.0,
        ),
        "better": max(p.row - p.cited for p in phrases) if rows else NONE,
        "unknown": sum(p.best < UNKNOWN for p in phrases),
        "left_known": sum(k and s < EXPLAINED for k, s in zip(known, seen, strict=True)),
        "share": max((row.share for row in rows), default=NONE),
        "share_least": min((row.share for row in rows), default=NONE),
    }


def _of_names(told: Told) -> dict[str, float]:
    """Return what of a question its evidence has, and what of the told names the question says."""
    asked = pairs(_DIGITS.sub("", told.query.text))
    said = pairs(f"{told.query.text} {told.earlier}")
    evidence = pairs(" ".join(_evidence(told)))
    own = pairs(" ".join(_own(told)))
    columns = [_words("usual_column").sub("", c.column or "") for c in told.answer.citations]
    heads = [_part(pairs(x), said) for x in columns if pairs(x)]
    rows = [_LEADING.sub("", c.row or "") for c in told.answer.citations]
    labels = [_part(pairs(x), said) for x in rows if pairs(x)]
    return {
        "evidence": _part(asked, evidence),
        "evidence_left": len(asked - evidence),
        "names": _part(asked, own),
        "names_left": len(asked - own),
        "columns": max(heads, default=NONE),
        "labels": max(labels, default=NONE),
        "labels_least": min(labels, default=NONE),
        "unsaid": sum(x < SAID for x in labels) / max(1, len(labels)),
    }


def _of_clauses(told: Told) -> dict[str, float]:
    """Return how much of each clause that asks is told."""
    evidence = pairs(" ".join((*_evidence(told), told.answer.answer)))
    clauses = [c for c in _words("breaks").split(told.query.text) if c.strip()]
    asking = [c for c in clauses if _words("asks").search(c)]
    shares = [_part(pairs(_words("asking").sub("", c)), evidence) for c in asking or clauses]
    values = len(told.answer.values)
    return {
        "asks": len(asking),
        "clause_least": min(shares, default=NONE),
        "clause_first": shares[0] if shares else NONE,
        "clause_last": shares[-1] if shares else NONE,
        "values_over_asks": values - len(asking),
        "one_for_several": len(asking) > 1 and values < 2,
    }


def _evidence(told: Told) -> Iterable[str]:
    """Give all that the evidence of an answer prints."""
    for c in told.answer.citations:
        printed = (c.row, c.column, c.table, c.section, c.quote, c.department, c.annex, c.doc)
        yield from filter(None, printed)
    for value in told.answer.values:
        yield from (value.label, value.column)
    for row in told.rows:
        yield from (row.label, row.around)


def _own(told: Told) -> Iterable[str]:
    """Give the names of what is told: rows, columns and the nearest headings."""
    for value in told.answer.values:
        yield from (value.label, value.column)
    for c in told.answer.citations:
        yield from filter(None, (c.row, c.column, (c.section or "")[-30:]))


def _part(wanted: frozenset[str], held: frozenset[str]) -> float:
    return len(wanted & held) / len(wanted) if wanted else 1.0


def _mean(shares: Sequence[float], weights: Sequence[float]) -> float:
    return sum(s * w for s, w in zip(shares, weights, strict=True)) / sum(weights)
