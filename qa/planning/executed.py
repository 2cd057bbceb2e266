"""Set what was planned for one thing against what was spent, where final accounts print both.

预算执行率, 决算比预算少了多少, 当初的预算: a table of final accounts prints both beside one another, as two
columns of a row or as two groups of columns of items. Every word of the question must be explained:
by the thing's name, by what is asked of it, or by the names around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from ingest.records import Phase
from qa.forms import money
from qa.forms.shapes import forms_of
from qa.linking.cover import covered
from qa.linking.names import spelt_column
from qa.linking.short import shortened
from qa.linking.text import bare, same_words
from qa.planning.find import filled
from qa.planning.sides import Sides
from qa.planning.types import Figure, Plan, Step, Target
from qa.query import Answer, Asked, Operation, Query, Route
from qa.regexes import regex
from qa.understand import reader
from qa.words.dictionary import NOUNS, dictionary
from qa.words.lexicon import sense
from qa.words.normalise import data, simplify
from qa.words.row_asks import unruled

if TYPE_CHECKING:
    from qa.catalogue import Entry, Sheet
    from qa.view import View

KNOWN = 0.75  # least part of the words beside a thing that its table prints
_LEADING = regex(r"^其中[:：]?")
PROGRESS = "progress"  # refused where no table tells how far a plan was carried out
NAME = "□"  # stands for the thing's name
GRAM = 3  # characters of a noun that may be printed
_ASKING = ("times", "rate", "unspent_money", "planned", "spent", "percent", "gap")
_WHOLE = regex(r"^[合总小]计$")


@dataclass(frozen=True, slots=True)
class Thing:
    """Hold one thing with the amounts of both phases; `around` is what stands about it."""

    name: str
    planned: Figure
    spent: Figure
    plan: str  # the head of its plan: 年初预算数
    around: str


def answer(view: View, query: Query) -> tuple[Plan, Answer] | None:
    """Return what is asked of the plan and the spending of one thing, else None."""
    alone = not said("planned", query.text)  # 养车费执行率, 钱没花完: no plan is spoken of
    if alone and not said("rate", query.text) and not said("unspent_money", query.text):
        return None
    if _of_two_plans(query.text) or set(query.refusals) - {PROGRESS} or said("several", query.text):
        return None
    documents = query.scope.documents or tuple(view.catalogue.documents)
    finals = [d for d in documents if view.catalogue.phase_of(d) is Phase.FINAL]
    if len(finals) != 1 or len(query.scope.documents) > 1:
        return None
    prints = reader(view.catalogue).prints
    rate = alone and said("rate", query.text)
    held = [t for t in things(view, query, finals[0]) if not (rate and _prints_rate(view, t))]
    for words in dict.fromkeys((query.text, simplify(query.original))):
        text = _formal(query, words, {thing.name for thing in held})
        found = [
            (thing, asked)
            for thing in named(held, text)
            if (asked := _asked(text, thing, prints)) is not None
        ]
        if found and len({(thing.planned.fact, thing.spent.fact) for thing, _ in found}) == 1:
            done = plan(*found[0])
            return done, view.composer.compose(query, done)
    return None


def _of_two_plans(text: str) -> bool:
    """Tell whether one plan is set against another, and no spending (全年预算比年初追加了多少)."""
    ways: dict[str, str] = data("executed.yaml")["plans"]
    rest = text
    for way in ways.values():
        rest = re.sub(way, " ", rest)
    return sum(re.search(way, text) is not None for way in ways.values()) > 1 and not said(
        "spent", rest
    )


def _prints_rate(view: View, thing: Thing) -> bool:
    """Tell whether the table of a thing prints itself how far plans were carried out."""
    tables = {thing.planned.table_id, thing.spent.table_id}
    heads = (head for t in tables for c in view.catalogue.tables[t].columns for head in c.path)
    return any(said("rate", bare(head)) for head in heads)


def plan(thing: Thing, asked: Operation | Phase) -> Plan:
    planned, spent = Target(thing.planned), Target(thing.spent)
    if asked is Operation.RATIO:
        step = Step(Asked(asked), (spent, planned))
    elif asked is Operation.GROWTH or asked is Operation.SHARE:
        step = Step(Asked(asked), (spent,), (planned,))
    elif asked is Operation.DIFFERENCE:
        step = Step(Asked(asked), (spent, planned))
    else:
        step = Step(Asked(Operation.LOOKUP), (planned if asked is Phase.BUDGET else spent,))
    return Plan(Route.TABLE, (step,), score=1.0, whole=True, trace=("planned and spent",))


def _formal(query: Query, said: str, names: Collection[str]) -> str:
    """Return a question in which everyday words for a thing stand for its formal name."""
    text = same_words(said)
    for mention in query.mentions:
        word = same_words(mention.text)
        terms = {bare(hint.term) for hint in mention.hints if hint.weight >= KNOWN} & set(names)
        if not terms:
            word = _without_asking(word)
            terms = _meant(word, names) or _short_for(word, names, text)
        if len(terms) == 1 and (term := terms.pop()) not in text:
            text = text.replace(word, term, 1)
    return text


def _short_for(word: str, names: Collection[str], text: str) -> set[str]:
    """Return the one project that a phrase is short for: 公墓项目, 妇女之家建设."""
    plain = re.sub(r"(?:还|都|的|钱|没)+$", "", word)
    name = shortened(plain, names, named="项目" in text)
    return {name} if name is not None else set()


def _without_asking(word: str) -> str:
    """Return a phrase without words at its end that ask of plan or spending (公车运行费完成)."""
    ends = (m.start() for name in _ASKING for m in _pattern(name).finditer(word) if m.start())
    return word[: min(ends, default=len(word))]


def _meant(word: str, names: Collection[str]) -> set[str]:
    """Return the names that mean what an everyday word does, each by its own formal term."""
    found = sense(bare(word))
    terms = {bare(hint.term) for hint in found.hints if hint.weight >= KNOWN} if found else set()
    own = {name: known.hints[0].term for name in names if (known := sense(name)) is not None}
    return {name for name in names if name in terms or bare(own.get(name, "")) in terms}


def _asked(text: str, thing: Thing, prints: Callable[[str], int]) -> Operation | Phase | None:
    """Return what is asked of a thing; None where a word of the question is not explained."""
    rest = _without(thing.name, text)
    kept = without_left_out(rest)
    if said("of_year", kept) or (said("reason", kept) and not said("how_much", kept)):
        return None
    planned, spent = said("planned", kept), said("spent", kept)
    rate = said("rate", kept)
    asked: Operation | Phase | None = None
    if said("times", kept):
        asked = Operation.RATIO
    elif planned and said("gap_rate", kept) and not rate:
        asked = Operation.GROWTH
    elif rate or (planned and spent and said("percent", kept)):
        asked = None if said("unspent", kept) else Operation.SHARE
    elif _is_apart(kept, planned=planned, spent=spent):
        asked = Operation.DIFFERENCE
    elif planned and not spent and not said("gap", kept):
        asked = Phase.BUDGET
    return asked if asked is not None and explained(kept, thing, prints) else None


def without_left_out(text: str) -> str:
    """Return a text without a phase that is only named to be left out (不是预算)."""
    return _pattern("left_out").sub(",", text)


def _is_apart(text: str, *, planned: bool, spent: bool) -> bool:
    """Tell whether it is asked how far spending and plan are apart, or what of the plan is left."""
    if planned and said("gap", text):
        return spent or _implied(text) or said("unspent_money", text)
    return said("unspent_money", text) and not said("reason", text)


def _implied(text: str) -> bool:
    """Tell whether spending is set against its plan without being named, and no reason is asked for."""
    return said("implied", text) and not said("reason", text)


def explained(rest: str, thing: Thing, prints: Callable[[str], int]) -> bool:
    """Tell whether what is left of a question asks, only talks, or stands around a thing.

    In the clauses that ask, nouns must be explained; in others what is printed as a name must.
    """
    for clause in re.split(r"[,，。;；?？!！:：]", rest.replace(NAME, f"{NAME} ")):
        asks = NAME in clause or any(said(name, clause) for name in _ASKING)
        if said("elsewise", clause) and not asks:
            return False
        for name in _ASKING:
            clause = _pattern(name).sub(" ", clause)
        pieces = [bare(piece) for piece in re.split(r"[\W_]+", clause.replace(NAME, " "))]
        left = [piece for piece in pieces if covered(piece, thing.around, thing.around) < KNOWN]
        nouns = [noun for piece in left for noun in _nouns(piece)]
        left = [noun for noun in nouns if not _pattern("idle").fullmatch(noun)]
        if asks and left:
            return False
        if any(prints(noun[i : i + GRAM]) for noun in left for i in range(len(noun) - GRAM + 1)):
            return False
    return True


def _nouns(piece: str) -> list[str]:
    """Return what is left of some words when those that name nothing are taken out."""
    known, found, at, run = dictionary(), list[str](), 0, ""
    while at < len(piece):
        words = (piece[at : at + size] for size in (4, 3, 2, 1))
        word = next(w for w in words if w in known.tags or w in known.ordinary or len(w) < 2)
        if known.tags.get(word, NOUNS[0]).startswith(NOUNS):
            run += word
        else:
            found, run = [*found, run], ""
        at += len(word)
    return [noun for noun in (*found, run) if len(noun) > 1]


def named(things: Sequence[Thing], text: str) -> list[Thing]:
    """Return the things of the longest name that a question says, of the plan that it means."""
    longest = max((len(_shown(t.name, text)) for t in things), default=0)
    named = [t for t in things if longest and len(_shown(t.name, text)) == longest]
    words: dict[str, str] = data("executed.yaml")["plans"]
    kept = unruled(text)  # 全年预算数,不是年初的
    said = next((plan for plan, way in words.items() if re.search(way, kept)), "")
    if meant := [t for t in named if said and t.plan.startswith(said)]:
        return meant
    order: Sequence[str] = data("executed.yaml")["heads"]["plain"]
    places = [order.index(t.plan) if t.plan in order else len(order) for t in named]
    return [t for t, place in zip(named, places, strict=True) if place == min(places)]


def things(view: View, query: Query, document: int) -> Iterator[Thing]:
    """Give all things of which one row, or one form, of a document prints both phases."""
    yield from _of_rows(view, query, document)
    yield from _of_forms(view, document)


def _of_forms(view: View, document: int) -> Iterator[Thing]:
    """Give the projects whose forms print what was planned and spent in all."""
    held = view.catalogue.documents[document]
    for form in forms_of(view.catalogue, (document,)):
        spent = money.amount_in_all(view, form, "spent")
        for part, plan in (("full", "全年预算数"), ("initial", "年初预算数")):
            planned = money.amount_in_all(view, form, part)
            if form.project and planned is not None and spent is not None:
                beside = (form.table.title, held.institution, *held.aliases, str(held.fiscal_year))
                yield Thing(bare(form.project), planned, spent, plan, "|".join(map(bare, beside)))


def _of_rows(view: View, query: Query, document: int) -> Iterator[Thing]:
    sides = Sides(view, query)
    held = view.catalogue.documents[document]
    for sheet in view.catalogue.tables.values():
        pairs = _pairs(sheet) if sheet.document_id == document else []
        for entry in sheet.rows if pairs else ():
            for inner, plan, planned, spent in pairs:
                name = _name(sheet, entry, inner)
                one, other = sides.cell(entry, planned), sides.cell(entry, spent)
                if name and filled(one) and filled(other):
                    beside = (sheet.title, sheet.annex, held.institution, *held.aliases, inner)
                    above = (*entry.parents, entry.label, str(held.fiscal_year))
                    yield Thing(
                        name, one, other, plan, "|".join(bare(x) for x in (*beside, *above))
                    )


def _pairs(sheet: Sheet) -> list[tuple[str, str, int, int]]:
    """Return the columns of both phases by what else their heads say, with the heads of plans."""
    whole: dict[str, str] = {}
    plans: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    spent: dict[tuple[str, ...], list[tuple[str, int]]] = {}
    for column in sheet.columns if _two_phased(sheet) else ():
        if column.role != "amount":
            continue
        heads = [bare(head) for head in column.path]
        whole.update((heads[-1], bare(name)) for name in spelt_column(column, sheet))
        for known, said in ((plans, "planned"), (spent, "spent")):
            rest = tuple(h for h in heads if not _heads(said).fullmatch(h) and not _WHOLE.match(h))
            if phase := next((h for h in heads if _heads(said).fullmatch(h)), None):
                known.setdefault(rest, []).append((phase, column.index))
    return [
        (whole.get(rest[-1], rest[-1]) if rest else "", phase, planned, spent[rest][0][1])
        for rest, found in plans.items()
        for phase, planned in found
        if len(spent.get(rest, ())) == 1
    ]


def _two_phased(sheet: Sheet) -> bool:
    """Tell whether the heads of a table tell of both phases."""
    heads = [bare(head) for column in sheet.columns for head in column.path]
    return all(any(_heads(said).fullmatch(h) for h in heads) for said in ("planned", "spent"))


def _name(sheet: Sheet, entry: Entry, inner: str) -> str:
    """Return how a thing is called: by its columns, by its row, or the whole of its table."""
    if inner:
        return inner if entry.kind == "total" else ""
    label = _LEADING.sub("", bare(entry.label))
    if entry.kind == "item" and not _WHOLE.match(label):
        return label
    return str(data("executed.yaml")["wholes"].get(sheet.kind, ""))


def _shown(name: str, text: str) -> str:
    """Return what a text says of a name, or nothing."""
    match = _spelled(name).search(text)
    return match[0] if match else ""


def _without(name: str, text: str) -> str:
    """Return a text without a name."""
    said = _shown(name, text)
    return text.replace(said, NAME, 1) if said else text


@lru_cache(maxsize=4096)
def _spelled(name: str) -> re.Pattern[str]:
    """Return the pattern of a name in which marks may stand between characters."""
    wholes = data("executed.yaml")["wholes"].values()
    spelled = name if name in wholes else r"[\W_]{0,2}".join(map(re.escape, name))
    return regex(spelled, re.IGNORECASE)


@cache
def _heads(phase: str) -> re.Pattern[str]:
    return regex(data("executed.yaml")["heads"][phase])


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return regex(str(data("executed.yaml")[name]), re.IGNORECASE)


def said(name: str, text: str) -> bool:
    return _pattern(name).search(text) is not None
