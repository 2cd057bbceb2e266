"""Find all of a department's project or basic spending, where a share is said to be of it."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.planning.find import filled
from qa.planning.shares import WHOLE_KIND
from qa.planning.types import Figure, Target
from qa.planning.wholes import KINDS, Wholes
from qa.words.normalise import data
from qa.words.wholes import BASIC, PROJECT

if TYPE_CHECKING:
    from qa.query import Query
    from qa.view import View


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(str(data("frames.yaml")["half"]))


def said(whole: str) -> str:
    """Return which half of spending the words of a whole say in all (项目支出总额), if any."""
    match = _pattern().fullmatch(bare(whole))
    return "" if match is None else KINDS[BASIC if match["basic"] else PROJECT]


def is_of(view: View, figure: Figure, half: str) -> bool:
    """Tell whether a cell is of a half of spending: by its row, its column, its table."""
    table = view.catalogue.tables[figure.table_id]
    listed = half == KINDS[PROJECT] and table.kind == PROJECT_LIST
    names = (figure.label, figure.column_name, table.title)
    return listed or any(half in bare(name) for name in names)


def total(view: View, query: Query, document: int, half: str) -> Target | None:
    """Return the totals of a half that a document's tables print: of all spending, of its projects."""
    found: dict[tuple[int, int], Figure] = {}
    wholes = Wholes(view, query, document)
    for table in sorted(wholes.tables, key=lambda t: t.kind not in (WHOLE_KIND, PROJECT_LIST)):
        for figure in wholes.half(table, half, listed=table.kind == PROJECT_LIST):
            if filled(figure):
                found.setdefault((figure.row_id, figure.column), figure)
    first, *others = found.values() or (None,)
    return None if first is None else Target(first, tuple(f for f in others if f is not None))
