"""Tell whence an income comes (其他收入40万是谁给的): what the text says that it is."""

from __future__ import annotations

import re
from functools import cache

from ingest.data_files import data_file
from qa.narration.case import cite
from qa.narration.evidence import Evidence
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit
from qa.query import Query
from qa.words.sentences import plain, statements

SURE = 0.95
_SUM = r"(?:资金|预算|决算)?数?(?:\d[\d,.]*万?元)?(?:,占[^,;。]{1,16})?"
_IS = r",?(?:主要)?(?:为|是(?!指)|系|来自|来源于|由)(?![指\d])[^,;。]{4,}"


@cache
def _words() -> dict[str, re.Pattern[str]]:
    raw: dict[str, str] = data_file("qa", "narrative.yaml")["incomes"]
    return {name: re.compile(words) for name, words in raw.items()}


def income_asked(text: str) -> str:
    """Return the income whose source words ask for, or the empty string."""
    known = _words()
    name = known["names"].search(text)
    return name.group() if name and known["source"].search(text) else ""


def told(query: Query, evidence: Evidence) -> Reading | None:
    """Return the statement that says what an income of the one department asked is, or None."""
    name = "" if query.english or query.refusals else income_asked(query.text)
    documents = frozenset(query.scope.documents or evidence.catalogue.documents)
    if not name or len({evidence.catalogue.documents[d].institution for d in documents}) != 1:
        return None
    stated = re.compile(f"{name}{_SUM}{_IS}")
    for unit in evidence.units:
        if unit.kind == "field" or unit.document_id not in documents or name not in unit.text:
            continue
        for piece in statements(unit.text):
            words = plain(piece.text).replace(" ", "")
            if stated.search(words) or (unit.kind == "definition" and _own(name, unit, words)):
                zh, en = both(("quote", piece.text))
                cited = (cite(evidence.catalogue, unit, piece.text),)
                return Reading(SURE, zh, en, (), cited, coverage=SURE, typed=True)
    return None


def _own(name: str, unit: Unit, words: str) -> bool:
    """Tell whether the explanation of an income says what it is with the department itself."""
    own = _words()["own"].search(words)
    return name in plain(unit.text)[:12] and own is not None
