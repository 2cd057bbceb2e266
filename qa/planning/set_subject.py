"""Tell where a question opens with the department itself, which does something, though a row is called the same."""

from __future__ import annotations

import re
from dataclasses import replace

from qa.query import Query
from qa.words.rowsets import Wanted

_DOES = re.compile(
    r"(?:今年|本年|去年|明年|20\d\d年?)?(?:一共|总共|共|都|总的)?(?:安排|计划|打算|准备|编|列|设|申报|要做|搞|有(?!关))"
)
"""What a department does with projects or money."""


def without_subject(wanted: Wanted | None, query: Query) -> Wanted | None:
    """Return what is wanted without the department that a question opens with (档案馆今年有几个项目).

    It is the department although a row is called the same: it does something, and is no class of items.
    """
    said = next((p for p in wanted.rest if _is_subject(p, query)), None) if wanted else None
    if wanted is None or said is None:
        return wanted
    return replace(wanted, rest=tuple(p for p in wanted.rest if p != said))


def _is_subject(phrase: str, query: Query) -> bool:
    named = query.scope.named and query.text.startswith(phrase)
    return named and _DOES.match(query.text[len(phrase) :]) is not None
