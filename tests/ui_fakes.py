"""Stand in for the chain where the pages are tested: fixed answers over a small store."""

from __future__ import annotations

import json
from collections.abc import Sequence

from sqlalchemy import select

from ingest import schema
from ingest.store import Store
from qa.query import Answer, Citation, Route, Value


class FakeChain:
    """Answer by the first rows whose label stands in the question."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Answer:
        """Return every figure of rows named in the question, else a refusal."""
        language = "zh" if any("\u4e00" <= c <= "\u9fff" for c in question) else "en"
        found = self._find(question)
        if not found:
            return Answer(
                question,
                language,
                Route.REFUSE,
                "文件中没有这项内容。",
                suggestions=("合计多少？",),
            )
        values, citations = zip(*found, strict=True)
        text = "；".join(f"{v.label}为 {v.value} {v.unit}[{n}]" for n, v in enumerate(values, 1))
        return Answer(
            question,
            language,
            Route.TABLE,
            f"{text}。",
            values=values,
            citations=citations,
            notes=("附件10 与附件12 的数字一致。",),
            suggestions=("合计多少？",),
            trace=("fake",),
        )

    def _find(self, question: str) -> list[tuple[Value, Citation]]:
        rows, tables, docs, obs = (
            schema.rows, schema.tables, schema.documents, schema.observations,
        )  # fmt: skip
        query = (
            select(
                rows.c.id, rows.c.label, rows.c.text, rows.c.pieces, tables.c.id.label("table_id"),
                tables.c.annex, tables.c.title, docs.c.name, docs.c.institution, docs.c.id.label("d"),
                obs.c.column_idx, obs.c.path, obs.c.value, obs.c.unit, obs.c.year, obs.c.bbox,
            )
            .join(tables, rows.c.table_id == tables.c.id)
            .join(docs, tables.c.document_id == docs.c.id)
            .join(obs, obs.c.row_id == rows.c.id)
            .where(obs.c.value.is_not(None), obs.c.measure == "amount", tables.c.kind == "project_list")
            .order_by(rows.c.id, obs.c.column_idx)
        )  # fmt: skip
        found: list[tuple[Value, Citation]] = []
        seen: set[int] = set()
        with self.store.engine.connect() as connection:
            for r in connection.execute(query):
                if (r.label not in question and "所有" not in question) or r.id in seen:
                    continue
                seen.add(r.id)
                path = json.loads(r.path)
                box = json.loads(r.bbox) if r.bbox else None
                found.append(
                    (
                        Value(r.label, path[-1], r.value, r.unit, r.year),
                        Citation(
                            r.name, r.institution, r.year, r.annex, r.title, r.label, "/".join(path),
                            page=json.loads(r.pieces)[0]["page"],
                            bbox=tuple(box) if box else None,
                            quote=r.text, document_id=r.d, table_id=r.table_id, row_id=r.id,
                            column_idx=r.column_idx,
                        ),
                    )
                )  # fmt: skip
        return found
