"""Test questions that lean on the ones before them."""

from __future__ import annotations

import pytest

from qa.dialogue import Turn, resolve
from qa.query import Answer, FollowKind, Operation, Query, Route, Value
from tests.understanding import read


def talk(
    *questions: str, keys: tuple[int, ...] = (1,), answers: dict[int, Answer] | None = None
) -> Query:
    turns: list[Turn] = []
    query = Query("", "")
    for number, question in enumerate(questions):
        query = resolve(read(*keys).understand(question), turns)
        turns.append(Turn(query, (answers or {}).get(number)))
    return query


def terms(query: Query) -> list[str]:
    return [m.hints[0].term if m.hints else m.text for m in query.mentions]


@pytest.mark.parametrize(
    ("questions", "expected", "kind"),
    [
        (("行政运行今年多少万？", "那去年呢"), ["行政运行"], FollowKind.ELLIPSIS),
        (("How much is the office supply budget?", "and the previous year?"), ["办公费"], FollowKind.ELLIPSIS),
        (("河堤加固给了多少", "换成综合保险呢"), ["综合保险"], FollowKind.REPLACE),
        (("政府采购货物多少", "不对，我问的是服务类"), ["服务类"], FollowKind.CORRECTION),
        (("水费多少", "打错了，是电费"), ["电费"], FollowKind.CORRECTION),
        (("邮电费多少", "算了不看那个了，印刷费给我"), ["印刷费"], FollowKind.CORRECTION),
        (("综合保险多少钱", "它是干什么的"), ["综合保险"], FollowKind.PRONOUN),
        (("综合保险多少钱", "那个项目一年开几次协调会"), ["综合保险", "协调会"], FollowKind.PRONOUN),
        (("综合保险多少钱", "what about its satisfaction target?"), ["综合保险", "满意度"], FollowKind.REPLACE),
        (("水费多少", "电费呢", "加起来呢"), ["水费", "电费"], FollowKind.AGGREGATE),
    ],
)  # fmt: skip
def test_content_of_a_follow_up(
    questions: tuple[str, ...], expected: list[str], kind: FollowKind
) -> None:
    query = talk(*questions)
    assert terms(query) == expected
    assert query.follow is not None
    assert query.follow.kind is kind


def test_year_takes_the_place_of_year() -> None:
    assert talk("行政运行2026年多少", "那2025年呢").years == (2025,)
    assert talk("行政运行去年多少", "今年呢").offsets == (0,)


def test_operation_is_kept_or_replaced() -> None:
    assert talk("行政运行比上年多多少", "事业运行呢").asks(Operation.CHANGE)
    assert talk("行政运行多少", "为什么").asks(Operation.WHY)
    assert terms(talk("行政运行比上年多多少", "为什么")) == ["行政运行"]


def test_column_scope_is_kept() -> None:
    query = talk("经信委基本支出里劳务费多少？", "那委托业务费呢？也只看基本支出", keys=())
    assert (terms(query), query.column_words, query.scope.documents) == (
        ["委托业务费"], ("基本支出",), (4,),
    )  # fmt: skip


def test_department_takes_the_place_of_department() -> None:
    query = talk("苏州市审计局水费多少", "换成数据局呢", keys=())
    assert (terms(query), query.scope.documents) == (["水费"], (3,))


def test_document_follows_the_year() -> None:
    query = talk("万里街道2025年住房公积金多少", "那2024年呢", keys=())
    assert (query.years, query.scope.documents) == ((2024,), (6,))


def test_another_unit_asks_for_its_posts_of_any_sort() -> None:
    query = talk("区政府办机关行政编制几名？", "电子政务中心呢")
    assert [m.text for m in query.mentions] == ["电子政务中心", "编制"]
    assert query.asks(Operation.STAFFING)


def test_short_name_takes_the_head_of_the_old() -> None:
    query = talk("会展业专题安排了多少钱？", "那电商的呢")
    assert [m.text for m in query.mentions] == ["电商专题"]


def test_topic_change_keeps_only_the_department() -> None:
    query = talk("苏州市审计局2025年水费比上年增加多少", "公务接待费预算是多少", keys=())
    assert query.follow is None
    assert (terms(query), query.years, query.scope.documents) == (["公务接待费"], (), (2,))
    assert not query.asks(Operation.CHANGE)


def test_rank_after_top() -> None:
    query = talk("钱最多的项目是哪个", "第二大的那个")
    assert [(a.operation, a.k) for a in query.operations] == [(Operation.RANK, 2)]
    assert [m.text for m in query.mentions] == ["项目"]


def _answer(route: Route, labels: tuple[str, ...], options: tuple[str, ...] = ()) -> Answer:
    values = tuple(Value(label, "合计", "1.00", "万元", 2026) for label in labels)
    return Answer("q", "zh", route, "…", values=values, options=options)


def test_ordinal_over_a_list() -> None:
    listed = _answer(Route.TABLE, ("综合保险", "河堤加固专项"))
    query = talk("有哪些项目", "第二个是什么时候开始的", answers={0: listed})
    assert query.mentions[0].text == "河堤加固专项"
    assert query.mentions[0].quoted


@pytest.mark.parametrize("choice", ["第二个", "2", "30108", "the second one"])
def test_choice_after_a_question_back(choice: str) -> None:
    asked = _answer(Route.CLARIFY, (), ("208 社会保障和就业支出", "30108 养老保险缴费"))
    query = talk("社保多少", choice, answers={0: asked})
    assert query.follow is not None
    assert (query.follow.kind, query.follow.index) == (FollowKind.CHOICE, 2)


def test_new_question_after_a_question_back() -> None:
    asked = _answer(Route.CLARIFY, (), ("208 社会保障和就业支出", "30108 养老保险缴费"))
    query = talk("社保多少", "公务接待费多少", answers={0: asked})
    assert query.follow is None
    assert terms(query) == ["公务接待费"]


def test_number_settled_in_the_talk() -> None:
    query = talk("人员经费一共多少", "全部编制67名对吧", "算下人均，按这个数")
    assert terms(query) == ["人员经费"]
    assert [int(figure) for figure in query.figures] == [67]
    assert query.asks(Operation.PER_HEAD)


def test_both_fields_of_a_form() -> None:
    parts = talk("综合保险多少钱", "起止时间也告诉我").parts
    assert [terms(part) for part in parts] == [
        ["综合保险", "项目起始时间"], ["综合保险", "项目终止时间"],
    ]  # fmt: skip


def test_no_talk_no_lean() -> None:
    assert talk("那去年的行政运行呢").follow is None
