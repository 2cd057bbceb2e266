"""Read the words of one question against the names, tables and departments of its documents."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from qa.linking.printed import Printed, plain, printed
from qa.query import Query
from qa.regexes import regex
from qa.understand import reader
from qa.words import expressions as words
from qa.words import references
from qa.words import scope as scopes
from qa.words.expressions import Token

if TYPE_CHECKING:
    from qa.view import View

_TABLE = "表"
_LONGEST = 30
_LEAST = 3  # characters of the beginning and of the end of a title that is said in short
_PAIR = 2
_HEAD = 4  # characters of a name that others may go on from
_NUMBERED = regex(r"[(](\d+(?:-\d+)?)[)]")
_BRACKETED = regex(r"([一-鿿]{2,12})[(]([^(),。?]{2,24}表)[)]")
_POINTED = regex(r"的?[那这](?:一?[张个份])?(?=表$)")
_PLACED = regex(r"[在那这]?(?:[里中上内](?:[头面边])?)?的?(?:那个|这个)?(?:数字?|金额|数额)?")
_CLAUSE = regex(r"[,。?;!:]")
_AMOUNT = regex(r"(?:金额|数额|数字|具体|各自?|分别|都|是|有|为|多少|几|钱|万?元|[?,])+")
_ASKING = regex(r"多少|几|哪|什么|吗|么|为何|怎|是不是|有没有")


def tokens(view: View, query: Query) -> tuple[Token, ...] | None:
    """Return the words of a question, None where one is not explained.

    What leads in to it (处里的同志问:) and a sentence behind it that asks nothing (多的是放在项目里了吧)
    are left aside.
    """
    text = words.at_once(_without_twice(view, words.without_gloss(plain(query.text))))
    first, _, rest = text.partition("?")
    silent = _AMOUNT.fullmatch(rest) or not (_ASKING.search(rest) or words.asked(rest))
    if rest and silent:
        text = first
    intro, _, asked = text.rpartition(":")
    found = _read(view, query, text)
    return found if found or not intro or words.asked(intro) else _read(view, query, asked)


def _without_twice(view: View, text: str) -> str:
    """Return a text with the name of a table that brackets give in place of what it is of (全口径(部门支出表))."""
    for match in reversed(list(_BRACKETED.finditer(text))):
        told = [one for one in subjects(view, match[1]) if one.end == len(match[1])]
        if told and _titled(view, match[2]):
            text = f"{text[: match.start() + told[0].start]}{match[2]}{text[match.end() :]}"
    return text


def _read(view: View, query: Query, text: str) -> tuple[Token, ...] | None:
    """Return the words of a text; of a clause that leads in to it only its department is kept."""
    known = view.catalogue.documents
    inside = query.scope.documents or tuple(known)
    year = max(known[d].fiscal_year for d in inside)
    names, tables, placed = printed(view.catalogue), tables_in(view, text), list(owners(view, text))
    if len({known[d].institution for d in known}) < 2:
        placed = [one for one in placed if names.at(text, one.start) is None]  # a row is meant
    name_at = _with_rests(names, text)
    found = words.read(text, name_at, list(tables), placed, year)
    lead, comma, rest = text.partition(",")
    led = [one for one in placed if one.end <= len(lead)]
    if found or not (comma and led) or words.asked(lead) or not words.asked(rest):
        return found
    after = _read(view, query, rest)
    return None if after is None else (*led, *after)


def _with_rests(names: Printed, text: str) -> words.Namer:
    """Return what finds names: also what a row's name has behind that of another which the text says.

    红柳沟工程…的施工、监理: rows that are called 红柳沟工程施工, 红柳沟工程监理.
    """
    said = (names.at(text, at) for at in range(len(text)))
    heads = {form for found in said if found for form in found[1] if len(form) >= _HEAD}
    rests = names.rests(frozenset(heads))
    rests = {rest: forms for rest, forms in rests.items() if not words.is_idle(rest)}

    def at(text: str, start: int) -> tuple[str, tuple[str, ...]] | None:
        found = names.at(text, start)
        rest = next((r for r in rests if text.startswith(r, start)), "")
        return (rest, rests[rest]) if len(rest) > len(found[0] if found else "") else found

    return at


def without_own(view: View, said: tuple[Token, ...]) -> tuple[Token, ...]:
    """Return the words of a question without the name of the only department there is."""
    own = {plain(d.institution) for d in view.catalogue.documents.values()}
    named = said and len(own) == 1 and said[0].kind == words.NAME and said[0].text in own
    return said[1:] if named else said


def subjects(view: View, text: str, *, wholes: bool = False) -> Iterator[Token]:
    """Give the tables that a text tells by what they are of (全口径, 政府采购里), or by all of it."""
    for pattern, kinds, titled in words.subjects("wholes" if wholes else "subjects"):
        ids = frozenset(
            t.id
            for t in view.catalogue.tables.values()
            if t.kind in kinds and titled in plain(t.title)
        )
        for match in pattern.finditer(text) if ids else ():
            yield Token(words.TABLE, match[0], match.start(), match.end(), ids=ids)


def tables_in(view: View, text: str) -> Iterator[Token]:
    """Give the tables that a text names: by number, by words of their title, by their kind."""
    annexes = reader(view.catalogue).annexes
    every = view.catalogue.tables.values()
    yield from subjects(view, text)
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
            if not _CLAUSE.search(said) and (ids := _titled(view, _POINTED.sub("", said))):
                yield Token(words.TABLE, said, start, end, ids=ids)
                break


def is_table(view: View, text: str) -> bool:
    """Tell whether words name a table and nothing in it (基本支出表里的数)."""
    said = plain(text)
    spans = ((one.start, one.end) for one in tables_in(view, said) if _TABLE in one.text)
    return any(_PLACED.fullmatch(said[:start] + said[end:]) for start, end in spans)


def _titled(view: View, said: str) -> frozenset[int]:
    """Return the tables that words name, in each document those that are named best."""
    titles = view.catalogue.kept.once(_titles, lambda: _titles(view))
    spans = references.table_words(said)
    kinds = {span.value for span in spans if span.end - span.start == len(said)}
    of_kind = {t.id for t in view.catalogue.tables.values() if t.kind in kinds}
    return frozenset[int]().union(*(_in_one(own, said, of_kind) for own in titles.values()))


def _titles(view: View) -> Mapping[int, Mapping[int, str]]:
    """Return the titles of each document's tables without its department."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for t in view.catalogue.tables.values():
        found[t.document_id][t.id] = without_owner(view, t.document_id, t.title)
    return found


def _in_one(titles: Mapping[int, str], said: str, of_kind: Container[int]) -> frozenset[int]:
    """Return the tables of one document: the shortest titles that print some words, else their kind."""
    exact = frozenset(i for i, title in titles.items() if title == said)
    if exact:
        return exact
    own = frozenset(i for i in titles if i in of_kind)
    inside = {i: title for i, title in titles.items() if said in title}
    inside = inside or {i: title for i, title in titles.items() if _in_short(said, title)}
    inside = inside or {i: title for i, title in titles.items() if _in_pairs(said, title)}
    least = min(map(len, inside.values()), default=0)
    nearest = frozenset(i for i, title in inside.items() if len(title) == least)
    word = said.removesuffix(_TABLE)
    return frozenset(i for i in own if word in titles[i]) or own or nearest


def _in_short(said: str, title: str) -> bool:
    """Tell whether words are a title that leaves something out: its beginning and its end."""
    ends = (at for at in range(_LEAST, len(said) - _LEAST + 1))
    return any(title.startswith(said[:at]) and title.endswith(said[at:]) for at in ends)


def _in_pairs(said: str, title: str) -> bool:
    """Tell whether words are the pairs of characters that a title prints, in its order (三公会议培训表)."""
    pairs = [said.removesuffix(_TABLE)[at : at + _PAIR] for at in range(0, len(said) - 1, _PAIR)]
    places = [title.find(pair) for pair in pairs]
    known = len(pairs) >= _PAIR and -1 not in places and len(pairs[-1]) == _PAIR
    return known and places == sorted(set(places)) and title.endswith(_TABLE)


def without_owner(view: View, document: int, title: str) -> str:
    """Return a title without its year and its department."""
    known = view.catalogue.documents[document]
    text = plain(title)
    for name in (known.institution, *known.aliases):
        text = text.replace(plain(name), "")
    return re.sub(r"^20\d\d年度?|[(][^)]*[)]$", "", text)


def owners(view: View, text: str) -> Iterator[Token]:
    """Give the departments that a text names, where there are several."""
    known = reader(view.catalogue).departments
    for start, end in scopes.find(text, known, (), ()).spans:
        found = scopes.find(text[start:end], known, (), ()).scope
        yield Token(words.OWNER, text[start:end], start, end, ids=frozenset(found.documents))
