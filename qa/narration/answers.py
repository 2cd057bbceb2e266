"""Answer from words: contact, duties, definitions, and the sentence or field that fits best."""

from __future__ import annotations

import re

from qa.narration.account import account
from qa.narration.amounts import fact
from qa.narration.bodies import bodies, remarked
from qa.narration.case import (
    Case,
    Resolver,
    cite,
    denied,
    denies_beside,
    following,
    opens_list,
    shrink,
)
from qa.narration.contact import contact
from qa.narration.counts import to_digits
from qa.narration.cover import lacks_figure
from qa.narration.evidence import Evidence
from qa.narration.fits import TYPED, is_typed
from qa.narration.from_to import from_to
from qa.narration.moved_most import moved_most
from qa.narration.named_sum import named_sum
from qa.narration.project import about_project, which_project
from qa.narration.quarters import quarters
from qa.narration.reading import Reading, both, number
from qa.narration.set import each_amount, in_order, matching
from qa.narration.tasks import nth_task
from qa.narration.terms import definition, inclusion, term_count
from qa.narration.things import count, enumerated
from qa.narration.unit import Scored, Unit, is_duty, item_number
from qa.narration.want import Concept
from qa.query import Value
from qa.words.sentences import plain

_LISTED_DUTIES = 12
_WHOLE_DUTY = 120  # characters of a duty that are quoted whole
_TASK = re.compile(
    r"归|管|负责|承担|承办|主办|操办|牵头|分管|\b(?:dut|responsib|in charge|handl)", re.I
)
_NTH = re.compile(r"第([一二三四五六七八九十\d]{1,3})(?:项|条|点)")
_IS_IT = re.compile(r"是不是|是否(?!有)|属(?:不)?属?于|(?<!都)(?<!还)是[^，,]{1,12}(?:吗|么)")
_SEPARATE = re.compile(r"独立(?!核算)|单独|单设")
_UNDER = re.compile(r"挂[^，。；）)]{0,20}牌|未独立|不独立|并入")
_RANK = re.compile(r"[正副][处科厅局部]级")
_ENUMERATES = re.compile(r"[:：]\s*[（(]?(?:1|一)[）)、.．][^。]*[；;]$")
LEAST_SAID = 0.15  # a unit that covers less speaks of something else
_WHOLE = 160  # characters of a text that is quoted whole where words are asked for
_NO_REASON = 0.55  # most for a sentence without a reason, where one is asked for
_SHORT = 14  # a text this short says nothing without its heading


# --- duties ------------------------------------------------------------


def duty_count(case: Case) -> Reading | None:
    """Count the duties listed for a unit."""
    if not (case.want.has("count_items") and case.want.has("duties")) or case.want.has(
        "which_item"
    ):
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
        u
        for u in evidence.units
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


def nth_duty(case: Case) -> Reading | None:
    """Give the duty of a number (第五项职责), of the unit named or else of the first list."""
    asked = _NTH.search(case.want.text)
    if asked is None or not case.want.has("duties"):
        return None
    n = int(to_digits(asked.group(1)))
    own = [s.unit for s in case.ranked if is_duty(s.unit) and item_number(s.unit.text)]
    named = [c for c in case.want.concepts if not c.light and not _names_duties(c)]
    if not named:
        own.sort(key=lambda unit: unit.index)
    run = siblings(case.evidence, own[0]) if own else []
    unit = next((u for u in run if int(to_digits(item_number(u.text) or "0")) == n), None)
    if unit is None:
        return None
    quote = f"{_owner(unit)}{unit.text}"
    zh, en = both(("quote", quote))
    cited = (cite(case.evidence.catalogue, unit, quote),)
    return Reading(0.9, zh, en, (), cited, kind="duty", coverage=0.9)


def duty_list(case: Case) -> Reading | None:
    """List the duties where the question asks for them all."""
    if not case.want.has("duties") or case.want.has("which_item", "count_items", "who", "yes_no"):
        return None
    spoken = [c for c in case.want.concepts if not c.light and not _names_duties(c)]
    own = [
        u
        for u in case.evidence.units
        if u.document_id in case.documents and is_duty(u) and not opens_list(u.text)
    ]
    wanted = (
        [u for u in own if all(any(f in u.context for f, _ in c.forms) for c in spoken)]
        if spoken
        else own
    )
    if not wanted or len({u.document_id for u in wanted}) > 1:
        return None
    shown = wanted[:_LISTED_DUTIES]
    text = "".join(u.text for u in shown) + ("……" if len(wanted) > len(shown) else "")
    zh, en = both(("quote", text))
    cited = tuple(cite(case.evidence.catalogue, u, u.text) for u in shown)
    sure = 0.95 if _heads(shown[0], spoken) else 0.8 if spoken else 0.88
    return Reading(sure, zh, en, (), cited, kind="duty", coverage=0.8)


def _heads(unit: Unit, spoken: list[Concept]) -> bool:
    """Tell whether the list of a duty is headed by all that is asked about (某中心职责)."""
    run = "".join(f"(?:{'|'.join(re.escape(f) for f, _ in c.forms)})" for c in spoken)
    behind = rf"{run}(?:中心|机构|单位)?的?(?:主要)?(?:职责|职能|工作职责)"
    return bool(spoken) and re.search(behind, unit.context) is not None


def _names_duties(concept: Concept) -> bool:
    return any(re.search(r"职责|职能|^(?:中心|机构|单位|工作)$", form) for form, _ in concept.forms)


def _bracketed(text: str) -> bool:
    return text.lstrip()[:1] in "（("


def duty(case: Case) -> Reading | None:
    """Give the duty that covers what is asked, with its number; yes where asked yes or no."""
    of_duties = case.want.has("which_item", "who", "duties") or _TASK.search(case.want.text)
    if not of_duties or all(concept.light for concept in case.want.concepts):
        return None
    found = next(
        (s for s in case.ranked[:8] if is_duty(s.unit) and not opens_list(s.unit.text)), None
    )
    if (
        found is None
        or lacks_figure(case.want, found.unit.text)
        or (
            case.want.has("how_many")
            and not case.want.has("which_item")
            and re.search(r"\d", found.unit.text[4:]) is None
        )
        or found.coverage < 0.45
        or found.score < 0.8 * case.ranked[0].score
    ):
        return None
    unit = found.unit
    explained = case.ranked[0].unit.kind == "definition"
    if explained and not case.want.has("which_item", "who", "duties"):
        return None
    if case.want.has("yes_no") and not _all_said(case, found):
        return None
    if case.want.sort and case.want.sort not in unit.text and not case.want.has("duties"):
        return None
    before = _owner(unit)
    n = item_number(unit.text)
    parts: list[tuple[str, str]] = []
    if case.want.has("yes_no") and not case.want.has("which_item"):
        parts.append(("yes", ""))
    if n and case.want.has("which_item"):
        parts.append(("item", n))
    parts.append(("quote", f"{before}{_item(case, unit)}"))
    zh, en = both(*parts)
    values = (Value("职责", "序号", n, "项", None),) if n and case.want.has("which_item") else ()
    cited = [cite(case.evidence.catalogue, unit, f"{before}{unit.text}")]
    return Reading(
        min(0.95, max(0.4 + 0.6 * found.coverage, found.score + 0.03)),
        zh,
        en,
        values,
        tuple(cited),
        kind="duty",
        coverage=found.coverage,
    )


def _item(case: Case, unit: Unit) -> str:
    """Return a duty whole, or of a long one what is asked about."""
    return unit.text if len(unit.text) <= _WHOLE_DUTY else shrink(case, unit.text)


def _all_said(case: Case, found: Scored) -> bool:
    """Tell whether a duty speaks of all that a yes or no question asks for."""
    asked = {c.text for c in case.want.concepts if not c.light and not _names_duties(c)}
    return asked.isdisjoint(found.missing) or (
        found.coverage >= 0.4 and not asked <= set(found.missing)
    )


def _owner(unit: Unit) -> str:
    """Return the line above a list that says whose duties they are."""
    over = unit.context.rsplit(" ", 1)[-1]
    if opens_list(over):
        return over
    headings = unit.passage.headings if unit.passage is not None else ()
    last = headings[-1] if headings else ""
    return f"{last}：" if item_number(last) and re.search(r"职责|职能", last) else ""


# --- anything else ------------------------------------------------------------


def sentence(case: Case) -> Reading | None:
    """Give the sentence, list item or form field that covers the question best."""
    if not case.ranked or case.ranked[0].coverage < LEAST_SAID:
        return None
    found = case.ranked[0]
    unit = found.unit
    quote = _with_rest(case, unit)
    several = re.search(r"[两几各都二三]|分别", case.want.text)
    if case.want.has("list", "who", "how_many"):
        quote = _to_the_end(case, unit, quote)
    if case.want.has("list", "who"):
        quote += following(case.evidence, unit)
    if (
        not case.want.has(
            "how_many", "amount", "why", "purpose", "list", "changed", "percent", "when"
        )
        and not (_tells(case) and len(quote) <= _WHOLE)
        and not ((several and len(quote) < 120) or any(guard.whole for guard in case.want.guards))
    ):
        quote = shrink(case, quote)
    if is_duty(unit) and not opens_list(unit.text):
        quote = _owner(unit) + _item(case, unit)
    elif unit.kind == "reason" and unit.entry is not None:
        quote = f"{unit.entry.label}：{quote}"
    elif len(unit.text) < _SHORT and unit.passage is not None and unit.passage.headings:
        quote = f"{unit.passage.headings[-1]}：{quote}"
    zh, en = both(*_verdict(case, unit, quote), ("quote", quote))
    weak = case.want.has("yes_no") and is_duty(unit) and not _all_said(case, found)
    whose = case.want.has("who") and not case.want.has("basis", "source")
    weak = weak or (whose and _act_missing(case, found))
    values = tuple(_values_in(case, found))
    places = _times(case, unit)
    if len(places) > 1:
        quote = "；".join(f"{u.entry.label} {u.text}" for u in places if u.entry)
        zh, en = both(("quote", quote))
    typed = unit.kind == "reason" or is_typed(case.want, quote)
    money_asked = case.want.has("why", "changed", "percent", "purpose", "before")
    return Reading(
        min(
            (_NO_REASON if case.want.has("why") and not typed else 0.75) if money_asked else 0.9,
            found.score * (0.4 if weak else 0.85 if money_asked else 1.0),
        ),
        zh,
        en,
        values,
        tuple(cite(case.evidence.catalogue, u, quote) for u in places),
        kind=unit.kind if unit.kind in ("field", "reason") else "sentence",
        coverage=found.coverage,
    )


def _tells(case: Case) -> bool:
    """Tell whether what a sentence goes on to say may be the answer, not the words asked about."""
    return case.want.has("words", *TYPED) and not case.want.guards


def _act_missing(case: Case, found: Scored) -> bool:
    """Tell whether a text lacks what somebody is asked to do, the last word beside 谁."""
    match = re.search(r"(?:谁|哪个\w{2})(?:来|去|在|负责)?(.+)$", case.want.text)
    after = match.group(1) if match else ""
    return any(c.text in after and c.text in found.missing for c in case.want.concepts)


def _verdict(case: Case, unit: Unit, quote: str) -> list[tuple[str, str]]:
    if not case.want.has("yes_no") or case.want.has("how_many", "amount", "why", "consistency"):
        return []
    if "还是" in case.want.text:
        return []
    if _SEPARATE.search(case.want.text) and _UNDER.search(quote):
        return [("no", "")]
    if is_duty(unit) or case.want.has("define"):
        return [("yes", "")]
    if (rank := _RANK.search(case.want.text)) is not None:
        printed = set(_RANK.findall(quote))
        return [("yes" if rank.group() in printed else "no", "")] if len(printed) == 1 else []
    no = denied(case.want, unit.text)
    if not no and denies_beside(case.want, quote):
        return []  # it says what there is none of, which may be what is asked
    if _IS_IT.search(case.want.text):
        return [("no" if no else "yes", "")]
    return [("none" if no else "some", "")]


def _times(case: Case, unit: Unit) -> list[Unit]:
    """Return a project's start and end where one of them is the answer to when."""
    if unit.entry is None or unit.sheet is None or "时间" not in unit.entry.label:
        return [unit]
    return [
        u
        for u in case.evidence.units
        if u.sheet is not None
        and u.entry is not None
        and u.sheet.id == unit.sheet.id
        and "时间" in u.entry.label
    ]


def _with_rest(case: Case, unit: Unit) -> str:
    """Add the paragraph's sentences that the question's other words stand in."""
    if unit.passage is None or unit.kind != "sentence":
        return unit.text
    chosen = {unit.index}
    lacks = [c for c in case.want.concepts if not any(form in unit.text for form, _ in c.forms)]
    for other in case.evidence.units_of(unit.passage.id):
        if any(form in other.text for concept in lacks for form, _ in concept.forms):
            chosen.add(other.index)
    return "".join(case.evidence.units[i].text for i in sorted(chosen))


def _to_the_end(case: Case, unit: Unit, quote: str) -> str:
    """Return a quote with the rest of the enumeration that it opens: `包括：1.…；2.…`."""
    if unit.passage is None or not quote.endswith(unit.text):
        return quote
    after = [u for u in case.evidence.units_of(unit.passage.id) if u.index > unit.index]
    opens = next((i for i, u in enumerate([unit, *after[:2]]) if _ENUMERATES.search(u.text)), None)
    if opens is None:
        return quote
    for i, other in enumerate(after):
        quote += other.text
        if i >= opens and other.text.endswith("。"):
            break
    return quote


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


RESOLVERS: tuple[Resolver, ...] = (
    contact,
    quarters,
    about_project,
    account,
    which_project,
    matching,
    moved_most,
    from_to,
    named_sum,
    in_order,
    each_amount,
    term_count,
    duty_count,
    duty_list,
    nth_duty,
    nth_task,
    inclusion,
    definition,
    count,
    bodies,
    remarked,
    enumerated,
    fact,
    duty,
    sentence,
)
