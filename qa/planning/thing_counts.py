"""Find how many things an amount is for: in its row, by an indicator of its project, in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

from ingest.money import is_money
from qa.answering.cite import cite_text
from qa.catalogue import Entry, Sheet, Text
from qa.linking.names import subject_of
from qa.linking.text import bare, core
from qa.lookup import Fact
from qa.planning.figures import make_figure
from qa.planning.told_amounts import Amount
from qa.planning.types import Figure
from qa.query import Citation
from qa.words.each import ANY, Each, same
from qa.words.normalise import data

if TYPE_CHECKING:
    from qa.view import View

_SCALE = {"万": Decimal(10_000), "千": Decimal(1_000), "百": Decimal(100), "": Decimal(1)}
_SPENT = re.compile(r"执行数|决算数|支出数")
_MONEY = re.compile(r"执行数|决算数|支出数|总额|预算数|合计")
_REACHED = re.compile(r"完成|实际|实现")
_PAY = re.compile(r"(?:费用?|经费|支出)$")
_BOUGHT = ("procurement", "assets")
_NEAR = 12  # characters around a number that tell what it counts


@dataclass(frozen=True, slots=True)
class Count:
    """Hold how many things there are: a cell, or words with where they stand."""

    number: Decimal
    unit: str
    figure: Figure | None = None
    words: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """Hold a number that words print, with the words around it."""

    number: Decimal
    unit: str
    around: str


class Counts:
    """Count the things that one question asks one of."""

    def __init__(self, view: View, each: Each) -> None:
        self._view = view
        self._each = each

    def of(self, money: Figure) -> Count | None:
        """Return the count that an amount's row prints, or an indicator of its project."""
        table = self._view.catalogue.tables[money.table_id]
        entry = self._view.catalogue.rows[money.row_id]
        if entry.kind not in ("item", "field"):
            return None
        own = [*self._quantities(table, entry), *self._in_words(table, entry)]
        goals = [c for row in self._indicators(money) for c in self._goal(*row)]
        return self._one(own) or self._one(goals)

    def of_forms(self, text: str, documents: Sequence[int]) -> Iterator[tuple[int, Figure, Count]]:
        """Give projects whose form prints money and a count of the things, as far as they are named."""
        for table in self._view.catalogue.tables.values():
            subject = subject_of(table)
            shared = self.shared(text, subject) if table.document_id in documents else 0
            if shared < 2 or any(e.kind == "item" for e in table.rows):
                continue
            money = self._form_money(table)
            goals = [c for e in table.rows if e.kind == "indicator" for c in self._goal(table, e)]
            count = self._one(goals)
            if money is not None and count is not None:
                yield shared, money, count

    def shared(self, text: str, label: str) -> int:
        """Return how many pairs of characters a question has of a name."""
        said, name = bare(text), bare(label)
        pairs = {name[i : i + 2] for i in range(len(name) - 1)}
        return sum(pair in said for pair in pairs - _common())

    def worth(self, text: str, table: Sheet, entry: Entry) -> bool:
        """Tell whether a row of assets is the things themselves, of which the worth is asked."""
        own = self._each.unit != ANY and self._each.unit in entry.label
        return own and table.kind == "assets" and bool(_pattern("worth").search(text))

    def told(self, money: Figure, text: str) -> Count | None:
        """Return the count that a row of counts or a sentence gives of what an amount is for."""
        whole = bare(money.label).endswith(("合计", "总计"))
        kind = self._view.catalogue.tables[money.table_id].kind
        if whole and kind != "three_public":
            return None  # all there is is for no one kind of thing
        topic = core(
            f"{money.column_name.split('/')[-1]}" if self._is_whole(money) else money.label
        )
        topic = topic or core(money.label)
        rows = list(self._rows_of(money, topic))
        if rows:
            return self._one(rows)
        return None if self._of_staff(text) else self._in_text(money, topic)

    def beside(self, amount: Amount) -> Count | None:
        """Return the one number of the things in the passage that states an amount, or of cars."""
        if self._of_staff(amount.passage.text):
            return None
        cars = bool(_pattern("cars").search(amount.name)) and self._each.unit in ("辆", "台", ANY)
        found = {
            one.number: (bool(_pattern("kept").search(one.around)), one)
            for one in _numbers(amount.passage.text)
            if self._tells(one, cars=cars)
        }
        chosen = [one for kept, one in found.values() if kept] or [o for _, o in found.values()]
        if len(chosen) != 1:
            return None
        one = chosen[0]
        return Count(one.number, one.unit, words=one.around, citations=(amount.citation,))

    # --- cells -------------------------------------------------------------------------

    def _figure(self, table: Sheet, entry: Entry, column: int) -> Figure:
        return make_figure(self._view.catalogue, self._view.lookup, table, entry, column, 0.95)

    def _quantities(self, table: Sheet, entry: Entry) -> Iterator[tuple[int, Count]]:
        """Give the cells of a row that count it, in the asked unit or in none."""
        for fact in self._view.lookup.row(table.id, entry.id):
            if fact.measure != "count" or not fact.value or fact.value <= 1:
                continue
            named = self._each.named(bare(entry.label))
            if self._fits(table, fact.unit) if fact.unit else "数量" in "".join(fact.path):
                figure = self._figure(table, entry, fact.column)
                yield max(named, 2), Count(fact.value, fact.unit or self._each.unit, figure)

    def _fits(self, table: Sheet, unit: str) -> bool:
        """Tell whether a unit counts the things; of what is bought a piece goes by any piece's word."""
        pieces = data("per_unit.yaml")["pieces"]
        bought = table.kind in _BOUGHT and self._each.unit in pieces and unit in pieces
        return bought or self._each.fits(unit)

    def _in_words(self, table: Sheet, entry: Entry) -> Iterator[tuple[int, Count]]:
        """Give the numbers of the things that the words of a row tell."""
        facts = self._view.lookup.row(table.id, entry.id)
        said = (f.printed for f in facts if f.measure == "text" and f.value is None)
        words = "，".join((entry.label, *said))
        for one in _numbers(words):
            named = self._each.named(one.around)
            own = same(one.unit) == self._each.unit != ANY
            times = self._each.unit == "人" and one.unit == "人次"  # those who came, in its own row
            if own or times or (self._each.fits(one.unit) and named):
                yield named, Count(one.number, one.unit, words=one.around)

    def _indicators(self, money: Figure) -> Iterator[tuple[Sheet, Entry]]:
        """Give the indicators of a project, by its name above them or over their form."""
        names = {bare(money.label), bare(money.subject)} - {""}
        of_project = self._project(money) - names
        for table in self._view.catalogue.tables.values():
            if table.document_id != money.document_id:
                continue
            of_form, own = bare(subject_of(table)) in names, bare(subject_of(table)) in of_project
            for entry in (e for e in table.rows if e.kind == "indicator"):
                if own and core(money.label) in bare(entry.label):
                    yield table, entry  # of what is bought for a project, not of all of it
                elif of_form or (entry.parents and bare(entry.parents[0]) in names):
                    yield table, entry

    def _project(self, money: Figure) -> set[str]:
        """Return what the words of an amount's row print: the project that a purchase is for."""
        facts = self._view.lookup.row(money.table_id, money.row_id)
        return {bare(f.printed) for f in facts if f.measure == "text" and f.value is None} - {""}

    def _goal(self, table: Sheet, entry: Entry) -> Iterator[tuple[int, Count]]:
        """Give what an indicator counts: what was reached where that is printed."""
        facts = [
            f for f in self._view.lookup.row(table.id, entry.id)
            if f.measure == "count" and f.value and f.unit
            and self._each.counts(bare(entry.label), f.unit)
        ]  # fmt: skip
        named = self._each.named(bare(entry.label))
        if (
            named == 1 and self._each.unit == ANY
        ):  # 每个湖: one character is no name of what counts hours or times
            facts = [f for f in facts if f.unit == ANY]
        if not facts or (self._each.unit == ANY and not named):
            return
        part = _pattern("part_year")  # the goal of the year, not that of its half
        fact = max(
            facts,
            key=lambda f: (
                bool(_REACHED.search("".join(f.path))),
                not part.search("".join(f.path)),
            ),
        )
        yield (
            named,
            Count(
                fact.value or Decimal(0), fact.unit or "", self._figure(table, entry, fact.column)
            ),
        )

    def _form_money(self, table: Sheet) -> Figure | None:
        """Return the money of a form: what was spent, else what was planned."""
        rows: list[tuple[Entry, Fact]] = [
            (e, f)
            for e in table.rows
            if _MONEY.search(e.label)
            for f in self._view.lookup.row(table.id, e.id)
            if f.value and f.measure == "amount" and is_money(f.unit)
        ]
        if not rows:
            return None
        entry, fact = max(rows, key=lambda row: bool(_SPENT.search(row[0].label)))
        return self._figure(table, entry, fact.column)

    def _rows_of(self, money: Figure, topic: str) -> Iterator[tuple[int, Count]]:
        """Give the rows of a document that count what an amount is for."""
        for table in self._view.catalogue.tables.values():
            if table.document_id != money.document_id or table.kind == "project_performance":
                continue
            for entry in (e for e in table.rows if e.kind == "item"):
                label = bare(entry.label)
                if topic[:2] not in label and topic[-2:] not in label:
                    continue
                for fact in self._view.lookup.row(table.id, entry.id):
                    if fact.value and fact.measure == "count" and self._counts(label, fact.unit):
                        yield (
                            2,
                            Count(
                                fact.value, fact.unit or "", self._figure(table, entry, fact.column)
                            ),
                        )
                        break

    def _counts(self, label: str, unit: str | None) -> bool:
        """Tell whether a row counts the things, by its unit or by the word at its end."""
        forms = str(data("per_unit.yaml")["row_of"].get(self._each.unit, self._each.unit))
        return re.search(rf"(?:{forms})[^一-鿿]*[个人辆次]?$", label) is not None or (
            unit is not None and self._each.unit != ANY and same(unit) == self._each.unit
            and re.search(r"人次|批次|团组", label) is None
        )  # fmt: skip

    # --- text --------------------------------------------------------------------------

    def _is_whole(self, money: Figure) -> bool:
        """Tell whether the column names an amount, not its row: a total, a unit, a year."""
        entry = self._view.catalogue.rows[money.row_id]
        kind = self._view.catalogue.tables[money.table_id].kind
        return entry.kind == "total" or (kind == "three_public" and "费" in money.column_name)

    def _of_staff(self, text: str) -> bool:
        """Tell whether it is people at large that are meant: those of a department are no guests."""
        return self._each.unit == "人" and not _pattern("guests").search(text)

    def _in_text(self, money: Figure, topic: str) -> Count | None:
        """Return the one number of the things that sentences about an amount's purpose give."""
        spoken_of = f"{money.column_name}{topic}"
        cars = bool(_pattern("cars").search(spoken_of)) and self._each.unit in (
            "辆",
            "台",
            "车",
            ANY,
        )
        runs = cars and "运行" in spoken_of  # not by those bought anew, nor by equipment
        names = _pattern("cars") if cars else re.compile(re.escape(_PAY.sub("", topic)[-2:]))
        found: dict[Decimal, tuple[bool, Text, _Said]] = {}
        documents = self._view.catalogue.documents
        own = documents[money.document_id]
        for passage in self._view.catalogue.passages.values():
            of = documents[passage.document_id]  # one disclosure may stand in several files
            if (of.institution, of.fiscal_year) != (own.institution, own.fiscal_year):
                continue
            for sentence in re.split(r"[。;；]", passage.text):
                if not names.search(sentence):
                    continue
                for one in _numbers(sentence):
                    if runs and _pattern("not_kept").search(one.around):
                        continue
                    if self._tells(one, cars=cars):
                        kept = bool(_pattern("kept").search(one.around))
                        found.setdefault(one.number, (kept, passage, one))
        chosen = [v for v in found.values() if v[0]] or list(found.values())
        if len(chosen) != 1:
            return None
        _, passage, one = chosen[0]
        return Count(
            one.number,
            one.unit,
            words=one.around,
            citations=(cite_text(self._view.catalogue, passage),),
        )

    def _tells(self, one: _Said, *, cars: bool) -> bool:
        if cars:
            return same(one.unit) in ("辆", "台") and bool(_pattern("all_cars").search(one.around))
        guests = self._each.unit == "人" and one.unit == "人次"
        return guests or (same(one.unit) == self._each.unit != ANY)

    def _one(self, counts: Sequence[tuple[int, Count]]) -> Count | None:
        """Return the count that is named best, where it is one."""
        best = max((named for named, _ in counts), default=0)
        chosen = {c.number: c for named, c in counts if named == best}
        return next(iter(chosen.values())) if len(chosen) == 1 else None


def _numbers(words: str) -> Iterator[_Said]:
    """Give the numbers of things that words tell, with the words between the numbers around them."""
    found = list(_pattern("number").finditer(words))
    for i, match in enumerate(found):
        before = words[found[i - 1].end() if i else 0 : match.start()][-_NEAR:]
        after = words[match.end() : found[i + 1].start() if i + 1 < len(found) else None][:_NEAR]
        if _pattern("part").search(words[: match.start()]):
            continue  # 举办420场，其中儿童活动160场: the part is no count of all
        before, after = re.split(r"[，,、。;；]", before)[-1], re.split(r"[，,、。;；]", after)[0]
        number = Decimal(match["n"].replace(",", "")) * _SCALE[match["scale"] or ""]
        yield _Said(number, match["u"], f"{before}{match[0]}{after}")


@cache
def _common() -> frozenset[str]:
    return frozenset(data("per_unit.yaml")["common"])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw = data("per_unit.yaml")
    return re.compile(str(raw["count_of"][name]).replace("{counted}", str(raw["counted"])))
