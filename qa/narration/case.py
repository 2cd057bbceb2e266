"""Hold one question with its evidence, and what its answers share: lists, short quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.catalogue import Catalogue, Entry, Sheet, Text
from qa.narration.cover import coverage
from qa.narration.evidence import Evidence
from qa.narration.figures import Bound
from qa.narration.reading import Reading
from qa.narration.unit import Scored, Stated, Unit, item_number
from qa.narration.want import Want
from qa.query import Citation, Query
from qa.words.sentences import plain

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d|[〕\])]\s*\d+号)")


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one question with its evidence."""

    query: Query
    want: Want
    evidence: Evidence
    ranked: Sequence[Scored]
    documents: frozenset[int]

    @property
    def years(self) -> frozenset[int]:
        """Return the years that the question names."""
        written = _YEAR.findall(self.want.text)
        said = frozenset(self.query.years) | frozenset(int(year) for year in written)
        offset = self.query.year_offset
        if (
            said
            or offset is None
            or self.year is None
            or self.want.has("changed", "why", "percent")
        ):
            return said
        return frozenset({self.year + offset})

    @property
    def year(self) -> int | None:
        """Return the one fiscal year of the documents in question, or None."""
        years = {self.evidence.catalogue.documents[i].fiscal_year for i in self.documents}
        return years.pop() if len(years) == 1 else None


LISTED = frozenset({"sentence", "list_item", "paragraph"})
Resolver = Callable[[Case], Reading | None]


def opens_list(text: str) -> bool:
    return text.rstrip().endswith(("：", ":"))


def following(evidence: Evidence, unit: Unit, limit: int = 30) -> str:
    """Return the list that a unit opens, or one of the two units after it."""
    after = evidence.units[unit.index + 1 : unit.index + 1 + limit]
    same = [u for u in after if u.document_id == unit.document_id and u.kind in LISTED]
    openers = [unit, *same[:2]]
    opener = next((u for u in openers if opens_list(u.text)), None)
    if opener is None:
        return ""
    found = [u.text for u in same if unit.index < u.index <= opener.index]
    for other in (u for u in same if u.index > opener.index):
        goes_on = item_number(other.text) or other.kind == "list_item"
        if len(other.text) > 120 or (found and not goes_on):
            break
        found.append(other.text)
    return "".join(found)


_NOTHING = re.compile(r"(?<![\d.])0(?:\.0+)?(?:辆|万元|元|个|台|家|套|项|名)")
_DENIAL = (
    r"(?:未|无(?!线|人|障)|没有|并不|不(?:再|予|设|安排|存在)|非(?!税|财政|常|法|遗|公|物质|国有))"
)
_MAY_DENY = re.compile(r"[未无没并不非0]")  # of which every denial has one


def denied(want: Want, text: str) -> bool:
    """Tell whether a text says that what is asked for is not there: 未…, 无…, 0辆."""
    words = plain(text)
    if not _MAY_DENY.search(words):
        return False  # spares a pattern of each word asked for
    for concept in want.concepts:
        for form, _ in concept.forms:
            place = words.find(form)
            if place < 0:
                continue
            if re.search(f"{_DENIAL}(?:安排)?{re.escape(form)}", words):
                return True  # 不属于某经费的统计范围，无某经费
            after = re.match(r"[^,;。]{0,10}", words[place + len(form) :])
            if re.search(rf"{_DENIAL}[^,;。]{{0,14}}$", words[:place]) or (
                after
                and (_NOTHING.search(after.group()) or re.search(r"[:。]\s*无", words[place:][:20]))
            ):
                return True
    return len(words) < 40 and re.search(rf"^(?:无|{_DENIAL})|[:：]无$", words) is not None


def denies_beside(want: Want, text: str) -> bool:
    """Tell whether the very clauses that name what is asked about say that something is not there."""
    forms = [form for concept in want.concepts for form, _ in concept.forms]
    clauses = [c for c in re.split(r"[,;。]", plain(text)) if any(form in c for form in forms)]
    return bool(clauses) and all(re.search(_DENIAL, clause) for clause in clauses)


def core_missing(case: Case, printed: str, counted: bool) -> bool:
    """Tell whether evidence lacks a word that says which figure is meant.

    Such a word stands right before another that the evidence has (捐赠 before 收入), right
    before 多少 or 几, or after a measure word (几辆新能源车). Of things that are `counted` only the
    last tells: 家里车子 is no other kind of vehicle.
    """
    weights = case.evidence.weights(case.want.concepts)
    text = case.want.text.lower()
    held = [c for c in case.want.concepts if coverage([c], weights, printed, "")[0] >= 0.4]
    foreign = None if counted else re.search(r"\bhow many ([a-z]+)", text)
    if foreign and any(c.text == foreign.group(1) and c not in held for c in case.want.concepts):
        return True
    lost = [
        c
        for c in case.want.concepts
        if c not in held and not (c.light or c.own) and len(c.text) > 1
    ]
    for concept in lost:
        place = text.find(concept.text.lower())
        if place < 0:
            continue
        before, after = text[:place], text[place + len(concept.text) :]
        if re.search(r"(?:多少|几)[辆台名个人家套项次]$", before):
            return True
        if counted:
            continue
        if re.match(r"(?:是|有|为)?(?:多少|几)", after):
            return True
        if any(after.startswith(other.text.lower()) for other in held):
            return True
    return False


_LEANS = re.compile(r"[，,；;。\s]*(?:较|比|同比|与\d|增加的|减少的|主要)")  # says nothing of what


def shrink(case: Case, text: str, least: int = 40) -> str:
    """Return the shortest run of clauses that says as much of what is asked as the whole."""
    if len(text) < least:
        return text
    weights = case.evidence.weights(case.want.concepts)
    marks = r"(?<=[）)])(?=[和及与、])|[。；]" + ("" if len(text) < 150 else "|，")
    cuts = [0, *(m.end() for m in re.finditer(marks, text)), len(text)]
    goal, _ = coverage(case.want.concepts, weights, text, "")
    marked = [g.printed for g in case.want.guards if g.inside and g.printed.search(text)]
    best = (0, len(text))
    for i, start in enumerate(cuts):
        for end in cuts[i + 1 :]:
            if end - start >= best[1] - best[0]:
                break
            if (
                end - start > 14
                and not _LEANS.match(text[start:end])
                and all(mark.search(text[start:end]) for mark in marked)
                and coverage(case.want.concepts, weights, text[start:end], "")[0] >= goal - 1e-6
            ):
                best = (start, end)
                break
    return text[best[0] : best[1]].strip("和及与，；、")


def cite(catalogue: Catalogue, unit: Unit | Stated | Bound, quote: str) -> Citation:
    """Return the citation of a unit or a stated fact."""
    if isinstance(unit, Unit) and unit.sheet is not None and unit.entry is not None:
        return _cite_row(catalogue, unit.sheet, unit.entry, quote)
    passage = unit.passage
    assert passage is not None
    document = catalogue.documents[passage.document_id]
    return Citation(
        document.name,
        document.institution,
        document.fiscal_year,
        "正文",
        section=" / ".join(passage.headings or _headings_before(catalogue, passage)) or None,
        page=passage.page,
        bbox=passage.bbox,
        quote=quote,
        document_id=document.id,
        passage_id=passage.id,
    )


def _headings_before(catalogue: Catalogue, passage: Text) -> tuple[str, ...]:
    """Return the headings of the passage before one that has none, such as the contact line."""
    before = [
        other
        for other in catalogue.passages.values()
        if other.document_id == passage.document_id and other.ordinal < passage.ordinal
    ]
    return max(before, key=lambda other: other.ordinal).headings if before else ()


def _cite_row(catalogue: Catalogue, sheet: Sheet, entry: Entry, quote: str) -> Citation:
    document = catalogue.documents[sheet.document_id]
    return Citation(
        document.name,
        document.institution,
        document.fiscal_year,
        sheet.annex,
        sheet.title,
        entry.printed,
        page=entry.page,
        bbox=entry.bbox,
        quote=quote,
        document_id=document.id,
        table_id=sheet.id,
        row_id=entry.id,
    )
