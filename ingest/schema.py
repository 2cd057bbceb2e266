"""Declare the tables of the store; `VERSION` grows with every change of them.

Amounts are kept as the printed text, the plain decimal text and a scaled integer, never REAL.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from ingest.column_types import Box, Items, Lines, Place, Places

VERSION = 1

metadata = MetaData()


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True, autoincrement=True)


def _owned_by(parent: str) -> Column[int]:
    return Column(
        f"{parent.removesuffix('s')}_id",
        Integer,
        ForeignKey(f"{parent}.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    )


meta = Table(
    "meta",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    _id(),
    Column("name", String(512), nullable=False, unique=True),
    Column("format", String(16), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("institution", Text, nullable=False),
    Column("fiscal_year", Integer, nullable=False),
    Column("phase", String(8), nullable=False),
    Column("title", Text, nullable=False),
    Column("aliases", Items, nullable=False),
    Column("n_pages", Integer, nullable=False),
    Column("paged", Boolean, nullable=False),
    Column("seconds", String(16), nullable=False),
    Column("path", Text),  # where the file was read from, for page pictures
)

tables = Table(
    "tables",
    metadata,
    _id(),
    _owned_by("documents"),
    Column("ordinal", Integer, nullable=False),
    Column("annex", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("kind", String(32), nullable=False),
    Column("unit", String(16)),
    Column("pages", Items, nullable=False),
    Column("notes", Items, nullable=False),
    Column("rows_in", Integer, nullable=False),
    Column("proved", Boolean, nullable=False),
    Column("location", Place, nullable=False),
    Column("header", Lines, nullable=False),  # a path for every printed column
    Column("body", Lines, nullable=False),  # the printed rows
)

columns = Table(
    "columns",
    metadata,
    _id(),
    _owned_by("tables"),
    Column("idx", Integer, nullable=False),
    Column("path", Items, nullable=False),
    Column("role", String(16), nullable=False),
    Column("label_idx", Integer, nullable=False),
    Column("year", Integer),
    Column("phase", String(8)),
    Column("unit", String(32)),
)

rows = Table(
    "rows",
    metadata,
    _id(),
    _owned_by("tables"),
    Column("idx", Integer, nullable=False),
    Column("label", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("code", String(64)),
    Column("code_kind", String(16)),
    Column("level", Integer, nullable=False),
    Column("parents", Items, nullable=False),
    Column("side", String(16)),
    Column("number", String(16)),
    Column("kind", String(16), nullable=False),
    Column("institution", Text),
    Column("pieces", Places, nullable=False),
)

observations = Table(
    "observations",
    metadata,
    _id(),
    _owned_by("rows"),
    Column("column_idx", Integer, nullable=False),
    Column("path", Items, nullable=False),
    Column("year", Integer, nullable=False),
    Column("phase", String(8), nullable=False),
    Column("measure", String(16), nullable=False),
    Column("printed", Text, nullable=False),
    Column("value", Text),  # plain decimal
    Column("scaled", BigInteger),  # ten-thousandths of a yuan or of the unit
    Column("unit", String(64)),
    Column("sign", String(16)),
    Column("page", Integer),
    Column("bbox", Box),
)
Index("ix_observations_scaled", observations.c.scaled)

passages = Table(
    "passages",
    metadata,
    _id(),
    _owned_by("documents"),
    Column("ordinal", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("headings", Items, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("page", Integer),
    Column("bbox", Box),
    Column(
        "sha256", String(64), nullable=False, index=True
    ),  # of headings and text, keys its vector
)

problems = Table(
    "problems",
    metadata,
    _id(),
    _owned_by("documents"),
    Column("table_ordinal", Integer),
    Column("severity", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("location", Place, nullable=False),
)

vectors = Table(
    "vectors",
    metadata,
    Column("model", String(128), primary_key=True),
    Column("sha256", String(64), primary_key=True),
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

findings = Table(
    "findings",
    metadata,
    _id(),
    Column("generation", Integer, nullable=False, index=True),  # of the store they were made from
    Column("key", String(64), nullable=False),
    Column("body", Text, nullable=False),  # JSON
)

finding_reviews = Table(
    "finding_reviews",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("state", String(16), nullable=False),  # accepted, suppressed
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("at", String(32), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    _id(),
    Column("at", String(32), nullable=False),
    Column("verdict", String(16), nullable=False),  # right, wrong, not_meant
    Column("comment", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("history", Text, nullable=False),  # JSON list
    Column("docs", Text, nullable=False),  # JSON list
    Column("plan", Text, nullable=False),
    Column("answer", Text, nullable=False),  # the contract's JSON
)
