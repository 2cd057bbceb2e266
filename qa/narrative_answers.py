"""Answer from evidence, one way a kind of question: facts, counts, duties, definitions, contact."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from qa.narrative_evidence import (
    Evidence,
    Scored,
    Stated,
    Unit,
    cite,
    coverage,
    defined_term,
    is_duty,
    item_number,
)
from qa.narrative_facts import Fact, decimal
from qa.narrative_reading import Reading, both, number
from qa.narrative_want import Concept, Thing, Want
from qa.query import Query, Value
from qa.sentences import plain

_TOTAL = re.compile(r"总|一共|全部|合计|加(?:起来|一起|在一起)|共(?:有|多少|几)|\btotal\b|\bin all\b|\baltogether\b")
_NEGATED = re.compile(r"无|未|没有|不(?!动|含|少|断|同)|(?<![\d.])0(?:\.0+)?(?:辆|万元|元|个|台|家|套|项|名)")
_OVERALL = Concept(
    "收支总额",
    (("收入预算", 1.0), ("支出预算", 0.95), ("收、支", 0.95), ("收入", 0.9), ("支出", 0.85), ("收入支出", 0.85)),
)


@dataclass(frozen=True, slots=True)
class Case:
    """Hold one question with its evidence."""

    query: Query
    want: Want
    evidence: Evidence
    ranked: Sequence[Scored]
    documents: frozenset[int]

    @property
    def years(self) -> frozenset[int]:
        """Return the years that the question names."""
        written = re.findall(r"(?<!\d)(20\d\d)(?!\d)", self.want.text)
        return frozenset(self.query.years) | frozenset(int(year) for year in written)

    @property
    def year(self) -> int | None:
        """Return the one fiscal year of the documents in question, or None."""
        years = {self.evidence.catalogue.documents[i].fiscal_year for i in self.documents}
        return years.pop() if len(years) == 1 else None


Resolver = Callable[[Case], Reading | None]


# --- contact -----------------------------------------------------------------------------------


def contact(case: Case) -> Reading | None:
    """Give the published contact line."""
    if not case.want.has("contact"):
        return None
    lines = [
        u for u in case.evidence.units if u.kind == "contact" and u.document_id in case.documents
    ]
    if not lines:
        return None
    zh, en = both(("quote", "；".join(dict.fromkeys(u.text.strip("。；") for u in lines))))
    cited = tuple(cite(case.evidence.catalogue, u, u.text) for u in lines)
    return Reading(0.95, zh, en, (), cited, kind="contact", coverage=1.0)


# --- duties ------------------------------------------------------------------------------------


def duty_count(case: Case) -> Reading | None:
    """Count the duties listed for a unit."""
    if not (case.want.has("count_items") and case.want.has("duties")) or case.want.has("which_item"):
        return None
    best = next((s.unit for s in case.ranked if is_duty(s.unit)), None)
    if best is None or best.passage is None:
        return None
    items = siblings(case.evidence, best)
    if len(items) < 2:
        return None
    zh, en = both(("items", str(len(items))), ("quote", f"{items[0].text} …… {items[-1].text}"))
    value = Value("职责", "项数", str(len(items)), "项", case.year)
    cited = tuple(cite(case.evidence.catalogue, u, u.text) for u in items)
    return Reading(0.85, zh, en, (value,), cited, kind="duty", coverage=0.8)


def siblings(evidence: Evidence, unit: Unit) -> list[Unit]:
    """Return the numbered items of the run that a list item belongs to."""
    own = [
        u for u in evidence.units
        if u.document_id == unit.document_id
        and u.context == unit.context
        and item_number(u.text)
        and _bracketed(u.text) == _bracketed(unit.text)
    ]
    runs: list[list[Unit]] = []
    for u in own:
        if item_number(u.text) in ("1", "一") or not runs:
            runs.append([])
        runs[-1].append(u)
    return next((run for run in runs if any(u.index == unit.index for u in run)), own)


def _bracketed(text: str) -> bool:
    return text.lstrip()[:1] in "（("


def duty(case: Case) -> Reading | None:
    """Give the duty that covers what is asked, with its number; yes where asked yes or no."""
    if not case.want.has("which_item", "who", "yes_no", "duties"):
        return None
    found = next((s for s in case.ranked[:8] if is_duty(s.unit) and not _opens_list(s.unit.text)), None)
    if found is None or found.coverage < 0.45 or found.score < 0.8 * case.ranked[0].score:
        return None
    unit = found.unit
    before = _owner(case.evidence, unit)
    n = item_number(unit.text)
    parts: list[tuple[str, str]] = []
    if case.want.has("yes_no") and not case.want.has("which_item"):
        parts.append(("yes", ""))
    if n and case.want.has("which_item"):
        parts.append(("item", n))
    parts.append(("quote", f"{before}{_shrink(case, unit.text)}"))
    zh, en = both(*parts)
    values = (Value("职责", "序号", n, "项", None),) if n and case.want.has("which_item") else ()
    cited = [cite(case.evidence.catalogue, unit, unit.text)]
    return Reading(
        min(0.95, 0.4 + 0.6 * found.coverage), zh, en, values, tuple(cited), kind="duty", coverage=found.coverage
    )


def _opens_list(text: str) -> bool:
    return text.rstrip().endswith(("：", ":"))


def _owner(evidence: Evidence, unit: Unit) -> str:
    """Return the line above a list that says whose duties they are."""
    over = unit.context.rsplit(" ", 1)[-1]
    return over if _opens_list(over) else ""


# --- definitions -------------------------------------------------------------------------------


def definition(case: Case) -> Reading | None:
    """Give the explanation of a term; say whether it includes what is asked."""
    if not case.want.has("define"):
        return None
    units = [u for u in case.evidence.units if u.kind == "definition" and u.document_id in case.documents]
    weights = case.evidence.weights(case.want.concepts)
    scored = [(_term_score(case, weights, u), u) for u in units]
    if not scored:
        return None
    score, unit = max(scored, key=lambda pair: (pair[0], -pair[1].index))
    if score < 0.4:
        return None
    term = defined_term(unit)
    parts: list[tuple[str, str]] = []
    if case.want.has("yes_no"):
        parts.append((_included(case.want, unit.text, term), ""))
    text = unit.text if not term or unit.text.find(term) in range(8) else f"{term}：{unit.text}"
    parts.append(("quote", text))
    zh, en = both(*parts)
    return Reading(
        min(0.95, 0.3 + 0.65 * score), zh, en, (), (cite(case.evidence.catalogue, unit, unit.text),),
        kind="definition", coverage=score,
    )


def _term_score(case: Case, weights: dict[str, float], unit: Unit) -> float:
    term = re.sub(r"[“”\"（(].*?[）)]|[“”\"]", "", defined_term(unit)) or defined_term(unit)
    own, _ = coverage(case.want.concepts, weights, term, "")
    whole, _ = coverage(case.want.concepts, weights, unit.text, unit.context)
    asked = re.sub(r"[“”\"\s]", "", case.want.text)
    named = len(term) > 1 and term in asked
    return max(0.9 * whole if case.want.has("yes_no") else 0.0, own) * 0.75 + (0.25 if named else 0.0) + 0.1 * whole


def _included(want: Want, text: str, term: str) -> str:
    body = text.replace(term, "", 1)
    for concept in want.concepts:
        for form, _ in concept.forms:
            place = body.find(form)
            if place < 0:
                continue
            left_out = re.search(r"不包括[^）)。]*$|除[^。]*$", body[:place])
            return "no" if left_out else "yes"
    return "no"


# --- counts ------------------------------------------------------------------------------------


def count(case: Case) -> Reading | None:
    """Give counted things: vehicles, equipment, posts, divisions, projects."""
    if not (case.want.has("how_many", "yes_no", "amount", "staffing") or case.want.things):
        return None
    weights = case.evidence.weights(case.want.concepts)
    scored = []
    for stated in case.evidence.counted:
        if stated.passage.document_id in case.documents:
            score = _count_score(case, weights, stated)
            if score > 0:
                scored.append((score, stated))
    if not scored:
        return None
    scored.sort(key=lambda pair: -pair[0])
    score, best = scored[0]
    chosen = _beside(case, weights, best, scored)
    total = _total(case, chosen, scored)
    if total is not None:
        return total
    values = tuple(_count_value(case, s) for s in chosen)
    body = "，".join(f"{v.label}{v.value}{v.unit}" for v in values)
    zeros = all(Decimal(v.value) == 0 for v in values[:1])
    opening = [("none" if zeros else "some", "")] if case.want.has("yes_no") and not case.want.has("how_many") else []
    listed = _list_after(case, chosen[0]) if case.want.has("list", "who") else ""
    quotes = "；".join(dict.fromkeys(s.quote for s in chosen)) + listed
    zh, en = both(*opening, ("count", body), ("quote", quotes))
    cited = {s.quote: cite(case.evidence.catalogue, s, s.quote) for s in chosen}
    return Reading(
        min(0.95, 0.25 + 0.75 * score), zh, en, values, tuple(cited.values()), kind="count", coverage=score
    )


def _list_after(case: Case, stated: Stated) -> str:
    """Return the list that follows a counted statement, in its passage or the next ones."""
    rest = stated.whole[stated.group[1] :]
    if rest.strip() and not _opens_list(stated.quote):
        first = rest.split("。")[0]
        return first + _following(case.evidence, case.evidence.units_of(stated.passage.id)[-1]) if (
            re.search(r"包括|分别|具体|如下", first)
        ) else ""
    units = case.evidence.units_of(stated.passage.id)
    return _following(case.evidence, units[-1]) if units else ""


def _following(evidence: Evidence, unit: Unit, limit: int = 30) -> str:
    """Return the list items right after a unit that opens a list."""
    if not (_opens_list(unit.text) or re.search(r"包括|分别|如下|具体", unit.text[-12:])):
        return ""
    found: list[str] = []
    for other in evidence.units[unit.index + 1 : unit.index + 1 + limit]:
        if other.document_id != unit.document_id or other.kind in ("definition", "field", "contact"):
            break
        if found and not item_number(other.text) and other.kind != "list_item":
            break
        if len(other.text) > 120:
            break
        found.append(other.text)
    return "".join(found)


def _count_score(case: Case, weights: dict[str, float], stated: Stated) -> float:
    assert stated.count is not None
    around = stated.count.around
    things = case.want.things
    fitting = [t for t in things if stated.count.unit in t.units and _is_thing(t, stated)]
    if things and not fitting:
        return 0.0
    if not things and not case.want.has("how_many"):
        return 0.0
    near, _ = coverage(case.want.concepts, weights, around, "")
    far, _ = coverage(case.want.concepts, weights, stated.quote, stated.context)
    bonus = 0.3 if fitting else 0.0
    if any(t.avoid and t.avoid.search(around) and not t.avoid.search(case.want.search_text) for t in fitting):
        bonus -= 0.4
    if fitting and any(t.nouns.search(around) for t in fitting):
        bonus += 0.1
    asked = re.findall(r"多少([辆台套名人家个项次户所间米层分])|几([辆台套名人家个项次户所间米层分])", case.want.text)
    unit_asked = {a or b for a, b in asked}
    if unit_asked and stated.count.unit[0] in unit_asked:
        bonus += 0.1
    return min(1.0, 0.35 * near + 0.35 * far + bonus)


def _is_thing(thing: Thing, stated: Stated) -> bool:
    assert stated.count is not None
    return bool(thing.nouns.search(stated.count.around)) or (
        bool(thing.nouns.search(stated.quote)) and thing.name in ("车辆", "编制")
    )


def _beside(
    case: Case, weights: dict[str, float], best: Stated, scored: Sequence[tuple[float, Stated]]
) -> list[Stated]:
    """Return the best count, and those of other things or other named parts that are asked too."""
    chosen = [best]
    for thing in case.want.things:
        other = next(
            (s for _, s in scored if s.count and s.count.unit in thing.units and _is_thing(thing, s)), None
        )
        if other is not None and not any(_is_thing(thing, c) and c.count and c.count.unit in thing.units for c in chosen):
            chosen.append(other)
    for concept in case.want.concepts:
        forms = [form for form, _ in concept.forms]
        if any(c.count and any(f in c.count.around for f in forms) for c in chosen):
            continue
        part = next(
            (s for _, s in scored if s.count and s.quote == best.quote and any(f in s.count.around for f in forms)),
            None,
        )
        if part is not None:
            chosen.append(part)
    return sorted(chosen[:5], key=lambda s: chosen.index(s))


def _total(case: Case, chosen: list[Stated], scored: Sequence[tuple[float, Stated]]) -> Reading | None:
    """Add posts that a sentence lists one by one, where their total is asked."""
    posts = next((t for t in case.want.things if t.name == "编制"), None)
    if posts is None or not _TOTAL.search(case.want.text):
        return None
    same = [s for _, s in scored if s.quote == chosen[0].quote and s.count and s.count.unit in posts.units]
    same.sort(key=lambda s: s.count.start if s.count else 0)
    if len(same) < 2 or any(s.count and re.search(r"总|合计|共", s.count.before) for s in same):
        return None
    figures = [Decimal(number(s.count.value)) for s in same if s.count]
    unit = same[0].count.unit if same[0].count else "名"
    sum_ = str(sum(figures))
    calculation = " + ".join(str(f) for f in figures) + f" = {sum_}"
    zh, en = both(("sum", f"{sum_}{unit}：{calculation}"), ("quote", same[0].quote))
    value = Value("编制合计", "编制", sum_, unit, case.year)
    parts = tuple(_count_value(case, s) for s in same)
    return Reading(
        0.85, zh, en, (value, *parts), (cite(case.evidence.catalogue, same[0], same[0].quote),), calculation,
        ("编制是核定人数，不是实有人数。",), kind="count", coverage=0.8,
    )


def _count_value(case: Case, stated: Stated) -> Value:
    assert stated.count is not None
    document = case.evidence.catalogue.documents[stated.passage.document_id]
    noun = re.sub(r"^.*?(?:所属各预算单位|本部门|本单位)", "", stated.count.noun)
    return Value(noun, "数量", number(stated.count.value), stated.count.unit, document.fiscal_year)


# --- facts -------------------------------------------------------------------------------------


def fact(case: Case) -> Reading | None:
    """Give a stated amount with its change, share, reason and purpose."""
    concepts = case.want.concepts
    if not concepts or (case.want.has("why", "changed") and _only_vague(concepts)):
        concepts = (*concepts, _OVERALL)
    weights = case.evidence.weights(concepts)
    scored = []
    for stated in case.evidence.stated:
        if stated.passage.document_id in case.documents and stated.fact is not None:
            score = _fact_score(case, concepts, weights, stated)
            if score > 0.3:
                scored.append((score, stated))
    if not scored:
        return None
    scored.sort(key=lambda pair: (-pair[0], pair[1].passage.id, pair[1].fact.start if pair[1].fact else 0))
    reading = _say_fact(case, scored)
    return demote(reading, 0.7) if case.want.has("define") else reading


def _only_vague(concepts: Sequence[Concept]) -> bool:
    return all(len(concept.text) < 2 or concept.text in ("财政", "资金", "经费") for concept in concepts)


def _fact_score(
    case: Case, concepts: Sequence[Concept], weights: dict[str, float], stated: Stated
) -> float:
    one = stated.fact
    assert one is not None
    core = _core(one.subject)
    own, _ = coverage(concepts, weights, one.subject, "")
    whole, _ = coverage(concepts, weights, f"{one.subject} {stated.quote}", stated.context)
    if own == 0 and whole < 0.75:
        return 0.0
    score = 0.45 * own + 0.3 * whole + 0.25 * _precision(concepts, core)
    score *= _kind_fit(case.want, one)
    if one.part_of is not None:
        score *= 0.9
    if one.measure in ("执行数", "上年") and not case.want.has("before"):
        score *= 0.85
    year = one.year or case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    if case.years and year not in case.years and not case.want.has("changed", "before", "why"):
        score *= 0.6
    return score


def _core(subject: str) -> str:
    """Return the innermost name of a classification path, or the subject."""
    parts = [part for part in re.split(r"\([类款项]\)", subject) if part.strip()]
    return parts[-1] if parts else subject


def _precision(concepts: Sequence[Concept], subject: str) -> float:
    """Return the share of a subject's characters that the question's words cover."""
    if not subject:
        return 0.0
    covered = set()
    for concept in concepts:
        for form, _ in concept.forms:
            place = subject.find(form)
            if place >= 0:
                covered |= set(range(place, place + len(form)))
    return len(covered) / len(subject)


def _kind_fit(want: Want, one: Fact) -> float:
    fit = 1.0
    if want.has("why"):
        fit *= 1.1 if one.reason else 0.6
    if want.has("changed"):
        fit *= 1.05 if one.direction else 0.6
    if want.has("purpose"):
        fit *= 1.1 if one.purpose else 0.75 if one.reason else 0.6
    if want.has("percent"):
        fit *= 1.1 if one.percent or one.share else 0.75
    if want.has("before"):
        fit *= 1.1 if one.before is not None else 0.5
    if not want.has("why", "changed", "purpose", "percent", "before") and one.value is None:
        fit *= 0.6
    return fit


def _say_fact(case: Case, scored: Sequence[tuple[float, Stated]]) -> Reading:
    score, best = scored[0]
    one = best.fact
    assert one is not None
    rivals = _rivals(scored)
    others = [*rivals, *_named_beside(case, best)]
    values = [*_fact_values(case, best)]
    parts: list[tuple[str, str]] = []
    calculation = None
    if case.want.has("changed") and one.direction and one.delta:
        verb = {"增加": "上升", "减少": "下降"}.get(one.direction, "持平")
        parts.append(("turned", f"{one.subject}较{one.base or '上年'}{verb}{one.delta}{one.delta_unit}"))
    if case.want.has("percent") and one.percent is None and one.delta is not None:
        calculation, value = _growth(case, best)
        values = [value, *values] if value else values
        parts.append(("growth", calculation) if value else ("zero", ""))
    if case.want.has("before") and one.before is not None:
        calculation, value = _back(case, best)
        values.insert(0, value)
        parts.append(("before", f"{calculation}{one.unit}"))
    if case.want.has("why") and one.reason:
        parts.append(("why", one.reason))
    if case.want.has("purpose") and one.purpose:
        parts.append(("purpose", one.purpose))
    parts.append(("quote", best.quote))
    if case.want.has("why") and not one.reason:
        others = [*others, *_explaining(case, best)]
    for other in others:
        if other.quote not in best.quote:
            parts.append(("quote", other.quote))
        values += _fact_values(case, other)
    zh, en = both(*parts)
    notes = ("文中有口径不同的同名数，一并列出。",) if rivals else ()
    cited = tuple(cite(case.evidence.catalogue, s, s.quote) for s in (best, *others))
    return Reading(
        min(0.95, 0.28 + 0.72 * score), zh, en, tuple(values), cited, calculation, notes,
        kind="fact", coverage=score,
    )


def _named_beside(case: Case, best: Stated) -> list[Stated]:
    """Return facts of the same passage whose subject has a word asked for that the best one lacks."""
    assert best.fact is not None
    found: list[Stated] = []
    for concept in case.want.concepts:
        forms = [form for form, sure in concept.forms if sure >= 0.8 and len(form) > 1]
        if any(form in best.fact.subject for form in forms):
            continue
        beside = [
            s for s in case.evidence.stated
            if s.passage.id == best.passage.id and s.fact and any(form in s.fact.subject for form in forms)
        ]
        found += [s for s in beside[:1] if s not in found]
    return found[:3]


def _growth(case: Case, stated: Stated) -> tuple[str, Value | None]:
    """Work out a growth rate from a stated change; none over a base of zero."""
    one = stated.fact
    assert one is not None and one.delta is not None
    if one.before is None or one.before == 0:
        return "", None
    change = decimal(one.delta) * (-1 if one.direction == "减少" else 1)
    rate = (change / one.before * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    calculation = f"{change} ÷ {one.before} = {rate}%"
    year = case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    return calculation, Value(one.subject, "增减比例（计算）", str(rate), "%", year)


def _explaining(case: Case, best: Stated) -> list[Stated]:
    """Return facts of the same section whose own reason explains a change given without one."""
    found = [
        s for s in case.evidence.stated
        if s.fact and s.fact.reason and s.fact.part_of is None
        and s.passage.document_id == best.passage.document_id
        and s.passage.headings == best.passage.headings
        and best.fact and s.fact.direction in (best.fact.direction, None)
        and 0 <= s.passage.ordinal - best.passage.ordinal <= 6
    ]
    return found[:2]


def _rivals(scored: Sequence[tuple[float, Stated]]) -> list[Stated]:
    """Return facts of the same subject and document whose figures differ in another passage."""
    score, best = scored[0]
    found: list[Stated] = []
    for other_score, other in scored[1:6]:
        a, b = best.fact, other.fact
        assert a is not None and b is not None
        if other_score < 0.93 * score or other.passage.document_id != best.passage.document_id:
            continue
        if other.passage.id != best.passage.id and (a.value, a.delta) != (b.value, b.delta) and b.subject == a.subject:
            found.append(other)
    return found[:1]


def _fact_values(case: Case, stated: Stated) -> list[Value]:
    one = stated.fact
    assert one is not None
    year = one.year or case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year
    values: list[Value] = []
    if one.value is not None:
        values.append(Value(one.subject, one.measure, number(one.value), one.unit, year))
    if one.delta is not None:
        sign = "-" if one.direction == "减少" else ""
        values.append(Value(one.subject, f"较{one.base or '上年'}{one.direction}", sign + number(one.delta), one.delta_unit, year))
    if one.percent is not None:
        sign = "-" if one.direction == "减少" else ""
        values.append(Value(one.subject, f"{one.direction or '增减'}比例", sign + number(one.percent), "%", year))
    if one.share is not None:
        values.append(Value(one.subject, "占比", number(one.share), "%", year))
    changed = case.want.has("changed", "percent", "why") and not case.want.has("amount")
    return values[1:] + values[:1] if changed and len(values) > 1 else values


def _back(case: Case, stated: Stated) -> tuple[str, Value]:
    one = stated.fact
    assert one is not None and one.value is not None and one.before is not None
    year = case.evidence.catalogue.documents[stated.passage.document_id].fiscal_year - 1
    sign = "+" if one.direction == "减少" else "-"
    delta = number(one.delta or "0")
    calculation = f"{number(one.value)} {sign} {delta} = {one.before}"
    return calculation, Value(one.subject, f"{year}年（倒推）", str(one.before), one.unit, year)


# --- anything else -----------------------------------------------------------------------------


def sentence(case: Case) -> Reading | None:
    """Give the sentence, list item or form field that covers the question best."""
    if not case.ranked:
        return None
    found = case.ranked[0]
    unit = found.unit
    quote = _with_rest(case, unit)
    if case.want.has("list", "who"):
        quote += _following(case.evidence, unit)
    if not case.want.has("how_many", "amount", "why", "purpose", "list", "changed", "percent"):
        quote = _shrink(case, quote)
    zh, en = both(*_verdict(case, unit), ("quote", quote))
    values = tuple(_values_in(case, found))
    money_asked = case.want.has("why", "changed", "percent", "purpose", "before")
    return Reading(
        min(0.75 if money_asked else 0.9, found.score * (0.85 if money_asked else 1.0)), zh, en, values,
        (cite(case.evidence.catalogue, unit, quote),),
        kind="field" if unit.kind == "field" else "sentence", coverage=found.coverage,
    )


def _verdict(case: Case, unit: Unit) -> list[tuple[str, str]]:
    if not case.want.has("yes_no") or case.want.has("how_many", "amount", "why"):
        return []
    if is_duty(unit) or case.want.has("define"):
        return [("yes", "")]
    return [("none" if _NEGATED.search(plain(unit.text)) else "some", "")]


def _shrink(case: Case, text: str, least: int = 60) -> str:
    """Return the shortest run of clauses that says as much of what is asked as the whole."""
    if len(text) < least:
        return text
    weights = case.evidence.weights(case.want.concepts)
    marks = r"(?<=[）)])(?=[和及与、])|[。；]" + ("" if len(text) < 150 else "|，")
    cuts = [0, *(m.end() for m in re.finditer(marks, text)), len(text)]
    goal, _ = coverage(case.want.concepts, weights, text, "")
    best = (0, len(text))
    for i, start in enumerate(cuts):
        for end in cuts[i + 1 :]:
            if end - start >= best[1] - best[0]:
                break
            if end - start > 14 and coverage(case.want.concepts, weights, text[start:end], "")[0] >= goal - 1e-6:
                best = (start, end)
                break
    return text[best[0] : best[1]].strip("和及与，；、")


def _with_rest(case: Case, unit: Unit) -> str:
    """Add the paragraph's sentences that the question's other words stand in."""
    if unit.passage is None or unit.kind != "sentence":
        return unit.text
    chosen = {unit.index}
    weights = case.evidence.weights(case.want.concepts)
    _, missing = coverage(case.want.concepts, weights, unit.text, "")
    for other in case.evidence.units_of(unit.passage.id):
        lacks = [c for c in case.want.concepts if c.text in missing]
        if any(form in other.text for concept in lacks for form, _ in concept.forms):
            chosen.add(other.index)
    return "".join(case.evidence.units[i].text for i in sorted(chosen))


def _values_in(case: Case, found: Scored) -> list[Value]:
    """Return figures of the unit beside the question's words, where a figure is asked."""
    if not case.want.has("amount", "how_many", "percent", "when"):
        return []
    year = case.evidence.catalogue.documents[found.unit.document_id].fiscal_year
    values: list[Value] = []
    pattern = r"(?P<v>\d+(?:,\d{3})*(?:\.\d+)?)(?P<u>亿元|万元(?:/\w)?|元(?:/[平方米月年]+)?|%|个工作日|小时|辆|台|套|个|名|家|次|米|层|天|万)"
    for match in re.finditer(pattern, plain(found.unit.text).replace(" ", "")):
        label = plain(found.unit.text).replace(" ", "")[max(0, match.start() - 14) : match.start()]
        label = re.split(r"[,。;:、()]", label)[-1] or "原文数"
        values.append(Value(label, "原文", number(match["v"]), match["u"], year))
    return values[:6]


RESOLVERS: tuple[Resolver, ...] = (contact, duty_count, definition, count, fact, duty, sentence)


def demote(reading: Reading, factor: float) -> Reading:
    """Return a reading with a lower score."""
    return replace(reading, score=reading.score * factor)
