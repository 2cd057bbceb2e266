"""Read everyday words as the name that a document prints for them; find what one of a thing may cost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.words.works import Works

PROJECTS = [
    ["序号", "项目名称", "合计"],
    ["1", "冬季清冰雪费用", "46.00"],
    ["2", "犬类管理与收容", "58.90"],
    ["3", "违法建筑拆除", "210.00"],
    ["4", "城区道路养护", "80.00"],
    ["5", "乡村道路养护", "70.00"],
    ["6", "校园安保服务", "561.60"],
]
GOALS = [
    ["项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["犬类管理与收容", "58.90", "产出指标", "数量指标", "收容犬只", "≥1500只", "20"],
    ["犬类管理与收容", "58.90", "成本指标", "经济成本指标", "单只收容成本", "≤300元/只", "15"],
    ["违法建筑拆除", "210.00", "成本指标", "经济成本指标", "每吨清运成本", "≤90元/吨", "10"],
    ["校园安保服务", "561.60", "产出指标", "数量指标", "配备专职保安", "≥312名", "20"],
    ["校园安保服务", "561.60", "成本指标", "经济成本指标", "保安人均服务费", "≤18000元/年", "15"],
    ["乡村道路养护", "70.00", "效益指标", "经济效益指标", "债务率降幅", "≥2个百分点", "10"],
]
TABLES = (("2025年项目支出预算表", PROJECTS), ("2025年项目绩效目标表", GOALS))


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget with a list of projects and their goals."""
    folder: Path = tmp_path_factory.mktemp("works")
    document = docx.Document()
    document.add_paragraph("某市综合行政执法局2025年部门预算")
    for title, rows in TABLES:
        document.add_paragraph(title)
        document.add_paragraph("单位：万元")
        table = document.add_table(len(rows), len(rows[0]))
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    document.save(str(folder / "one.docx"))
    with Store(folder / "store") as store:
        for read in read_file(folder / "one.docx", "one.docx"):
            store.put(read)
    with Chain.open(folder / "store") as opened:
        yield opened


def test_everyday_words_become_the_one_name_that_prints_them(chain: Chain) -> None:
    works = Works(chain.view().catalogue)
    assert works.named("扫雪那块多少钱") == '"冬季清冰雪费用"多少钱'
    assert works.named("管狗的和拆违建的") == '"犬类管理与收容"的和"违法建筑拆除"的'
    assert works.named("修路多少钱") == "修路多少钱"  # two roads: not told which
    assert works.named("道路养护多少钱") == "道路养护多少钱"
    assert works.named("种树多少钱") == "种树多少钱"  # nothing is printed for it


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("扫雪给批了多少", "46.00"),
        ("城管局管狗的跟拆违建的一共多少", "268.90"),
        ("收容一只狗最多花多少块钱", "300"),
        ("清运一吨成本不超过多少", "90"),
        ("收容犬只目标多少、占几分", "20"),
        ("校园保安每个人一年服务费最高卡在多少钱", "18000"),
        ("每名保安一年的服务费最多多少", "18000"),
        ("债务率目标降多少个百分点", "2"),
    ],
)
def test_answers(chain: Chain, question: str, figure: str) -> None:
    answer = chain.ask(question)
    assert figure in {value.value for value in answer.values}, answer.answer


def test_words_that_end_inside_a_printed_word_are_not_read(tmp_path: Path) -> None:
    rows = (("项目名称", "金额"), ("文献资源购置", "1180.00"), ("智能书架", "59.00"))
    document = docx.Document()
    document.add_paragraph("某市图书馆2026年部门预算")
    document.add_paragraph("2026年项目支出预算表")
    document.add_paragraph("单位：万元")
    table = document.add_table(len(rows), 2)
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    document.save(str(tmp_path / "one.docx"))
    with Store(tmp_path / "store") as store:
        for read in read_file(tmp_path / "one.docx", "one.docx"):
            store.put(read)
    with Chain.open(tmp_path / "store") as opened:
        works = Works(opened.view().catalogue)
    assert works.named("买书架花多少") == "买书架花多少"
    assert works.named("买书花多少") == '"文献资源购置"花多少'
