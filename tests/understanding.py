"""Make a small corpus of several departments for the tests of understanding."""

from __future__ import annotations

from functools import cache

from ingest.store import StoredDocument
from qa.catalogue import Catalogue, Entry, Heading, Sheet, Text
from qa.understand import Reader, reader

INSTITUTIONS = (
    (1, "重庆市江南区人民政府办公室", 2026, "预算", ("区政府办",)),
    (2, "苏州市审计局", 2026, "预算", ()),
    (3, "苏州市数据局", 2026, "预算", ()),
    (4, "重庆市经济和信息化委员会", 2026, "预算", ()),
    (5, "中共重庆市委宣传部", 2026, "预算", ()),
    (6, "上海市普陀区人民政府万里街道办事处", 2024, "预算", ()),
    (7, "上海市普陀区人民政府万里街道办事处", 2025, "预算", ()),
    (8, "上海市普陀区财政局", 2024, "决算", ()),
    (9, "上海市财务会计综合管理事务中心（上海市财政科学研究所）", 2026, "预算", ()),
)
LABELS = (
    ("行政运行", "2010301", "functional"),
    ("住房公积金", "30113", "economic"),
    ("公务接待费", "30217", "economic"),
    ("绩效工资", "30107", "economic"),
    ("奖金", "30103", "economic"),
    ("办公设备购置", "31002", "economic"),
    ("公益性岗位补贴", "2080705", "functional"),
    ("河堤加固及村社区视频会议系统维护专项（常年性项目）", "50015225T000004999999", "project"),
    ("综合保险", "50015225T000004999998", "project"),
    ("中欧班列补助", None, None),
    ("数字化城市运行和治理中心运维", None, None),
    ("合计", None, None),
)


def _document(
    key: int, name: str, year: int, phase: str, aliases: tuple[str, ...]
) -> StoredDocument:
    return StoredDocument(
        key, f"{name}{year}.pdf", "pdf", "0" * 64, name, year, phase, name, aliases, 1, True, None
    )


def _entry(index: int, label: str, code: str | None, kind: str | None) -> Entry:
    return Entry(
        id=index,
        table_id=1,
        index=index,
        label=label,
        text=label,
        code=code,
        code_kind=kind,
        level=1,
        parents=(),
        side=None,
        number=None,
        kind="item",
        institution=None,
        page=1,
        bbox=None,
    )


@cache
def catalogue(*keys: int) -> Catalogue:
    """Return the corpus, or the part of the given documents."""
    documents = [_document(*given) for given in INSTITUTIONS if not keys or given[0] in keys]
    columns = tuple(
        Heading(i, (name,), "amount", 0, 2026, "预算", "万元")
        for i, name in enumerate(("合计", "基本支出", "项目支出"))
    )
    rows = tuple(_entry(i, *label) for i, label in enumerate(LABELS, 1))
    sheets = [
        Sheet(1, documents[0].id, 1, "附件2", "一般公共预算支出表", "general_expenditure", "万元",
              (1,), (), columns, rows),
        Sheet(2, documents[0].id, 2, "附件12-3", "项目绩效目标表", "project_performance", "万元",
              (2,), (), (), ()),
        Sheet(3, documents[0].id, 3, "表五", "支出总表", "expenditure_summary", "万元",
              (3,), (), (), ()),
        Sheet(4, documents[0].id, 4, "公开05表", "收入总表", "income_summary", "万元",
              (4,), (), (), ()),
    ]  # fmt: skip
    passage = Text(
        1, documents[0].id, 1, "配合区外事委员会办公室做好接待。", (), "text", 1, None, ""
    )
    return Catalogue(1, documents, sheets, [passage])


def read(*keys: int) -> Reader:
    """Return the reader of the corpus or of a part."""
    return reader(catalogue(*keys))
