"""Tables whose cells no reader told apart give no figures, and a refusal names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import ingest, read_file
from ingest.records import Document, Role, Severity
from ingest.soundness import UNREADABLE
from ingest.store import Store
from qa.chain import Chain
from qa.query import Route

pytestmark = pytest.mark.slow  # takes seconds

HEAD = "<h1>某县林业局2026年部门预算</h1><p>表1 部门支出总表</p><p>单位：万元</p>"
ROW = "<tr><td>{}</td><td>{}</td></tr>"
GOOD = HEAD + (
    "<table><tr><th>项目</th><th>预算数</th></tr>"
    + ROW.format("基本支出", "12.30")
    + ROW.format("项目支出", "45.60")
    + ROW.format("合计", "57.90")
    + "</table>"
)
RUN_TOGETHER = HEAD + (
    "<table><tr><th>项目</th><th>预算数</th></tr>"
    + ROW.format("基本支出 12.30 项目支出 45.60 合计 57.90", "")
    + "</table>"
)
SENTENCE = HEAD + (
    "<table><tr><th>事项</th><th>说明</th></tr>"
    + ROW.format("年初预算为12.30万元，支出决算数为45.60万元，决算数大于预算数的原因是新增项目", "")
    + "</table>"
)


def _read(folder: Path, page: str) -> Document:
    path = folder / "某县林业局2026年部门预算.html"
    path.write_text(f"<html><body>{page}</body></html>", encoding="utf-8")
    return read_file(path, path.name)[0]


def test_run_together_table_is_set_aside(tmp_path: Path) -> None:
    """Report every row, store none."""
    (stored,) = _read(tmp_path, RUN_TOGETHER).tables
    assert (stored.table.kind, stored.rows, stored.observations) == (UNREADABLE, (), ())
    (problem,) = stored.problems
    assert problem.severity is Severity.ERROR
    assert "figures of several cells run together" in problem.message


@pytest.mark.parametrize(("page", "rows"), [(GOOD, 3), (SENTENCE, 1)])
def test_other_tables_stay(tmp_path: Path, page: str, rows: int) -> None:
    """Keep tables of plain cells, and cells that state figures in sentences."""
    (stored,) = _read(tmp_path, page).tables
    assert (stored.table.kind != UNREADABLE, len(stored.rows)) == (True, rows)


def test_refusal_names_unread_table(tmp_path: Path) -> None:
    """Give no figure of such a table, and say that it could not be read."""
    _read(tmp_path, RUN_TOGETHER)
    store = Store(tmp_path / "store")
    report = ingest([tmp_path / "某县林业局2026年部门预算.html"], store)
    assert (report.tally.rows_in, report.tally.stored, report.tally.lost) == (1, 0, 0)
    answer = Chain(store).ask("项目支出是多少？")
    assert (answer.route, answer.values) == (Route.REFUSE, ())
    assert any("有 1 张表没能读出" in note for note in answer.notes)


def test_refusal_of_sound_document_has_no_such_note(tmp_path: Path) -> None:
    """Say nothing where every table was read."""
    _read(tmp_path, GOOD)
    store = Store(tmp_path / "store")
    ingest([tmp_path / "某县林业局2026年部门预算.html"], store)
    chain = Chain(store)
    assert str(chain.ask("项目支出是多少？").values[0].value) == "45.60"
    assert not any("没能读出" in note for note in chain.ask("巡护船是多少？").notes)


def test_figures_below_no_heading_are_no_amounts(tmp_path: Path) -> None:
    """Keep the amounts of headed columns only, as the heading says what they are."""
    page = HEAD + (
        "<table><tr><th>项目</th><th>预算数</th><th></th></tr>"
        "<tr><td>基本支出</td><td>12.30</td><td>7.70</td></tr>"
        "<tr><td>项目支出</td><td>45.60</td><td>8.80</td></tr></table>"
    )
    (stored,) = _read(tmp_path, page).tables
    assert [column.role for column in stored.columns] == [Role.LABEL, Role.AMOUNT, Role.TEXT]
    assert sorted(str(o.value) for o in stored.observations if o.value) == ["12.30", "45.60"]
