"""Read what the three public expenses are made of, however their table is laid out.

Their items stand in rows or in columns, the years beside them or below: a cell is told by the last
name that says one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.column_roles import row_year
from ingest.records import Phase
from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.figures import make_figure
from qa.planning.types import Figure

KIND = "three_public"
PARTS = ("buying", "running")  # of cars
LEAST = 3  # items that a table of the three prints at least
_NAMES = (
    ("abroad", re.compile(r"出国")),
    ("cars", re.compile(r"用?车购置[及和、与].*运")),
    ("buying", re.compile(r"购置")),
    ("running", re.compile(r"运行|运维|维护")),
    ("hosting", re.compile(r"^(?!.*(?:国内|国外|外宾|国（境）外|其他)).*接待")),
)
_PLAIN = re.compile(
    r"(?:小计|合计|总计|总额|(?:20\d\d年度?)?(?:年初|全年|本年|上年)?(?:预算|决算)(?:统计)?数?|20\d\d年度?)"
)
_OTHER = re.compile(r"机关运行|行政经费")


class PublicItems:
    """Give the items of the three public expenses of one document."""

    def __init__(self, catalogue: Catalogue, lookup: Lookup) -> None:
        self._catalogue = catalogue
        self._lookup = lookup

    def figures(self, table: Sheet, year: int, phase: Phase) -> dict[str, Figure]:
        """Return the cells of a year by what they are of; the first row that has them tells."""
        found: dict[str, Figure] = {}
        for entry in sorted(table.rows, key=lambda e: e.kind != "total"):
            for column in (c for c in table.columns if c.role == "amount" and c.path):
                name = _item(entry, column)
                if name and name not in found and self._fits(table, entry, column, year, phase):
                    found[name] = make_figure(
                        self._catalogue, self._lookup, table, entry, column.index, 1.0
                    )
        return found if len(found) >= LEAST and "hosting" in found else {}

    def _fits(self, table: Sheet, entry: Entry, column: Heading, year: int, phase: Phase) -> bool:
        """Tell whether a cell is of a year and, in final accounts, of what was spent or planned."""
        of = row_year(entry.label) or column.year
        if (of or self._catalogue.documents[table.document_id].fiscal_year) != year:
            return False
        said = bare(entry.label) + bare(column.name)
        if re.search(r"增减|幅度|%", said):
            return False
        other = "预算" if phase is Phase.FINAL else "决算"
        both = any("决算" in c.name for c in table.columns) or any(
            "决算" in e.label for e in table.rows
        )
        return not both or (
            re.search(rf"{other}(?:统计)?数?$", said.rstrip("/")) is None and (phase.value in said)
        )


def _item(entry: Entry, column: Heading) -> str:
    """Return which of the items a cell is of, by its column's last telling name, else its row's."""
    parts = [bare(part) for part in column.path]
    if any(_OTHER.search(part) for part in (*parts, bare(entry.label))):
        return ""
    names = [part for part in reversed(parts) if not _PLAIN.fullmatch(part)]
    for name in (*names[:1], bare(entry.label)):
        found = next((key for key, words in _NAMES if words.search(name)), "")
        if found:
            return found
    return ""


def members(found: dict[str, Figure], *, all_of: bool) -> Iterator[Figure]:
    """Give the three main items, or with them what cars are made of."""
    for key, figure in found.items():
        if all_of or "cars" not in found or key not in PARTS:
            yield figure
