"""Find the names, the tables and the years that a question says as they are printed, each marked in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from qa.catalogue import Catalogue
from qa.linking.printed import plain, printed
from qa.linking.text import same_words
from qa.planning import head_counts
from qa.planning.expression_words import owners, subjects
from qa.query import Query
from qa.words import expressions as words
from qa.words import formulas, heads, references
from qa.words.expressions import Token
from qa.words.normalise import simplify

if TYPE_CHECKING:
    from qa.view import View

_QUOTES = re.compile(r"[“”\"'‘’《》「」『』]")
_YEAR = re.compile(r"20\d\d年(?:度)?")
_NOTE = re.compile(r"[(][^()]*[)]$")
_TERM = re.compile(
    r"(?:^|[。；;\n])\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?(?P<x>[^：:，。；;\n]{2,20})[：:]\s*(?:是)?(?:主要)?(?:指|反映)"
)
_TOTAL = re.compile(r"合计|总计|小计")
_CODE = 3  # digits of the shortest code
SHORTEST = 3  # characters that no title of a table has
_PART = 4  # characters that a part of a name must have to stand for it


@dataclass(frozen=True, slots=True)
class Said:
    """Hold a question with marks for its names, and what they are: names, tables, years."""

    text: str
    names: tuple[Token, ...]
    tables: tuple[Token, ...]
    years: tuple[int, ...]
    documents: frozenset[int]
    marked: tuple[Token, ...]  # names and tables in the order of their marks
    counts: tuple[Token, ...] = ()  # people that an amount is spread over


def read(
    view: View, query: Query, *, rows_first: bool = True, terms: bool = False, wholes: bool = False
) -> Said | None:
    """Return a question with its names marked, None where it has none or too many.

    `rows_first`: where a department's name is that of a row too, the row is meant; `terms`: what the
    text explains is a name too; `wholes`: what a table is of (项目支出, 政府采购的盘子) names it.
    """
    chosen = query.scope.documents
    said = _spelled(query)
    key = ("names", said, chosen, rows_first, terms, wholes)
    return view.kept.once(key, lambda: _read(view, said, chosen, rows_first, terms, wholes))


def _spelled(query: Query) -> str:
    """Return a question in its own words, with the slips in them mended."""
    said = query.original
    for typed, meant in query.corrections:
        said = simplify(said).replace(typed, meant)
    return said


def _read(
    view: View, said: str, chosen: Sequence[int], rows_first: bool, terms: bool, wholes: bool
) -> Said | None:
    text = same_words(_QUOTES.sub("", simplify(said)))
    known = view.catalogue.documents
    if not known:
        return None
    inside = tuple(chosen or known)
    year = max(known[d].fiscal_year for d in inside)
    placed = [*_years(text, year), *owners(view, text), *head_counts.tokens(view, text, inside)]
    placed += subjects(view, text, wholes=True) if wholes else ()
    if terms:
        placed += [
            Token(words.NAME, term, at, at + len(term), (term,))
            for term in _terms(view.catalogue)
            if (at := text.find(term)) >= 0
        ]
    found, at = [], 0
    while at < len(text):
        token = _at(view, text, at, placed, rows_first=rows_first)
        if token is not None:
            found.append(token)
        at = token.end if token is not None else at + 1
    tables = [t for t in found if t.kind == words.TABLE]
    if len(tables) > 1 and not any(t.kind == words.NAME for t in found):
        found = _with_total(text, found)
    marked = [t for t in found if t.kind in (words.NAME, words.TABLE)]
    if not marked or len(marked) > formulas.MOST:
        return None
    counts = [t for t in found if t.kind == head_counts.COUNT][: heads.MOST]
    for token in reversed(found):
        sign = formulas.mark(marked.index(token)) if token in marked else _time(token, year)
        sign = heads.mark(counts.index(token)) if token in counts else sign
        text = f"{text[: token.start]}{sign}{text[token.end :]}"
    return Said(
        text,
        tuple(t for t in marked if t.kind == words.NAME),
        tuple(tables),
        tuple(dict.fromkeys(int(t.number or 0) for t in found if t.kind == words.YEAR)),
        frozenset(i for t in found if t.kind == words.OWNER for i in t.ids),
        tuple(marked),
        tuple(counts),
    )


def _at(view: View, text: str, at: int, placed: list[Token], *, rows_first: bool) -> Token | None:
    """Return the longest name, table, year or department that begins at a place."""
    names = printed(view.catalogue)
    found = [t for t in placed if t.start == at]
    said = names.at(text, at)
    if (
        said is not None
        and _is_name(text, at, said[0])
        and (len(said[0]) >= _PART or names.places(said[0]))
    ):
        found.append(Token(words.NAME, said[0], at, at + len(said[0]), said[1]))
    titles = _titles(view.catalogue)
    starting = _title_lengths(view.catalogue).get(text[at : at + 2], ())
    for size in starting:
        if (ids := titles.get(text[at : at + size])) is not None:
            found.append(Token(words.TABLE, text[at : at + size], at, at + size, ids=ids))
            break
    first = (words.TABLE, words.NAME if rows_first else words.OWNER)
    best = max(found, key=lambda t: (t.end, t.kind in first), default=None)
    counts = [t for t in found if t.kind == head_counts.COUNT]
    return max(counts, key=lambda t: t.end) if counts and not _longer(best, counts) else best


def _longer(best: Token | None, counts: list[Token]) -> bool:
    """Tell whether a printed name goes on behind people that it begins with (在职人员经费)."""
    return best is not None and best.end > max(t.end for t in counts)


def _time(token: Token, year: int) -> str:
    """Return the mark of the year before or of this year."""
    return {year: formulas.NOW, year - 1: formulas.BEFORE}.get(int(token.number or 0), "")


def _is_name(text: str, at: int, said: str) -> bool:
    """Tell whether what is printed so is no piece of a number: codes have three digits and stand alone."""
    if not said.isdigit():
        return True
    around = f"{text[max(0, at - 1) : at]}{text[at + len(said) : at + len(said) + 1]}"
    return len(said) >= _CODE and not re.search(r"[\d.,%]", around)


def _with_total(text: str, found: list[Token]) -> list[Token]:
    """Return what is found with the total that a question asks of two tables."""
    free = [
        m for m in _TOTAL.finditer(text) if not any(t.start <= m.start() < t.end for t in found)
    ]
    more = [Token(words.NAME, m[0], *m.span(), forms=(m[0],)) for m in free]
    return sorted((*found, *more), key=lambda token: token.start)


def _years(text: str, year: int) -> list[Token]:
    said = [(value, span) for value, span in references.years(text)]
    said += [(year + offset, span) for offset, span in references.offsets(text)]
    return [Token(words.YEAR, s.value, s.start, s.end, number=value) for value, s in said]  # type: ignore[arg-type]


@lru_cache(maxsize=32)
def _terms(catalogue: Catalogue) -> frozenset[str]:
    """Return the terms that texts explain (甲：指…)."""
    found = (m["x"] for p in catalogue.passages.values() for m in _TERM.finditer(p.text))
    return frozenset(same_words(_QUOTES.sub("", simplify(re.sub(r"\s", "", x)))) for x in found)


@lru_cache(maxsize=32)
def _title_lengths(catalogue: Catalogue) -> dict[str, tuple[int, ...]]:
    """Return how long titles are that begin with two characters, longest first."""
    found: dict[str, set[int]] = {}
    for title in _titles(catalogue):
        if len(title) > SHORTEST:
            found.setdefault(title[:2], set()).add(len(title))
    return {pair: tuple(sorted(sizes, reverse=True)) for pair, sizes in found.items()}


@lru_cache(maxsize=32)
def _titles(catalogue: Catalogue) -> dict[str, frozenset[int]]:
    """Return the tables by their titles, without department and year, and without what a bracket adds."""
    found: dict[str, set[int]] = {}
    for table in catalogue.tables.values():
        document = catalogue.documents[table.document_id]
        title = plain(table.title)
        for name in (document.institution, *document.aliases):
            title = title.replace(plain(name), "")
        title = _YEAR.sub("", title)
        for form in dict.fromkeys((title, _NOTE.sub("", title))):
            if len(form) > 3:
                found.setdefault(form, set()).add(table.id)
    return {form: frozenset(ids) for form, ids in found.items()}
