"""Turn what users said of answers into candidates for the gold set, one JSON object a line.

A right answer becomes a question with the answer's own route, figures and citations; a wrong or
unmeant one leaves `expected` for a person to fill, with the user's comment in its note.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import RowMapping, select

from ingest import schema
from ingest.store import Store


def candidates(store: Store) -> Iterator[str]:
    """Yield a gold candidate for every distinct question in the feedback, the latest word counts."""
    query = select(schema.feedback).order_by(schema.feedback.c.id)
    with store.engine.connect() as connection:
        rows = list(connection.execute(query).mappings())
    latest = {(row["question"], row["history"], row["docs"]): row for row in rows}
    for number, row in enumerate(latest.values(), 1):
        yield json.dumps(_candidate(row, number), ensure_ascii=False)


def _candidate(row: RowMapping, number: int) -> dict[str, Any]:
    answer = json.loads(row["answer"])
    right = row["verdict"] == "right"
    entry: dict[str, Any] = {
        "id": f"F{number:03d}",
        "question": row["question"],
        "lang": answer.get("language", "zh"),
        "category": "feedback",
        "expected": _expected(answer) if right else {"route": None},
        "citations": _citations(answer) if right else [],
    }
    entry["expected"]["note"] = f"{row['verdict']} {row['at']}: {row['comment']}".strip(": ")
    for key in ("history", "docs"):
        if listed := json.loads(row[key]):
            entry[key] = listed
    return entry


def _expected(answer: dict[str, Any]) -> dict[str, Any]:
    values = [
        {"label": value["label"], "value": value["value"], "unit": value["unit"]}
        for value in answer["values"]
    ]
    return {"route": answer["route"], "values": values}


def _citations(answer: dict[str, Any]) -> list[dict[str, str]]:
    return [
        {
            key: citation[key]
            for key in ("doc", "annex", "row", "section")
            if citation.get(key) is not None
        }
        for citation in answer["citations"]
    ]
