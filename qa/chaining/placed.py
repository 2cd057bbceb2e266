"""Put what a clause by itself names before what is asked of it: 水费加电费多少,只算基本支出那张表.

So are the things that are added up: 跟去年比多出来多少?甲和乙一起.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa.chaining import codes_beside
from qa.planning.expression_words import is_table
from qa.regexes import regex
from qa.understand import reader
from qa.words import code_parts
from qa.words.asking import language
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.view import View

_CLAUSE = re.compile(r"[,，。;；?？!！]+")


def first(view: View, question: str) -> str:
    """Return a question that begins with what it is of, codes whole and without those beside names."""
    question = codes_beside.left_out(view, question)
    if language(question) == "en":
        question = code_parts.written(question, reader(view.catalogue).codes)
    clauses = [c for c in _CLAUSE.split(question) if c.strip()]
    last = _said("things_last").fullmatch(normalise(clauses[-1]).strip()) if clauses else None
    if last is not None:
        asked = [c for c in clauses[:-1] if not _said("not_apart").fullmatch(normalise(c).strip())]
        return f"{last['things']}加起来，{'，'.join(asked) or '多少'}？"
    for clause in clauses:
        said = _said("only_table").fullmatch(normalise(clause).strip())
        if said is not None and is_table(view, said["table"]):
            return f"{said['table']}里{'，'.join(c for c in clauses if c != clause)}？"
    return question


@cache
def _said(name: str) -> re.Pattern[str]:
    return regex(str(data("expressions.yaml")[name]))
