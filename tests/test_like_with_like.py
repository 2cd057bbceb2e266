"""Set like with like: money against money, heads of those asked for, more of the row just told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

PROJECTS = [
    ["序号", "项目名称", "合计", "一般公共预算"],
    ["", "合计", "366.65", "366.65"],
    ["1", "高考考场标准化改造", "236.00", "236.00"],
    ["2", "学业水平考试组考经费", "48.65", "48.65"],
    ["3", "家庭经济困难学生资助", "82.00", "82.00"],
]
GOALS = [
    ["项目名称", "一级指标", "二级指标", "三级指标", "指标性质", "指标值", "计量单位"],
    ["高考考场标准化改造", "产出指标", "数量指标", "改造考场间数", "≥", "96", "间"],
    ["高考考场标准化改造", "成本指标", "经济成本指标", "单间考场改造成本", "≤", "12500", "元"],
]
UNITS = [
    ["序号", "单位名称", "支出总计", "基本支出", "项目支出"],
    ["", "合计", "300.00", "120.00", "180.00"],
    ["1", "某区教育局本级", "200.00", "90.00", "110.00"],
    ["2", "教师进修学校", "100.00", "30.00", "70.00"],
]
BUDGET = (
    ("支出预算总表（按单位）", UNITS), ("项目支出预算明细表", PROJECTS), ("项目支出绩效目标表", GOALS),
)  # fmt: skip
SPENT = [
    ["科目编码", "科目名称", "年初预算数", "决算数", "基本支出", "项目支出"],
    ["", "合计", "500.00", "520.00", "20.00", "500.00"],
    ["2040220", "执法办案", "400.00", "450.00", "0.00", "450.00"],
    ["2040219", "信息化建设", "100.00", "70.00", "20.00", "50.00"],
]
TEXT = (
    "现有教职工286人，在校学生3,412人，教学班68个。",
    "辖9个行政村、2个社区。",
    "本年支持11个村发展产业。",
    "某区教育局行政编制29人，实有人数27人；事业编制94人，实有人数88人。",
    "扎实推进网格员补助发放工作。",
)
NAMES = ("某区教育局2026年部门预算.docx", "某县公安局2024年部门决算.docx")


def _write(path: Path, title: str, text: tuple[str, ...], tables: object) -> None:
    document = docx.Document()
    document.add_heading(title, 1)
    for paragraph in text:
        document.add_paragraph(paragraph)
    for number, (name, grid) in enumerate(tables, 1):  # type: ignore[arg-type, var-annotated]
        document.add_paragraph(f"附件{number}")
        document.add_paragraph(f"{title[:9]}{name}")
        document.add_paragraph("单位：万元")
        table = document.add_table(rows=len(grid), cols=len(grid[0]))
        for r, line in enumerate(grid):
            for c, cell in enumerate(line):
                table.cell(r, c).text = cell
    document.save(str(path))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("alike")
    _write(place / NAMES[0], "某区教育局2026年部门预算公开", TEXT, BUDGET)
    final = (("一般公共预算财政拨款支出决算表", SPENT),)
    _write(place / NAMES[1], "某县公安局2024年部门决算公开", (), final)
    with Store(place) as store:
        for name in NAMES:
            for read in read_file(place / name, name):
                store.put(read)
    with Chain.open(place) as opened:
        yield opened


def test_projects_are_compared_and_not_what_one_costs(chain: Chain) -> None:
    answer = chain.ask("考场改造和考试组考哪个花得多", (), [NAMES[0]])
    assert {v.value for v in answer.values} >= {"236.00", "48.65"}
    gap = chain.ask("考场改造比考试组考多花多少", (), [NAMES[0]])
    assert "12500" not in gap.answer
    one = chain.ask("单间考场改造成本不能超过多少", (), [NAMES[0]])  # near miss: it is asked for
    assert [v.value for v in one.values] == ["12500"]


def test_heads_of_others_are_not_those_of_the_staff(chain: Chain) -> None:
    answer = chain.ask("网格员补助一共几个人", (), [NAMES[0]])
    assert "115" not in answer.answer
    staff = chain.ask("教育局实有几个人", (), [NAMES[0]])  # near miss: the staff is asked for
    assert "115" in staff.answer


def test_each_of_several_things_counted_is_told(chain: Chain) -> None:
    answer = chain.ask("辖几个村几个社区", (), [NAMES[0]])
    assert {v.value for v in answer.values} >= {"9", "2"}
    assert "11" not in {v.value for v in answer.values}  # near miss: other villages
    alone = chain.ask("辖几个社区", (), [NAMES[0]])
    assert "2" in {v.value for v in alone.values}


def test_more_of_the_row_just_told(chain: Chain) -> None:
    answer = chain.ask("其中项目支出是多少", ("教师进修学校支出总计多少",), [NAMES[0]])
    assert [v.value for v in answer.values] == ["70.00"]
    whole = chain.ask("项目支出合计是多少", (), [NAMES[0]])  # near miss: nothing was told before
    assert "180.00" in whole.answer


def test_how_far_the_budget_of_the_row_just_told_was_used(chain: Chain) -> None:
    answer = chain.ask("完成预算的百分之几？", ("执法办案2024年决算多少",), [NAMES[1]])
    assert "112.50%" in answer.answer
    assert chain.ask("第九个完成了没有", (), [NAMES[1]]).route is not Route.TABLE


def test_pupils_are_counted_and_not_paid_for(chain: Chain) -> None:
    answer = chain.ask("有多少老师、多少学生、多少个班", (), [NAMES[0]])
    assert {v.value for v in answer.values} >= {"286", "3412"}
    assert "教学班68个" in answer.answer
    money = chain.ask("困难学生资助多少钱", (), [NAMES[0]])  # near miss: money is asked for
    assert [v.value for v in money.values] == ["82.00"]
