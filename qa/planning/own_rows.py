"""Find the rows of a list that are a department's own, where a question leaves its units out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from qa.catalogue import Entry, Sheet
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.lookup import Lookup
from qa.planning.cell_words import Condition, pattern
from qa.planning.set_rows import is_above

_OWN = re.compile(r"(?:本级|机关|本部|局本级)[)）]?$")
_LISTS = (PROJECT_LIST, "procurement")


@lru_cache(maxsize=16384)
def is_own(name: str, institution: str) -> bool:
    """Tell whether a name stands for a department itself, not for one of its units."""
    return bool(_OWN.search(bare(name))) or bare(name) == bare(institution)


def own_rows(text: str, table: Sheet, lookup: Lookup, institution: str) -> Iterator[Condition]:
    """Give the rows of a list that stand below or beside the department itself (本级的项目)."""
    match = pattern("own_only").search(text) if table.kind in _LISTS else None
    if match is None:
        return
    items = [e for e in table.rows if e.kind == "item"]
    lowest = [e for i, e in enumerate(items) if not is_above(e, i, items)]
    rows = tuple(e for e in lowest if _is_owned(e, table, lookup, institution))
    if 0 < len(rows) < len(lowest):
        yield Condition(table, rows, match.span(), match[0].rstrip("的"), "level")


def _is_owned(entry: Entry, table: Sheet, lookup: Lookup, institution: str) -> bool:
    beside = (f.printed for f in lookup.row(table.id, entry.id) if f.value is None)
    return any(is_own(name, institution) for name in (*entry.parents, *beside))
