"""Ask final accounts in the words of their tables what speech asks in its own: 年中追加了多少.

A rule (`qa/data/formal.yaml`) holds only where the one document prints the words that it puts in place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.catalogue import Sheet
from qa.linking.text import bare
from qa.regexes import regex
from qa.understand import understand
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.catalogue import Catalogue
    from qa.view import View

_KIND = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class Rule:
    """Hold what a document must print, what is said, and the words of tables in its place."""

    prints: tuple[re.Pattern[str], ...]
    lacks: tuple[re.Pattern[str], ...]
    cells: int
    says: tuple[tuple[re.Pattern[str], str], ...]


def restated(view: View, question: str) -> tuple[str, int] | None:
    """Return a question in the words of tables, with the least number of cells that answer it."""
    document = _document(view, question)
    if document is None:
        return None
    text, cells, changed = normalise(question), 0, False
    for rule in _rules():
        plain = text
        for said, words in rule.says:
            titled = _titled(view.catalogue, document, words)
            plain = said.sub(titled, plain) if titled else plain
        if plain != text and _printed(view.catalogue, document, rule):
            text, cells, changed = plain, cells + rule.cells, True
    return (text, cells) if changed else None


def _document(view: View, question: str) -> int | None:
    """Return the one document of final accounts that a question is of."""
    scope = understand(question, view.catalogue).scope
    documents = scope.documents or tuple(view.catalogue.documents)
    final = [d for d in documents if view.catalogue.phase_of(d) is Phase.FINAL]
    return final[0] if len(documents) == len(final) == 1 and not scope.strangers else None


def _titled(catalogue: Catalogue, document: int, words: str) -> str | None:
    """Return words with the titles of a document's tables, None where it has none or several of a kind."""
    for kind in _KIND.findall(words):
        tables = catalogue.tables.values()
        titles = {t.title for t in tables if t.document_id == document and t.kind == kind}
        if len(titles) != 1:
            return None
        words = words.replace(f"{{{kind}}}", titles.pop())
    return words


def _printed(catalogue: Catalogue, document: int, rule: Rule) -> bool:
    """Tell whether a document prints all that a rule needs, and nothing that it leaves to others."""
    names = [
        name
        for table in catalogue.tables.values()
        if table.document_id == document
        for name in _names(table)
    ]
    if any(other.search(name) for other in rule.lacks for name in names):
        return False
    return all(any(needed.search(name) for name in names) for needed in rule.prints)


@lru_cache(maxsize=4096)
def _names(table: Sheet) -> frozenset[str]:
    """Return the heads and the names of the rows of a table."""
    return frozenset(_all_names(table))


def _all_names(table: Sheet) -> Iterator[str]:
    yield from (bare(head) for column in table.columns for head in column.path)
    yield from (bare(entry.label) for entry in table.rows)


@cache
def _rules() -> tuple[Rule, ...]:
    raw = data("formal.yaml")
    words: dict[str, str] = raw["words"]

    def spelled(said: str) -> re.Pattern[str]:
        return regex(_KIND.sub(lambda m: words[m[1]], said))

    return tuple(
        Rule(
            tuple(map(regex, one["prints"])),
            tuple(map(regex, one.get("lacks", ()))),
            int(one["cells"]),
            tuple((spelled(said), str(plain)) for said, plain in one["says"].items()),
        )
        for one in raw["rules"]
    )
