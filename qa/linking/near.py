"""Tell where the phrases of a question may stand, once for the rankers of all its documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

from qa.catalogue import Catalogue, Entry, Sheet
from qa.kept import Kept
from qa.link import MentionLink

COLUMN = 0.78  # least score of a phrase that may name a column: heads are short
HEAD = 0.5  # least score of a phrase that may name a row or a column
KEPT = 2048  # what is kept of a question, of each table and choice of phrases
FORM_LEAST = 0.25  # the same of a row inside a form whose project another phrase names


class Near:
    """Hold where phrases may stand; the rankers of a question's documents share it."""

    def __init__(self, catalogue: Catalogue, links: Sequence[MentionLink]) -> None:
        self._catalogue = catalogue
        self._links = links
        self._kept = Kept(KEPT)

    @cached_property
    def rows(self) -> dict[int, set[int]]:
        """Return the rows that a phrase may be, or stand over, by their table."""
        found: dict[int, set[int]] = defaultdict(set)
        for link in self._links:
            likely = [k for k, score in link.rows.items() if score >= FORM_LEAST]
            below = [k for k, score in link.parents.items() if score >= HEAD]
            for row_id in (*likely, *below):
                found[self._catalogue.rows[row_id].table_id].add(row_id)
        return dict(found)

    def entries(self, table: Sheet) -> list[Entry]:
        """Return the rows of a table that a phrase may be, or stand over, in their order."""
        near = self.rows.get(table.id)
        if near is None:
            return []
        key = ("entries", table.id)
        return self._kept.once(key, lambda: [row for row in table.rows if row.id in near])

    def heads(self, chosen: tuple[int, ...]) -> dict[int, set[int]]:
        """Return the columns that some phrases name, by their table."""
        return self._kept.once(("heads", chosen), lambda: self._heads(chosen))

    def _heads(self, chosen: tuple[int, ...]) -> dict[int, set[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for i in chosen:
            for (table, column), score in self._links[i].columns.items():
                if score >= COLUMN:
                    found[table].add(column)
        return dict(found)

    def tables(self, chosen: tuple[int, ...]) -> dict[int, list[Sheet]]:
        """Return the tables of which some phrases name a part, by their document."""
        return self._kept.once(chosen, lambda: self._tables(chosen))

    def _tables(self, chosen: tuple[int, ...]) -> dict[int, list[Sheet]]:
        wanted: set[int] = set()
        for i in chosen:
            link = self._links[i]
            wanted.update(
                self._catalogue.rows[r].table_id for r, s in link.rows.items() if s >= HEAD
            )
            wanted.update(key[0] for key, score in link.columns.items() if score >= COLUMN)
            wanted.update(t for t, score in link.tables.items() if score >= HEAD)
            wanted.update(t for t, score in link.subjects.items() if score >= HEAD)
        found: dict[int, list[Sheet]] = defaultdict(list)
        for table in (self._catalogue.tables[key] for key in wanted):
            found[table.document_id].append(table)
        return dict(found)


def named(links: Sequence[MentionLink], entry: Entry, table: Sheet) -> bool:
    """Tell whether a phrase names a row, what it stands below or its form: no column alone."""
    return any(
        link.rows.get(entry.id) or link.parents.get(entry.id) or link.subjects.get(table.id)
        for link in links
    )
