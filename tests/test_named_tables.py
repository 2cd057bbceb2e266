"""Ask of the rows of tables that are named: counted, placed, held against their mean or each other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.chain import Chain
from qa.query import Route
from tests.chains import chain_over

pytestmark = pytest.mark.slow  # reads several whole documents

FARMS = "青河县农业农村局2026年部门预算公开.xlsx"
SCHOOL = "漪州职业技术学院2026年单位预算公开.xlsx"
STREET = "红旗街道2026部门预算公开.html"
NATURE = "越州市生态环境局2026年部门预算.pdf"
WATER = "滦溪市水利局2026年部门预算信息公开情况说明.pdf"
AUDIT = "2026年苏州市审计局部门预算.pdf"
TRADE = "2026年重庆市商务委员会部门预算.pdf"


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory, real: Path) -> Iterator[Chain]:
    own = Path(__file__).parents[1] / "evals" / "documents"
    paths = [own / name for name in (FARMS, SCHOOL, STREET, NATURE, WATER)]
    paths += [next(real.rglob(name)) for name in (AUDIT, TRADE)]
    with chain_over(paths, tmp_path_factory.mktemp("named tables")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("项目支出明细表最大的一项是最小的一项的几倍", "29.50"),
        ("项目支出明细表里一共有几项", "14"),
        ("部门支出总表里一共列了几项", "11"),
        ("部门支出总表里一共列了几类", "4"),
        ("项目支出明细表里高于平均数的有几项", "3"),
        ("项目支出明细表里低于平均数的有几项", "11"),
        ("项目支出明细表里平均每项多少", "85.00"),
        ("项目支出明细表里巨灾保险比平均每项多多少", "135.00"),
        ("项目支出明细表里招商外事专项比平均数少多少", "-75.00"),
        ("项目支出明细表里比巨灾保险多的有几项", "1"),
        ("项目支出明细表里比招商外事专项多的有几项", "13"),
        ("项目支出明细表里排第3的是什么", "200.00"),
        ("项目支出明细表里有多少条", "14"),
        ("一般公共预算支出表里比上年减少的是哪几项", "2"),
        ("项目支出明细表里第二小的是哪一项", "10.00"),
        ("商品和服务支出里第2大的是哪一项", "36.00"),
        ("工资福利支出里第二大的是哪一项", "252.70"),  # its parts are rounded
        ("工资福利支出里最大的是哪一项", "323.03"),
        ("附件3里列了科目名但金额空着的有几个？列一下", "6"),
        ("高于平均数的项目有几个", "3"),
        ("低于平均水平的项目有哪些", "11"),
        ("平均每个项目多少钱，高于平均数的有几个", "85.00"),
    ],
)
def test_rows_of_the_seed(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert answer.values[0].value == value


def test_no_place_beyond_the_last_is_told(chain: Chain) -> None:
    assert chain.ask("工资福利支出里第19大的是哪一项").route is Route.REFUSE


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        (FARMS, "项目支出明细表里一共有几项", "19"),
        (FARMS, "项目支出明细表里比高标准农田建设（县级配套）少的有几项", "18"),
        (FARMS, "项目支出明细表里上年结转有数的是哪几项", "730500.00"),
        (FARMS, "项目支出明细表里有几项用了政府性基金", "2"),
        (STREET, "项目支出明细表里有几项有上年结转", "2"),
        (STREET, "项目支出明细表里一共有几项", "12"),
        (SCHOOL, "政府采购里货物占百分之几", "44.74"),
        (SCHOOL, "三公经费表里比上年减少的是哪几项", "-3.00"),
        (SCHOOL, "一般公共预算支出表里哪一项比上年涨幅最大", "4.71"),
        (FARMS, "收入最多的单位比最少的单位多多少", "51310511.46"),
        (FARMS, "各单位的三公经费各是多少", "72800.00"),
    ],
)
def test_rows_of_other_documents(many: Chain, name: str, question: str, value: str) -> None:
    answer = many.ask(question, (), [name])
    assert answer.route is Route.TABLE
    assert value in [v.value for v in answer.values]


@pytest.mark.parametrize(
    ("name", "question"),
    [
        (AUDIT, "项目支出表里最小的3项加起来是多少"),
        (AUDIT, "项目支出表里≥200万的有哪些"),
        (AUDIT, "项目支出表里排第3的是什么"),
        (NATURE, "一般公共预算支出表里比上年减少的是哪几项"),
        (TRADE, "一般公共预算支出表里比上年减少的是哪几项"),
        (TRADE, "一般公共预算支出表里哪一项比上年涨幅最大"),
        (WATER, "项目支出表里上年结转有数的是哪几项"),
        (FARMS, "支出最多的单位比最少的单位多多少"),
        (FARMS, "各单位的支出各是多少"),
        (WATER, "各单位的三公经费各是多少"),
    ],
)
def test_what_the_table_named_does_not_print_is_refused(
    many: Chain, name: str, question: str
) -> None:
    assert many.ask(question, (), [name]).route is Route.REFUSE


@pytest.mark.parametrize(
    ("name", "question", "value"),
    [
        (AUDIT, "项目支出表里一共有多少钱", "339.50"),  # the money, no rows
        (NATURE, "项目支出表里一共有几项", "3"),
        (WATER, "单位的基本支出和项目支出各是多少", "2322.61"),  # of the department
    ],
)
def test_what_is_printed_elsewhere_is_told(
    many: Chain, name: str, question: str, value: str
) -> None:
    assert value in [v.value for v in many.ask(question, (), [name]).values]


def test_a_row_named_before_the_word_for_a_table_is_no_table(chain: Chain) -> None:
    answer = chain.ask("督查议案专项表里指标值填25000的是哪几条？")
    assert answer.route is Route.TABLE
