"""Ask one more thing of the unit that was just told of: 执法支队多少钱, then 公务接待费呢.

The department's own figure would be told else; where the unit prints none, others answer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import TYPE_CHECKING

from qa.dialogue import Turn
from qa.linking.text import bare
from qa.planning.of_unit import concerns
from qa.query import Route
from qa.regexes import regex
from qa.understand import understand
from qa.words.normalise import data, normalise

if TYPE_CHECKING:
    from qa.view import Explained, View


def answer(
    view: View, question: str, turns: Sequence[Turn], ask: Callable[[str], Explained]
) -> Explained | None:
    """Return what the unit told last has of the thing that a question only names, else None."""
    match = _word("goes_on").match(normalise(question).strip())
    cells = turns[-1].cells if turns else ()
    documents = tuple({c.document_id for c in cells})
    if match is None or len(documents) != 1:
        return None
    thing, units = match["thing"] or match["other"], view.planner.units
    unit, _ = units.cut(bare(turns[-1].query.text), documents)
    of_unit = bool(unit) and all(concerns(view.catalogue, c, unit) for c in cells)
    if not of_unit or _word("whole").search(thing) or units.cut(bare(thing), documents)[0]:
        return None
    asked = understand(question, view.catalogue)
    if asked.scope.named or asked.scope.strangers or asked.years or asked.codes:
        return None
    done = ask(str(data("unit_kept.yaml")["asked"]).format(unit=unit, thing=thing))
    own = done.cells and all(concerns(view.catalogue, c, unit) for c in done.cells)
    return done if own and done.answer.route is Route.TABLE else None


@cache
def _word(name: str) -> re.Pattern[str]:
    return regex(str(data("unit_kept.yaml")[name]))
