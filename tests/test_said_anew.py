"""Ask later questions, several in one, and of several things: each is answered of the right row."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from qa.words import asked_each, compared
from tests.chains import DOCUMENTS, chain_over

pytestmark = pytest.mark.slow  # reads whole documents

WORKS = [
    ["项目名称", "科目编码", "起始年度", "立项依据", "项目内容", "合计", "一般公共预算", "上年结转"],
    ["河道清淤", "2130305", "2023年", "云水发〔2023〕4号", "清淤河道38公里", "76.00", "70.00", "6.00"],
    ["泵站改造", "2130306", "2026年", "云水发〔2025〕9号", "改造泵站8座", "240.00", "240.00", ""],
    ["合计", "", "", "", "", "316.00", "310.00", "6.00"],
]  # fmt: skip
UNITS = [
    ["单位名称", "合计", "一般公共预算", "上年结转"],
    ["某县水利局（本级）", "900.00", "894.00", "6.00"],
    ["某县水库管理所", "120.00", "120.00", ""],
    ["某县河道管理站", "80.00", "80.00", ""],
    ["合计", "1100.00", "1094.00", "6.00"],
]
GOALS = [
    ["项目名称", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["泵站改造", "产出指标", "数量指标", "改造泵站数量", "≥8座", "20"],
    ["", "产出指标", "时效指标", "主体完工时间", "≤10月", "10"],
    ["", "产出指标", "数量指标", "更换管线长度", "≥5公里", "10"],
    ["", "满意度指标", "服务对象满意度", "村民满意度", "≥92%", "10"],
]
BOUGHT = [
    ["采购项目", "采购类别", "数量", "计量单位", "采购预算"],
    ["水泵", "货物", "8", "台", "48.00"],
    ["流量计", "货物", "20", "台", "6.00"],
    ["合计", "", "", "", "54.00"],
]
TABLES = (
    ("项目支出预算表", WORKS), ("部门收入预算总表", UNITS),
    ("项目支出绩效目标表", GOALS), ("政府采购预算表", BOUGHT),
)  # fmt: skip


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    place = tmp_path_factory.mktemp("talk")
    document = docx.Document()
    document.add_heading("某县水利局2026年部门预算", 1)
    for number, (title, grid) in enumerate(TABLES, 1):
        document.add_paragraph(f"表{number}")
        document.add_paragraph(f"某县水利局2026年{title}")
        document.add_paragraph("单位：万元")
        table = document.add_table(rows=len(grid), cols=len(grid[0]))
        for r, line in enumerate(grid):
            for c, text in enumerate(line):
                table.cell(r, c).text = text
    path = place / "某县水利局2026年部门预算.docx"
    document.save(str(path))
    with Store(place) as store:
        for one in read_file(path, path.name):
            store.put(one)
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> set[str]:
    return {value.value for value in answer.values}


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (("泵站改造安排了多少", "从哪年起"), "2026年"),
        (("河道清淤安排了多少", "它是依据什么文件搞的，从哪年起"), "云水发〔2023〕4号"),
        (("泵站改造安排了多少", "哪个月要完工"), "10"),
        (("泵站改造安排了多少", "多长的管线"), "5"),
    ],
)
def test_what_a_later_question_asks_of_the_row(
    chain: Chain, talk: tuple[str, ...], expected: str
) -> None:
    answer = chain.ask(talk[-1], talk[:-1])
    assert expected in answer.answer
    assert "预算为" not in answer.answer  # its money is not asked


@pytest.mark.parametrize(
    ("talk", "value"),
    [
        (("河道清淤安排了多少", "泵站改造呢", "头一个比第二个少多少"), "164.00"),
        (("河道清淤安排了多少", "泵站改造呢", "这俩加起来多少"), "316.00"),
        (("泵站改造安排了多少", "河道清淤呢", "前面那个是后面那个的几倍"), "3.16"),
        (("水库管理所收入合计多少", "河道管理站呢"), "80.00"),
    ],
)
def test_figures_told_before_are_reckoned_with(
    chain: Chain, talk: tuple[str, ...], value: str
) -> None:
    answer = chain.ask(talk[-1], talk[:-1])
    told = {v.value.lstrip("-") for v in answer.values}
    assert value in told, answer.answer


def test_each_thing_gets_each_answer(chain: Chain) -> None:
    answer = chain.ask("水泵和流量计各买几台、各花多少")
    assert {"8", "20", "48.00", "6.00"} <= values(answer)


def test_a_later_part_is_of_the_row_before(chain: Chain) -> None:
    answer = chain.ask("泵站改造给了多少钱，依据什么文件，哪个月要完工")
    assert answer.route is Route.TABLE
    assert "240.00" in values(answer)
    assert "云水发〔2025〕9号" in answer.answer
    assert "10 月" in answer.answer


def test_the_second_of_a_ranking_is_the_second_listed(chain: Chain) -> None:
    answer = chain.ask("第二个的起始年度是哪年", ("按金额从大到小排一下项目",))
    assert "2023年" in answer.answer
    assert "河道清淤" in answer.answer


def test_a_thing_that_is_nowhere_is_no_sibling(chain: Chain) -> None:
    answer = chain.ask("防汛指挥中心呢", ("水库管理所收入合计多少",))
    assert "120.00" not in values(answer)


@pytest.mark.parametrize(
    ("text", "names", "ways"),
    [
        ("甲局乙局哪个出差的钱多?多多少", ("甲局", "乙局"), ("出差的钱多少",)),
        ("甲局和乙局谁的三公经费降得更厉害?各降了百分之多少", ("甲局", "乙局"), ("三公经费降了百分之多少",)),
        ("绩效项目,甲局比乙局多几个", ("甲局", "乙局"), ("绩效项目有几个", "绩效项目多少个", "绩效项目多少")),
        ("甲局、乙局哪家车最多,一共多少辆", ("甲局", "乙局"), ("车有几辆", "车多少辆", "车多少")),
    ],
)  # fmt: skip
def test_a_comparison_is_asked_of_one(
    text: str, names: tuple[str, ...], ways: tuple[str, ...]
) -> None:
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    assert compared.of_one(text, spans) == ways


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("水泵和流量计各买几台、各花多少", ("水泵和流量计", ("买几台", "花多少"))),
        ("甲、乙分别从哪年开始,依据什么?我就问问", ("甲、乙", ("从哪年开始", "依据什么"))),
        ("各种保险一共多少", None),
    ],
)
def test_what_is_asked_of_each(text: str, found: tuple[str, tuple[str, ...]] | None) -> None:
    assert asked_each.heads(text) == found


LOST = "森林草原防火项目自评总分多少？"


def test_another_project_in_place_of_the_one_inside_a_longer_name(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    name = "澜岭彝族自治州林业和草原局2023年度部门决算.pdf"
    with chain_over(DOCUMENTS / name, tmp_path_factory.mktemp("forests")) as forests:
        told = forests.ask("野生动物肇事补偿那个项目的呢？", (LOST,))
    assert [v.value for v in told.values] == ["89.62"], told.answer
