"""Check disclosures against each other: last year's column against last year's own document."""

from __future__ import annotations

from collections.abc import Sequence

from audit import find
from audit.findings import Finding, equal_finding
from audit.ledger import Ledger
from ingest.records import Phase, Severity

_KINDS = ("general_expenditure", "expenditure_summary", "basic_economic")


def between_documents(ledgers: Sequence[Ledger]) -> list[Finding]:
    """Compare each prior-year budget column with the same institution's budget of that year."""
    found: list[Finding] = []
    for now in ledgers:
        for before in ledgers:
            same = now.document.institution == before.document.institution
            budgets = now.document.phase == before.document.phase == Phase.BUDGET.value
            if same and budgets and before.year == now.year - 1:
                found += _prior_columns(now, before)
    return found


def _prior_columns(now: Ledger, before: Ledger) -> list[Finding]:
    found: list[Finding] = []
    for kind in _KINDS:
        left, right = next(now.of_kind(kind), None), next(before.of_kind(kind), None)
        if left is None or right is None:
            continue
        prior = next((i for i, _, year in left.amounts() if year == before.year), None)
        at = find.total_column(right, before.year)
        others = find.coded(right, ("functional", "economic"))
        for code, line in find.coded(left, ("functional", "economic")).items():
            told, own = find.figure(left, line, prior), find.figure(right, others.get(code), at)
            if (
                told is not None
                and own is not None
                and told.value is not None
                and own.value is not None
            ):
                found += equal_finding(
                    "prior_year_columns",
                    Severity.WARNING,
                    f"{code} {line.label}（上年数与上年预算）",
                    f"{code} {line.label}: last year's column against last year's budget",
                    told,
                    own,
                    "上年数可能是调整后的预算",
                )
    return found
