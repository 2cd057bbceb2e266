"""Ask for words over the shipped disclosure: forms, terms, posts, agreement of places."""

from __future__ import annotations

import pytest

from qa.chain import Chain
from qa.query import Answer, Route


def rows(answer: Answer) -> list[tuple[str, str | None]]:
    return [(citation.annex, citation.row) for citation in answer.citations]


def pairs(answer: Answer) -> list[tuple[str, str | None]]:
    return [(value.value, value.unit) for value in answer.values]


# --- projects --------------------------------------------------------------------------------


def test_what_a_project_is_for_is_read_from_its_form(chain: Chain) -> None:
    answer = chain.ask("改革调研专项主要干啥")
    assert rows(answer) == [("附件12-13", "项目概况")]
    assert "撰写、编辑、整理调研文稿" in answer.answer


def test_the_basis_is_the_field_of_the_project_named(chain: Chain) -> None:
    answer = chain.ask("招商外事专项的立项依据")
    assert rows(answer) == [("附件12-14", "立项依据")]
    assert "关于编制2024年政府部门预算的通知" in answer.answer.replace(" ", "")


def test_start_and_end_are_told_together(chain: Chain) -> None:
    answer = chain.ask("政府会议专项什么时候开始")
    assert rows(answer) == [("附件12-1", "项目起始时间"), ("附件12-1", "项目终止时间")]
    assert "2022年" in answer.answer
    assert "长期" in answer.answer


def test_the_amount_of_a_project_stays_a_figure(chain: Chain) -> None:
    answer = chain.ask("改革调研专项多少钱")
    assert answer.route is Route.TABLE
    assert pairs(answer)[0] == ("40.00", "万元")


# --- terms, ranks, posts -----------------------------------------------------------------------


def test_what_is_a_term_gets_its_definition(chain: Chain) -> None:
    answer = chain.ask("什么是项目支出")
    assert answer.route is Route.TEXT
    assert "为完成特定行政任务和事业发展目标所发生的支出" in answer.answer


def test_how_much_of_the_same_word_gets_the_figure(chain: Chain) -> None:
    assert pairs(chain.ask("项目支出是多少"))[0] == ("1190.00", "万元")


def test_explained_terms_are_counted(chain: Chain) -> None:
    answer = chain.ask("专有名词里头解释了几个词")
    assert pairs(answer) == [("5", "个")]
    assert len(answer.citations) == 5


def test_a_term_that_includes_something(chain: Chain) -> None:
    answer = chain.ask("公务接待费包括外宾接待吗")
    assert answer.answer.startswith("是。")
    assert answer.route is Route.TEXT


def test_the_rank_of_a_unit_stands_in_words(chain: Chain) -> None:
    answer = chain.ask("区数字化城市运行和治理中心是什么级别")
    assert answer.route is Route.TEXT
    assert "副处级" in answer.answer


def test_posts_of_the_units_named_are_added_and_no_others(chain: Chain) -> None:
    answer = chain.ask("两个中心的事业编制一共几名")
    assert pairs(answer)[0] == ("33", "名")
    assert answer.calculation == "23 + 10 = 33"
    assert pairs(chain.ask("编制一共多少名"))[0] == ("67", "名")


def test_the_duty_is_that_of_the_centre(chain: Chain) -> None:
    answer = chain.ask("Who maintains the government public information website?")
    assert "区电子政务中心主要职责" in answer.answer
    assert "负责区政府公众信息网的建设、管理和维护工作" in answer.answer


def test_the_contact_is_named(chain: Chain) -> None:
    assert "周艳" in chain.ask("预算公开联系人叫什么名字").answer


def test_a_blank_cell_is_told_with_the_sentence_that_explains_it(chain: Chain) -> None:
    answer = chain.ask("Did the office budget for buying vehicles in 2025?")
    assert answer.route is Route.BOTH
    assert "2025年未安排一般公共预算购置车辆" in answer.answer


def test_the_year_before_is_worked_back(chain: Chain) -> None:
    answer = chain.ask("委托业务费去年是多少")
    assert pairs(answer)[0] == ("0", "万元")
    assert "20 - 20 = 0" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "政府工作报告谁起草",
        "政报发行量是多少",
        "今年的审计意见是什么",
        "办公室办公地址在哪",
        "国有资本经营预算拨款的发行量",
    ],
)
def test_what_is_not_stated_is_refused(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE
    assert answer.citations == ()


def test_a_blank_is_not_told_beside_another_sum(chain: Chain) -> None:
    assert "2937.77" not in chain.ask("国有资本经营预算拨款今年有收入吗").answer


# --- agreement ---------------------------------------------------------------------------------


def test_one_figure_over_four_tables_agrees(chain: Chain) -> None:
    answer = chain.ask("基本支出在附件2、附件3、附件8和附件11里数字一致吗")
    assert answer.answer.startswith("一致")
    assert {value.value for value in answer.values} == {"1747.77"}
    assert [annex for annex, _ in rows(answer)] == ["附件2", "附件3", "附件8", "附件11"]


def test_the_items_of_a_table_add_up(chain: Chain) -> None:
    answer = chain.ask("项目明细14笔加总等于合计1190吗")
    assert answer.answer.startswith("一致")
    assert pairs(answer) == [("1190.00", "万元")]
    assert answer.calculation is not None
    assert answer.calculation.endswith("= 1190.00")


def test_rows_without_a_counterpart_are_listed(chain: Chain) -> None:
    answer = chain.ask("Do the meeting counts in annex 11 and form 12-1 agree?")
    assert [value.value for value in answer.values] == ["280", "168", "40"]
    assert "one to one" in answer.answer


def test_the_narrative_is_held_against_the_table(chain: Chain) -> None:
    answer = chain.ask("公务接待费，正文写的和附件4印的一样吗")
    assert answer.route is Route.BOTH
    assert answer.answer.startswith("一致")
    assert {value.value for value in answer.values} == {"14.90"}


def test_a_doubt_about_two_figures_gets_the_finding(chain: Chain) -> None:
    answer = chain.ask("文字里说公务接待费14.90万元，基本支出表的30217却不是这个数，为什么")
    assert (
        {"9.90", "14.90"} <= {value.value for value in answer.values} <= {"9.90", "14.90", "5.00"}
    )
    assert "5.00 万元" in answer.answer


def test_a_base_year_in_doubt_gets_the_finding(chain: Chain) -> None:
    answer = chain.ask("出国费到底和2024年比还是和2025年比持平")
    assert "与2024年持平" in answer.answer


def test_an_unrelated_finding_is_never_the_answer(chain: Chain) -> None:
    answer = chain.ask("附件8的合计和附件6的支出总计一致吗")
    assert {value.value for value in answer.values} == {"2937.77"}
    assert "公务接待费" not in answer.answer


def test_a_slip_of_form_is_told_only_where_it_is_asked_for(chain: Chain) -> None:
    assert "标题序号重复" in chain.ask("标题序号是不是有重复").answer
    assert "标题序号" not in chain.ask("附件11和附件12-1的会议次数一致吗").answer


# --- more of what people ask -------------------------------------------------------------------


def test_an_amount_of_the_narrative_is_found_by_its_figure(chain: Chain) -> None:
    answer = chain.ask("282.93万元是什么")
    assert answer.route is Route.TEXT
    assert "基本支出1747.77万元" in answer.answer


def test_an_amount_of_a_table_is_not_taken_from_the_narrative(chain: Chain) -> None:
    answer = chain.ask("105.03万元是什么支出")
    assert answer.route is Route.TABLE
    assert answer.citations[0].row == "30201 办公费"


def test_who_manages_vehicles_is_no_count_of_them(chain: Chain) -> None:
    answer = chain.ask("谁管公务用车")
    assert "9辆" not in answer.answer
    assert "负责全区区级公务用车和区级办公用房的管理工作" in answer.answer


def test_both_ranks_are_shown_where_both_are_asked_for(chain: Chain) -> None:
    answer = chain.ask("两个中心都是正处级吗")
    assert "正处级" in answer.answer
    assert "副处级" in answer.answer
    assert not answer.answer.startswith(("有。", "是。"))


@pytest.mark.parametrize("question", ["区长是谁", "办公楼有多少平方米", "项目绩效自评平均得分多少"])
def test_no_row_of_a_table_stands_for_what_is_left_out(chain: Chain, question: str) -> None:
    assert chain.ask(question).route is Route.REFUSE


def test_the_goal_of_the_whole_department(chain: Chain) -> None:
    answer = chain.ask("部门今年的整体绩效目标是什么")
    assert rows(answer) == [("附件11", "当年整体绩效目标")]
    assert "保障区政府的正常运转" in answer.answer


def test_a_project_is_known_by_its_short_name(chain: Chain) -> None:
    answer = chain.ask("周转房那个专项的钱具体拿来付些什么")
    assert "用于支付在潼市管领导保障用房租金、物业费" in answer.answer


def test_what_a_running_cost_covers_is_told_from_its_definition(chain: Chain) -> None:
    answer = chain.ask("‘三公’里的公车运行维护费都包哪些东西")
    assert answer.route is Route.TEXT
    assert "燃料费、维修费、过路过桥费" in answer.answer


def test_a_claim_of_none_against_a_table_gets_the_finding(chain: Chain) -> None:
    answer = chain.ask("正文写采购情况‘无’，可采购表明明有数字，怎么回事")
    assert "29.40" in {value.value for value in answer.values}


@pytest.mark.parametrize(
    "question",
    ["给银行的金融产业发展补助，是照哪个办法发的？", "金融产业发展补助的立项依据是哪个办法"],
)
def test_a_rule_of_the_kind_asked_for_that_another_field_cites(chain: Chain, question: str) -> None:
    assert "暂行办法的通知》（潼南府办发〔2018〕66号）" in chain.ask(question).answer


def test_a_basis_of_no_kind_is_the_field(chain: Chain) -> None:
    said = chain.ask("金融产业发展补助的立项依据是什么").answer
    assert "年政府部门预算的通知" in said
    assert "暂行办法" not in said


def test_the_project_in_which_something_stands(chain: Chain) -> None:
    said = chain.ask("举报非法集资有没有奖励，在哪个项目里开支").answer
    assert "“打击非法集资和金融监管专项”" in said
    assert "非法集资举报奖励" in said


def test_the_cap_that_a_long_field_tells(chain: Chain) -> None:
    said = chain.ask("银行租房子办公补三年，三年加起来封顶给多少钱").answer
    assert "累计补贴最高限额为60万元" in said


# --- words inside others ---------------------------------------------------------------------


def test_travel_is_asked_of_by_its_everyday_word(chain: Chain) -> None:
    answer = chain.ask("出差多少钱")
    assert pairs(answer) == [("10.00", "万元")]
    assert rows(answer) == [("附件3", "30211 差旅费")]


@pytest.mark.parametrize("question", ["收入和支出差多少", "收入比支出多多少"])
def test_income_and_spending_are_of_one_fund(chain: Chain, question: str) -> None:
    """No travel inside 支出差多少, and no 基本支出 for all spending."""
    answer = chain.ask(question)
    assert pairs(answer) == [("0.00", "万元"), ("2937.77", "万元"), ("2937.77", "万元")]
