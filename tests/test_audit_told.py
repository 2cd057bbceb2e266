"""What the narrative states is held against tables of other layouts: years as rows, procurement."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.ledger import Account, Figure, Ledger, Line, Place, Statement
from audit.rules_narrative import procurement_statements, three_public_statements
from ingest.store import StoredDocument

DOCUMENT = StoredDocument(1, "d.html", "html", "", "某街道", 2026, "budget", "", (), 0, False, None)


def account(kind: str, paths: list[tuple[str, ...]], rows: dict[str, list[str]]) -> Account:
    """Return a table in 万元 whose columns say no year, as where years stand in rows."""
    lines = tuple(
        Line(i, label, None, None, 0, (), None, "total" if label == "合计" else "item", label, {
            at: Figure(Decimal(printed) if printed else None, printed, "万元", paths[at], at,
                       2026, "amount", None, Place("d.html", "表7"))
            for at, printed in enumerate(values)
        })
        for i, (label, values) in enumerate(rows.items())
    )  # fmt: skip
    columns = tuple((i, path, "amount", None) for i, path in enumerate(paths))
    return Account(1, kind, "表7", "", "万元", (), True, columns, lines, ())


def ledger(text: str, *accounts: Account) -> Ledger:
    statement = Statement(1, text, ("“三公”经费情况",), "fact", Place("d.html", "正文"))
    return Ledger(DOCUMENT, accounts, (statement,))


THREE = account(
    "three_public",
    [
        ("“三公”经费", "合计"),
        ("“三公”经费", "公务接待费"),
        ("“三公”经费", "公务用车", "运行维护费"),
    ],
    {"2025年预算数": ["6.60", "0.60", "6.00"], "2026年预算数": ["5.25", "0.45", "4.80"]},
)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("公务用车运行维护费4.80万元，比2025年减少0.60万元。", ["4.80 − 6.00 = -1.20"]),
        ("公务用车运行维护费4.80万元，比2025年减少1.20万元。", []),
        ("公务用车运维费4.90万元，比2025年减少1.20万元。", ["4.90 万元 ≠ 4.80 万元"]),
        ("公务接待费0.45万元，比上年减少0.15万元。", []),
        ("“三公”经费预算5.25万元，比2025年“三公”经费预算数6.60万元减少1.35万元。", []),
    ],
)
def test_years_as_rows(text: str, wrong: list[str]) -> None:
    assert [f.arithmetic for f in three_public_statements(ledger(text, THREE))] == wrong


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("某馆2026年政府采购项目纳入预算共计2768.50万元，其中货物采购1285.40万元。", 1),
        ("2026年政府采购预算总额2750.50万元，其中：政府采购货物预算1285.40万元。", 0),
        ("授予中小企业合同金额702.80万元，政府采购货物支出12.00万元。", 0),
    ],
)
def test_the_whole_of_procurement(text: str, wrong: int) -> None:
    table = account("procurement", [("当年采购金额",)], {"合计": ["2750.50"], "图书": ["1285.40"]})
    assert len(procurement_statements(ledger(text, table))) == wrong
