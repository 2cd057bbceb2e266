"""What is asked of a department's units: of one, two, all, the subordinate ones, of an invented disclosure."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ingest.pipeline import ingest
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from tests.test_tables_by_units import one, table

pytestmark = pytest.mark.slow  # reads several whole documents

OFFICE, LIBRARY, STADIUM, MARKET = (
    "苇陵县文化体育局（本级）",
    "苇陵县图书馆",
    "苇陵县体育场馆管理中心",
    "苇陵县文化市场执法大队",
)
FILE = "苇陵县文化体育局2026年部门预算公开.html"
TABLES = (
    table("公开02表", "部门收入总表", "万元",
          one("单位编码", "单位名称", "合计", "一般公共预算", "事业收入"),
          [f"216001|{OFFICE}|900.00|900.00|", f"216002|{LIBRARY}|300.00|280.00|20.00",
           f"216003|{STADIUM}|450.00|330.00|120.00", f"216004|{MARKET}|150.00|150.00|",
           "|合计|1800.00|1660.00|140.00"]),
    table("公开05表", "一般公共预算支出表", "万元", one("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
          ["2070104|图书馆|262.00|200.00|62.00", "2070307|体育场馆|330.00|230.00|100.00",
           "2050803|培训支出|18.00||18.00", "|合计|610.00|430.00|180.00"]),
    table("公开08表", "项目支出表", "万元", one("项目名称", "单位名称", "合计"),
          [f"馆舍屋面修缮|{LIBRARY}|42.00", f"馆藏图书购置|{LIBRARY}|20.00",
           f"场馆草坪更换|{STADIUM}|100.00", "合计||162.00"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    folder = tmp_path_factory.mktemp("units")
    head = f"<meta charset=utf-8><h1>{FILE.removesuffix('.html')}</h1>"
    (folder / FILE).write_text(f"<html><body>{head}{''.join(TABLES)}</body></html>", "utf-8")
    with Store(folder / "store") as store:
        ingest([folder / FILE], store, workers=0)
    with Chain.open(folder / "store") as opened:
        yield opened


def first(answer: Answer) -> tuple[str, str | None]:
    """Return the first value of an answer with its unit."""
    value = answer.values[0]
    return value.value, value.unit


@pytest.mark.parametrize(
    ("question", "value"),
    [
        (f"{LIBRARY}的收入一共是多少？", ("300.00", "万元")),
        ("我以前就在图书馆上班，离开好多年了。它的收入总共多少？", ("300.00", "万元")),
        ("体育场馆管理中心的事业收入有多少", ("120.00", "万元")),
        ("局本级收入多少", ("900.00", "万元")),
        (f"{STADIUM}和{LIBRARY}的收入加起来是多少？", ("750.00", "万元")),
        (f"{STADIUM}的收入比{LIBRARY}多多少", ("150.00", "万元")),
        (f"{STADIUM}的收入是{LIBRARY}的几倍", ("1.50", "倍")),
        (f"要多少个{LIBRARY}的收入，才凑得成{STADIUM}的收入？", ("1.50", "倍")),
        (f"{LIBRARY}与{STADIUM}的收入取平均是多少", ("375.00", "万元")),
        (f"{LIBRARY}的收入占全部门的百分之几", ("16.67", "%")),
        (f"不算{LIBRARY}，全部门收入还有多少", ("1500.00", "万元")),
        ("各单位平均收入多少，本级也算一家", ("450.00", "万元")),
        ("下属单位平均每家收入多少，不含本级", ("300.00", "万元")),
        ("底下单位收入合起来多少，本级别算", ("900.00", "万元")),
        ("How much income do the subordinate units have together, without the bureau itself?",
         ("900.00", "万元")),
        (f"{LIBRARY}那个馆舍屋面修缮安排了多少钱", ("42.00", "万元")),
    ],
)  # fmt: skip
def test_amounts(chain: Chain, question: str, value: tuple[str, str]) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert first(answer) == value


@pytest.mark.parametrize(
    ("question", "name", "others"),
    [
        ("哪个单位的收入最多？", OFFICE, (LIBRARY, STADIUM, MARKET)),
        ("没有谁的收入比它更少了，说的是哪家单位？", MARKET, (OFFICE, LIBRARY, STADIUM)),
        ("去掉收入最大的单位，剩下的里面谁的收入最大？", STADIUM, (LIBRARY, MARKET)),
        ("除了本级，收入最多的单位是哪家", STADIUM, (OFFICE, LIBRARY, MARKET)),
        ("收入超过400万元的单位有几家？", OFFICE, (LIBRARY, MARKET)),
        ("收入少于300万元的单位", MARKET, (OFFICE, LIBRARY, STADIUM)),
        ("哪家单位事业收入最高", STADIUM, (OFFICE, LIBRARY, MARKET)),
    ],
)
def test_places(chain: Chain, question: str, name: str, others: tuple[str, ...]) -> None:
    text = chain.ask(question).answer
    assert name in text
    assert not any(other in text for other in others)


def test_units_are_counted_and_listed(chain: Chain) -> None:
    text = chain.ask("部门预算由哪几家单位的预算汇成？").answer
    assert "4 项" in text
    assert all(name in text for name in (OFFICE, LIBRARY, STADIUM, MARKET))
    assert OFFICE not in chain.ask("下属单位有几家，都是谁").answer


def test_a_unit_after_the_whole(chain: Chain) -> None:
    answer = chain.ask(f"那{MARKET}呢？", ("全部门收入总计多少？",))
    assert first(answer) == ("150.00", "万元")
    answer = chain.ask(f"{STADIUM}呢", (f"{LIBRARY}的收入占全部门的百分之几",))
    assert first(answer) == ("25.00", "%")


@pytest.mark.parametrize(
    "question",
    [
        "培训这块，哪个单位收入最多",  # an item that no row tells of units
        "哪个单位的春游收入最多",
        f"{LIBRARY}的收入比上年多多少",
        f"{LIBRARY}和剧团的收入一共多少",
        "哪家单位的编制最多",
        "图书馆的预算是多少",  # an item goes by the name
    ],
)
def test_nothing_is_told_where_a_word_is_not_placed(chain: Chain, question: str) -> None:
    explained = chain.explain(question)
    assert not any(note.startswith("units ") for note in explained.plan.trace)
