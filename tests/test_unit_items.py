"""Read and tell what each unit has of an item, where a line prints the codes of both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook

from ingest.pipeline import ingest
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

pytestmark = pytest.mark.slow  # reads whole documents

OFFICE, STATION, MUSEUM = "云棉县文化局机关", "云棉县文化馆", "云棉县博物馆"
KINDS = (
    ("类", "款", "单位代码", "单位名称（科目）", "合计", "基本支出", "项目支出"),
    ("", "", "", "合计", "181.00", "121.00", "60.00"),
    ("", "", "417001", OFFICE, "90.00", "70.00", "20.00"),
    ("301", "", "417001", "工资福利支出", "50.00", "50.00", ""),
    ("301", "01", "417001", "基本工资", "50.00", "50.00", ""),
    ("302", "", "417001", "商品和服务支出", "40.00", "20.00", "20.00"),
    ("302", "05", "417001", "水费", "3.50", "3.50", ""),
    ("302", "27", "417001", "委托业务费", "36.50", "16.50", "20.00"),
    ("", "", "417902", STATION, "56.00", "36.00", "20.00"),
    ("301", "", "417902", "工资福利支出", "36.00", "36.00", ""),
    ("301", "01", "417902", "基本工资", "36.00", "36.00", ""),
    ("302", "", "417902", "商品和服务支出", "20.00", "", "20.00"),
    ("302", "27", "417902", "委托业务费", "20.00", "", "20.00"),
    ("", "", "417903", MUSEUM, "35.00", "15.00", "20.00"),
    ("301", "", "417903", "工资福利支出", "15.00", "15.00", ""),
    ("301", "01", "417903", "基本工资", "15.00", "15.00", ""),
    ("302", "", "417903", "商品和服务支出", "20.00", "", "20.00"),
    ("302", "26", "417903", "劳务费", "8.00", "", "8.00"),
    ("302", "27", "417903", "委托业务费", "12.00", "", "12.00"),
)
PROJECTS = (
    ("类", "款", "项", "单位代码", "一级项目/二级项目", "金额"),
    ("", "", "", "", "合计", "60.00"),
    ("", "", "", "", "场馆免费开放", "45.00"),
    ("207", "01", "09", "417902", "夜间课堂", "18.00"),
    ("207", "02", "05", "417903", "展柜恒湿改造", "20.00"),
    ("207", "01", "01", "417001", "开放日讲解", "7.00"),
    ("", "", "", "", "文化市场管理", "15.00"),
    ("207", "01", "12", "417001", "网吧巡查", "9.00"),
    ("207", "01", "12", "417001", "剧本核验", "6.00"),
)
NAME = "云棉县文化局2026年部门预算.xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    base = tmp_path_factory.mktemp("unit_items")
    book = Workbook()
    book.remove(book.active)
    listed = (("表4", "部门预算支出表（部门经济分类科目）", KINDS),
              ("表5", "一般公共预算项目支出预算表", PROJECTS))  # fmt: skip
    for annex, title, rows in listed:
        sheet = book.create_sheet(annex)
        sheet.append([annex])
        sheet.append([title])
        sheet.append(["部门：云棉县文化局"] + [""] * 4 + ["单位：万元"])
        codes = rows[0].index("单位代码")
        sheet.append(["科目编码"] + [""] * (codes - 1) + list(rows[0][codes:]))
        sheet.append([*rows[0][:codes], *[""] * (len(rows[0]) - codes)])
        for row in rows[1:]:
            sheet.append(list(row))
        sheet.merge_cells(start_row=4, end_row=4, start_column=1, end_column=codes)
        for at in range(codes + 1, len(rows[0]) + 1):
            sheet.merge_cells(start_row=4, end_row=5, start_column=at, end_column=at)
    path = base / NAME
    book.save(path)
    with Store(base / "store") as store:
        ingest([path], store, workers=0)
    return base / "store"


@pytest.fixture(scope="module")
def chain(folder: Path) -> Iterator[Chain]:
    with Chain.open(folder) as opened:
        yield opened


def rows_of(chain: Chain, annex: str) -> dict[tuple[str, str | None], tuple[object, ...]]:
    tables = chain.view(None).catalogue.tables.values()
    table = next(t for t in tables if t.annex == annex)
    return {(e.label, e.institution): (e.code, e.code_kind, e.parents) for e in table.rows}


def test_a_line_has_its_items_code_and_the_unit_of_the_other_code(chain: Chain) -> None:
    rows = rows_of(chain, "表4")
    assert rows["委托业务费", MUSEUM] == ("30227", "economic", (MUSEUM, "商品和服务支出"))
    assert rows["商品和服务支出", STATION] == ("302", "economic", (STATION,))
    assert rows[OFFICE, None] == ("417001", "institution", ())


def test_a_project_has_its_unit_by_a_code_that_another_table_names(chain: Chain) -> None:
    rows = rows_of(chain, "表5")
    assert rows["展柜恒湿改造", MUSEUM] == ("2070205", "functional", ("场馆免费开放",))
    assert rows["网吧巡查", OFFICE] == ("2070112", "functional", ("文化市场管理",))


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("文化局机关的水费要多少", ["3.50"]),
        ("博物馆的委托业务费是多少", ["12.00"]),
        ("单位代码417902，科目301-01，填的是多少", ["36.00"]),
        ("30227委托业务费三家单位加起来多少", ["68.50", "36.50", "20.00", "12.00"]),
        ("两家下属单位的基本工资合计多少", ["51.00", "36.00", "15.00"]),
        ("文化馆和博物馆的基本工资相差多少", ["21.00", "36.00", "15.00"]),
        ("哪家单位的基本工资最多", ["50.00"]),
        ("各单位的基本工资，最多的比最少的多出多少", ["35.00"]),
        ("撇开局机关，下面各单位的委托业务费归拢是多少", ["32.00", "20.00", "12.00"]),
        ("文化馆的商品和服务支出里委托业务费占百分之几", ["100.00"]),
        ("我住在柳林社区，博物馆的委托业务费是多少", ["12.00"]),
        ("文化局机关委托业务费的项目支出多少", ["20.00"]),
    ],
)
def test_units_have_their_own_amounts(chain: Chain, question: str, values: list[str]) -> None:
    answer = chain.ask(question)
    assert [v.value for v in answer.values][: len(values)] == values


def test_a_unit_without_a_row_of_an_item_has_none(chain: Chain) -> None:
    assert chain.ask("博物馆的水费是多少").route is Route.REFUSE


def test_nothing_goes_to_a_place_that_is_not_named(chain: Chain) -> None:
    assert chain.ask("夜间课堂的钱，柳林社区能分到多少").route is Route.REFUSE
    assert chain.ask("夜间课堂这个项目的钱有多少").values[0].value == "18.00"


@pytest.mark.parametrize(
    ("question", "labels"),
    [
        ("一级项目有哪些", ["场馆免费开放", "文化市场管理"]),
        ("金额最大的二级项目是哪两个", ["展柜恒湿改造", "夜间课堂"]),
    ],
)
def test_projects_are_of_two_levels(chain: Chain, question: str, labels: list[str]) -> None:
    told = [value.label for value in chain.ask(question).values]
    assert [label for label in told if label in labels] == labels
    assert "网吧巡查" not in told
