"""Later questions of one column of the row told, and others of rows, classes and columns of projects."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from qa.words import formulas, later
from qa.words.normalise import simplify
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

FARMS = "浠沮县农业农村局2026年部门预算公开.html"
HOSPITAL = "洪陂县中医院2026年单位预算.docx"
VETERANS = "瓯沄市退役军人事务局2026年部门预算.html"
VILLAGES = "岩帕县民族宗教事务局2026年部门预算.pdf"
_NAME = formulas.mark(0)
Asked = tuple[str, str, tuple[str, ...], str, str]


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = Path(__file__).parents[1] / "evals" / "documents"
    files = [folder / name for name in (FARMS, HOSPITAL, VETERANS, VILLAGES)]
    with chain_over(files, tmp_path_factory.mktemp("told_columns")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("按甲再报一遍", later.ONLY),
        ("我其实只想知道甲负担了多少", later.ONLY),
        ("其他的不用理，净计甲有多少", later.ONLY),
        ("And counting only what comes under 甲?", later.ONLY),
        ("不对，甲的不要算进去，重新算", later.LESS),
        ("把甲刨出去，还剩多少", later.LESS),
        ("甲一共多少", ""),  # may be all of that column
        ("甲是多少", ""),
        ("甲为什么这么多", ""),
        ("其中甲占几成", ""),
    ],
)
def test_what_is_asked_of_a_column(text: str, kind: str) -> None:
    assert later.of_column(simplify(text).replace("甲", _NAME)) == kind


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("比前一个多多少", [later.GAP]),
        ("请计算该数较前一个数的增量", [later.GAP]),
        ("前头那个数好小嘛，这个要大出好多", [later.GAP]),
        ("比上一年多多少", [later.CHANGE]),
        ("比上一季多多少", []),
    ],
)
def test_the_amount_told_before_the_last_one(text: str, kinds: list[str]) -> None:
    assert [one.kind for one in later.read(simplify(text), 0)] == kinds


@pytest.mark.parametrize(
    ("document", "told", "question", "value", "unit"),
    [
        (FARMS, "转移支付项目多少钱", "按上年结转结余再报一遍。", "86.40", "万元"),
        (FARMS, "转移支付项目多少钱", "不对，上年结转的不要算进去，重新算", "1475.00", "万元"),
        (FARMS, "农技推广与信息化专项多少钱", "其他的不算，只单位资金给了多些？", "20.00", "万元"),
        (HOSPITAL, "中医药传承创新发展专项多少钱", "光看当年的，上年结转拿掉", "180.00", "万元"),
        (HOSPITAL, "中医药传承创新发展专项多少钱", "把去年没花完转过来的刨掉呢", "180.00", "万元"),
        (VETERANS, "退役士兵职业技能培训多少钱", "其他嘅唔使理，淨計上年结转有幾多？", "23.60", "万元"),
        (VILLAGES, "乡镇民族宗教工作协理员补助资金多少钱", "其他的不算，只芒弄镇给了多些？", "28000.00", "元"),
    ],
)  # fmt: skip
def test_a_column_of_the_row_told(
    chain: Chain, document: str, told: str, question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question, [told], [document])
    assert (value, unit) in [(v.value, v.unit) for v in answer.values]


def test_a_place_that_no_column_prints_is_a_stranger(chain: Chain) -> None:
    told = ["乡镇民族宗教工作协理员补助资金多少钱"]
    assert chain.ask("其他的不算，只河阳镇给了多少？", told, [VILLAGES]).route is Route.REFUSE


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        # a name of a project marks what is bought for it, and is the row of the project itself
        (VILLAGES, "少数民族特色村寨建设项目补助资金占项目支出的百分之几", ["57.55"]),
        (VILLAGES, "乡镇民族宗教工作协理员补助资金，勐帕镇多少，岩脚乡多少", ["36000.00", "20000.00"]),
        # the row of a class stands among those that it adds up
        (FARMS, "转移支付项目的一般公共预算是多少", ["1475.00"]),
        (FARMS, "转移支付项目那一行，一般公共预算多少，上年结转结余多少？", ["1475.00", "86.40"]),
        # a unit whose name is in a row of a project
        (VETERANS, "瓯沄市革命烈士纪念馆多少钱", ["845.23"]),
        (VETERANS, "瓯沄市光荣院供养的一般公共预算多少", ["243.60"]),
        # the other units, not the rest of the row of the one left out
        (FARMS, "除了局本级，其他单位的公务用车运行费合计多少", ["14.00"]),
        (FARMS, "除开疫控中心，其他单位的公务接待费一共多少", ["7.50"]),
    ],
)  # fmt: skip
def test_rows_and_columns_that_names_share(
    chain: Chain, document: str, question: str, values: list[str]
) -> None:
    told = [v.value for v in chain.ask(question, (), [document]).values]
    assert [v for v in values if v not in told] == []


def test_the_projects_of_a_class_are_counted_once(chain: Chain) -> None:
    answer = chain.ask("转移支付项目一共多少", (), [FARMS])
    assert "1561.40" in [v.value for v in answer.values]
    assert "4684.20" not in answer.answer  # with the classes between them


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("哪些项目没有本年财政拨款", ["医疗设备购置"]),
        ("哪些项目没用上结转的钱", ["医疗设备购置", "中医适宜技术推广及公共卫生服务", "老院区病房维修改造"]),
        ("哪些项目用了结转", ["中医药传承创新发展专项", "县级公立医院取消药品加成财政补助"]),
    ],
)  # fmt: skip
def test_what_fills_a_column_and_what_leaves_it_empty(
    chain: Chain, question: str, names: list[str]
) -> None:
    cited = [c.row for c in chain.ask(question, (), [HOSPITAL]).citations]
    assert sorted(row.partition("-")[2] for row in cited) == sorted(names)


def test_other_units_elsewhere_stay_strangers(chain: Chain) -> None:
    assert chain.ask("其他单位的公务接待费呢", (), [FARMS]).route is Route.REFUSE


@pytest.mark.parametrize(
    "question",
    [
        "中医适宜技术推广及公共卫生服务里头的下乡指导次数又是怎么样的？",
        "把刚才的问题套到中医适宜技术推广及公共卫生服务的下乡指导次数上，答案是什么",
    ],
)
def test_an_indicator_named_with_its_project(chain: Chain, question: str) -> None:
    told = ["中医药传承创新发展专项的学员满意度目标是多少？"]
    assert "48" in [v.value for v in chain.ask(question, told, [HOSPITAL]).values]
