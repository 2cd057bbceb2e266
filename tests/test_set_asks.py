"""Read what is asked of a set beside which and how many."""

from qa.query import Operation
from qa.words.set_asks import read


def test_a_spread_is_read_with_its_words_taken_away() -> None:
    asked = read("货物类采购最贵的比最便宜的多多少", share=False)
    assert asked.spread
    assert asked.text == "货物类采购|"
    assert Operation.DIFFERENCE in asked.explains


def test_how_many_times_is_no_spread() -> None:
    assert not read("最多的是最少的几倍", share=False).explains


def test_what_moved_most_is_told_by_way_and_rate() -> None:
    asked = read("项级科目里2026比2025执行数减得最狠的是哪一个,减了多少(按金额)", share=False)
    assert (asked.way, asked.rate) == ("down", False)
    assert read("降幅最大的项级科目是哪个", share=False).rate
    assert not read("最多的项目是哪个", share=False).way


def test_the_whole_of_a_share_is_a_total_or_nothing() -> None:
    assert read("前三项占项目总额的百分之多少", share=True).whole == "project"
    assert read("下属单位占全局收入百分之几", share=True).whole == "income"
    assert not read("公务接待费占三公经费的百分之几", share=True).share


def test_which_fell_at_all_is_told_apart_from_which_fell_most() -> None:
    asked = read("住房改革支出三项里只有哪项是降的,降了多少", share=False)
    assert (asked.way, asked.every) == ("down", True)


def test_a_member_that_is_left_out_is_named() -> None:
    assert read("民政管理事务里除了行政运行,剩下几项合计多少", share=False).less == "行政运行"
    assert not read("不含本级的收入一共多少", share=False).less


def test_a_share_of_one_that_its_clause_names_is_none_of_the_set() -> None:
    assert not read("工程、货物、服务三类采购,工程占了百分之多少", share=True).share
    assert read("政府性基金的项目有哪些,加起来占项目支出的几成", share=True).share
