"""Choose rows by what a column of words says of them: its class, yes or no, the year it began."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain

PROJECTS = [
    ["项目类别", "项目名称", "科目编码", "起始年度", "项目内容", "合计"],
    ["维护类", "泵站养护", "2130306", "2019年", "养护泵站12座", "120.00"],
    ["维护类", "河道清淤", "2130304", "2025年", "清淤8公里", "80.00"],
    ["购置类", "雨量计更新", "2130304", "2025年", "购置雨量计30台", "15.50"],
    ["合计", "", "", "", "", "215.50"],
]
BOUGHT = [
    ["采购项目", "采购类别", "采购方式", "是否专门面向中小企业", "采购预算"],
    ["水泵", "货物", "询价", "是", "30.00"],
    ["堤防施工", "工程", "公开招标", "否", "150.00"],
    ["物业管理", "服务", "询价", "是", "20.00"],
    ["合计", "", "", "", "200.00"],
]
TABLES = (("2025年项目支出预算表", PROJECTS), ("2025年政府采购预算表", BOUGHT))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget with a list of projects and one of purchases."""
    folder: Path = tmp_path_factory.mktemp("facets")
    document = docx.Document()
    document.add_paragraph("某市水务局2025年部门预算")
    for title, rows in TABLES:
        document.add_paragraph(title)
        document.add_paragraph("单位：万元")
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(folder / "one.docx"))
    with Store(folder / "store") as store:
        for read in read_file(folder / "one.docx", "one.docx"):
            store.put(read)
    with Chain.open(folder / "store") as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("项目类别为“维护类”的合计金额", {"200.00"}),
        ("维护类的项目一共多少钱", {"200.00"}),
        ("今年才启动的项目有哪些", {"80.00", "15.50"}),
        ("2025年新上的项目有几个", {"2"}),
        ("2019年就开始的项目是哪个", {"120.00"}),
        ("起始年度是2025年的项目总共多少钱", {"95.50"}),
        ("项目类别不是维护类的有哪些", {"15.50"}),
        ("维护类的项目最贵的比最便宜的多多少", {"40.00"}),
        ("采购里服务类加总是多少", {"20.00"}),
        ("2020年以前开始的项目有哪几个", {"120.00"}),
        ("专门面向中小企业的采购一共多少钱", {"50.00"}),
        ("不是面向中小企业的采购有哪些", {"150.00"}),
        ("采购里面向中小企业的占几成？", {"25.00"}),
        ("采购方式是询价的加起来多少", {"50.00"}),
        ("把标着“专门面向中小企业”的采购全加一块，是多少", {"50.00"}),
        (
            "purchases set aside exclusively for small and medium-sized enterprises: total?",
            {"50.00"},
        ),
        ("起始年度填2025年的项目总共安排多少钱", {"95.50"}),
        ("科目编码以2130304打头的项目合计多少", {"95.50"}),
        ("编码21303开头的项目有几个", {"3"}),
    ],
)
def test_rows_chosen_by_their_cells(chain: Chain, question: str, figures: set[str]) -> None:
    answer = chain.ask(question)
    assert figures <= {value.value for value in answer.values}, answer.answer


@pytest.mark.parametrize(
    ("question", "figure"), [("河道清淤今年多少钱", "80.00"), ("泵站养护占项目支出多少", "55.68")]
)
def test_a_row_named_stays_itself(chain: Chain, question: str, figure: str) -> None:
    answer = chain.ask(question)
    assert figure in {value.value for value in answer.values}, answer.answer


@pytest.mark.parametrize(
    ("question", "figures", "none"),
    [
        ("除了维护类，其余的项目一共多少钱", {"15.50"}, {"200.00"}),
        ("走询价的有几单", {"2"}, {"150.00"}),
        ("2130304下面的项目合计多少", {"95.50"}, {"120.00"}),
    ],
)
def test_rows_left_out_by_the_way_they_are_bought_and_by_code(
    chain: Chain, question: str, figures: set[str], none: set[str]
) -> None:
    values = {value.value for value in chain.ask(question).values}
    assert figures <= values
    assert not none & values


def test_a_code_that_nothing_begins_with_gives_no_sum(chain: Chain) -> None:
    answer = chain.ask("科目编码以2120104打头的项目合计多少")
    assert not {"215.50", "95.50"} & {value.value for value in answer.values}
