"""Hold how a question reads as one about a row, and tell such readings apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qa.answering.wording import wording
from qa.catalogue import Catalogue, Entry, Sheet
from qa.linking.text import bare, same_words
from qa.lookup import Lookup
from qa.planning.cards import AROUND, Card, Found
from qa.planning.figures import make_figure
from qa.planning.find import filled
from qa.planning.types import Figure
from qa.query import Mention, Query
from qa.words.row_asks import Asked, is_name

LOSS = 0.2  # what each character left takes from what a row explains
UNTOLD = 0.25  # what a row is worth that tells nothing of what is asked
LEFT = 2  # characters that may stay unexplained
WHOLE = 0.8  # share of a row's name that is said: as good as all
MASK = "□"
_CALLED = re.compile(r"[一-鿿]{2,8}\(,+\)")  # another word for what brackets name
_QUOTES = re.compile(r"[\"'“”‘’「」『』]")


def plain(text: str) -> str:
    """Return a question as names are compared with it: without quotes, in lower case."""
    return same_words(_QUOTES.sub("", text).lower())


def stands_in(query: Query, card: Card) -> bool:
    """Tell whether a row stands in an annex that a question names, or in any where it names none."""
    annex = bare(card.table.annex)
    return not query.annexes or bool({annex, annex.split("-")[0]} & set(map(bare, query.annexes)))


@dataclass(frozen=True, slots=True)
class Reading:
    """Hold a card with the cells that a question asks of it, and what it leaves unexplained."""

    found: Found
    asked: tuple[Asked, ...]
    told: tuple[tuple[str, Figure], ...]
    left: tuple[str, ...]
    told_apart: bool = False  # rows of this name are told apart by what stands around them
    also: tuple[Reading, ...] = ()  # rows of this name whose own surroundings are said too
    rest: str = ""  # the question without the row and what is asked of it
    measured: bool = False  # the row was found by the measure of its goal

    @property
    def loss(self) -> int:
        """Return how many characters of the question are left."""
        return len("".join(self.left))

    def lacks(self, text: str, language: str) -> tuple[str, ...]:
        """Return a note on what is asked that the row does not tell."""
        names = {name for name, _ in self.told}
        told = [(one.start, one.end) for one in self.asked if one.aspect.name in names]
        said = [
            plain(text)[one.start : one.end]
            for one in self.asked
            if one.end > one.start and not any(s < one.end and one.start < e for s, e in told)
        ]
        code = self.found.card.entry.code
        if code and code.lower() in plain(text):  # the row named by its code tells its name
            said = [one for one in said if not is_name(one)]
        if not said:
            return ()
        return (wording(language)("row_lacks", items="、".join(dict.fromkeys(said))),)

    @property
    def answered(self) -> float:
        """Return the share of what is asked that the row tells."""
        told = {name for name, _ in self.told}
        places = _places(self.asked)
        return sum(bool(names & told) for names in places) / len(places) if places else 0.0

    @property
    def rank(self) -> tuple[float, int, bool]:
        """Return what readings are ordered by."""
        explained = self.found.weight * (UNTOLD + (1 - UNTOLD) * self.answered)
        return explained - LOSS * self.loss, len(self.told), self.found.cover >= WHOLE


def is_apart(best: Reading, other: Found) -> bool:
    """Tell whether a question names another row too, in other words than those for the best."""
    if other.cover < WHOLE or len(other.own) < 2:
        return False
    if other.card.entry is best.found.card.entry:
        return False
    asked = {i for one in best.asked for i in range(one.start, one.end)}
    return not other.own & (best.found.own | best.found.near | asked)


def is_meant_too(best: Reading, other: Found) -> bool:
    """Tell whether a row of the same name is meant beside the best: what is around it is said."""
    one, two = best.found, other
    if one.card.name != two.card.name or one.card.entry is two.card.entry:
        return False
    return len(two.near - one.near) > LEFT and len(one.near - two.near) > LEFT


def is_namesake(best: Reading, other: Found) -> bool:
    """Tell whether another row of the same name is less well told by what stands around it."""
    same = other.card.name == best.found.card.name and other.card.entry is not best.found.card.entry
    return same and best.found.weight - other.weight >= AROUND


def of_fund(best: Reading, catalogue: Catalogue, lookup: Lookup, kinds: frozenset[str]) -> Reading:
    """Return a reading as of the same row in a table of the fund that a question names, if any."""
    own = best.found.card
    if own.table.kind in kinds or own.entry.kind != "item":
        return best
    row = (bare(own.entry.label), own.entry.code)
    for table in catalogue.tables.values():
        if table.document_id != own.table.document_id or table.kind not in kinds:
            continue
        entry = next((e for e in table.rows if (bare(e.label), e.code) == row), None)
        told = (
            tuple(_in_table(table, entry, one, lookup, catalogue) for one in best.told)
            if entry
            else ()
        )
        if entry is not None and told and all(told):
            card = replace(own, table=table, entry=entry)
            kept = tuple(one for one in told if one is not None)
            return replace(best, told=kept, found=replace(best.found, card=card))
    return best


def _in_table(
    table: Sheet, entry: Entry, told: tuple[str, Figure], lookup: Lookup, catalogue: Catalogue
) -> tuple[str, Figure] | None:
    """Return what was told of a row as another table prints it in a column of the same head."""
    leaf = bare(told[1].column_name.split("/")[-1])
    same = [c for c in table.columns if c.role == "amount" and bare(c.path[-1]) == leaf]
    made = [make_figure(catalogue, lookup, table, entry, c.index) for c in same]
    return (told[0], made[0]) if len(made) == 1 and filled(made[0]) else None


def is_part_of(best: Reading, other: Reading) -> bool:
    """Tell whether all of one name is said, of another only the part that is in it: 电费 for 邮电费."""
    one, two = best.found, other.found
    return one.cover >= WHOLE > two.cover and one.card.name in two.card.name


def is_same(one: Reading, other: Reading) -> bool:
    """Tell whether two readings are of one name and tell the same words."""
    names = {bare(r.found.card.entry.label) for r in (one, other)}
    printed = [
        {(name, f.fact.printed.strip() if f.fact else "") for name, f in r.told}
        for r in (one, other)
    ]
    return len(names) == 1 and printed[0] == printed[1]


def outermost(asked: Sequence[Asked]) -> list[Asked]:
    """Return what is asked without what is said inside longer words of another aspect."""
    kept = [
        one
        for one in asked
        if not any(
            other.start <= one.start
            and one.end <= other.end
            and other.end - other.start > one.end - one.start
            for other in asked
        )
    ]
    return sorted(kept, key=lambda one: (one.start, one.end))


def without(masked: str, asked: Sequence[Asked], near: frozenset[int]) -> str:
    """Return a question without the row, what stands around it and the words for its cells."""
    gone = {i for one in asked for i in range(one.start, one.end)} | near
    kept = "".join("," if i in gone or char == MASK else char for i, char in enumerate(masked))
    return _CALLED.sub(",", kept)


def _places(asked: Sequence[Asked]) -> list[set[str]]:
    """Return the names of what is asked, those that the same words ask for together."""
    found: list[set[str]] = []
    last = -1
    for one in sorted(asked, key=lambda one: (one.start, one.end)):
        if found and one.start < last:
            found[-1].add(one.aspect.name)
        else:
            found.append({one.aspect.name})
        last = max(last, one.end)
    return found


def is_of_rows_beside(query: Query, best: Reading) -> bool:
    """Tell whether all that is named are other rows of the table, which its title names too."""
    card = best.found.card
    others = {bare(e.label) for e in card.table.rows if e.kind == "item" and e is not card.entry}
    own = bare(card.entry.label)

    def beside(mention: Mention) -> bool:
        terms = {bare(mention.text), *(bare(hint.term) for hint in mention.hints)}
        return bool(terms & others) and not any(term in own for term in terms)

    return bool(query.mentions) and all(map(beside, query.mentions))
