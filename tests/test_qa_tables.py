"""Ask table questions of the shipped disclosure: totals, lists, shares, rows by number, ambiguity."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Answer, Route


def pairs(answer: Answer) -> list[tuple[str, str | None]]:
    return [(v.value, v.unit) for v in answer.values]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("项目支出明细表 序号12", "40.00", "万元"),
        ("政府採購總額", "29.40", "万元"),
        ("政府采购服务类多少", "6.00", "万元"),  # near miss: a row, not the table's total
        ("去年医疗三项(行政单位、事业单位、公务员补助)加起来多少", "28.32", "万元"),
        ("会议专项和值班专项总共", "120.00", "万元"),
        ("会议费和值班专项总共", "60.00", "万元"),  # near miss: the item, which is blank
        ("項目支出明細表一共幾個項目", "14", "个"),
        ("督查专项多少钱", "70.00", "万元"),
    ],
)
def test_the_figure_asked_for_comes_first(
    chain: Chain, question: str, value: str, unit: str
) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert pairs(answer)[0] == (value, unit), answer.answer


@pytest.mark.parametrize(
    ("history", "question", "value"),
    [
        (("金额最大的三个项目是哪些",), "第一个的金额占总额几成", "24.79"),
        (("金额最大的三个项目是哪些",), "第一个的金额占总支出几成", "10.04"),  # near miss
    ],
)
def test_a_share_is_of_the_whole_that_is_said(
    chain: Chain, history: tuple[str, ...], question: str, value: str
) -> None:
    assert pairs(chain.ask(question, history))[0] == (value, "%")


def test_a_prior_year_in_the_talk_is_what_growth_starts_from(chain: Chain) -> None:
    history = ("机关事业单位基本养老保险缴费支出是多少", "2025年呢")
    answer = chain.ask("多了还是少了？多少？", history)
    assert ("23.85", "万元") in pairs(answer)


def test_counts_are_asked_back_among_goals_not_answered_with_money(chain: Chain) -> None:
    answer = chain.ask("培训要办几场")
    assert answer.route is Route.CLARIFY
    assert {unit for _, unit in pairs(answer)} == {"次"}


def test_a_general_word_may_mean_any_row_that_has_it(chain: Chain) -> None:
    answer = chain.ask("保险多少")
    assert answer.route is Route.CLARIFY
    assert {value for value, _ in pairs(answer)} == {"220.00", "136.38", "74.62"}
    assert chain.ask("巨灾多少").route is Route.TABLE  # near miss: one row alone has the word


def test_the_share_of_the_largest_is_of_their_table(chain: Chain) -> None:
    answer = chain.ask("三个最大项目占总额多少")
    assert ("60.08", "%") in pairs(answer)
    assert ("18.49", "%") in pairs(chain.ask("巨灾保险占总额多少"))  # near miss: one row


def test_a_projects_column_names_its_few_rows(chain: Chain) -> None:
    answer = chain.ask("民生配套项目一共列了多少")
    assert "巨灾保险" in answer.answer
    assert "其中" not in chain.ask("项目支出明细表合计多少").answer  # near miss: all fourteen


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("除了巨灾保险，其他项目一共多少钱", "970.00"),
        ("基本支出扣除工资福利支出还剩多少", "400.83"),
        ("卫生健康支出除去行政单位医疗还有多少", "41.04"),
    ],
)
def test_what_is_left_is_a_whole_without_its_part(chain: Chain, question: str, value: str) -> None:
    assert pairs(chain.ask(question))[0] == (value, "万元")


def test_a_thing_that_is_no_part_is_not_taken_away(chain: Chain) -> None:
    assert chain.ask("公务接待费扣除巨灾保险是多少").route is Route.REFUSE
    apart = chain.ask(
        "公务接待费减去巨灾保险是多少"
    )  # near miss: two things set against each other
    assert ("-205.10", "万元") in pairs(apart) or ("205.10", "万元") in pairs(apart)
    assert ("1190.00", "万元") in pairs(chain.ask("支出总计扣除基本支出是多少"))


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("十四个项目里谁的经费最少", ["招商外事专项"]),
        ("十四个项目里头谁分到的经费最可怜", ["招商外事专项"]),
        ("金额前三的项目分别是谁", ["数字化城市", "巨灾保险", "金融产业"]),
    ],
)
def test_a_number_of_all_is_not_how_many_are_asked_for(
    chain: Chain, question: str, names: list[str]
) -> None:
    answer = chain.ask(question)
    assert len(answer.values) == len(names)
    assert all(name in answer.answer for name in names)
    assert len(chain.ask("十四个项目中最少的两个").values) == 2  # near miss: a number of both


def test_a_unit_of_money_is_that_of_a_share_of_a_hundred(chain: Chain) -> None:
    answer = chain.ask("三公经费要是一百块，公务接待费是多少块")
    assert ("29.27", "%") in pairs(answer)
    plain = chain.ask("Total planned expenditure, in plain yuan please")
    assert ("29377700", "元") in pairs(plain)  # near miss: another unit of one figure


def test_a_list_stands_inside_the_goals_named_before_it(chain: Chain) -> None:
    names = "工资劳务、生活补助、接送上访、日常办公四笔合起来是多少万"
    assert ("40", "万元") in pairs(chain.ask(f"涉案资产处置工作组的成本指标，{names}"))
    items = chain.ask("生活补助、办公费、印刷费三笔合起来是多少万")  # near miss: items of spending
    assert "30305" in items.answer


def test_what_is_added_up_in_english_is_a_sum(chain: Chain) -> None:
    answer = chain.ask("What do basic pension insurance and occupational annuity add up to?")
    assert ("204.57", "万元") in pairs(answer)
    refused = chain.ask("Which insurance company was awarded the catastrophe insurance contract?")
    assert refused.route is Route.REFUSE


def test_an_item_that_is_not_printed_is_not_a_longer_one(chain: Chain) -> None:
    assert chain.ask("水费多少").route is Route.REFUSE
    assert chain.ask("水费占商品和服务支出多少").route is Route.REFUSE
    assert pairs(chain.ask("邮电费多少"))[0] == ("30.00", "万元")  # near miss: printed itself


def test_a_goal_of_another_project_is_no_answer(chain: Chain) -> None:
    assert chain.ask("值班专项满意度").route is Route.REFUSE
    assert pairs(chain.ask("数字化城市专项满意度"))[0] == ("90", "%")  # near miss


def test_two_columns_named_are_two_figures(chain: Chain) -> None:
    assert pairs(chain.ask("人员经费和公用经费各多少")) == [("1429.87", "万元"), ("317.90", "万元")]


def test_the_end_of_a_columns_name_stands_for_it(chain: Chain) -> None:
    assert pairs(chain.ask("邮电费公用经费多少"))[0] == ("30.00", "万元")
    assert pairs(chain.ask("基本工资人员经费多少"))[0] == ("323.03", "万元")
