"""Answer questions about agreement from the audit's findings, and add them as caveats."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from audit.findings import Finding, Side, State
from audit.service import Findings
from ingest.money import plain_decimal
from ingest.records import Severity
from qa.catalogue import Catalogue
from qa.checking.compare import over_tables, sums_asked, weights_asked
from qa.checking.told import asks_told
from qa.checking.words import consistency_words, suspects
from qa.errors import VerificationError
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.query import Answer, Citation, Operation, Query, Route, Value
from qa.verify import verify

ENOUGH = 0.5  # least score of a finding that a question is about
COVERED = 0.25  # least share of a question's content, before figures and annexes count
NEAR = 0.85  # share of the best score that a second finding must reach
SHOWN = 3
LISTED = 6
CAVEATS = 2
_MOVED = re.compile(r"[\d.]+ − [\d.]+ = (-?[\d.]+)")
_APART = re.compile(r"([\d.,]+)(?: ([亿万]?元))? ≠ ([\d.,]+)(?(2) \2)(?![\d.,]| ?[亿万元])")


class Consistency:
    """Match questions with the findings over one catalogue."""

    def __init__(
        self, catalogue: Catalogue, findings: Findings, lookup: Lookup | None = None
    ) -> None:
        self._catalogue = catalogue
        self._findings = findings
        self._lookup = lookup
        self._open = [f for f in findings.open if all(_held(catalogue, s) for s in f.sides)]
        self._texts = [_text(finding) + self._subjects(finding) for finding in self._open]
        counts = Counter(gram for text in self._texts for gram in _grams(text))
        self._rarity = {
            gram: math.log(1 + len(self._open) / count) for gram, count in counts.items()
        }

    def _subjects(self, finding: Finding) -> str:
        """Return the projects of the forms that a finding is about."""
        rows = {side.place.row_id for side in finding.sides} & self._catalogue.rows.keys()
        return bare("".join({self._catalogue.table_of(row).subject for row in rows if row}))

    def doubts(self, query: Query) -> bool:
        """Tell whether a question doubts that two places agree."""
        return _doubted(query) or asks_told(query) or len(_numbers(query)) > 1

    def answer(self, query: Query, *, loose: bool = False) -> Answer | None:
        """Return what the audit found about what a question doubts, or None where nothing.

        Unless `loose`, a finding must have each of two figures that are quoted.
        """
        doubted = _doubted(query) or asks_told(query)
        if doubted and self._lookup is not None and weights_asked(query):
            held = over_tables(query, self._catalogue, self._lookup)
            if held is not None:
                return held
        told = asks_told(query)
        if doubted and sums_asked(query) and not told and self._lookup is not None:
            added = over_tables(query, self._catalogue, self._lookup)
            if added is not None:
                return added
        found = self._found(query, doubted, loose=loose)
        if found is None and doubted and not told and self._lookup is not None:
            return over_tables(query, self._catalogue, self._lookup)
        return found

    def _found(self, query: Query, doubted: bool, *, loose: bool) -> Answer | None:
        if not self._open:
            return None
        scores = [
            (self._score(query, i), i)
            for i in range(len(self._open))
            if _may_be_meant(query, self._open[i]) and self._within(query, self._open[i])
        ]
        quoted = len(query.figures) > 1 or len(_amounts(query)) > 1
        if not doubted or (quoted and not loose):
            scores = [entry for entry in scores if self._both_figures(query, entry[1])]
        best = max((score for score, _ in scores), default=0.0)
        if best >= ENOUGH:
            ranked = sorted(scores, key=lambda entry: -entry[0])
            first = self._names(query, ranked[0][1])
            near = [i for score, i in ranked if score >= max(ENOUGH, best * NEAR)]
            kept = [self._open[i] for i in near if self._names(query, i) >= first]
            return self._told(query, kept[:SHOWN], len(kept[:SHOWN]))
        whole = any(word in query.text.lower() for word in consistency_words()["whole"])
        told = query.annexes or asks_told(query) or any(m.hints for m in query.mentions)
        if doubted and whole and not told:
            held = [f for f in self._open if self._within(query, f)]
            grave = [f for f in held if f.severity is not Severity.INFO] or held
            if query.figures:  # only what is found about the figures that are quoted
                grave = [f for f in grave if _values(f) & set(query.figures)]
            total = len(grave) if query.figures else len(held)
            return self._told(query, grave[:LISTED], total) if grave else None
        return None

    def _within(self, query: Query, finding: Finding) -> bool:
        """Tell whether a finding is of the documents that a question names, of any if none."""
        documents = query.scope.documents
        own = {self._document(side.place.doc)[2] for side in finding.sides}
        return not documents or bool(own & set(documents))

    def _names(self, query: Query, index: int) -> set[str]:
        """Return the things a question speaks of that a finding names as they are said."""
        return {m.text for m in query.mentions if bare(m.text) in self._texts[index]}

    def _both_figures(self, query: Query, index: int) -> bool:
        """Tell whether a question quotes both figures of a finding (12还是4)."""
        return len(_values(self._open[index]) & _numbers(query)) >= 2

    def caveats(self, answer: Answer) -> Answer:
        """Return an answer with a note for each grave finding about a figure that it cites."""
        if answer.route is Route.REFUSE:
            return answer
        found = [
            finding
            for citation in answer.citations
            for finding in self._about(citation)
            if finding.severity is not Severity.INFO and not _told_already(answer, finding)
        ]
        english = answer.language == "en"
        notes = [f.message_en if english else f.message for f in dict.fromkeys(found)][:CAVEATS]
        fresh = [note for note in notes if note not in answer.notes and note not in answer.answer]
        return replace(answer, notes=(*answer.notes, *fresh))

    def suspected(self, query: Query, answer: Answer) -> Answer:
        """Return what is found wrong with a figure told, where a question says that it may be.

        The words of the question need not name the other side: the figure's own row does.
        """
        if not suspects(query) or answer.route is Route.REFUSE or len(answer.values) > SHOWN:
            return answer
        found = dict.fromkeys(
            finding
            for citation in answer.citations
            for finding in self._about(citation)
            if finding.severity is not Severity.INFO
            and finding.state is State.CONFLICT
            and {plain_decimal(v) for v in _values(finding)} & {v.value for v in answer.values}
        )
        if len(found) != 1 or _told_already(answer, next(iter(found))):
            return answer
        told = self._told(query, tuple(found), 1)
        try:
            verify(told)
        except VerificationError:  # a finding may say more than its places print
            return answer
        return told

    def _about(self, citation: Citation) -> list[Finding]:
        if citation.row_id is not None:
            return self._findings.about_row(citation.row_id, citation.column)
        if citation.passage_id is not None:
            return self._findings.about_passage(citation.passage_id)
        return []

    def _score(self, query: Query, index: int) -> float:
        """Return how much of a question's content a finding covers, 0 to about 2."""
        finding = self._open[index]
        said = any(w in query.original for w in consistency_words()["rules"].get(finding.rule, ()))
        score = self._covered(_content(query), index)
        if said and finding.rule in consistency_words()["of_a_row"]:
            score = max(score, *(self._covered(m.text, index) for m in query.mentions), 0.0)
        if score < COVERED:
            return 0.0
        score += 0.3 * len(_values(finding) & set(query.figures))
        annexes = {re.sub(r"\s", "", side.place.annex) for side in finding.sides}
        score += 0.3 * sum(annex in annexes for annex in query.annexes)
        score += 0.4 * said
        if finding.state is State.UNVERIFIABLE:
            score -= 0.3
        return score - (0.1 if finding.severity is Severity.INFO else 0.0)

    def _covered(self, asked: str, index: int) -> float:
        """Return what share of some words a finding has, rarer pairs of characters counting more."""
        rare = max(self._rarity.values(), default=1.0)
        weights = {gram: self._rarity.get(gram, rare * 0.5) for gram in _grams(asked)}
        whole = sum(weights.values()) or 1.0
        held = (weight for gram, weight in weights.items() if gram in self._texts[index])
        return sum(held) / whole

    def _told(self, query: Query, findings: Sequence[Finding], total: int) -> Answer:
        words = consistency_words()["wording"]["en" if query.language == "en" else "zh"]
        sides = [side for finding in findings for side in finding.sides[:8]]
        numbers = {side: i for i, side in enumerate(dict.fromkeys(sides), 1)}
        lines = [_line(finding, numbers, query.language, words) for finding in findings]
        if len(findings) > 1:
            lines.insert(0, words["several"].format(n=total))
        elif findings[0].state is State.CONFLICT and (_doubted(query) or suspects(query)):
            lines[0] = words["differ"] + lines[0]
        placed = {side.place.annex == "正文" for side in numbers}
        route = Route.BOTH if len(placed) == 2 else Route.TEXT if placed == {True} else Route.TABLE
        arithmetic = [finding.arithmetic for finding in findings if finding.arithmetic]
        values = [self._value(side) for side in numbers if side.value is not None]
        if values and len(findings) == 1 and (apart := _APART.search(findings[0].arithmetic)):
            one, other = (number.replace(",", "") for number in apart.group(1, 3))
            gap = plain_decimal(abs(Decimal(one) - Decimal(other)))
            values.append(replace(values[0], label="相差", column="差额", value=gap))
            if "相差" not in lines[0]:
                lines.append(words["gap"].format(gap=gap, unit=values[0].unit or ""))
            arithmetic.append(f"|{one} − {other}| = {gap}")
        elif values and (moved := _MOVED.search(findings[0].arithmetic)):
            change = Decimal(moved[1]).normalize()
            values.append(replace(values[-1], label="增减", column="差额", value=f"{change:f}"))
            way = words["down" if change < 0 else "up"]
            lines.append(way.format(gap=f"{abs(change):f}", unit=values[0].unit or ""))
        return Answer(
            question=query.original,
            language=query.language,
            route=route,
            answer="\n".join(lines),
            values=tuple(values),
            citations=tuple(self._citation(side) for side in numbers),
            calculation="；".join(dict.fromkeys(arithmetic)) or None,
            notes=tuple(dict.fromkeys(f.explanation for f in findings if f.explanation)),
        )

    def _value(self, side: Side) -> Value:
        assert side.value is not None  # the caller chose sides with a value
        place = side.place
        return Value(
            place.row or place.section or side.label,
            place.column or "",
            plain_decimal(side.value),
            side.unit,
            self._document(place.doc)[1],
        )

    def _document(self, name: str) -> tuple[str, int, int | None]:
        found = next((d for d in self._catalogue.documents.values() if d.name == name), None)
        return ("", 0, None) if found is None else (found.institution, found.fiscal_year, found.id)

    def _citation(self, side: Side) -> Citation:
        place = side.place
        department, year, document_id = self._document(place.doc)
        return Citation(
            doc=place.doc,
            department=department,
            year=year,
            annex=place.annex,
            table=place.table,
            row=place.row,
            column=place.column,
            section=place.section,
            page=place.page,
            bbox=place.bbox,
            quote=place.quote,
            document_id=document_id,
            row_id=place.row_id,
            passage_id=place.passage_id,
        )


def _doubted(query: Query) -> bool:
    if query.asks(Operation.CONSISTENCY):
        return True
    return any(cue.search(query.text) for cue in _doubts())


@cache
def _doubts() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(cue, re.IGNORECASE) for cue in consistency_words()["doubts"])


def _numbers(query: Query) -> set[Decimal]:
    """Return the figures of a question, bare ones too (12还是4), years and annexes left out."""
    bare = re.sub(r"20\d\d\s*年?|附件\s*[\d-]+|表\s*\d+", " ", query.text)
    return {Decimal(n) for n in re.findall(r"(?<![\d.-])\d+(?:\.\d+)?(?![\d.])", bare)} | set(
        query.figures
    )


def _amounts(query: Query) -> set[str]:
    """Return the figures with decimals that a question quotes."""
    return set(re.findall(r"(?<![\d.-])\d+\.\d+(?![\d.])", query.text))


def _values(finding: Finding) -> set[Decimal]:
    return {side.value for side in finding.sides if side.value is not None}


def _may_be_meant(query: Query, finding: Finding) -> bool:
    """Tell whether a finding stands where a question looks, and is of the kind it asks about."""
    named = {re.sub(r"\s", "", annex) for annex in query.annexes}
    annexes = {re.sub(r"\s", "", side.place.annex) for side in finding.sides}
    if named and not (named <= annexes):
        return False
    words = consistency_words()
    named_rule = any(word in query.original for word in words["rules"].get(finding.rule, ()))
    if asks_told(query) and "正文" not in annexes:
        return named_rule and finding.rule in words["of_a_row"]
    return named_rule or finding.rule not in words["only_named"]


def _told_already(answer: Answer, finding: Finding) -> bool:
    """Tell whether an answer gives every figure of a finding and a note on them."""
    given = {value.value for value in answer.values}
    values = {plain_decimal(side.value) for side in finding.sides if side.value is not None}
    return bool(answer.notes) and len(values) > 1 and values <= given


def _held(catalogue: Catalogue, side: Side) -> bool:
    """Tell whether a side stands in the catalogue, which holds one rendition of a disclosure."""
    return side.place.row_id in catalogue.rows or side.place.passage_id in catalogue.passages


def _line(
    finding: Finding, numbers: Mapping[Side, int], language: str, words: Mapping[str, str]
) -> str:
    message = finding.message_en if language == "en" else finding.message
    marks = "".join(f"[{numbers[side]}]" for side in finding.sides[:8])
    told = "；".join(_side_text(side, numbers[side]) for side in finding.sides[:8])
    arithmetic = f"（{finding.arithmetic}）" if finding.arithmetic else ""
    reason = f" {words['reason']}{finding.explanation}。" if finding.explanation else ""
    return f"{message}{arithmetic}。{told or marks}。{reason}"


def _side_text(side: Side, number: int) -> str:
    place = side.place
    where = " ".join(part for part in (place.annex, place.row or place.section) if part)
    if side.value is None:
        said = side.label if place.annex == "正文" else place.quote
        return f"{where}：{said}[{number}]"
    return f"{where}：{plain_decimal(side.value)} {side.unit or ''}[{number}]"


def _text(finding: Finding) -> str:
    parts: Iterable[str | None] = (
        finding.message,
        *(
            part
            for side in finding.sides
            for part in (
                side.label,
                side.place.row,
                side.place.section,
                side.place.table,
                side.place.quote,
            )
        ),
    )
    return re.sub(r"\s+", "", "".join(part for part in parts if part))


def _content(query: Query) -> str:
    hints = "".join(hint.term for mention in query.mentions for hint in mention.hints[:2])
    said = "".join(mention.text for mention in query.mentions) or query.text
    return re.sub(r"\s+", "", said + hints)


def _grams(text: str) -> set[str]:
    han = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", text)
    return {han[i : i + 2] for i in range(len(han) - 1)}
