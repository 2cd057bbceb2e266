"""Give a project's goal where a measure stands behind its name, and never its money for it."""

from __future__ import annotations

from collections.abc import Iterator

import docx
import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

PROJECTS = (("项目名称", "合计"), ("校园安保服务", "561.60"), ("考场标准化改造", "236.00"))
GOALS = (
    ("项目名称", "预算金额", "一级指标", "二级指标", "三级指标", "指标值", "分值"),
    ("校园安保服务", "561.60", "产出指标", "质量指标", "保安持证上岗率", "≥100%", "15"),
    ("校园安保服务", "561.60", "满意度指标", "服务对象满意度指标", "师生满意度", "≥90%", "10"),
    ("考场标准化改造", "236.00", "满意度指标", "服务对象满意度指标", "考生满意度", "≥95%", "10"),
)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over one budget with projects and their goals."""
    folder = tmp_path_factory.mktemp("goals")
    document = docx.Document()
    document.add_paragraph("某县教育局2026年部门预算")
    for title, rows in (("项目支出预算表", PROJECTS), ("项目绩效目标表", GOALS)):
        document.add_paragraph(f"2026年{title}")
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


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("校园安保服务满意度是多少", "90"),
        ("考场标准化改造的满意度目标多少", "95"),
        ("校园安保服务预算是多少", "561.60"),
    ],
)
def test_measure_behind_a_name(chain: Chain, question: str, value: str) -> None:
    answer = chain.ask(question)
    assert value in {v.value for v in answer.values}, answer.answer


def test_a_measure_that_no_goal_has_is_not_answered_by_money(chain: Chain) -> None:
    answer = chain.ask("校园安保服务的投诉率是多少")
    assert answer.route is Route.REFUSE or "561.60" not in answer.answer
