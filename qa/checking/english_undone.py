"""Tell that an answer to an English question leaves undone what was asked: per head, of both, by how much.

Where a question gives codes, a number of things or two places to be held against each other, its answer is of
just these; the words are data (`undone` in `qa/data/english_left.yaml`).
"""

from __future__ import annotations

import re
from functools import cache

from qa.query import Answer, Route
from qa.regexes import regex
from qa.words.normalise import data

_SPACED = regex(r"(?<![\d.,])(\d{3}) (\d{2}) (\d{2})(?!\d)")
_CODE = regex(
    r"(?<![\d.,A-Za-z])\d{5,}(?![\d.,]*\d|[xX]| ?(?:元|万|亿|yuan|RMB|CNY|square|people|ton|kg|persons))"
)
_POINTS = str.maketrans("", "", ",.")
_EACH = 2  # figures at least where two things are told


def undone(question: str, answer: Answer, evidence: str) -> bool:
    """Tell whether an answer with its evidence shows nothing of what a question asks to be done."""
    if any(
        _is_undone(name, question, answer, evidence) for name in data("english_left.yaml")["undone"]
    ):
        return True
    if _strange_codes(question, f"{answer.answer} {evidence}"):
        return True
    if _sums_others(question, answer) or _tells_fewer(question, answer):
        return True
    return bool(_pattern("places").search(question)) and not _in_both(answer)


def _is_undone(name: str, question: str, answer: Answer, evidence: str) -> bool:
    """Tell whether a question asks for one kind of work and an answer shows no mark of it."""
    entry = data("english_left.yaml")["undone"][name]
    if not _read(entry["asked"]).search(question):
        return False
    if "bars" in entry and _read(entry["bars"]).search(question):
        return False
    said = f"{_pattern('title').sub('', answer.answer)} {answer.calculation or ''}"
    if "told" in entry and not _read(entry["told"]).search(said):
        return False
    if any(not _read(shown).search(said) for shown in entry.get("shown", ())):
        return True
    if "names" in entry and not _read(entry["names"]).search(_names(answer)):
        return True
    if "evidence" in entry and not _read(entry["evidence"]).search(f"{said} {evidence}"):
        return True
    return not {"shown", "names", "evidence"} & set(entry)


def _strange_codes(question: str, printed: str) -> bool:
    """Tell whether a question gives a code that its answer is not of."""
    codes = _CODE.findall(_SPACED.sub(r"\1\2\3", question))
    return any(code not in printed and code not in printed.translate(_POINTS) for code in codes)


def _sums_others(question: str, answer: Answer) -> bool:
    """Tell whether another number of things was added up than a question says: the total of the two."""
    number = _number("added", question)
    if number is None:
        return False
    if "+" in (worked := (answer.calculation or "").partition("=")[0]):
        return worked.count("+") + 1 != number
    if told := _pattern("added_told").search(answer.answer):
        return int(told["n"]) != number
    few = answer.route is Route.TABLE and len(answer.values) < number
    return few and not _pattern("total").search(_names(answer))


def _tells_fewer(question: str, answer: Answer) -> bool:
    """Tell whether fewer things are told than a question asks for by number, or one of several."""
    few = answer.route is Route.TABLE or _pattern("by_name").search(question)
    number = _number("named", question)
    if few and number is not None and len(answer.values) < number:
        return True
    alone = answer.route is Route.TABLE and len(answer.values) < _EACH
    return alone and bool(_pattern("each").search(question))


def _in_both(answer: Answer) -> bool:
    """Tell whether an answer is of a table and of narrative."""
    return len({cited.row is None for cited in answer.citations}) > 1


def _number(kind: str, question: str) -> int | None:
    """Return the number of things that a question speaks of in one way; the three public expenses are one."""
    match = _pattern(kind).search(_pattern("three").sub("", question))
    if match is None:
        return None
    said = next(filter(None, match.groupdict().values()))
    return int(data("english_left.yaml")["numbers"][said.lower()])


def _names(answer: Answer) -> str:
    """Return the names of what an answer is of."""
    names = [value.label for value in answer.values]
    departments = {cited.department for cited in answer.citations}
    names += departments if len(departments) > 1 else ()
    for cited in answer.citations:
        names += filter(None, (cited.row, cited.quote))
    return "\n".join(names)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    numbers = "|".join(data("english_left.yaml")["numbers"])
    return _read(str(data("english_left.yaml")[name]).replace("<N>", numbers))


@cache
def _read(pattern: str) -> re.Pattern[str]:
    return regex(pattern, re.IGNORECASE)
