"""Ask anew, in plain words, for the projects over an amount, or for those that get nothing from a source.

What is said around them restricts nothing where it shares no two characters with a printed row.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from qa.linking.printed import printed
from qa.planning import formula_names
from qa.query import Query
from qa.words import formulas as words
from qa.words.normalise import data, normalise, simplify, without_dialect

if TYPE_CHECKING:
    from qa.view import View

PROJECTS = "project_list"
GENERIC = ("项目", "项目支出", "项目名称")


def restated(view: View, query: Query) -> str | None:
    """Return a question of such projects in plain words, else None."""
    asked = normalise(simplify(query.original))
    if query.scope.strangers or query.refusals or not _word("projects").search(asked):
        return None
    said = formula_names.read(view, query)
    names = [t for t in said.names if t.text not in GENERIC] if said is not None else []
    if said is not None and (said.tables or len(names) > 1 or len(said.names) > len(names) + 1):
        return None
    text = without_dialect(said.text if said is not None and names else asked)
    if not _word("projects").search(text):
        return None
    if _word("other").search(text) or not _word("asks").search(text):
        return None
    own = printed(view.catalogue).labels
    if names:
        places = [p for form in names[0].forms for p in printed(view.catalogue).places(form)]
        tables = view.catalogue.tables
        columns = [p for p in places if p.column and tables[p.table].kind == PROJECTS]
        text = _word("whether").sub(",", text)
        if not columns or not _word("nothing").search(text) or _left(text, own):
            return None
        return _said("nothing", query).format(x=names[0].text)
    amounts = list(_word("amount").finditer(text))
    if len(amounts) != 1:
        return None
    for kind in ("from", "over"):
        if _word(kind).search(text):
            return None if _left(text, own) else _said(kind, query).format(v=amounts[0][0])
    return None


def _left(text: str, names: str) -> bool:
    """Tell whether words are left that name something printed."""
    for name in ("amount", "projects", "nothing", "from", "over", "asks"):
        text = _word(name).sub(",", text)
    return words.left(text, names)


def _said(kind: str, query: Query) -> str:
    said: dict[str, str] = data("formulas.yaml")["sets"]["say"]
    return said[kind]


@cache
def _word(name: str) -> re.Pattern[str]:
    return words.compiled(str(data("formulas.yaml")["sets"][name]))
