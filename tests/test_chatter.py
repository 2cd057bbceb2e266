"""Talk around a question is left aside; what it names stays where the question leans on it."""

from __future__ import annotations

import pytest

from qa.words import chatter
from qa.words.parts import split_questions
from tests.understanding import read


def asked(question: str, *keys: int) -> str:
    return read(*keys).understand(question).text


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("群里吵半天了，公务接待费是多少，别跟我扯没用的", "公务接待费是多少"),
        ("你好我是退休干部老刘，天天看见他们进进出出，绩效工资今年多少", "绩效工资今年多少"),
        ("老百姓都说你们吃喝厉害，公务接待费今年多少钱", "公务接待费今年多少钱"),
        ("我说的是奖金，不是公务接待费，多少", "奖金,多少"),
        ("奖金多少？我是县里退休老汉，直接说总数就行", "奖金多少?直接说总数就行"),
        ("写稿子急用，奖金多少", "奖金多少"),
        ("督查议案专项总共给多少，别跟我说会议那个", "督查议案专项总共给多少"),
        ("三公入面養車幾多？唔好同我講買車", "三公里面养车多少?"),
        ("运行费多少，购置的不用管", "运行费多少"),
        ("招商外事多少？征兵那个我知道，不用讲", "招商外事多少?"),
        ("垃圾清运多少，保洁员补助不用管", "垃圾清运多少"),
    ],
)
def test_talk_is_left_aside(question: str, text: str) -> None:
    assert asked(question, 1) == text


@pytest.mark.parametrize(
    "question",
    [
        "我看到公务接待费是14.9万,它占三公经费多少",  # the question leans on what was seen
        "听说公务接待费涨了,今年是多少",  # the question names nothing
        "12345市民热线,今年要办多少件",  # a topic is no talk
        "公务接待费多少,奖金也都算上",  # another item
        "各项目一共多少,会议专项不算",  # left out of a sum
        "出国费说跟哪年持平?这写法跟别处一致不?",  # a question of its own
    ],
)
def test_what_is_asked_stays(question: str) -> None:
    assert asked(question, 1) == question


def test_a_thing_told_of_is_not_the_whole_budget() -> None:
    query = read(1).understand("我们村那个烂泥塘项目，今年拨了多少钱")
    assert [m.text for m in query.mentions] == ["烂泥塘项目"]


def test_a_department_told_of_stays_in_scope() -> None:
    query = read().understand("我天天路过苏州市审计局，奖金一共多少")
    assert query.scope.documents == (2,)


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("水费多少电费又多少", "水费多少,电费又多少"),
        ("办公费多少钱差旅费多少钱", "办公费多少钱,差旅费多少钱"),
        ("一共多少个项目", "一共多少个项目"),
        ("是多少比多少", "是多少比多少"),
    ],
)
def test_two_questions_without_a_stop(text: str, parted: str) -> None:
    assert chatter.broken(text) == parted


@pytest.mark.parametrize(
    ("words", "asks"),
    [
        ("公务接待费是多少", True),
        ("把两项加起来", True),
        ("这几天都在吵", False),
        ("下面不是有三个单位嘛", False),
    ],
)
def test_asking_clauses(words: str, asks: bool) -> None:
    assert chatter.asks(words) is asks


def test_english_questions_part_at_their_own_joints() -> None:
    both = "How big is the 购房补贴 , and did it go up or down from 去年 ?"
    assert split_questions(both) == (
        "How big is the 购房补贴",
        "did it go up or down from 去年",
    )
    one = "What was the 广州统计局 总预算 in 2025?"
    assert split_questions(one) == ("What was the 广州统计局 总预算 in 2025",)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("您好！冒昧打扰。印刷、邮电、差旅三样合起来多少？盼复，祝工作顺利！", "印刷、邮电、差旅三样合起来多少"),
        ("孩子学校布置了一个调查作业，公务接待费多少", "公务接待费多少"),
        ("公务接待费多少？急，在线等", "公务接待费多少"),
        ("听孩子说要换床，公务接待费多少", "公务接待费多少"),
        ("俺们镇上扫大街那一摊，今年要掏多少钱", "俺们镇上扫大街那一摊，今年要掏多少钱"),
        ("公務接待費係幾多", "公务接待费是多少"),
        ("公务接待费多少", "公务接待费多少"),
        ("急救费多少", "急救费多少"),
        ("您好，烂泥塘项目，多少钱", "您好，烂泥塘项目，多少钱"),
        ("Hello. How much for printing?", "Hello. How much for printing"),
    ],
)  # fmt: skip
def test_asked_without_talk_around_it(question: str, text: str) -> None:
    assert read().plain(question).strip(",。?") == text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("管人跟人扯皮的那个仲裁院,今年拿到多少钱", "仲裁院,今年拿到多少钱"),
        ("管人跟人扯皮的那个朋友,今年拿到多少钱", "管人跟人扯皮的那个朋友,今年拿到多少钱"),
    ],
)
def test_a_unit_is_told_by_its_name_not_by_what_describes_it(text: str, kept: str) -> None:
    def never(*_: object) -> bool:
        return False

    assert chatter.relevant(text, never, never, never) == kept
