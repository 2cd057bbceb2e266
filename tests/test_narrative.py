"""Answer questions from narrative as published, and refuse what it does not state."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from opencc import OpenCC

from ingest.store import StoredDocument
from qa.catalogue import Catalogue, Entry, Sheet, Text
from qa.narrative import Reading, counts_things, read
from qa.query import Answer, Query, Route
from qa.retrieve import ExactDense, Hit, Retriever
from qa.verify import verify

DUTIES = ("一、单位基本情况", "（一）职能职责", "1、区政府办主要职责和重点工作包括以下三项")
CENTRE = ("一、单位基本情况", "（一）职能职责", "2、区电子政务中心主要职责和重点工作包括以下两项")
UNITS = ("一、单位基本情况", "（二）单位构成")
OTHER = "六、其他重要事项的情况说明"
TERMS = "六、专业性名词解释"
NARRATIVE: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("list_item", DUTIES, "（1）负责全区区级公务用车和区级办公用房的管理工作。"),
    ("list_item", DUTIES, "（2）负责人大代表议案建议、政协委员提案的督促办理工作。"),
    ("list_item", DUTIES, "（3）完成区委和区政府交办的其他任务。"),
    ("list_item", CENTRE, "（1）具体承办区长信箱来信的接收、交办、督促、回复等工作。"),
    ("list_item", CENTRE, "（2）负责全区电子政务网络的安全监管工作。"),
    (
        "paragraph",
        UNITS,
        "区政府办下属区电子政务中心（正处级，未独立核算）和区数字化城市运行和治理中心（副处级，"
        "未独立核算）2个事业单位。区政府办内设9个科室，区电子政务中心内设8个科室。",
    ),
    (
        "paragraph",
        UNITS,
        "区政府办公室机关行政编制为26名，机关工勤服务人员事业编制8名，区电子政务中心事业编制为23名。",
    ),
    (
        "paragraph",
        ("二、部门收支总体情况", "（一）收入预算"),
        "2026年年初预算数2937.77万元，其中：一般公共预算拨款2937.77万元。收入较2025年增加267.93万元，"
        "增加的主要原因人员增加及工资调标。",
    ),
    (
        "paragraph",
        ("三、部门预算情况说明",),
        "其中：基本支出1747.77万元，较2025年增加282.93万元，主要用于保障在职人员工资福利；"
        "项目支出1190万元，较2025年减少15万元，项目支出主要用于开展电子政务、征兵等工作。",
    ),
    (
        "paragraph",
        ("四、“三公”经费情况说明",),
        "2026年“三公”经费预算50.90万元，较2025年减少6.80万元。其中：公务接待费14.90万元，"
        "较2025年减少6.80万元；公务用车运行维护费36万元，比2025年持平。",
    ),
    ("paragraph", (OTHER, "2、政府采购情况"), "无"),
    (
        "paragraph",
        (OTHER, "4、国有资产占有使用情况"),
        "截至2025年12月，所属各预算单位共有车辆9辆，均为一般公务用车。2025年未安排一般公共预算购置车辆。",
    ),
    (
        "definition",
        (TERMS, "（一）基本支出"),
        "（一）基本支出：指为保障机构正常运转而发生的人员经费和公用经费。",
    ),
    (
        "definition",
        (TERMS, "（二）“三公”经费"),
        "（二）“三公”经费：其中，因公出国（境）费反映公务出国（境）的住宿费、培训费等支出；公务用车运行维护费"
        "反映公务用车燃料费、过路过桥费等支出；公务接待费反映各类公务接待（含外宾接待）支出。",
    ),
    ("contact", (), "部门预算公开联系人：周艳，联系方式：023-12345678"),
)
FIELDS = (
    ("项目名称", "项目名称 巨灾保险"),
    ("项目起始时间", "项目起始时间 2024年"),
    ("项目终止时间", "项目终止时间 长期"),
    ("项目概况", "项目概况 对全区72.06万常住人口因自然灾害产生的人身伤亡进行保险。"),
)


def catalogue() -> Catalogue:
    document = StoredDocument(
        1,
        "a.pdf",
        "pdf",
        "0",
        "某区人民政府办公室",
        2026,
        "预算",
        "说明",
        ("区政府办",),
        9,
        True,
        None,
    )
    passages = [
        Text(i, 1, i, text, headings, kind, 1, None, str(i))
        for i, (kind, headings, text) in enumerate(NARRATIVE, 1)
    ]
    rows = tuple(
        Entry(i, 7, i, label, text, None, None, 1, (), None, None, "field", None, 5, None)
        for i, (label, text) in enumerate(FIELDS, 1)
    )
    form = Sheet(
        7, 1, 1, "附件12-1", "项目绩效目标表", "project_performance", "万元", (5,), (), (), rows
    )
    return Catalogue(1, [document], [form], passages)


CATALOGUE = catalogue()
RETRIEVER = Retriever(CATALOGUE.passages.values())


def ask(question: str) -> Reading:
    text = OpenCC("t2s").convert(question)
    language = "zh" if any("\u4e00" <= char <= "\u9fff" for char in text) else "en"
    return read(Query(question, text, language), CATALOGUE, RETRIEVER)


def figures(reading: Reading) -> list[tuple[str, str | None]]:
    return [(value.value, value.unit) for value in reading.values]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("车 几辆", "9", "辆"),
        ("公车一共多少辆", "9", "辆"),
        ("How many vehicles are there?", "9", "辆"),
        ("行政编制多少名", "26", "名"),
        ("机关工勤编制有几名", "8", "名"),
        ("电子政务中心事业编制几名", "23", "名"),
        ("所有编制加起来多少名", "57", "名"),
        ("电子政务中心内设几个科室", "8", "个"),
        ("公务接待费比去年少了多少", "-6.80", "万元"),
        ("招待费较上年减少多少", "-6.80", "万元"),
        ("项目支出比上年減少多少", "-15", "万元"),
        ("基本支出2025年倒推是多少", "1464.84", "万元"),
        ("区政府办列了几条职责", "3", "项"),
        ("电子政务中心有几项职责", "2", "项"),
        ("人大代表议案在职责里是第几项", "2", "项"),
    ],
)
def test_figures(question: str, value: str, unit: str) -> None:
    reading = ask(question)
    assert (value, unit) in figures(reading), reading
    assert reading.score >= 0.5


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("收入为什么增加", "人员增加及工资调标"),
        ("錢為何比去年多了", "人员增加及工资调标"),
        ("项目支出主要用来干什么", "开展电子政务、征兵等工作"),
        ("基本支出什么意思", "保障机构正常运转"),
        ("联系人是谁，电话多少", "周艳"),
        ("区长信箱的信谁来回", "2、区电子政务中心"),
        ("网络安全归哪个单位管", "电子政务网络的安全监管"),
        ("第三项职责是什么", "完成区委和区政府交办"),
        ("政府采购情况怎么样", "政府采购情况：无"),
        ("电子政务中心是什么级别", "正处级"),
        ("巨灾保险从哪年开始，到哪年", "长期"),
        ("巨灾保险保多少人", "72.06万"),
    ],
)
def test_words(question: str, words: str) -> None:
    reading = ask(question)
    assert words in reading.answer_zh, reading
    assert reading.score >= 0.5
    assert reading.citations


def test_the_sentence_answers_not_the_chunk() -> None:
    reading = ask("公务接待费比去年少了多少")
    assert "公务用车" not in reading.answer_zh
    assert "副处级" not in ask("电子政务中心是什么级别").answer_zh


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("外宾接待算不算公务接待费", "是。"),
        ("过路费包不包括在公务用车运行维护费里", "是。"),
        ("培训费算不算公务用车运行维护费", "解释中没有列出。"),
        ("电子政务中心有没有独立核算", "没有。"),
        ("人大代表议案归区政府办负责吗", "是。"),
    ],
)
def test_yes_and_no(question: str, opening: str) -> None:
    assert ask(question).answer_zh.startswith(opening), ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "这九辆车都是什么牌子的，车牌呢",
        "现在实际在岗多少人",
        "办公室主任叫什么名字",
        "周艳的手机号和家庭住址",
        "联系人邮箱是什么",
        "数字化项目是哪家公司中标的",
        "负债总额是多少",
        "去年接待了多少批客人",
        "主任一年工资多少",
        "2023年的公务接待费是多少",
        "职责里有没有扶贫这一条",
        "Which hotel hosts the receptions and how many guests came?",
        "今天天气怎么样",
        "",
    ],
)
def test_what_is_not_stated_scores_low(question: str) -> None:
    assert ask(question).score < 0.4, ask(question)


def test_a_premise_that_the_text_contradicts_is_named() -> None:
    assert "原文写的是持平" in ask("公务用车运行维护费为什么减少").answer_zh


def test_a_missing_reason_is_said() -> None:
    assert "没有说明原因" in ask("公务接待费为什么减少").answer_zh


def test_fields_cite_their_form() -> None:
    (citation, *_) = ask("巨灾保险保多少人").citations
    assert (citation.annex, citation.row) == ("附件12-1", "项目概况")


def test_contact_stands_under_the_headings_before_it() -> None:
    (citation,) = ask("联系人是谁").citations
    assert citation.section == f"{TERMS} / （二）“三公”经费"


def test_english_keeps_the_chinese_quote() -> None:
    reading = ask("Why did the revenue increase?")
    assert reading.answer_en.count("人员增加及工资调标") >= 1
    assert "The stated reason" in reading.answer_en


def test_counted_things_are_told_from_money() -> None:
    assert counts_things(Query("q", "车有几辆"))
    assert not counts_things(Query("q", "养车花多少钱"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    "question",
    ["车 几辆", "所有编制加起来多少名", "基本支出2025年倒推是多少", "区长信箱的信谁来回"],
)
def test_every_figure_has_its_evidence(question: str, language: str) -> None:
    reading = ask(question)
    verify(
        Answer(
            question, language, Route.TEXT, reading.answer(language), reading.values,
            reading.citations, reading.calculation,
        )
    )  # fmt: skip


@pytest.mark.parametrize(
    ("question", "compared"),
    [
        ("政务网络坏了几次", True),  # sentences are told apart by meaning
        ("宇航员培训基地在哪里", False),  # no text has these words: none is told for its meaning
        ("机关行政编制多少名", False),  # a count is found by its words
    ],
)
def test_meaning_is_asked_where_words_find_sentences(question: str, compared: bool) -> None:
    modes: list[str] = []

    class Watched(Retriever):
        def search(self, question: str, *args: Any, **more: Any) -> list[Hit]:
            modes.append(args[2])
            return super().search(question, *args, **more)

    pieces = tuple(CATALOGUE.passages.values())
    vectors = np.ones((len(pieces), 2), dtype=np.float32)
    retriever = Watched(pieces, ExactDense(pieces, vectors), lambda _: vectors[0])
    read(Query(question, question), CATALOGUE, retriever)
    assert ("fused" in modes) is compared
