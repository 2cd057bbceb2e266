"""Tell where a question chooses among a table's rows by what none of its names explains."""

from __future__ import annotations

from collections.abc import Sequence

from qa.catalogue import Catalogue
from qa.link import MentionLink
from qa.linking.text import bare
from qa.linking.words import load_words
from qa.planning.groups import Group
from qa.planning.set_units import speaks_of
from qa.query import Asked, Operation
from qa.regexes import regex
from qa.words import each

FEW = 6  # members of a group that may be compared
STRAY = 0.5  # how well the group's table must explain a phrase that chooses among its rows
MOST = 0.5  # weight of a phrase that is most of a question
_EXTREME = regex(r"最?[大小多少高低贵]的?")
NAMES = 0.95  # how well a phrase must name a row for that to be what is meant
_CHOOSES = regex(
    r"不是|不属于|非(?=[一-鿿]{2})|以[上下内]|超过|低于|满分|\d+分|方向|性质|方式|类型|类别"
)

_OF_UNITS = regex(r"(?:每|各|一)(?:家|个?(?:预算)?单位|个?部门)")
"""Words for units of which a mean is asked: rows of items are none of them."""

_ROWS = regex(r"(?:小|大)?(?:项目?|科目|款|类|指标|采购|任务|工程|专项|费用?|支出|收入|月|季|年)")
"""Words for the rows of any table, of which a mean may be asked."""


def strays(
    group: Group, asked: Asked, links: Sequence[MentionLink], catalogue: Catalogue, text: str
) -> bool:
    """Tell whether a phrase says of a whole table's rows what none of its names explains.

    Things that are to be compared are few: a whole table is none of them. A mean of units is none of
    items, and what units have of an item is none of their whole.
    """
    said = (asked.text, *(link.mention.text for link in links))
    if asked.operation is Operation.AVERAGE and any(map(_OF_UNITS.search, said)):
        return not all(f.label.endswith(load_words().unit_endings) for f in group.figures)
    if asked.operation is Operation.AVERAGE and _of_things(group, text):
        return True
    units = sum(f.label.endswith(load_words().unit_endings) for f in group.figures)
    ranks = asked.operation in (Operation.TOP, Operation.BOTTOM)
    if ranks and units * 2 < len(group.figures) and speaks_of(text):
        return True
    if group.part or not group.figures:
        return False
    if asked.operation is Operation.COMPARE and len(group.figures) > FEW:
        return True
    table = group.figures[0].table_id
    heavy = _most(links)
    if ranks and heavy is not None and _explained(heavy, table, catalogue) < STRAY:
        return True  # most of what is asked about is none of its names
    if asked.operation is Operation.LIST and _nowhere(links):
        return True
    return any(
        (
            _CHOOSES.search(link.mention.text)
            or (units and max(link.rows.values(), default=0.0) >= NAMES)
        )
        and _explained(link, table, catalogue) < STRAY
        for link in links
    )


def unknown(links: Sequence[MentionLink]) -> bool:
    """Tell whether most of a question is a phrase that nothing printed explains."""
    heavy = _most(links)
    return heavy is not None and heavy.best < STRAY


def _nowhere(links: Sequence[MentionLink]) -> bool:
    """Tell whether nothing printed explains a known term that is most of a question."""
    heavy = max(links, key=lambda link: link.weight, default=None)
    if heavy is None or heavy.weight < MOST:
        return False
    return bool(heavy.mention.hints) and heavy.best < STRAY


def _most(links: Sequence[MentionLink]) -> MentionLink | None:
    """Return the phrase that is most of a question, unless a word list knows it."""
    naming = [link for link in links if not _EXTREME.fullmatch(link.mention.text)]
    heavy = max(naming, key=lambda link: link.weight, default=None)
    known = heavy is None or heavy.weight < MOST or heavy.mention.hints
    return None if known else heavy


def _explained(link: MentionLink, table: int, catalogue: Catalogue) -> float:
    """Return how well the names of a table explain a phrase."""
    inside = [score for (key, _), score in link.columns.items() if key == table]
    inside += [link.tables.get(table, 0.0), link.subjects.get(table, 0.0)]
    for scores in (link.rows, link.parents):
        inside += [s for row, s in scores.items() if catalogue.rows[row].table_id == table]
    return max(inside, default=0.0)


def _of_things(group: Group, text: str) -> bool:
    """Tell whether a mean is asked of things (每个所, 每个村) that are not the rows of a group."""
    one = each.read(text)
    if one is None or not one.tail or one.unit != each.ANY or _ROWS.match(one.tail):
        return False
    named = sum(one.named(bare(f.label)) > 0 for f in group.figures)
    return named * 2 < len(group.figures)
