"""Serve findings: made once a generation of the store, with the reviews kept beside them."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import delete, insert, select

from audit.findings import Finding, Side, State
from audit.ledger import Place, read_ledgers
from audit.rules import audit
from audit.rules_years import between_documents
from ingest import schema
from ingest.column_types import bbox_from
from ingest.money import plain_decimal
from ingest.records import Severity
from ingest.store import Store
from ingest.upkeep import folder_version

RULES_KEY = "audit"  # in the store's meta: which rules made the findings kept


@dataclass(frozen=True, slots=True)
class Review:
    """Hold a decision on a finding: accepted as known, or suppressed; by whom and why."""

    key: str
    state: str
    who: str
    why: str
    at: str


class Findings:
    """Hold all findings over a store, to be asked by row, passage or document."""

    def __init__(self, found: Sequence[Finding], reviews: Mapping[str, Review]) -> None:
        self.all = tuple(found)
        self.reviews = dict(reviews)
        self.open = tuple(finding for finding in self.all if finding.key not in self.reviews)
        self._rows: dict[int | None, list[Finding]] = defaultdict(list)
        self._passages: dict[int | None, list[Finding]] = defaultdict(list)
        for finding in self.open:
            for row in {side.place.row_id for side in finding.sides} - {None}:
                self._rows[row].append(finding)
            for passage in {side.place.passage_id for side in finding.sides} - {None}:
                self._passages[passage].append(finding)

    def about_row(self, row_id: int, column: str | None = None) -> list[Finding]:
        """Return open findings with a side in a row (and column path, where given)."""
        return [
            finding
            for finding in self._rows.get(row_id, ())
            if column is None
            or any(s.place.row_id == row_id and s.place.column == column for s in finding.sides)
        ]

    def about_passage(self, passage_id: int) -> list[Finding]:
        """Return open findings with a side in a passage."""
        return list(self._passages.get(passage_id, ()))


def load(store: Store) -> Findings:
    """Return the findings over a store, made anew where it has changed since."""
    generation = store.generation
    kept = _kept(store, generation)
    if kept is None:
        kept = _make(store)
        _keep(store, generation, kept)
    return Findings(kept, _reviews(store))


def review(store: Store, key: str, state: str, who: str, why: str) -> None:
    """Keep a decision on a finding with who made it and why."""
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    with store.engine.begin() as connection:
        connection.execute(
            delete(schema.finding_reviews).where(schema.finding_reviews.c.key == key)
        )
        connection.execute(
            insert(schema.finding_reviews).values(key=key, state=state, who=who, why=why, at=now)
        )


@lru_cache(maxsize=1)
def rules_version() -> str:
    """Return a hash of the rules' code and words: other rules make the findings anew."""
    return folder_version(Path(__file__).parent)


def _make(store: Store) -> list[Finding]:
    ledgers = read_ledgers(store)
    found = [finding for ledger in ledgers for finding in audit(ledger)]
    return found + between_documents(ledgers)


def _kept(store: Store, generation: int) -> list[Finding] | None:
    """Return the findings kept for a generation, or None where none were made for it.

    An empty body marks a generation without findings.
    """
    query = select(schema.findings.c.body).where(schema.findings.c.generation == generation)
    made_by = select(schema.meta.c.value).where(schema.meta.c.key == RULES_KEY)
    with store.engine.connect() as connection:
        if connection.execute(made_by).scalar_one_or_none() != rules_version():
            return None
        bodies = list(connection.execute(query.order_by(schema.findings.c.id)).scalars())
    return [from_json(body) for body in bodies if body] if bodies else None


def _keep(store: Store, generation: int, findings: Sequence[Finding]) -> None:
    values = [{"generation": generation, "key": f.key, "body": to_json(f)} for f in findings]
    values.append({"generation": generation, "key": "", "body": ""})
    with store.engine.begin() as connection:
        connection.execute(delete(schema.findings))
        connection.execute(insert(schema.findings), values)
        connection.execute(delete(schema.meta).where(schema.meta.c.key == RULES_KEY))
        connection.execute(insert(schema.meta).values(key=RULES_KEY, value=rules_version()))


def _reviews(store: Store) -> dict[str, Review]:
    with store.engine.connect() as connection:
        rows = connection.execute(select(schema.finding_reviews)).mappings()
        return {
            row["key"]: Review(**{name: row[name] for name in Review.__slots__}) for row in rows
        }


def to_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as plain JSON values, figures as decimal strings."""
    raw = asdict(finding)
    raw["key"] = finding.key
    raw["severity"] = finding.severity.value
    raw["state"] = finding.state.value
    raw["difference"] = None if finding.difference is None else plain_decimal(finding.difference)
    for side in raw["sides"]:
        side["value"] = None if side["value"] is None else plain_decimal(side["value"])
    return raw


def to_json(finding: Finding) -> str:
    """Write a finding as one line of JSON."""
    return json.dumps(to_dict(finding), ensure_ascii=False)


def from_json(text: str) -> Finding:
    """Read a finding back from JSON."""
    raw = json.loads(text)
    raw.pop("key")
    sides = tuple(
        Side(
            side["label"],
            None if side["value"] is None else Decimal(side["value"]),
            side["unit"],
            replace(Place(**side["place"]), bbox=bbox_from(side["place"]["bbox"])),
        )
        for side in raw.pop("sides")
    )
    difference = raw.pop("difference")
    return Finding(
        **{
            **raw,
            "severity": Severity(raw["severity"]),
            "state": State(raw["state"]),
            "sides": sides,
            "difference": None if difference is None else Decimal(difference),
        }
    )
