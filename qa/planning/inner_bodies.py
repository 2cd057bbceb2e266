"""Tell a question for the money or people of an inner body of which the text prints only the name.

内设办公室、免疫规划科、卫生检验科等8个科室: what one of them costs or who works there is not told, and no
figure of the whole list, of a like-named row or of the department stands in for it.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from qa.linking.text import bare
from qa.narration.counted import without_department
from qa.query import Query
from qa.regexes import regex
from qa.words.dictionary import dictionary
from qa.words.lexical import cut
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.catalogue import Catalogue, Text
    from qa.view import View

LISTED = 3
"""Least members that make a list of bodies, and least characters of a body's name."""
_BOUNDS = regex(r"[，,。；;：:]")
_COLON = regex(r"[。；;：:]")
_COMMA = regex(r"[，,、]")
_SPACE = regex(r"\s+")
_COUNTED = regex(r"^等?\s*\d+\s*[个家]")  # how many are listed up to this one
_BRACKET = regex(r"[（(][^（）()]*[）)]")
_CACHE: WeakKeyDictionary[Catalogue, dict[int, frozenset[str]]] = WeakKeyDictionary()


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("inner_bodies.yaml")[name]))


def untold(view: View, query: Query) -> str:
    """Return the inner body whose money or people a question asks for, where nothing tells it."""
    if not _pattern("asked").search(query.text):
        return ""
    catalogue = view.catalogue
    inside = query.scope.documents or tuple(catalogue.documents)
    text = bare(without_department(view, query.text))
    held = [m for key in inside for m in _bodies(catalogue).get(key, ())]
    named = {end for member in held if (end := _said(member, text))}
    named = {end for end in named if sum(member.endswith(end) for member in held) == 1}
    named |= {member for member in held if member in bare(query.text)}
    name = max(named, key=len, default="")
    if not name or any(_prints_row(catalogue, key, name) for key in inside):
        return ""
    texts = (p.text for p in catalogue.passages.values() if p.document_id in inside)
    return "" if any(_tells(text, name) for text in texts) else name


def unlisted(view: View, query: Query, question: str) -> str:
    """Return the village, community or school of which a part of money is asked and no document speaks."""
    text = normalise(question).lower()
    if not _pattern("how_much").search(text):
        return ""
    catalogue = view.catalogue
    inside = query.scope.documents or tuple(catalogue.documents)
    held = [t for t in catalogue.tables.values() if t.document_id in inside]
    printed = [p.text for p in catalogue.passages.values() if p.document_id in inside]
    for name in _places(text):
        own = any(name in bare(catalogue.documents[key].institution) for key in inside)
        told = own or any(name in text for text in printed)
        if not told and not any(_prints_row(catalogue, t.document_id, name) for t in held):
            return name
    return ""


def _places(text: str) -> list[str]:
    """Return the names of places or schools that a text gives money to."""
    words, found = cut(_pattern("place_ends").sub(r"\1 ", text)), list[str]()
    for at, word in enumerate(words):
        ending = _pattern("place").search(word)
        if ending is None:
            continue
        before = word[: ending.start()] or (words[at - 1] if at else "")
        joins = dictionary().tags.get(before, "n").startswith(("n", "f"))
        if len(before) == 1 and joins and not word[: ending.start()] and at > 1:  # 红旗|里|社区
            before = words[at - 2] + before
        name = before + ending[0]
        tag = dictionary().tags.get(before, "n")
        plain = len(before) >= len("某某") and tag.startswith("n")
        if plain and not _pattern("any_place").search(before) and _is_given(text, name):
            found.append(name)
    return found


def _is_given(text: str, name: str) -> bool:
    """Tell whether a text gives something to what it names, or has it get something."""
    for clause in _BOUNDS.split(text):
        start = clause.find(name)
        if start < 0 or _pattern("lives_in").search(clause[:start]):
            continue
        rest = f"{clause[:start]} {clause[start + len(name) :]}"
        if (
            name in clause.split()
            or _pattern("gets").search(rest)
            or _pattern("given_to").search(clause[:start])
        ):
            return True
    return False


def _said(member: str, text: str) -> str:
    """Return the longest end of a body's name that a question says as a word of its own."""
    for start in range(len(member) - LISTED + 1):
        end = member[start:]
        place = text.find(end)
        if place >= 0 and not _pattern("goes_on").match(text, place + len(end)):
            named = end == member or not _pattern("only_kind").fullmatch(end)
            return end if named and end not in data("inner_bodies.yaml")["generic"] else ""
    return ""


def _bodies(catalogue: Catalogue) -> dict[int, frozenset[str]]:
    """Return the bodies that the texts of each document list."""
    if (found := _CACHE.get(catalogue)) is None:
        listed: dict[int, set[str]] = {}
        for passage in catalogue.passages.values():
            listed.setdefault(passage.document_id, set()).update(_listed(passage))
        found = _CACHE[catalogue] = {key: frozenset(names) for key, names in listed.items()}
    return found


def _listed(passage: Text) -> set[str]:
    text, found = _BRACKET.sub("", passage.text), set[str]()
    for clause in _BOUNDS.split(text):
        bodies = set(filter(None, map(_body, clause.split("、"))))
        if len(bodies) >= LISTED:
            found |= bodies
    for clause in _COLON.split(text):  # a list with commas between its members
        for is_body, run in groupby(map(_body, _COMMA.split(clause)), key=bool):
            bodies = set(run) if is_body else set()
            if len(bodies) >= LISTED:
                found |= bodies
    return found


def _body(part: str) -> str:
    """Return the name of a body that is all of a part of a list, else nothing."""
    name = _pattern("around").sub("", _SPACE.sub("", part))
    return name if _pattern("body").fullmatch(name) else ""


def _prints_row(catalogue: Catalogue, document: int, name: str) -> bool:
    """Tell whether a row or a form of a document is of a body."""
    tables = (t for t in catalogue.tables.values() if t.document_id == document)
    return any(
        name in bare(table.subject)
        or any(
            name in bare(f"{row.label}|{row.text}|{row.institution or ''}") for row in table.rows
        )
        for table in tables
    )


def _tells(text: str, name: str) -> bool:
    """Tell whether a sentence that names a body tells a figure of it, other than how many are listed."""
    clauses = re.split(r"[。；;、]", _BRACKET.sub("", text))
    told = (_pattern("around").sub("", c.strip()) for c in clauses if name in c)
    return any(re.search(r"\d", _COUNTED.sub("", c.partition(name)[2])) for c in told)
