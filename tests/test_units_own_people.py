"""What one unit has, by the words for it: its people, its money a head, what moved most, what is unknown."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads a whole document


def _table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    cells = "".join(f"<tr>{''.join(f'<td>{x}</td>' for x in row)}</tr>" for row in rows)
    head = "".join(f"<th>{x}</th>" for x in heads)
    return f"<p>{title}</p><p>单位：万元</p><table><tr>{head}</tr>{cells}</table>"


UNITS = ["云溪县水务局（本级）", "云溪县水政执法大队", "云溪县水土保持推广中心"]
INCOME = _table(
    "表2 部门收入总表",
    ["单位代码", "单位名称", "合计", "一般公共预算", "事业收入"],
    [
        ["", "合计", "600.00", "570.00", "30.00"],
        ["501001", UNITS[0], "300.00", "300.00", ""],
        ["501002", UNITS[1], "130.00", "130.00", ""],
        ["501003", UNITS[2], "170.00", "140.00", "30.00"],
    ],
)
BASIC = _table(
    "表6 一般公共预算基本支出表",
    ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
    [
        ["", "合计", "420.00", "400.00", "20.00"],
        ["301", "工资福利支出", "400.00", "400.00", ""],
        ["302", "商品和服务支出", "20.00", "", "20.00"],
        ["30205", "水费", "3.50", "", "3.50"],
        ["30206", "电费", "16.50", "", "16.50"],
    ],
)
PUBLIC = _table(
    "表7 一般公共预算“三公”经费支出表",
    ["单位名称", "2025年预算数", "2026年预算数"],
    [
        ["合计", "14.00", "11.50"],
        [UNITS[0], "8.00", "6.50"],
        [UNITS[1], "4.00", "3.60"],
        [UNITS[2], "2.00", "1.40"],
    ],
)
PROJECTS = _table(
    "表10 项目支出表",
    ["项目名称", "项目编码", "功能科目", "合计", "一般公共预算"],
    [
        ["合计", "", "", "150.00", "150.00"],
        ["河道清淤疏浚", "42118826T000000000311", "2130306", "90.00", "90.00"],
        ["水质监测采样", "42118826T000000000327", "2130311", "60.00", "60.00"],
    ],
)
_PAGE = f"""<html><body><h1>云溪县水务局2026年部门预算</h1>
<p>云溪县水务局部门预算由1个本级机关和2个所属单位预算组成。</p>
<p>全部门核定编制60名，实有在职人员53人，其中：局本级编制30名、实有25人；执法大队编制20名、实有13人；推广中心编制10名、实有10人。</p>
{INCOME}{BASIC}{PUBLIC}{PROJECTS}
<p>2026年安排政府性基金预算支出30.00万元，比2025年增加12.00万元，增长66.67%。</p>
</body></html>"""


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over a budget whose text counts the people of every unit."""
    place = tmp_path_factory.mktemp("units")
    page = place / "云溪县水务局2026年部门预算.html"
    page.write_text(_PAGE, encoding="utf-8")
    with chain_over(page, place) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("执法大队实有多少人？", "实有13人"),
        ("推广中心编制多少名？", "编制10名"),
        ("局本级实有多少人？", "实有25人"),
        ("执法大队人均预算多少？", "每人 10.00 万元"),
        ("执法大队总预算除以实有人数是多少", "每人 10.00 万元"),
        ("推广中心按编制人均收入预算多少", "每人 17.00 万元"),
        ("执法大队一年要花多少钱", "130.00 万元"),
        ("推广中心自己收费挣来的有多少", "30.00 万元"),
        ("三公经费哪家单位压得最狠，压了多少？", "减少 1.50 万元"),
    ],
)
def test_a_unit_is_told_what_is_its_own(chain: Chain, question: str, told: str) -> None:
    assert told in chain.ask(question).answer


@pytest.mark.parametrize(
    "question",
    [
        "执法大队离退休多少人？",
        "执法大队买枪花了多少",
        "执法大队公用经费多少",
        "执法大队人均公用经费多少",
    ],
)
def test_nothing_else_stands_for_what_a_unit_is_not_told_to_have(
    chain: Chain, question: str
) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE
    assert not answer.values


@pytest.mark.parametrize(
    ("later", "told"),
    [
        ("一共呢，再把水费也算进来", "20.00 万元"),
        ("水费也算进来的话总共多少", "20.00 万元"),
        ("连水费一起算呢", "20.00 万元"),
    ],
)
def test_one_thing_more_is_added_to_what_was_told(chain: Chain, later: str, told: str) -> None:
    assert f"合计 {told}" in chain.ask(later, ("基本支出里电费安排多少？",)).answer


def test_what_is_not_to_be_counted_in_is_not_added(chain: Chain) -> None:
    assert "20.00" not in chain.ask("水费不算进来呢", ("基本支出里电费安排多少？",)).answer


def test_the_talk_names_the_money_whose_unit_is_asked_for(chain: Chain) -> None:
    answer = chain.ask("哪个单位降得最多", ("三公经费一共多少？",))
    assert UNITS[0] in answer.answer
    assert "减少 1.50 万元" in answer.answer


@pytest.mark.parametrize(
    "clause", ["只算基本支出那张表", "按表6算", "以一般公共预算基本支出表为准"]
)
def test_a_clause_that_names_a_table_says_where_the_amounts_stand(
    chain: Chain, clause: str
) -> None:
    assert "合计 20.00 万元" in chain.ask(f"水费加电费一年要掏多少？{clause}").answer


@pytest.mark.parametrize(
    "question",
    ["查42118826T000000000311，项目名及预算数", "42118826T000000000311项目名称和预算数"],
)
def test_a_projects_own_code_finds_it(chain: Chain, question: str) -> None:
    answer = chain.ask(question).answer
    assert "河道清淤疏浚" in answer
    assert "90.00 万元" in answer
    assert "水质监测" not in answer


def test_a_code_that_no_project_has_finds_none(chain: Chain) -> None:
    assert chain.ask("查42118826T000000000999，项目名及预算数").route is Route.REFUSE


def test_the_year_before_is_worked_back_from_words_around_a_name(chain: Chain) -> None:
    answer = chain.ask("2025年政府性基金预算支出多少？")
    assert "18.00 万元" in answer.answer


def test_a_department_is_named_before_all_it_spends(chain: Chain) -> None:
    assert "60.00%" in chain.ask("河道清淤疏浚占这个部门全部项目支出的百分之几？").answer
