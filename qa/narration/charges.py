"""Tell what is charged for a thing (护理专业一年学费, 停车费一小时多少): the clause that prints the rate."""

from __future__ import annotations

import re
from functools import cache

from ingest.data_files import data_file
from qa.narration.case import cite
from qa.narration.evidence import Evidence
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Unit
from qa.query import Query, Value
from qa.words.sentences import plain, statements

SURE = 0.95
_CLAUSES = re.compile(r"[^,;。]+")


@cache
def _words() -> dict[str, re.Pattern[str]]:
    raw: dict[str, str] = data_file("qa", "narrative.yaml")["charges"]
    return {name: re.compile(words) for name, words in raw.items()}


def told(query: Query, evidence: Evidence) -> Reading | None:
    """Return the clauses that print the rate of a fee that a question asks for, or None."""
    words = _words()
    fee = None if query.english or query.refusals else words["asked"].search(query.text)
    documents = frozenset(query.scope.documents or evidence.catalogue.documents)
    if fee is None or len(documents) != 1 or not words["rated"].search(query.text):
        return None
    if words["others"].search(query.text):
        return None
    name = fee["fee"]
    found: list[tuple[int, Unit, re.Match[str]]] = []
    for unit in evidence.units:
        if unit.document_id not in documents or unit.kind == "field" or name not in unit.text:
            continue
        for statement in statements(unit.text):
            said = plain(statement.text)
            for clause in _CLAUSES.finditer(said):
                rate = words["rate"].search(clause.group())
                other = rate is not None and rate["of"].endswith("费") and name not in rate["of"]
                if rate is not None and name in said[: clause.end()] and not other:
                    found.append((_shared(rate["of"], query.text, name), unit, rate))
    return _say(query, evidence, found)


def _shared(clause: str, text: str, name: str) -> int:
    """Return how many pairs of characters the name of a rate has of a question, the fee's most."""
    pairs = {clause[i : i + 2] for i in range(len(clause) - 1)}
    return sum(pair in text for pair in pairs) + 2 * (name in clause)


def _say(
    query: Query, evidence: Evidence, found: list[tuple[int, Unit, re.Match[str]]]
) -> Reading | None:
    best = max((shared for shared, *_ in found), default=0)
    chosen = {rate.group(): (unit, rate) for shared, unit, rate in found if shared == best}
    if not chosen or len({unit.index for unit, _ in chosen.values()}) > 1:
        return None
    values: list[Value] = []
    for unit, rate in chosen.values():
        year = evidence.catalogue.documents[unit.document_id].fiscal_year
        amounts = (rate["one"], *filter(None, (rate["most"],)))
        values += [Value(rate["of"], "原文", number(one), "元", year) for one in amounts]
    quote = "，".join(chosen)
    zh, en = both(("quote", quote))
    unit = next(iter(chosen.values()))[0]
    cited = (cite(evidence.catalogue, unit, unit.text.strip()),)
    return Reading(SURE, zh, en, tuple(values), cited, kind="fact", coverage=SURE, typed=True)
