"""Answer from narrative: find what is stated, say how sure it is, quote the document's words."""

from __future__ import annotations

import re
from dataclasses import replace
from weakref import WeakKeyDictionary

from qa.catalogue import Catalogue
from qa.kept import Same
from qa.narration.across import across, against, single, wants_all
from qa.narration.amounts import moved_by
from qa.narration.answers import LEAST_SAID
from qa.narration.case import Case, cite
from qa.narration.cover import coverage
from qa.narration.evidence import Evidence
from qa.narration.figure import spoken
from qa.narration.figures import Bound
from qa.narration.judged import ENOUGH, FIGURED, FIGURES, Judged, insisted, judged
from qa.narration.moved_by import directions, tells_size
from qa.narration.nearest import Near, nearest_of, share, shown
from qa.narration.reading import Reading, both
from qa.narration.terms import asks_term
from qa.narration.want import Want, want, without_concepts
from qa.query import Asked, Operation, Query
from qa.retrieve import Retriever
from qa.words.phases import both_spoken

__all__ = [
    "ENOUGH", "Reading", "evidence_of", "figure_stated", "figures_named", "meant", "nearest", "printed_share", "read", "why_moved",
]  # fmt: skip

_HOW_MANY = re.compile(r"一[辆个台名家].{0,4}没|\bhow many\b|\bnumber of\b", re.IGNORECASE)
MOST_READ = 12
"""Documents up to which each is read for a question that names none."""
_OF_TWO = (Operation.DIFFERENCE, Operation.RATIO)
_OF_SCHOOL = frozenset({"学生", "教师", "班级"})  # their forms say how many
_OF_MONEY = ("why", "changed", "percent", "purpose", "before", "define")
NEAR = 12
"""Passages taken from the retriever beside the units found by words."""
LIKE, LIKELIER = 0.86, 0.02
"""Least cosine of a passage that is told for its meaning, and least lead over the next one. Of 110
questions that such a passage was found for, it had the answer of 89 (from a lead of 0.03: 63 of 70)."""
NEAREST = 3
"""Sentences near a whole question that are looked at."""

_CACHE: WeakKeyDictionary[Catalogue, Evidence] = WeakKeyDictionary()


def evidence_of(catalogue: Catalogue) -> Evidence:
    """Return the evidence of a catalogue, cut once."""
    if catalogue not in _CACHE:
        _CACHE[catalogue] = Evidence(catalogue)
    return _CACHE[catalogue]


def read(query: Query, catalogue: Catalogue, retriever: Retriever | None = None) -> Reading:
    """Return what narrative and forms say to a question, with a score that it is really stated.

    Looks in the documents of the query's scope, or in all where none is named.
    """
    evidence = evidence_of(catalogue)
    documents = frozenset(query.scope.documents or catalogue.documents)
    pair = against(query, catalogue)
    if pair is not None and both_spoken(query.text):
        together = _across(pair[0], catalogue, retriever, pair[1])
        if together is not None:
            return together
    if wants_all(query, sorted(documents), catalogue):
        together = _across(query, catalogue, retriever, documents)
        if together is not None:
            return together
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    first = _by_words(query, wanted, evidence, documents, retriever)
    best, case = first.best, first.case
    unsure = best.score < ENOUGH and _may_be_meant(best, case)
    if unsure and retriever is not None and retriever.has_meaning:
        near = _near(wanted, retriever, documents, "fused")
        best = judged(_case(query, wanted, evidence, documents, near)).best
    if pair is not None and _is_still(best):
        return _across(pair[0], catalogue, retriever, pair[1]) or best
    if len(documents) > 1 and (each := _each(query, best, catalogue, retriever, documents)):
        return each
    return _naming(best) if len(documents) > 1 else best


def _may_be_meant(best: Reading, case: Case) -> bool:
    """Tell whether sentences may be told apart by meaning: words find some, but no figure or field."""
    return best.kind == "sentence" and any(s.coverage >= LEAST_SAID for s in case.ranked)


def _is_still(best: Reading) -> bool:
    """Tell whether a figure is stated by itself, not how it changed."""
    changed = any(v.column.startswith("较") for v in best.values)
    return best.kind == "fact" and bool(best.values) and not changed


def _each(
    query: Query,
    best: Reading,
    catalogue: Catalogue,
    retriever: Retriever | None,
    documents: frozenset[int],
) -> Reading | None:
    """Return what every document states of one thing, where none is named and several state it."""
    plain = all(a.operation is Operation.LOOKUP for a in query.operations)
    if query.scope.named or not plain or best.kind not in FIGURED or best.score < ENOUGH:
        return None
    owners = {catalogue.documents[key].institution for key in documents}
    if len(owners) < 2 or len(documents) > MOST_READ or not best.values:
        return None
    together = _across(query, catalogue, retriever, documents)
    return together if together is not None and together.score >= best.score - 0.1 else None


def _naming(reading: Reading) -> Reading:
    """Open an answer found among several documents with whose it is."""
    owners = {(citation.department, citation.year) for citation in reading.citations}
    if len(owners) != 1:
        return reading
    department, year = owners.pop()
    return replace(
        reading,
        answer_zh=f"{department}（{year}年）：{reading.answer_zh}",
        answer_en=f"{department} ({year}): {reading.answer_en}",
    )


def _across(
    query: Query, catalogue: Catalogue, retriever: Retriever | None, documents: frozenset[int]
) -> Reading | None:
    """Read each document by itself and compare what they state."""
    readings = []
    said = _said(query)
    for key in sorted(documents):
        alone = replace(
            query,
            text=said or single(query.text),
            original=said or single(query.original),
            scope=replace(query.scope, documents=(key,), all_of=False),
            operations=tuple(a for a in query.operations if a.operation not in _OF_TWO)
            or (Asked(Operation.LOOKUP),),
            years=(catalogue.documents[key].fiscal_year,) if len(query.years) > 1 else query.years,
        )
        readings.append((catalogue.documents[key], figure_stated(alone, catalogue, retriever)))
    return across(query, readings)


def _said(query: Query) -> str:
    """Return only what a question of two documents names, where it is all known words."""
    named = [m.text for m in query.mentions if m.hints]
    sure = len(named) == len(query.mentions) or query.english
    if not named or not sure or not query.asks(*_OF_TWO):
        return ""
    return " ".join(named) + (" how much" if query.english else "多少")


def figure_stated(query: Query, catalogue: Catalogue, retriever: Retriever | None) -> Reading:
    """Return what one document states, a figure by itself before a sentence that holds several."""
    found = read(query, catalogue, retriever)
    if found.kind in FIGURED or found.score < ENOUGH:
        return found
    evidence = evidence_of(catalogue)
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    documents = frozenset(query.scope.documents)
    apart = _by_words(query, wanted, evidence, documents, retriever).of(FIGURED)
    return apart if apart.score >= ENOUGH else found


def figures_named(query: Query, catalogue: Catalogue) -> list[tuple[float, Bound]]:
    """Return the figures of narrative that have every word of a question in their label."""
    return spoken(query, evidence_of(catalogue), _names(catalogue))


def why_moved(query: Query, catalogue: Catalogue) -> Reading | None:
    """Return the change whose size a question tells with its reason, where nothing else is asked."""
    if not (directions(query.text) and tells_size(query.text)):
        return None
    evidence = evidence_of(catalogue)
    documents = frozenset(query.scope.documents or catalogue.documents)
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    wanted = replace(wanted, kinds=(wanted.kinds | {"why"}) - {"changed", "percent", "amount"})
    return moved_by(Case(query, wanted, evidence, (), documents))


def nearest(query: Query, catalogue: Catalogue) -> list[tuple[Reading, Near]]:
    """Return the sentences nearest to the whole of a question, best first."""
    evidence = evidence_of(catalogue)
    documents = frozenset(query.scope.documents or catalogue.documents)
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    case = Case(query, wanted, evidence, (), documents)
    held = nearest_of(evidence)
    found = held.rank(query.original, wanted, documents)[:NEAREST]
    return [(_nearest(case, near, held.weights(query.original, wanted)), near) for near in found]


def meant(query: Query, catalogue: Catalogue, retriever: Retriever | None) -> Reading | None:
    """Return the one passage that is near in meaning to a whole question, or None where several are."""
    if retriever is None or not retriever.has_meaning:
        return None
    evidence = evidence_of(catalogue)
    documents = frozenset(query.scope.documents or catalogue.documents)
    hits = retriever.search(query.text, 2, sorted(documents), "dense")
    if len(hits) < 2 or hits[0].score < LIKE or hits[0].score - hits[1].score < LIKELIER:
        return None
    units = (u for u in evidence.units if u.passage is not None and u.passage.id == hits[0].id)
    if (unit := next(units, None)) is None or unit.passage is None:
        return None
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    whole = Near(replace(unit, text=unit.passage.text), 1.0, 1.0)
    weights = nearest_of(evidence).weights(query.original, wanted)
    return _nearest(Case(query, wanted, evidence, (), documents), whole, weights)


def printed_share(query: Query, catalogue: Catalogue, reading: Reading) -> float:
    """Return how much of what a question says the evidence of a reading prints, rare words most."""
    evidence = evidence_of(catalogue)
    wanted = want(query, _names(catalogue), evidence.prints, evidence.measures)
    printed = " ".join(f"{c.section or ''} {c.row or ''} {c.quote}" for c in reading.citations)
    return share(nearest_of(evidence).weights(query.text, wanted), printed)


def _nearest(case: Case, near: Near, weights: dict[str, float]) -> Reading:
    """Return the reading of a sentence that is near, held against what the question insists on."""
    quote = shown(weights, near.unit.text)
    zh, en = both(("quote", quote))
    cited = (cite(case.evidence.catalogue, near.unit, quote),)
    concepts = case.want.concepts
    spoken = f"{near.unit.text} {near.unit.context}"
    covered, _ = coverage(concepts, case.evidence.weights(concepts), spoken, "")
    covered = covered if concepts else near.share  # a question told as a story: all its words count
    return insisted(Reading(near.score, zh, en, (), cited, coverage=covered), case)


def counts_things(query: Query) -> bool:
    """Tell whether a question counts or lists what only narrative has: vehicles, posts, units."""
    wanted = without_concepts(query)
    if not wanted.things or wanted.money or wanted.has(*_OF_MONEY):
        return False
    listed = any(thing.name in ("科室", "下属单位") for thing in wanted.things)
    counted = bool(wanted.units) or _HOW_MANY.search(query.text) is not None
    counted = counted or any(thing.name in _OF_SCHOOL for thing in wanted.things)
    return counted or (listed and wanted.has("list", "how_many"))


def _case(
    query: Query,
    wanted: Want,
    evidence: Evidence,
    documents: frozenset[int],
    near: dict[int, float],
) -> Case:
    """Return a question with the texts that may answer it, best first."""
    catalogue = evidence.catalogue
    if not wanted.has(*FIGURES) and asks_term(wanted.text, evidence, documents):
        wanted = replace(wanted, kinds=wanted.kinds | {"define"})
    case = Case(query, wanted, evidence, (), documents)
    own_years = {catalogue.documents[key].fiscal_year for key in documents}
    of_change = wanted.has("before", "changed", "why")
    other_years = frozenset() if of_change or case.years & own_years else case.years
    return replace(case, ranked=evidence.rank(wanted, near, documents, other_years))


def _by_words(
    query: Query,
    wanted: Want,
    evidence: Evidence,
    documents: frozenset[int],
    retriever: Retriever | None,
) -> Judged:
    """Return what words alone find; kept, for a question is read with and without its meaning."""

    def read_now() -> Judged:
        near = _near(wanted, retriever, documents, "lexical")
        return judged(_case(query, wanted, evidence, documents, near))

    pieces = None if retriever is None else Same(retriever.pieces)
    return evidence.read_before.once((query, documents, pieces), read_now)


def _names(catalogue: Catalogue) -> tuple[str, ...]:
    return catalogue.kept.once(_names, lambda: _all_names(catalogue))


def _all_names(catalogue: Catalogue) -> tuple[str, ...]:
    found = catalogue.documents.values()
    names = {name for d in found for name in (d.institution, *d.aliases) if len(name) > 1}
    short = {re.sub(r"^.*[省市区县](?=.{2})", "", name) for name in names}
    return tuple(sorted(names | {name for name in short if len(name) > 2}, key=len, reverse=True))


def _near(
    wanted: Want, retriever: Retriever | None, documents: frozenset[int], mode: str
) -> dict[int, float]:
    if retriever is None:
        return {}
    hits = retriever.search(wanted.search_text, NEAR, sorted(documents), mode, meant=wanted.text)
    return {hit.id: hit.score for hit in hits}
