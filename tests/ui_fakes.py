"""Stand in for the chain where the pages are tested: fixed answers over a small store."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select

from ingest import schema
from ingest.observations import store_table
from ingest.records import (
    BBox,
    BodyRow,
    Disclosure,
    Document,
    Location,
    Passage,
    Phase,
    Problem,
    Severity,
    Table,
)
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

    def warm(self) -> None:
        """Load nothing."""

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
                found.append(
                    (
                        Value(r.label, r.path[-1], r.value, r.unit, r.year),
                        Citation(
                            r.name, r.institution, r.year, r.annex, r.title, r.label, "/".join(r.path),
                            page=r.pieces[0].page,
                            bbox=r.bbox,
                            quote=r.text, document_id=r.d, table_id=r.table_id, row_id=r.id,
                            column_idx=r.column_idx,
                        ),
                    )
                )  # fmt: skip
        return found


NAME = "示例市财政局2026年部门预算.pdf"
INSTITUTION = "示例市财政局"
PROJECTS = (
    ("农村道路养护", "120.50"),
    ("图书馆夜间开放", "35.00"),
    ("防汛物资储备", "64.20"),
    ("老旧小区改造", "310.00"),
    ("档案数字化", "18.30"),
    ("城市绿化", "77.00"),
    ("公共自行车", "25.00"),
    ("食品安全抽检", "42.00"),
    ("社区养老服务", "150.00"),
    ("*重点*研发[补助]$", "8.00"),
)
TOTAL = "850.00"
HEADER = (("序号",), ("项目名称",), ("2026年预算数", "合计"), ("2026年预算数", "一般性项目"))


def make_store(
    folder: Path, *, path: Path | None = None, boxes: dict[str, tuple[int, BBox]] | None = None
) -> Store:
    """Return a store with one small budget: projects, a definition, a duty, one problem."""
    store = Store(folder)
    disclosure = Disclosure(INSTITUTION, 2026, Phase.BUDGET)
    places = boxes or {}
    body = [BodyRow(("", "合计", TOTAL, TOTAL), (Location(NAME, 1),))]
    for number, (name, amount) in enumerate(PROJECTS, 1):
        page, box = places.get(name, (1, None))
        body.append(BodyRow((str(number), name, amount, amount), (Location(NAME, page, box),)))
    table = Table(
        1, "附件3", "项目支出明细表", HEADER, tuple(body), Location(NAME, 1), "万元",
        "project_list", pages=(1,), rows_in=len(body),
    )  # fmt: skip
    store.put(
        Document(
            NAME, "pdf", "0" * 64, disclosure, "示例市财政局2026年部门预算", 2, True,
            tables=(store_table(table, disclosure),),
            passages=(
                Passage(0, "负责全市财政收支管理。负责预算编制。", ("一、职责",), Location(NAME, 1)),
                Passage(
                    1, "基本支出：指保障机构正常运转的支出。", ("二、名词解释",), Location(NAME, 2),
                    "definition",
                ),
            ),
            problems=(Problem(Severity.WARNING, "一行没有名称", Location(NAME, 2)),),
        ),
        None if path is None else str(path),
    )  # fmt: skip
    return store


assert sum(Decimal(amount) for _, amount in PROJECTS) == Decimal(TOTAL)
