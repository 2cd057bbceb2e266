"""Read stated amounts from paragraphs as published by several places."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.narration.fact import Fact
from qa.narration.facts import facts


def only(text: str, subject: str, *headings: str) -> Fact:
    found = [fact for fact in facts(text, headings) if fact.subject == subject]
    assert len(found) == 1, [fact.subject for fact in facts(text, headings)]
    return found[0]


THREE = (
    "2026年“三公”经费预算50.90万元，较2025年减少6.80万元。其中：因公出国（境）费用0万元，"
    "与2024年持平；公务接待费14.90万元，较2025年减少6.80万元；公务用车运行维护费36万元，比2025年持平。"
)


def test_amount_and_change_belong_to_their_subject() -> None:
    fact = only(THREE, "公务接待费")
    assert (fact.value, fact.unit, fact.direction, fact.delta) == ("14.90", "万元", "减少", "6.80")
    assert fact.before == Decimal("21.70")


def test_base_year_is_kept_as_printed() -> None:
    abroad = only(THREE, "因公出国(境)费用")
    assert (abroad.value, abroad.direction, abroad.base) == ("0", "持平", "2024年")
    assert only(THREE, "公务用车运行维护费").before == Decimal(36)


def test_reason_and_purpose_follow_their_own_subject() -> None:
    text = (
        "其中：基本支出1747.77万元，较2025年增加282.93万元，增加的主要原因人员增加及工资调标，"
        "主要用于保障在职人员工资福利等；项目支出1190万元，较2025年减少15万元，"
        "项目支出主要用于保障区政府工作运转，开展电子政务等工作。"
    )
    basic, project = only(text, "基本支出"), only(text, "项目支出")
    assert basic.reason == "人员增加及工资调标"
    assert basic.purpose == "保障在职人员工资福利等"
    assert basic.before == Decimal("1464.84")
    assert project.reason is None
    assert project.purpose == "保障区政府工作运转，开展电子政务等工作"


def test_change_of_all_income_is_not_the_last_part_of_it() -> None:
    text = "2026年年初预算数2937.77万元，其中：一般公共预算拨款2937.77万元。收入较2025年增加267.93万元。"
    part, whole = only(text, "一般公共预算拨款"), only(text, "收入")
    assert part.delta is None
    assert (whole.delta, whole.direction) == ("267.93", "增加")
    assert only(text, "收入预算", "（一）收入预算").value == "2937.77"


def test_brackets_hold_parts() -> None:
    text = (
        "公务用车购置及运行维护费6.7万元（公务用车购置费0万元，比上年增加0万元；"
        "公务用车运行维护费6.7万元，比上年减少2.3万元。）比上年减少2.3万元，下降25.6%，主要原因是厉行节约"
    )
    whole = only(text, "公务用车购置及运行维护费")
    assert (whole.value, whole.delta, whole.percent, whole.reason) == (
        "6.7",
        "2.3",
        "25.6",
        "厉行节约",
    )
    assert only(text, "公务用车购置费").value == "0"


def test_change_in_the_next_sentence() -> None:
    text = (
        "（1）一般公共服务支出（类）支出 4,523.04 万元，主要用于本级人员经费。与上年相比减少"
        "53,748.68 万元，减少 92.24%。主要原因是项目调整至科学技术支出（类）。"
    )
    (fact,) = facts(text)
    assert (fact.value, fact.delta, fact.percent) == ("4,523.04", "53,748.68", "92.24")
    assert fact.reason == "项目调整至科学技术支出(类)"


def test_a_reason_behind_the_parts_is_that_of_the_change() -> None:
    text = (
        "2026年一般公共预算支出350万元，比2025年增加30万元。其中基本支出210万元，"
        "项目支出140万元。增加的主要原因：新增文物抢救任务。"
    )
    assert only(text, "一般公共").reason == "新增文物抢救任务"
    assert only(text, "项目支出").reason is None
    other = text.replace("增加的主要", "减少的主要")
    assert only(other, "一般公共").reason is None


def test_final_accounts_keep_budget_and_spending_apart() -> None:
    text = (
        "3、一般公共服务支出（类）财政事务（款）信息化建设（项）。主要用于：系统维护费等支出。"
        "年初预算为135.90万元，支出决算为135.25万元。决算数小于预算数的主要原因：调减相关经费。"
    )
    found = {fact.measure: fact for fact in facts(text)}
    assert found["年初预算"].value == "135.90"
    assert (found["决算"].value, found["决算"].reason) == ("135.25", "调减相关经费")


def test_parts_of_a_reason_are_marked() -> None:
    text = "收入比2025年减少10,586.36万元,主要是一般公共预算拨款减少8,648.06万元,其他收入增加142.83万元。"
    part = only(text, "一般公共预算拨款")
    assert (part.part_of, part.delta, part.direction) == ("收入", "8,648.06", "减少")
    assert only(text, "其他收入").direction == "增加"


def test_a_base_of_zero_is_not_a_subject() -> None:
    text = "科学技术支出（类）支出50,000万元。与上年相比增加50,000万元（去年预算数为0万元，无法计算增减比率）。"
    first = facts(text)[0]
    assert first.before == 0
    assert {fact.measure for fact in facts(text)} == {"预算", "上年"}


@pytest.mark.parametrize("text", ["2、政府采购情况。无", "负责区政府政务值班工作。", ""])
def test_no_amount_no_fact(text: str) -> None:
    assert [fact for fact in facts(text) if fact.value or fact.delta] == []


@given(st.decimals(0, 99999, places=2), st.decimals(0, 999, places=2))
def test_figures_come_back_as_printed(value: Decimal, delta: Decimal) -> None:
    fact = only(f"会议费{value:,}万元，比上年增加{delta}万元。", "会议费")
    assert (fact.value, fact.delta, fact.before) == (f"{value:,}", str(delta), value - delta)


@given(st.text(alphabet="年预算支出2026万元，。；较上增加主要原因是用于（）1.0%", max_size=80))
def test_any_text_is_read_without_failure(text: str) -> None:
    for fact in facts(text):
        assert 0 <= fact.start <= fact.end


def _moved(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(f.subject, f.delta, f.part_of) for f in facts(text) if f.delta]


def test_a_sentence_behind_the_parts_tells_of_the_whole() -> None:
    text = (
        "“三公”经费预算为7.50万元，其中：公务用车运行费7.00万元，公务接待费0.50万元。"
        "比上年减少1.20万元，其中：公务用车运行费减少1.00万元，公务接待费减少0.20万元。"
    )
    assert _moved(text) == [
        ("三公经费", "1.20", None),
        ("公务用车运行费", "1.00", "三公经费"),
        ("公务接待费", "0.20", "三公经费"),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("收入10万元，其中：拨款8万元，其他收入2万元，比上年减少1万元。", "其他收入"),
        ("收入10万元，其中：其他收入2万元。比上年减少1万元。", "其他收入"),
        ("收入10万元，其中：拨款8万元，其他收入2万元。支出比上年减少1万元。", "支出"),
    ],
)
def test_other_clauses_tell_of_what_they_stand_behind(text: str, told: str) -> None:
    assert [subject for subject, _, _ in _moved(text)] == [told]


def test_a_school_s_or_a_township_s_name_is_no_part_of_the_subject() -> None:
    for name in ("松坪镇中心小学", "托海乡人民政府", "松坪县第三幼儿园", "松坪县图书馆"):
        (fact,) = facts(f"{name}2024年度收入合计10.00元。")
        assert fact.subject == "收入"


def test_a_reason_behind_because_begins_with_what_happened() -> None:
    for words in ("主要是因为", "主要是", "因为", "是因为", "主要原因是"):
        (fact,) = facts(f"收入10万元，较去年增加1万元，{words}项目增加。")
        assert (fact.delta, fact.reason) == ("1", "项目增加")
