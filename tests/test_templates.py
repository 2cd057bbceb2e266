"""A place's template is a data file: what it adds is read, what it gets wrong is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ingest.errors import TemplateError
from ingest.pipeline import read_file
from ingest.tables_words import words, words_of
from ingest.templates import load_words, with_template

SAMPLE = Path(__file__).parent / "data" / "templates" / "yunnan.txt"


def test_the_sample_of_a_template_is_read_by_its_words() -> None:
    (document,) = read_file(SAMPLE, SAMPLE.name)
    assert document.disclosure.institution == "某县自然资源局"
    assert [(t.table.annex, t.table.title, t.table.unit, t.table.kind) for t in document.tables] == [
        ("预算10表", "新增资产配置表", "元", "asset_purchases"),
        ("预算09-1表", "对下转移支付预算表", "万元", "transfer_payments"),
        ("预算12表", "部门项目支出中期规划预算表", "万元", "project_plan"),
    ]  # fmt: skip
    assets, transfers, plan = document.tables
    assert [row.label for row in assets.rows] == ["合计", "台式计算机", "便携式计算机"]
    printed = [(o.printed, o.measure, o.unit) for o in assets.observations if o.row == 1]
    assert ("5", "count", "台") in printed
    assert ("30,000.00", "amount", "元") in printed
    assert [o.printed for o in transfers.observations if o.path == ("乙乡",)] == ["40.00", "40.00"]
    assert {o.path[0]: o.year for o in plan.observations if o.measure == "amount"} == {
        "2026年": 2026, "2027年": 2027, "2028年": 2028,
    }  # fmt: skip


def test_without_the_template_its_tables_are_of_no_known_kind() -> None:
    import yaml

    base = yaml.safe_load(
        (Path(__file__).parents[1] / "ingest" / "data" / "tables.yaml").read_text("utf-8")
    )
    kinds = [rule.kind for rule in words_of(base).kinds]
    assert "asset_purchases" not in kinds
    assert [rule.kind for rule in words().kinds][-len(kinds) :] == kinds


def test_what_a_template_adds_goes_in_front() -> None:
    base = {"kinds": [{"kind": "a"}], "header": {"total": "^合计$"}}
    template = {
        "tables": {"kinds": [{"kind": "b", "title": ["乙"]}], "header": {"total": "^共计$"}}
    }
    assert with_template(base, "tables", "x.yaml", template) == {
        "kinds": [{"kind": "b", "title": ["乙"]}, {"kind": "a"}],
        "header": {"total": "^共计$|^合计$"},
    }
    assert with_template(base, "columns", "x.yaml", template) == base


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ({"table": {}}, "has no use for table"),
        ({"tables": {"heads": []}}, "tables has no heads"),
        ({"tables": {"kinds": "表"}}, "tables.kinds must be a list"),
        ({"tables": {"header": {"total": "(合计"}}}, "is no pattern"),
        ({"tables": {"kinds": [{"kind": "a", "title": ["[表"]}]}}, "is no pattern"),
    ],
)
def test_a_mistake_in_a_template_is_told(template: dict[str, Any], told: str) -> None:
    base = {"kinds": [], "header": {"total": "^合计$"}}
    with pytest.raises(TemplateError, match=r"ingest/data/templates/x\.yaml") as caught:
        with_template(base, "tables", "x.yaml", template)
    assert told in str(caught.value)


@pytest.mark.parametrize("section", ["tables", "columns", "identity"])
def test_every_shipped_template_is_taken_in(section: str) -> None:
    assert load_words(section)
