"""Ask follow-ups over the shipped disclosure: what each replaces of the frame, and what it keeps."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import FollowKind, Route
from qa.talk.follow import detect, without_retort


@pytest.mark.parametrize(
    ("talk", "value", "unit"),
    [
        (("基本工资多少", "奖金呢", "它俩一共多少"), "570.33", "万元"),
        (("邮电费多少", "除以12，一个月要多少"), "2.50", "万元"),
        (("巨灾保险多少钱", "其中办公费多少"), None, None),  # no project's part, no office's item
        (("基本工资多少", "奖金呢", "两个相差多少"), "75.73", "万元"),
        (("基本工资多少", "奖金呢，比它少多少"), "75.73", "万元"),
        (("基本工资多少", "奖金呢，比去年少多少"), None, None),  # no prior year is printed
        (("基本工资、津贴补贴、奖金各多少", "第二个多少"), "131.83", "万元"),
        (("基本工资、津贴补贴、奖金各多少", "一共多少"), "702.16", "万元"),
        (("基本工资、津贴补贴、奖金各多少", "最后一个占它们合计的百分之几"), "35.22", "%"),
        (("基本工资多少", "奖金呢", "绩效工资呢", "最高的是哪个"), "323.03", "万元"),
        (("项目支出最大的三个是哪些", "它们加起来占项目支出多少"), "60.08", "%"),
        (("项目支出一共多少", "哪个占大头", "它占多少"), "24.79", "%"),
        (("基本工资多少", "津贴补贴呢", "奖金呢", "前两个一共多少"), "454.86", "万元"),
        (("基本工资多少", "津贴补贴呢", "奖金呢", "后两个一共多少"), "379.13", "万元"),
        (("巨灾保险多少", "跟数字化城市那个比差多少"), "75.00", "万元"),
        (("招商外事专项有哪些成本指标", "全部加拢够不够它那10万"), "10", "万元"),
        (("三公经费今年比去年是多了还是少了", "减了多少个百分比"), "11.79", "%"),
        (("公务接待费去年是多少", "今年砍到几多啦"), "14.90", "万元"),
        (("公务接待费今年多少", "跟去年比呢"), "6.80", "万元"),
        (("征兵外事专项的满意度指标定多少", "督查议案的咧"), "95", "%"),
        (("征兵外事专项多少钱", "满意度呢", "督查议案的呢"), "95", "%"),
        (("征兵外事专项的满意度指标定多少", "督查议案的多少钱"), "70.00", "万元"),
        (("打击非法集资和金融监管专项多少钱", "一年起码要宣传几次"), "10", "次"),
        (("值班应急那个专项多少钱", "说串了 我是问打击非法集资的"), "60.00", "万元"),
        (("基本工资多少", "不是基本工资，是奖金"), "247.30", "万元"),
        (("征兵外事专项定的全区征兵宣传活动至少几次？", "满意度要求呢"), "90", "%"),
        (("改革调研专项一年要做几多次专题调研？", "咁滿意度呢，寫嘅係幾多以上"), "90", "%"),
        (("职业年金多少", "是不是正好等于养老保险的一半"), "50.00", "%"),
        (("行政运行今年安排多少", "都不对，我要最上头那个类级的，201"), "2473.35", "万元"),
        (("其中人员经费多少", "那公用经费呢"), "317.90", "万元"),
        (("保险多少", "养老的那个"), "136.38", "万元"),
        (("How much is the disaster insurance project?", "and how many people does it cover?"), "72.06", "万"),
    ],
)  # fmt: skip
def test_a_follow_up_is_read_in_its_frame(
    chain: Chain, talk: tuple[str, ...], value: str | None, unit: str | None
) -> None:
    answer = chain.ask(talk[-1], talk[:-1])
    if value is None:
        assert not any(v.unit == "万元" and v.value == "75.73" for v in answer.values)
        return
    assert (value, unit) in [(v.value, v.unit) for v in answer.values], answer.answer


@pytest.mark.parametrize(
    ("talk", "values"),
    [
        (
            (
                "区电子政务中心有多少事业编制",
                "把它跟数字化城市运行和治理中心的加起来，一共几个事业编制",
            ),
            "33",
        ),
        (("区电子政务中心有多少事业编制", "它和数字化城市运行和治理中心一共几个事业编制"), "33"),
    ],
)
def test_what_narrative_told_is_named_in_the_next_question(
    chain: Chain, talk: tuple[str, ...], values: str
) -> None:
    answer = chain.ask(talk[-1], talk[:-1])
    assert values in [v.value for v in answer.values] or f" {values}名" in answer.answer


def test_the_year_before_is_not_worked_out_of_a_list_that_names_a_thing(chain: Chain) -> None:
    assert chain.ask("差旅费去年多少").route is Route.REFUSE
    assert "288.64" in chain.ask("机关运行经费去年多少").answer


def test_a_new_topic_leaves_the_frame(chain: Chain) -> None:
    answer = chain.ask("机关行政编制是多少名", ("巨灾保险多少钱",))
    assert answer.route is Route.TEXT
    assert "26名" in answer.answer


@pytest.mark.parametrize(
    ("talk", "route", "told"),
    [
        (("什么叫基本支出？", "项目支出呢"), Route.TEXT, "在基本支出之外"),
        (("基本支出是什么意思", "那项目支出呢？"), Route.TEXT, "在基本支出之外"),
        (("基本支出多少？", "项目支出呢"), Route.TABLE, "1190.00"),
        (("什么叫基本支出？", "项目支出多少"), Route.TABLE, "1190.00"),
    ],
)
def test_another_term_is_explained_like_the_one_before(
    chain: Chain, talk: tuple[str, ...], route: Route, told: str
) -> None:
    answer = chain.ask(talk[-1], talk[:-1])
    assert answer.route is route
    assert told in answer.answer


@pytest.mark.parametrize(
    ("text", "kind", "index"),
    [
        ("它俩一共多少", FollowKind.GROUP, 2),
        ("这三项加一块儿是多少", FollowKind.GROUP, 3),
        ("前者是后者的几倍", FollowKind.GROUP, 2),
        ("how much do the two come to?", FollowKind.GROUP, 2),
        ("比它多多少", FollowKind.AGAINST, None),
        ("是它的几倍", FollowKind.AGAINST, None),
        ("what unit is that in?", FollowKind.AGAIN, None),
        ("第二个占项目支出百分之几", FollowKind.ORDINAL, 2),
    ],
)
def test_kinds_of_leaning(text: str, kind: FollowKind, index: int | None) -> None:
    found = detect(text).follow
    assert found is not None
    assert (found.kind, found.index) == (kind, index)


@pytest.mark.parametrize(
    "text", ["这两年的预算是多少", "第三产业的支出多少", "第二季度花了多少", "两个项目的名称"]
)
def test_near_misses_of_leaning(text: str) -> None:
    found = detect(text).follow
    assert found is None or found.kind not in (FollowKind.GROUP, FollowKind.ORDINAL)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("都不对,我要最上头那个", "最上头那个"),
        ("说串了 我是问接待的", "接待的"),
        ("不是电费,是邮电费", "邮电费"),
        ("问的不是这个,我要差旅费", "差旅费"),
        ("不是有差旅费吗", "不是有差旅费吗"),
        ("错误更正费用多少", "错误更正费用多少"),
        ("不含车辆购置税的有哪些", "不含车辆购置税的有哪些"),
    ],
)
def test_a_rejection_is_taken_off(text: str, rest: str) -> None:
    assert without_retort(text) == rest


def test_what_is_added_to_the_one_before_is_no_gap(chain: Chain) -> None:
    before = ("巨灾保险今年多少钱",)
    added = chain.ask("会议系统维护呢，跟刚才那笔加一块是多少", before)
    assert "228.50" in added.answer
    assert "211.50" in chain.ask("会议系统维护比刚才那笔少多少", before).answer


def test_part_of_a_year_said_behind_a_figure_is_not_the_whole_year(chain: Chain) -> None:
    answer = chain.ask("上半年呢", ("巨灾保险今年多少钱",))
    assert (answer.route, answer.values) == (Route.REFUSE, ())
