"""Users' verdicts become gold candidates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import insert

from evals.__main__ import main
from ingest import schema
from ingest.store import Store

ANSWER = {
    "language": "zh",
    "route": "table",
    "values": [
        {"label": "办公费", "column": "总计", "value": "105.03", "unit": "万元", "year": 2026}
    ],
    "citations": [{"doc": "a.pdf", "annex": "附件3", "row": "30201 办公费", "section": None}],
}


def said(store: Store, verdict: str, question: str, comment: str = "") -> None:
    """Keep one word of a user."""
    values = {
        "at": "2026-11-25T10:00:00",
        "verdict": verdict,
        "comment": comment,
        "question": question,
        "history": json.dumps(["邮电费多少"] if verdict == "wrong" else []),
        "docs": "[]",
        "plan": "",
        "answer": json.dumps(ANSWER),
    }
    with store.engine.begin() as connection:
        connection.execute(insert(schema.feedback).values(**values))


def test_right_keeps_the_answer_and_wrong_leaves_it_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Store(tmp_path) as store:
        said(store, "not_meant", "办公费多少")
        said(store, "right", "办公费多少")
        said(store, "wrong", "那打印呢", "问的是印刷费")
    assert main(["--from-feedback", "--store", str(tmp_path)]) == 0
    right, wrong = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert right["expected"]["values"] == [{"label": "办公费", "value": "105.03", "unit": "万元"}]
    assert right["citations"] == [{"doc": "a.pdf", "annex": "附件3", "row": "30201 办公费"}]
    assert wrong["expected"]["route"] is None
    assert "印刷费" in wrong["expected"]["note"]
    assert wrong["history"] == ["邮电费多少"]
