"""Answer how many: vehicles, equipment, posts, divisions, projects, square metres."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

from qa.narration.case import Case, cite, denied, following, opens_list
from qa.narration.cover import coverage
from qa.narration.lore import Thing
from qa.narration.quantities import kind_of_name
from qa.narration.reading import Reading, both, number
from qa.narration.unit import Stated, Unit
from qa.query import Value
from qa.regexes import regex
from qa.words.sentences import plain, sentences

_HOW_LONG = regex(r"(?:多少|几)(?:个月|年)(?![度内间份级])")  # no number of things
_EXPLICIT = regex(r"(?:几|多少)[辆台套名人家个项次户所间](?!百分|点)|\bhow many\b", re.IGNORECASE)
_SPENT = regex(
    r"(?:(?:花|开销|开支|耗)(?:费|掉|去|出)?(?:了)?|(?:收入|经费|租金)(?:是|有|为)?)(?:多少|几|好多)"
    r"(?![辆台套名人家个项次户所间])"
)
_ASKS = regex(r"多少|几|好多")
_MEASURES = frozenset(
    {"辆", "台", "套", "名", "人", "层", "米", "平方米", "分", "次", "户", "天", "小时"}
)
_OWN_WORD = regex(r"下属|内设|直属")
_LISTING = regex(r"(?:包括|分别(?:是|为)|有)[:：]?(?P<names>[^。；，,：:]{6,}[。；]?)$")
_COUNTED_ALREADY = regex(r"\d\s*[个家]")
_LEFT_ASIDE = regex(r"不在|不含|不包括|不纳入|除外")
_OF_REASON = regex(r"原因|由于|因为")
_GROWN = regex(r"(?:增加|减少|新增|增|减)(?:了)?$")  # how many more, not how many
_MOVED = regex(r"增加|减少|增长|下降|持平|%")
_ITSELF = regex(r"机关(?!工勤|服务|行政|事业|编)|本级|本部")  # beside the units under it
_JOINED = regex(r"加(?!起|在|到|一)|和|跟|与|以及|、|连|也算|\band\b|\bplus\b")
_KIND = regex(r"行政|事业|工勤|参公")
_WHICH_MORE = regex(
    r"(?:哪(?:个|种|类|样|边)|谁)[^,，。?？]{0,4}(?:多|少)|[多少差](?:出|了)?(?:几|多少)|相差|差额|\bmore\b|\bfewer\b"
)
_AREA = regex(r"([一-鿿]{2})面积")
_VERB = regex(r"开展|实行|编报|编制|设置|参与|分别|[，,；;。]")
_NAME = 4  # characters of a word that names a body
_NOUN = 12  # characters of what is counted, where it stands behind its figure
_HEADS = frozenset({"人", "名", "位"})
_STAFF = frozenset({"编制", "人数"})
_HEADCOUNT = frozenset({"人数", "一共", "总共", "总人数"})
_OF_STAFF = regex(r"编制|编内|在编|在职|在岗|实有|退休|离休|名额|\bpost|\bstaff|\bpayroll", re.I)
_TOTAL = regex(
    r"总|一共|全部|合计|加(?:起来|一起|在一起)|共(?:有|多少|几)|\btotal\b|\bin all\b|\baltogether\b"
)


def count(case: Case) -> Reading | None:
    """Give counted things: vehicles, equipment, posts, divisions, projects."""
    if case.want.has("order") or _HOW_LONG.search(case.want.text):
        return None
    of_money = case.want.has("percent", "why", "changed", "purpose", "before", "define", "contact")
    if (of_money or case.want.has("who")) and not _EXPLICIT.search(case.want.text):
        return None
    if not (case.want.things or case.want.has("how_many", "staffing")):
        return None
    if _SPENT.search(case.want.text) and len(_ASKS.findall(case.want.text)) == 1:
        return None  # what was spent on a thing is no number of them
    weights = case.evidence.weights(case.want.concepts)
    scored = _scored(case, weights)
    if not scored:
        return None
    score, best = scored[0]
    chosen = _beside(case, weights, best, scored)
    total = _total(case, chosen, scored)
    if total is not None:
        return total
    if not case.want.has("list") and (each := _of_each_kind(case, best)) is not None:
        return each
    values = tuple(_count_value(case, s) for s in chosen)
    body = "，".join(f"{v.label}{v.value}{v.unit}" for v in values)
    apart = _apart(case, values)
    zeros = Decimal(values[0].value) == 0 or denied(case.want, chosen[0].quote)
    opening: list[tuple[str, ...]] = (
        [("none" if zeros else "some", "")]
        if case.want.has("yes_no") and not case.want.has("how_many")
        else []
    )
    listed = _list_after(case, chosen[0]) if case.want.has("list", "who") else ""
    quotes = "；".join(dict.fromkeys(s.quote for s in chosen)) + listed
    if apart is not None:
        opening.insert(0, apart[0])
        values = (apart[1], *values)
    zh, en = both(*opening, ("count", body), ("quote", quotes))
    cited = {s.quote: cite(case.evidence.catalogue, s, s.quote + listed) for s in chosen}
    return Reading(
        min(0.95, 0.25 + 0.75 * score),
        zh,
        en,
        values,
        tuple(cited.values()),
        kind="count",
        coverage=score,
    )


def _of_others(case: Case, best: Stated) -> bool:
    """Tell whether heads are asked for of people that a statement of staff says nothing of."""
    if not case.want.units & _HEADS or not all(t.name in _STAFF for t in case.want.things):
        return False
    if _OF_STAFF.search(case.want.text):
        return False
    named = [
        c
        for c in case.want.concepts
        if not c.light and c.text not in _HEADCOUNT and not case.evidence.unknown(c)
    ]
    told = f"{best.quote} {best.context}"
    return bool(named) and not any(_in_any([f for f, _ in c.forms], told) for c in named)


def _of_each_kind(case: Case, best: Stated) -> Reading | None:
    """Add counts of one name that a passage gives for each kind (行政编制29人, 实有27人; 事业…)."""
    assert best.count is not None
    twins = [
        s
        for s in case.evidence.counted
        if s.passage.id == best.passage.id and s.quote == best.quote and s.count is not None
        and (s.count.noun, s.count.unit) == (best.count.noun, best.count.unit)
    ]  # fmt: skip
    if len(twins) < 2 or "其他" in best.count.noun:
        return None
    heads = [plain(s.whole[: s.count.start]).rsplit(";", 1)[-1][-20:] for s in twins if s.count]
    if (kind := _KIND.search(case.want.text)) is not None:
        twins = [s for s, head in zip(twins, heads, strict=True) if kind.group() in head]
    if len(twins) < 2:
        return None
    values = [_count_value(case, s) for s in twins]
    total = sum(Decimal(v.value) for v in values)
    unit = best.count.unit
    sum_ = " + ".join(v.value for v in values) + f" = {total}"
    zh, en = both(("sum", f"{total}{unit}：{sum_}"), ("quote", best.quote))
    whole = Value(f"{values[0].label}合计", "数量", str(total), unit, case.year)
    cited = (cite(case.evidence.catalogue, best, best.quote),)
    return Reading(0.85, zh, en, (whole, *values), cited, sum_, kind="count", coverage=0.8)


def _apart(case: Case, values: Sequence[Value]) -> tuple[tuple[str, ...], Value] | None:
    """Return by how much one of two counts is the larger, where that is asked."""
    if (
        len(values) != 2
        or values[0].unit != values[1].unit
        or not _WHICH_MORE.search(case.want.text)
    ):
        return None
    one, other = sorted(values, key=lambda v: Decimal(v.value), reverse=True)
    gap = Decimal(one.value) - Decimal(other.value)
    sum_ = f"{one.value} − {other.value} = {gap}{one.unit}"
    said = (
        "count",
        f"{one.label}更多，多{gap}{one.unit}（{sum_}）" if gap else "两者相同",
        f"{one.label}: {gap} more ({sum_})" if gap else "They are the same",
    )
    return said, Value(f"{one.label} − {other.label}", "差额", str(gap), one.unit, one.year)


def _scored(case: Case, weights: dict[str, float]) -> list[tuple[float, Stated]]:
    """Return the counts that may be meant, best first."""
    held = [s for s in case.evidence.counted if s.passage.document_id in case.documents]
    held = _of_measure(case.want.text, held)
    concepts = case.want.concepts
    bare = all(c.light or case.evidence.unknown(c) for c in concepts)
    scored = [(_count_score(case, weights, stated, bare=bare), stated) for stated in held]
    found = sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])
    return [] if found and _of_others(case, found[0][1]) else found


def _of_measure(text: str, held: list[Stated]) -> list[Stated]:
    """Return the counts without those of another area than the one named (用地面积 for 建筑面积)."""
    areas = {id(s): area for s in held if s.count and (area := _area_of(s.count.noun))}
    named = {area for area in areas.values() if f"{area}面积" in text}
    return [s for s in held if not named or areas.get(id(s), "") in {"", *named}]


@lru_cache(maxsize=8192)
def _area_of(noun: str) -> str:
    """Return which area a noun names (建筑 of 建筑面积), empty where it is none."""
    found = _AREA.search(noun)
    return found[1] if found else ""


def _list_after(case: Case, stated: Stated) -> str:
    """Return the list that follows a counted statement, in its passage or the next ones."""
    rest = stated.whole[stated.group[1] :]
    if rest.strip() and not opens_list(stated.quote):
        first = rest.split("。")[0]
        return (
            first + following(case.evidence, case.evidence.units_of(stated.passage.id)[-1])
            if (re.search(r"包括|分别|具体|如下|其中", first))
            else ""
        )
    units = case.evidence.units_of(stated.passage.id)
    return following(case.evidence, units[-1]) if units else ""


def _count_score(case: Case, weights: dict[str, float], stated: Stated, *, bare: bool) -> float:
    """Return how well a count fits; a `bare` question says nothing but what is counted."""
    assert stated.count is not None
    around = stated.count.around
    things = case.want.things
    fitting = [t for t in things if stated.count.unit in t.units and _is_thing(t, stated)]
    if things and not fitting:
        return 0.0
    if not things and not case.want.has("how_many"):
        return 0.0
    if _GROWN.search(stated.count.before) and not case.want.has("changed"):
        return 0.0
    moved = case.want.has("changed", "why", "percent") and not _MOVED.search(stated.quote)
    if moved:  # how many more, not how many
        return 0.0
    sure = case.want.has("how_many", "staffing", "yes_no")
    near = far = 0.8 if fitting else 0.0  # where the thing is all that is asked
    if not bare:
        far, _ = coverage(case.want.concepts, weights, stated.quote, stated.context)
        if not (far or sure):
            return 0.0
        near, _ = coverage(case.want.concepts, weights, around, "")
    bonus = 0.4 if fitting else 0.0
    said = stated.whole[stated.count.sentence_start : stated.count.end]
    bonus += sum(_told_apart(t, case, f"{said} {around}") for t in fitting if t.avoid)
    if fitting and any(t.nouns.search(stated.count.beside) for t in fitting):
        bonus += 0.1
    said_so = any(case.want.units & thing.units for thing in fitting)  # 几台车, 7辆
    if (
        case.want.units & _MEASURES
        and not said_so
        and not any(unit[0] == stated.count.unit[0] for unit in case.want.units)
    ):
        bonus -= 0.4
    if "其他" in stated.count.before and "其他" not in case.want.text:
        bonus -= 0.15
    if _LEFT_ASIDE.search(stated.quote) and not _LEFT_ASIDE.search(case.want.text):
        bonus -= 0.3
    if _OF_REASON.search(said) and not case.want.has("why"):  # what moved a sum, no stock
        bonus -= 0.3
    fit = min(1.0, 0.25 * near + 0.25 * far + bonus)
    return fit * (0.5 + 0.5 * far if sure else far)


def _told_apart(thing: Thing, case: Case, around: str) -> float:
    """Return what it counts that figures of buying are asked for, or are not."""
    assert thing.avoid is not None
    buys = thing.avoid.search(around) is not None
    asked = thing.unless is not None and thing.unless.search(case.want.text) is not None
    return 0.1 if buys == asked else -0.4


def _is_thing(thing: Thing, stated: Stated) -> bool:
    assert stated.count is not None
    return bool(thing.nouns.search(stated.count.beside)) or (
        bool(thing.nouns.search(stated.quote)) and thing.name in ("车辆", "编制")
    )


def _beside(
    case: Case, weights: dict[str, float], best: Stated, scored: Sequence[tuple[float, Stated]]
) -> list[Stated]:
    """Return the best count, and those of other things or other named parts that are asked too."""
    chosen = [best]
    for thing in case.want.things:
        other = next(
            (
                s
                for _, s in scored
                if s.count and s.count.unit in thing.units and _is_thing(thing, s)
            ),
            None,
        )
        if other is not None and not any(
            _is_thing(thing, c) and c.count and c.count.unit in thing.units for c in chosen
        ):
            chosen.append(other)
    same = [s for s in case.evidence.counted if s.passage.id == best.passage.id]
    same = [s for s in same if s.quote == best.quote]
    for concept in case.want.concepts:
        forms = [form for form, _ in concept.forms]
        if any(c.count and _in_any(forms, c.count.around) for c in chosen):
            continue
        part = next(
            (s for _, s in scored if s in same and s.count and _in_any(forms, s.count.around)),
            next((s for s in same if s.count and _in_any(forms, s.count.beside)), None),
        )
        if part is not None:
            chosen.append(part)
    return sorted(chosen[:5], key=lambda s: chosen.index(s))


def _total(
    case: Case, chosen: list[Stated], scored: Sequence[tuple[float, Stated]]
) -> Reading | None:
    """Add posts that a sentence lists one by one, where their total is asked."""
    posts = next((t for t in case.want.things if t.name == "编制"), None)
    if posts is None or not (_TOTAL.search(case.want.text) or _of_no_kind(case)):
        return None
    held = [s for s in chosen if s.count and s.count.unit in posts.units and _is_thing(posts, s)]
    same = [
        s
        for _, s in scored
        if held and s.quote == held[0].quote and s.count and s.count.unit in posts.units
        and kind_of_name(s.count.noun) in ("", "approved")  # posts and people are no sum
    ]  # fmt: skip
    if _names_one(case, same):
        return None  # what one body has is not all of the list
    same = _spoken_of(case, same)
    same.sort(key=lambda s: s.count.start if s.count else 0)
    if len(same) < 2 or any(s.count and re.search(r"总|合计|共", s.count.before) for s in same):
        return None
    figures = [Decimal(number(s.count.value)) for s in same if s.count]
    if len(figures) > 2 and max(figures) * 2 == sum(figures):  # the whole stands before its parts
        return None
    unit = same[0].count.unit if same[0].count else "名"
    sum_ = str(sum(figures))
    calculation = " + ".join(str(f) for f in figures) + f" = {sum_}"
    zh, en = both(("sum", f"{sum_}{unit}：{calculation}"), ("quote", same[0].quote))
    value = Value("编制合计", "编制", sum_, unit, case.year)
    parts = tuple(_count_value(case, s) for s in same)
    return Reading(
        0.85,
        zh,
        en,
        (value, *parts),
        (cite(case.evidence.catalogue, same[0], same[0].quote),),
        calculation,
        ("编制是核定人数，不是实有人数。",),
        kind="count",
        coverage=0.8,
    )


def _of_no_kind(case: Case) -> bool:
    """Tell whether posts are asked for, but no kind of them (编制多少名)."""
    asks = re.search(
        r"编制(?:人数|数)?(?:一共|总共)?(?:有|是|为)?(?:多少|几)|(?:多少|几)(?:个|名)?编制",
        case.want.text,
    )
    return asks is not None and not _KIND.search(case.want.text)


def _names_one(case: Case, same: list[Stated]) -> bool:
    """Tell whether a long word of the question names one count of a list alone."""
    long = [[f for f, _ in c.forms] for c in case.want.concepts if len(c.text) >= _NAME]
    text = case.want.text
    for forms in long:
        text = text.replace(forms[0], "")
    if case.query.follow is not None or _JOINED.search(text):
        return False
    said = ([s for s in same if s.count and _in_any(forms, s.count.before)] for forms in long)
    return any(len(held) == 1 for held in said)


def _spoken_of(case: Case, same: list[Stated]) -> list[Stated]:
    """Keep the counts of a list that a word of the question names, where it names only some."""
    if case.query.follow is not None:
        return same
    named: set[int] = set()
    left = same
    for concept in case.want.concepts:
        forms = [form for form, _ in concept.forms]
        held = {i for i, s in enumerate(same) if s.count and _in_any(forms, s.count.before)}
        named |= held if len(held) < len(same) else set()
        both_said = [s for s in left if s.count and _in_any(forms, s.count.before)]
        left = both_said if len(both_said) > 1 else left
    if not _JOINED.search(case.want.text):
        return left
    if _ITSELF.search(case.want.text):
        named |= {i for i, s in enumerate(same) if s.count and "机关" in s.count.before}
    return [same[i] for i in sorted(named)] if len(named) > 1 else same


def _in_any(forms: Sequence[str], text: str) -> bool:
    return any(form in text for form in forms)


def enumerated(case: Case) -> Reading | None:
    """Count the divisions or units that a sentence lists by name without a number."""
    things = [t for t in case.want.things if t.name in ("科室", "下属单位")]
    counted = case.want.has("how_many", "list") or _EXPLICIT.search(case.want.text)
    if not things or not (counted or _OWN_WORD.search(case.want.text)):
        return None
    for found in case.ranked[:5]:
        if found.unit.kind == "field" or found.coverage < 0.6:
            continue
        for piece in sentences(found.unit.text):
            if (reading := _listing(case, things[0], found.unit, piece.text)) is not None:
                return reading
    return None


def _listing(case: Case, thing: Thing, unit: Unit, text: str) -> Reading | None:
    match = _LISTING.search(text)
    if match is None:
        return None
    head = text[: match.start("names")]
    asked = _OWN_WORD.search(case.want.text)
    said = asked is not None and asked.group() in head
    if _COUNTED_ALREADY.search(text) or not (said or thing.nouns.search(head)):
        return None
    names = re.sub(r"[（(][^）)]*[）)]", "", match["names"]).strip("。；").split("、")
    if len(names) < (1 if said else 3):
        return None
    value = Value(thing.name, "数量", str(len(names)), "个", case.year)
    zh, en = both(("count", f"{len(names)}个（按所列名称数得）"), ("quote", text))
    cited = (cite(case.evidence.catalogue, unit, text),)
    counting = f"所列名称数 = {len(names)}"
    score = 0.96 if said else 0.8
    return Reading(score, zh, en, (value,), cited, counting, kind="count", coverage=0.9)


def _count_value(case: Case, stated: Stated) -> Value:
    assert stated.count is not None
    document = case.evidence.catalogue.documents[stated.passage.document_id]
    noun = re.sub(r"^.*?(?:所属各预算单位|本部门|本单位)", "", stated.count.noun)
    noun = noun or _VERB.split(stated.count.after)[0].strip(" ,。")[:_NOUN] or "数量"
    return Value(noun, "数量", number(stated.count.value), stated.count.unit, document.fiscal_year)
