"""Answer with the kind of thing that is asked for: a reason, a list, a schedule, a person's line."""

from __future__ import annotations

import pytest

from ingest.store import StoredDocument
from qa.catalogue import Catalogue, Text
from qa.chaining.told import asks_in_words
from qa.narration.want import want
from qa.narrative import Reading, read
from qa.query import Answer, Route, Value
from qa.understand import understand
from qa.words.parts import split_questions
from qa.words.rough import ranges

PLAN = ("2024年部门预算编制说明",)
ITEM = "“{name}（类）{name}事务（款）{item}（项）”{now}万元，主要用于{item}。2023年当年预算执行数为{before}万元，2024年预算安排{now}万元，比2023年预算执行数{turn}%。主要原因是：项目调整。"
NARRATIVE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("list_item", PLAN, "1. " + ITEM.format(name="甲", item="普查活动", now="25.77", before="60.13", turn="减少57.14")),
    ("list_item", PLAN, "2. " + ITEM.format(name="乙", item="法律服务", now="30.00", before="15.00", turn="增加100.00")),
    ("list_item", PLAN, "3. " + ITEM.format(name="丙", item="社区管理", now="90.00", before="100.00", turn="减少10.00")),
    (
        "paragraph",
        ("四、绩效目标设置情况",),
        "本部门3个预算单位开展了绩效目标编报工作，编报绩效目标的项目4个，涉及项目预算资金598.46万元。其中：中介机构服务费418.80万元，"
        "财政业务费10.00万元，信息化系统日常维护费166.66万元，援滇干部工作经费3.00万元。",
    ),
    (
        "paragraph",
        ("五、资产",),
        "截至2023年8月31日，本部门共有车辆7辆；另有监测船4艘。2024年部门预算安排购置车辆2辆，其中特种专业技术用车2辆。",
    ),
    ("paragraph", ("六、人员",), "2023年末实有在职人员139人，退休人员87人。机关运行经费增加的原因是在职人员增加2人。"),
    (
        "paragraph",
        ("七、三公",),
        "因公出国（境）费全年预算为6.00万元，支出决算为0.00万元，完成全年预算的0%，原定赴外交流团组取消。",
    ),
    ("paragraph", ("五、实施周期",), "第一季度审价、审计，第二至四季度支付尾款。"),
    ("paragraph", ("一、项目概况",), "新建工程位于真金路路口，东至真金路，南至规划公共绿地，西至住宅地块，北至小区。"),
    ("paragraph", ("二、机构设置",), "纳入汇编范围的单位共3个，具体包括：1.局本级；2.公路中心；3.运输中心。"),
    ("contact", (), "部门预算公开联系人：周艳，联系方式：44556966"),
    (
        "definition",
        ("八、名词解释",),
        "“三公”经费：指因公出国（境）费、公务用车购置及运行维护费、公务接待费。其中，公务用车运行维护费反映单位"
        "公务用车燃料费、维修费等支出；公务接待费反映单位按规定开支的各类公务接待支出。",
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    document = StoredDocument(
        1, "a.pdf", "pdf", "0", "甲街道", 2024, "预算", "甲街道2024年部门预算", (), 3, True, None
    )
    texts = [
        Text(i, 1, i, text, headings, kind, 1, None, str(i))
        for i, (kind, headings, text) in enumerate(NARRATIVE, 1)
    ]
    return Catalogue(1, [document], [], texts)


def ask(catalogue: Catalogue, question: str) -> Reading:
    return read(understand(question, catalogue), catalogue)


def figures(reading: Reading) -> list[str]:
    return [value.value for value in reading.values]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("比2023年执行数降幅超过40%的科目有哪几个", ["-57.14"]),
        ("哪些科目比2023年执行数减少超过5%", ["-57.14", "-10.00"]),
        ("增长超过50%的科目有哪些", ["100.00"]),
    ],
)
def test_items_are_listed_by_their_rate(
    catalogue: Catalogue, question: str, expected: list[str]
) -> None:
    reading = ask(catalogue, question)
    assert reading.kind == "list"
    assert figures(reading) == expected


def test_no_item_is_listed_that_the_text_does_not_state(catalogue: Catalogue) -> None:
    assert ask(catalogue, "降幅超过90%的科目有哪几个").kind != "list"


def test_amounts_of_a_sentence_are_put_in_order(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "编绩效目标的项目从大到小念一遍，连金额")
    assert figures(reading) == ["418.80", "166.66", "10.00", "3.00"]


def test_all_that_is_asked_for_is_counted(catalogue: Catalogue) -> None:
    assert figures(ask(catalogue, "编绩效目标的预算单位有几家，项目有几个")) == ["4", "3"]


def test_vehicles_held_are_not_those_bought(catalogue: Catalogue) -> None:
    assert figures(ask(catalogue, "车一共多少辆"))[:1] == ["7"]
    assert figures(ask(catalogue, "有几台车"))[:1] == ["7"]


def test_vehicles_that_a_reason_speaks_of_are_none_held() -> None:
    texts = (
        "“三公”经费52.30万元，比上年增加16.10万元，主要原因是大队1辆执法车达到报废标准，经批准更新购置。",
        "共有车辆17辆，其中执法执勤用车9辆、养护作业用车6辆、机要通信用车2辆。",
    )
    document = StoredDocument(
        1, "a.pdf", "pdf", "0", "甲街道", 2024, "预算", "甲街道2024年部门预算", (), 3, True, None
    )
    passages = [
        Text(i, 1, i, text, ("资产",), "paragraph", 1, None, str(i))
        for i, text in enumerate(texts, 1)
    ]
    held = Catalogue(1, [document], [], passages)
    assert figures(ask(held, "单位有几台车？"))[:1] == ["17"]


def test_what_an_income_is_taken_for_is_no_other_income() -> None:
    texts = (
        "2026年收支总预算3697.79万元，其中：事业收入12.80万元，事业单位经营收入38.40万元。",
        "事业收入为自习空间收取的储物及打印服务费。",
    )
    document = StoredDocument(
        1, "a.pdf", "pdf", "0", "甲街道", 2024, "预算", "甲街道2024年部门预算", (), 3, True, None
    )
    passages = [
        Text(i, 1, i, text, ("收支",), "paragraph", 1, None, str(i))
        for i, text in enumerate(texts, 1)
    ]
    held = Catalogue(1, [document], [], passages)
    assert "储物及打印" in ask(held, "事业收入是收的什么钱").answer_zh


def test_another_measure_word_counts_the_same_thing(catalogue: Catalogue) -> None:
    assert "监测船4艘" in ask(catalogue, "有几条监测船").answer_zh


def test_how_many_more_people_is_not_how_many(catalogue: Catalogue) -> None:
    assert figures(ask(catalogue, "在职的有多少人"))[:1] == ["139"]
    assert figures(ask(catalogue, "退休的有几个"))[:1] == ["87"]


def test_the_end_of_a_sentence_tells_why(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "为什么出国的钱一分没花")
    assert "团组取消" in reading.answer_zh
    assert "没有说明原因" not in reading.answer_zh


def test_a_schedule_is_told_in_words(catalogue: Catalogue) -> None:
    assert "支付尾款" in ask(catalogue, "四个季度各安排做什么").answer_zh


def test_borders_are_a_kind_of_answer(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "新建工程东南西北各挨着哪里")
    assert reading.typed
    assert "北至小区" in reading.answer_zh


def test_a_list_is_quoted_to_its_end(catalogue: Catalogue) -> None:
    assert "运输中心" in ask(catalogue, "纳入汇编范围的单位有哪些").answer_zh


@pytest.mark.parametrize(
    "question",
    ["看不懂能打哪个电话", "联络人是谁，号码多少", "whom can I ring about this budget?"],
)
def test_contacts_are_given_however_asked(catalogue: Catalogue, question: str) -> None:
    reading = ask(catalogue, question)
    assert reading.kind == "contact"
    assert reading.score > 0.9


def test_the_telephone_of_another_is_not_the_contact(catalogue: Catalogue) -> None:
    assert ask(catalogue, "档案馆的电话是多少").score < 0.5


def test_a_term_inside_another_one_is_explained(catalogue: Catalogue) -> None:
    reading = ask(catalogue, "名词解释里公务用车运行维护费包括哪些开销")
    assert "燃料费" in reading.answer_zh
    assert "公务接待费反映" not in reading.answer_zh


@pytest.mark.parametrize(
    "question", ["住在里面的五位领导叫什么名字", "在职人员名单是什么", "几点上班"]
)
def test_what_is_not_printed_is_not_answered_by_a_near_sentence(
    catalogue: Catalogue, question: str
) -> None:
    assert ask(catalogue, question).score < 0.4


@pytest.mark.parametrize(
    ("said", "inside", "outside"),
    [
        ("一千多万", 10_666_000, 9_900_000),
        ("一亿两千多万", 121_311_600, 119_000_000),
        ("1.2个亿", 121_311_600, 130_000_000),
        ("八百来万", 820_0000, 700_0000),
        ("差不多57万", 569_500, 500_000),
    ],
)
def test_rounded_amounts(said: str, inside: int, outside: int) -> None:
    found = ranges(said)
    assert len(found) == 1
    assert found[0].low <= inside <= found[0].high
    assert not found[0].low <= outside <= found[0].high


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("基金比上年多出一千多万,钱打哪儿来的", 1),
        ("收支总计少了57万,怎么回事", 1),
        ("办公费多少,为什么增加", 2),
        ("有几辆车,前后两年的数变了吗", 1),
    ],
)
def test_a_reason_belongs_to_what_it_explains(question: str, parts: int) -> None:
    assert len(split_questions(question)) == parts


@pytest.mark.parametrize(
    ("question", "noun"),
    [
        ("造林用的什么树", "树"),
        ("那年是哪场台风闹的", "台风"),
        ("涉及哪几个街道", "街道"),
        ("买了什么保险，一共多少钱", ""),
        ("数据局管着哪些单位", ""),
        ("这是什么意思", ""),
    ],
)
def test_the_noun_of_which_an_example_is_asked_for_is_read(
    catalogue: Catalogue, question: str, noun: str
) -> None:
    assert want(understand(question, catalogue)).sort == noun


def test_an_amount_that_is_named_tells_which_sentence_is_meant(catalogue: Catalogue) -> None:
    names = {"30.00万元", "4,060.00万元"}
    concepts = want(
        understand("30万的其他收入是谁给的", catalogue), prints=names.__contains__
    ).concepts
    assert ("30万", (("30.00万元", 1.0),)) in [(c.text, c.forms) for c in concepts]
    other = want(
        understand("31万的其他收入是谁给的", catalogue), prints=names.__contains__
    ).concepts
    assert not any("31" in c.text for c in other)


def test_a_turn_from_one_figure_to_another_is_told_before_the_amount() -> None:
    text = (
        "农村最低生活保障金支出年初预算2860.00万元，支出决算2974.55万元，决算数大于年初预算数的"
        "主要原因是农村低保标准由每人每年6300元提高到6720元。"
    )
    document = StoredDocument(
        1, "a.pdf", "pdf", "0", "甲局", 2024, "决算", "甲局2024年决算", (), 3, True, None
    )
    known = Catalogue(1, [document], [], [Text(1, 1, 1, text, (), "paragraph", 1, None, "1")])
    assert figures(ask(known, "农村低保标准从多少涨到多少")) == ["420", "6300", "6720"]


def test_a_mark_and_a_name_count_wherever_they_stand(catalogue: Catalogue) -> None:
    printed = {"“良”", "韩国"}
    said = understand("不是要去韩国吗，良的那个项目后来怎么没花", catalogue)
    told = {c.text for c in want(said, prints=printed.__contains__).concepts}
    assert {"良", "韩国"} <= told
    assert not {"良", "韩国"} & {c.text for c in want(said).concepts}


@pytest.mark.parametrize(
    ("question", "kind", "other"),
    [
        ("机关运行费省在哪了", "why", "where"),
        ("服务中心设在哪", "where", "why"),
        ("什么样的人算特困", "define", "why"),
        ("城管执法少了一百多万，是不是换人了", "why", "define"),
    ],
)
def test_the_kind_of_answer_is_read(
    catalogue: Catalogue, question: str, kind: str, other: str
) -> None:
    kinds = want(understand(question, catalogue)).kinds
    assert kind in kinds
    assert other not in kinds


def test_money_is_no_answer_to_who_or_which() -> None:
    said = understand("接待费都接待了谁", Catalogue(1, [], [], []))
    money = Answer(
        "", "zh", Route.TABLE, "1.20 万元", (Value("接待费", "预算", "1.20", "万元", 2024),)
    )
    assert asks_in_words(said, money)
    asked = understand("接待费是多少", Catalogue(1, [], [], []))
    assert not asks_in_words(asked, money)
