"""Put a table that a clause by itself names before what is asked of it: 水费加电费多少,只算基本支出那张表."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa.chaining import codes_beside
from qa.planning.expression_words import is_table
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.view import View

_CLAUSE = re.compile(r"[,，。;；?？!！]+")


def first(view: View, question: str) -> str:
    """Return a question that begins with the table which a clause of it limits it to, without codes beside names."""
    question = codes_beside.left_out(view, question)
    clauses = [c for c in _CLAUSE.split(question) if c.strip()]
    if len(clauses) < 2:
        return question
    for clause in clauses:
        said = _only().fullmatch(normalise(clause).strip())
        if said is not None and is_table(view, said["table"]):
            return f"{said['table']}里{'，'.join(c for c in clauses if c != clause)}？"
    return question


@cache
def _only() -> re.Pattern[str]:
    return re.compile(str(data("expressions.yaml")["only_table"]))
