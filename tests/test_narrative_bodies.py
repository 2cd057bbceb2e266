"""Name divisions and units by what they deal with; give the n-th task; tell whence an income comes."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
from test_narrative import catalogue as built

from ingest.pipeline import read_file
from ingest.store import Store
from qa.catalogue import Catalogue, Text
from qa.chain import Chain
from qa.narration import income
from qa.narration.bodies import names_in
from qa.narration.reading import Reading
from qa.narrative import evidence_of, read
from qa.query import Query
from qa.retrieve import Retriever

INNER = "本局内设5个机构，包括：办公室、金融审计处、农业农村审计处、人事处、研究一部和研究二部。"
UNITS = "下设二级预算单位3个，分别是：乌江县审计局（本级）、乌江县蚕业总站、乌江县会展服务中心。"
TASKS = "2026年重点工作。一是完成营造林18.6万亩；二是压实林长制责任；三是建成起降点5处。"
INCOME = "2026年收入预算500.00万元，其中其他收入40.00万元，占8%，为盐业基金会的定向捐赠。"
EXPLAINED = "1.事业收入：指开展业务取得的收入，本部门2026年主要为康复训练收费。2.经营收入：指经营取得的收入。"

REMARKED = (
    ("2", "某区财政所", "预算不单列，并入本级"),
    ("3", "某区国库收付中心", "预算不单列，并入本级"),
)

PASSAGES = (
    (INNER, ("一、概况", "（二）机构设置"), "paragraph"),
    (UNITS, ("一、概况", "（二）机构设置"), "paragraph"),
    (TASKS, ("一、概况", "（三）重点工作"), "paragraph"),
    (INCOME, ("二、预算情况说明",), "paragraph"),
    (EXPLAINED, ("三、名词解释",), "definition"),
)


def catalogue() -> Catalogue:
    document = next(iter(built().documents.values()))
    passages = [
        Text(i, 1, i, text, heads, kind, 1, None, str(i))
        for i, (text, heads, kind) in enumerate(PASSAGES, 1)
    ]
    return Catalogue(1, [document], [], passages)


CATALOGUE = catalogue()
RETRIEVER = Retriever(CATALOGUE.passages.values())


def ask(question: str) -> Reading:
    return read(Query(question, question, "zh"), CATALOGUE, RETRIEVER)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("有没有专门审银行金融的处？", "有。金融审计处。"),
        ("跟养蚕有关的单位是哪家", "乌江县蚕业总站。"),
        ("跟会展有关的下属单位叫什么", "乌江县会展服务中心。"),
        ("搞研究的部门是哪几个", "研究一部、研究二部（共2个）。"),
        ("哪个处跟农村审计有关", "农业农村审计处。"),
    ],
)
def test_bodies_are_named_by_what_they_deal_with(question: str, names: str) -> None:
    assert ask(question).answer_zh.startswith(names)


@pytest.mark.parametrize("question", ["有没有专门管养老的处", "有没有管机器人的处"])
def test_no_body_stands_for_another_matter(question: str) -> None:
    reading = ask(question)
    assert reading.kind != "list"
    assert reading.score < 0.6


@pytest.mark.parametrize(
    "question", ["哪些下属单位并进本级、不单列的？", "财政局下面哪几个单位不单列"]
)
def test_bodies_of_a_list_by_their_remark(tmp_path: Path, question: str) -> None:
    document = docx.Document()
    document.add_paragraph("某区财政局2024年部门决算")
    document.add_heading("部门决算单位构成", 1)
    rows = (("序号", "单位名称", "备注"), ("1", "某区财政局（本级）", ""), *REMARKED)
    table = document.add_table(len(rows), 3)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(tmp_path / "one.docx"))
    with Store(tmp_path / "store") as store:
        for read_ in read_file(tmp_path / "one.docx", "one.docx"):
            store.put(read_)
    with Chain.open(tmp_path / "store") as opened:
        answer = opened.ask(question)
    assert answer.answer.startswith("某区财政所、某区国库收付中心（共2个）。"), answer.answer


def test_names_of_a_list() -> None:
    assert names_in(UNITS) == ["乌江县审计局", "乌江县蚕业总站", "乌江县会展服务中心"]
    assert names_in("负责规划、计划和统计工作") == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("重点工作第二条是什么", ["二是压实林长制责任"]),
        ("重点工作第一条讲什么，第三条呢", ["一是完成营造林18.6万亩", "三是建成起降点5处"]),
    ],
)
def test_the_nth_task(question: str, told: list[str]) -> None:
    assert [c.quote.strip("；。") for c in ask(question).citations] == told


def test_no_task_of_a_number_that_none_has() -> None:
    assert ask("重点工作第九条是什么").kind != "list"


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("其他收入40万是谁给的", "盐业基金会的定向捐赠"),
        ("其他收入怎么来的", "盐业基金会的定向捐赠"),
        ("事业收入从哪来的", "康复训练收费"),
    ],
)
def test_whence_an_income_comes(question: str, told: str) -> None:
    reading = income.told(Query(question, question, "zh"), evidence_of(CATALOGUE))
    assert reading is not None
    assert told in reading.answer_zh


@pytest.mark.parametrize("question", ["经营收入怎么来的", "其他收入多少", "其他收入是什么"])
def test_an_explanation_in_general_is_no_source(question: str) -> None:
    assert income.told(Query(question, question, "zh"), evidence_of(CATALOGUE)) is None
