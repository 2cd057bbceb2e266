"""Read the words of one question against the names, tables and departments of its documents."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from qa.linking.printed import plain, printed
from qa.query import Query
from qa.understand import reader
from qa.words import expressions as words
from qa.words import references
from qa.words import scope as scopes
from qa.words.expressions import Token

if TYPE_CHECKING:
    from qa.view import View

_TABLE = "表"
_LONGEST = 30
_NUMBERED = re.compile(r"[(](\d+(?:-\d+)?)[)]")
_CLAUSE = re.compile(r"[,。?;!:]")
_AMOUNT = re.compile(r"(?:金额|数额|数字|具体|各自?|分别|都|是|有|为|多少|几|钱|万?元|[?,])+")
_ASKING = re.compile(r"多少|几|哪|什么|吗|么|为何|怎|是不是|有没有")


def tokens(view: View, query: Query) -> tuple[Token, ...] | None:
    """Return the words of a question, None where one is not explained.

    What leads in to it (处里的同志问:) and a sentence behind it that asks nothing (多的是放在项目里了吧)
    are left aside.
    """
    text = plain(query.text)
    first, _, rest = text.partition("?")
    silent = _AMOUNT.fullmatch(rest) or not (_ASKING.search(rest) or words.asked(rest))
    if rest and silent:
        text = first
    intro, _, asked = text.rpartition(":")
    found = _read(view, query, text)
    return found if found or not intro or words.asked(intro) else _read(view, query, asked)


def _read(view: View, query: Query, text: str) -> tuple[Token, ...] | None:
    """Return the words of a text; of a clause that leads in to it only its department is kept."""
    known = view.catalogue.documents
    inside = query.scope.documents or tuple(known)
    year = max(known[d].fiscal_year for d in inside)
    names, tables, owners = printed(view.catalogue), _tables(view, text), list(_owners(view, text))
    if len({known[d].institution for d in known}) < 2:
        owners = [one for one in owners if names.at(text, one.start) is None]  # a row is meant
    found = words.read(text, names.at, list(tables), owners, year)
    lead, comma, rest = text.partition(",")
    led = [one for one in owners if one.end <= len(lead)]
    if found or not (comma and led) or words.asked(lead) or not words.asked(rest):
        return found
    after = _read(view, query, rest)
    return None if after is None else (*led, *after)


def _tables(view: View, text: str) -> Iterator[Token]:
    """Give the tables that a text names: by number, by words of their title, by their kind."""
    annexes = reader(view.catalogue).annexes
    every = view.catalogue.tables.values()
    taken: list[tuple[int, int]] = []
    for span in references.annexes(text, annexes):
        ids = frozenset(t.id for t in every if t.annex == span.value)
        if ids:
            taken.append((span.start, span.end))
            yield Token(words.TABLE, span.value, span.start, span.end, ids=ids)
    for match in _NUMBERED.finditer(text):
        ids = frozenset(t.id for t in every if t.annex.strip("附件表公开部门") == match[1])
        if ids:
            taken.append(match.span())
            yield Token(words.TABLE, match[0], match.start(), match.end(), ids=ids)
    for end in (m.end() for m in re.finditer(_TABLE, text)):
        if any(start < end <= stop for start, stop in taken):
            continue
        for start in range(max(0, end - _LONGEST), end - 2):
            said = text[start:end]
            if not _CLAUSE.search(said) and (ids := _titled(view, said)):
                yield Token(words.TABLE, said, start, end, ids=ids)
                break


def _titled(view: View, said: str) -> frozenset[int]:
    """Return the tables that words name: the shortest titles that print them, else their kind."""
    titles = {t.id: _title(view, t.document_id, t.title) for t in view.catalogue.tables.values()}
    exact = frozenset(i for i, title in titles.items() if title == said)
    if exact:
        return exact
    kinds = {
        span.value for span in references.table_words(said) if span.end - span.start == len(said)
    }
    of_kind = frozenset(t.id for t in view.catalogue.tables.values() if t.kind in kinds)
    inside = {i: title for i, title in titles.items() if said in title}
    least = min(map(len, inside.values()), default=0)
    nearest = frozenset(i for i, title in inside.items() if len(title) == least)
    return of_kind or nearest


def _title(view: View, document: int, title: str) -> str:
    """Return a title without its year and its department."""
    known = view.catalogue.documents[document]
    text = plain(title)
    for name in (known.institution, *known.aliases):
        text = text.replace(plain(name), "")
    return re.sub(r"^20\d\d年度?|[(][^)]*[)]$", "", text)


def _owners(view: View, text: str) -> Iterator[Token]:
    """Give the departments that a text names, where there are several."""
    known = reader(view.catalogue).departments
    for start, end in scopes.find(text, known, (), ()).spans:
        found = scopes.find(text[start:end], known, (), ()).scope
        yield Token(words.OWNER, text[start:end], start, end, ids=frozenset(found.documents))
