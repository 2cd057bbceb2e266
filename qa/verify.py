"""Check that every figure of an answer is in its evidence; raise, never repair."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from qa.errors import VerificationError
from qa.query import Answer, Citation, Route

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def numbers(text: str) -> Iterator[Decimal]:
    """Give the numbers that a text prints, thousands separators dropped."""
    plain = unicodedata.normalize("NFKC", text)
    for match in _NUMBER.finditer(plain):
        yield Decimal(match[0].replace(",", ""))


def verify(answer: Answer) -> None:
    """Raise VerificationError where a number or a citation lacks evidence.

    Allowed are numbers of cited rows, quotes and headings, results of the calculation, counts of
    what is listed, and years of the cited disclosures.
    """
    if answer.route is Route.REFUSE:
        if answer.values or answer.citations:
            raise VerificationError("a refusal gives values or citations")
        return
    if not answer.citations:
        raise VerificationError(f"no citation for: {answer.answer[:60]}")
    allowed = set(_evidence(answer))
    stray = [n for n in numbers(answer.answer) if n not in allowed]
    if stray:
        listed = "、".join(map(str, stray[:5]))
        raise VerificationError(f"not in the evidence: {listed} in {answer.answer[:80]}")


def _evidence(answer: Answer) -> Iterator[Decimal]:
    for citation in answer.citations:
        yield from _of_citation(citation)
    yield from numbers(answer.calculation or "")
    yield from numbers(answer.question)
    yield Decimal(0)
    counts = max(len(answer.citations), len(answer.values))
    yield from map(Decimal, range(1, counts + 1))


def _of_citation(citation: Citation) -> Iterator[Decimal]:
    printed = (
        citation.quote, citation.row, citation.column, citation.table, citation.annex,
        citation.section, citation.department,
    )  # fmt: skip
    for text in printed:
        yield from numbers(text or "")
    yield from (Decimal(citation.year + step) for step in (-1, 0, 1))
