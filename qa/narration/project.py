"""Answer what a project's form says in words: its purpose, basis, overview, goal, term."""

from __future__ import annotations

import re
from collections.abc import Sequence

from qa.catalogue import Catalogue
from qa.linking.labels import PROJECT_LIST
from qa.linking.text import bare
from qa.narration.case import Case, cite, shrink
from qa.narration.cover import shortened, without_calendar
from qa.narration.evidence import Evidence
from qa.narration.lore import Aspect, lore
from qa.narration.reading import Reading, both, number
from qa.narration.terms import bare_term
from qa.narration.unit import Unit
from qa.planning.types import Figure
from qa.query import Citation, Operation, Query, Value
from qa.words.asking import rule_asked
from qa.words.sentences import plain

_WRAPPING = re.compile(
    r"[那这]个?|的钱.*|[（(][^）)]*[）)]|专项|项目|经费|资金|工作|补助|名称|^[\dA-Z]+-|\s"
)
_CODE = re.compile(r"[\dA-Z]{8,}-")
_NAMED = re.compile(r"部门|单位")
_WORDS = re.compile(r"(?=\S*[\u3400-\u9fff]{2})\S+")
_WHICH = re.compile(
    r"(?:哪|什么)(?:个|一个|一项|项|些)?(?:项目|专项)(?!经费|支出|资金|多|少|最)|\b(?:which|what) project",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"\d[\d,]*\.\d{1,2}(?=\s|$)")
SPOKEN_OF = 0.55  # least share of the question's words that a project's row must have
_LEAD = 300  # characters of a longer one, to the end of a sentence
_LONGEST = 160  # characters of a field that are quoted whole
_BRACKET = re.compile(r"[（(][^（）()]*[）)]$")
UNIT = 4  # characters at the end of a unit's name that tell it
SURE = 0.93
NUMBER_ASKED = re.compile(r"文号|几号文|多少号文")
NUMBERED = re.compile(r"[〔\[（(【]20\d\d[〕\]）)】]\s*\d+\s*号|第?\d+号(?:文|令)")
USE = "用途"  # what money is for: the aspect that the operation asks for too


def aspects(query: Query) -> tuple[Aspect, ...]:
    """Return which fields of a project's form a question asks for."""
    uses = query.asks(Operation.PURPOSE)
    return tuple(
        aspect
        for aspect in lore().aspects
        if aspect.asked.search(query.text) or (uses and aspect.name == USE)
    )


def about_project(case: Case) -> Reading | None:
    """Give the field of the one project that a question names."""
    asked = aspects(case.query)
    numbered = NUMBER_ASKED.search(case.query.text)
    if not (asked or numbered):
        return None
    units = [
        u
        for u in case.evidence.units
        if u.kind == "field" and u.document_id in case.documents and _project(u)
    ]
    named = _overall(case) or project_of(case.query, units)
    if case.want.has("rule") or (named and _is_term(case, named[0])):
        return None
    if numbered:
        return (
            _say(case, held[:1])
            if (held := [u for u in named if NUMBERED.search(u.text)])
            else None
        )
    for aspect in asked:
        found = _fields(named, aspect)
        if found:
            return _say(case, _of_rule(case, named, found))
    return None


def _of_rule(case: Case, named: list[Unit], found: list[Unit]) -> list[Unit]:
    """Return the field that cites a rule of the kind asked for (照哪个办法), where another does."""
    cited = rule_asked(case.query.text)
    if cited is None or any(cited.search(unit.text) for unit in found):
        return found
    return [unit for unit in named if cited.search(unit.text)][:1] or found


def _is_term(case: Case, unit: Unit) -> bool:
    """Tell whether what is named is a term that is explained, and no project's whole name."""
    terms = {bare_term(u) for u in case.evidence.definitions if u.document_id in case.documents}
    said = {m.text for m in case.query.mentions} & terms
    form = unit.entry is not None and unit.entry.kind == "field"
    label = unit.sheet.subject if form and unit.sheet else unit.entry.label if unit.entry else ""
    return bool(said) and bare(plain(label)) not in bare(plain(case.query.text))


def which_project(case: Case) -> Reading | None:
    """Name the project whose form or row says what is asked for."""
    if not _WHICH.search(case.want.text):
        return None
    held = [s for s in case.ranked[:5] if s.unit.kind == "field" and s.coverage >= SPOKEN_OF]
    if not held or case.ranked[0].unit.kind != "field":
        return None
    same = [s for s in held if s.coverage >= held[0].coverage]
    found = max(same, key=lambda s: _row_amount(s.unit) is not None)
    entry, sheet = found.unit.entry, found.unit.sheet
    assert entry is not None
    assert sheet is not None
    name = name_of(found.unit)
    return _say_which(case, found.unit, name, min(SURE, 0.45 + 0.5 * found.coverage))


def asks_which(text: str) -> bool:
    """Tell whether a question asks which project something belongs to."""
    return _WHICH.search(text) is not None


def project_cited(catalogue: Catalogue, citations: Sequence[Citation]) -> str:
    """Return the one project whose form or row all cited rows are of, or the empty string."""
    rows = [catalogue.rows[c.row_id] for c in citations if c.row_id is not None]
    tables = {row.id: catalogue.table_of(row.id) for row in rows}
    fields = (row.kind in ("field", "indicator") for row in rows)
    names = {
        _plain_name(tables[row.id].subject if field else row.label)
        for row, field in zip(rows, fields, strict=True)
        if field or tables[row.id].kind == PROJECT_LIST
    }
    return names.pop() if len(names) == 1 else ""


def _row_amount(unit: Unit) -> str | None:
    """Return the amount that a row of a list of projects begins with."""
    if (
        unit.entry is None
        or unit.sheet is None
        or unit.entry.kind == "field"
        or not unit.sheet.unit
    ):
        return None
    match = _AMOUNT.match(unit.entry.text.removeprefix(unit.entry.label).strip())
    return match.group() if match else None


def _say_which(case: Case, unit: Unit, name: str, score: float) -> Reading:
    """Name a project with the amount that its row begins with, where it is a row of a list."""
    assert unit.entry is not None
    assert unit.sheet is not None
    quote = shrink(case, unit.text)
    printed = _row_amount(unit)
    values: tuple[Value, ...] = ()
    body = f"“{name}”"
    if printed is not None:
        measure = unit.sheet.unit or ""
        values = (Value(name, "金额", number(printed), measure, case.year),)
        body = f"{body} {printed}{measure}"
        quote = f"{unit.entry.label} {printed} …… {quote}"
    zh, en = both(("count", body), ("quote", quote))
    cited = (cite(case.evidence.catalogue, unit, quote),)
    return Reading(score, zh, en, values, cited, kind="project", coverage=score, subject=name)


def name_of(unit: Unit) -> str:
    """Return the printed name of the project that a unit's form or row is of."""
    if unit.sheet is None or unit.entry is None:
        return ""
    return _plain_name(unit.sheet.subject if unit.entry.kind == "field" else unit.entry.label)


def _plain_name(printed: str) -> str:
    """Return a project's name without its code and the department in brackets behind it."""
    name = re.sub(r"^\s*(?:项目名称)?\s*(?:[\dA-Z]{8,}-)?", "", printed)
    return re.sub(r"[（(][^）)]*(?:厅|局|委|办|室|部|中心|单位)[）)]$", "", name)


def _overall(case: Case) -> list[Unit]:
    """Return the fields of the department's own form, where the whole department is asked of."""
    if not re.search(r"整体|\boverall\b", case.query.text):
        return []
    return [
        u
        for u in case.evidence.units
        if u.kind == "field"
        and u.document_id in case.documents
        and u.entry is not None
        and "整体" in u.entry.label
    ]


def figure_in(text: str, units: frozenset[str]) -> re.Match[str] | None:
    """Return where a text has a figure of one of the measures, or None."""
    marks = "|".join(map(re.escape, units))
    figure = rf"[\d一二两三四五六七八九十](?:余|多|万|亿|个|常住)*(?:{marks})"
    return re.search(figure, without_calendar(text))


def measured(evidence: Evidence, figure: Figure, units: frozenset[str]) -> Reading | None:
    """Return the clause of a project's form or row that has a figure of one of the measures.

    A unit of the department stands for its one project.
    """
    table = evidence.catalogue.tables[figure.table_id]
    below = [row for row in table.rows if row.parents[-1:] == (figure.label,)]
    rows = [row for row in table.rows if row.id == figure.row_id] + below * (len(below) == 1)
    names = {_name_of(row.label) for row in rows}
    own = [u for u in evidence.units if u.kind == "field" and u.document_id == figure.document_id]
    said = [u for u in own if _project(u) in names]
    for row in rows:  # the words between its figures, however short
        words = max(_WORDS.findall(row.text.removeprefix(row.label)), key=len, default="")
        said.append(Unit(0, table.document_id, words, table.title, "field", None, row, table))
    for unit in said:
        if (found := figure_in(unit.text, units)) is None:
            continue
        ends = [m.end() for m in re.finditer(r"[，。；、]", unit.text)]
        start = max((e for e in ends if e <= found.start()), default=0)
        quote = unit.text[start : min((e for e in ends if e > found.end()), default=None)].strip(
            "、，；"
        )
        zh, en = both(("quote", quote))
        cited = (cite(evidence.catalogue, unit, quote),)
        return Reading(SURE, zh, en, (), cited, kind="project", coverage=0.9)
    return None


def _project(unit: Unit) -> str:
    """Return the bare name of the project that a unit is about, or the empty string."""
    assert unit.sheet is not None
    assert unit.entry is not None
    subject = unit.sheet.subject if unit.entry.kind == "field" else unit.entry.label
    if unit.entry.kind == "field" and _NAMED.match(subject):
        return ""
    return _name_of(subject)


def _name_of(words: str) -> str:
    """Return words without what any project's name has, where anything is left."""
    words = _CODE.sub("", plain(words))
    return bare(_WRAPPING.sub("", words)) or bare(words)


def project_of(query: Query, units: list[Unit]) -> list[Unit]:
    """Return the fields of the one project that the question's words fit best, or none."""
    text = bare(_WRAPPING.sub("", plain(query.text)))
    told = {_name_of(m.text) for m in query.mentions}
    names = {_project(u) for u in units}
    scored = {name: max(_fit(name, said) for said in (text, *told)) for name in names}
    best = max(scored.values(), default=0.0)
    top = [name for name, score in scored.items() if score == best]
    if best < 1 or len(top) != 1:
        return []
    return _of_unit(query, [u for u in units if _project(u) == top[0]])


def _of_unit(query: Query, units: list[Unit]) -> list[Unit]:
    """Keep the fields below the unit that a question names by the end of its name, where any are."""
    said = bare(query.text)
    below = [
        u
        for u in units
        if u.entry and any(bare(_BRACKET.sub("", p))[-UNIT:] in said for p in u.entry.parents)
    ]
    return below or units


def _fit(name: str, said: str) -> float:
    """Return how surely words name a project: 2 for its whole name, 1 and more for a part."""
    if len(name) < 2 or len(said) < 2:
        return 0.0
    if name in said:
        return 2.0 + len(name) / 100
    if said in name:
        return 1.0 + len(said) / 100
    if len(name) >= 4 and _all_said(name, said):  # 外事那个招商 for 招商外事
        return 1.5
    if 2 <= len(said) <= 6 and shortened(said, name):  # 周转房, 周转用房
        return 1.0 + len(said) / 200
    run = max(
        (
            n
            for n in range(4, len(name))
            for i in range(len(name) - n + 1)
            if name[i : i + n] in said
        ),
        default=0,
    )
    return 1.0 + run / 100 if run else 0.0


def _all_said(name: str, said: str) -> bool:
    """Tell whether every character of a name stands in a pair of it that is said."""
    pairs = [name[i : i + 2] in said for i in range(len(name) - 1)]
    return all(a or b for a, b in zip([False, *pairs], [*pairs, False], strict=True))


def _fields(units: list[Unit], aspect: Aspect) -> list[Unit]:
    """Return the first field of an aspect, in the aspect's order of labels; both ends of a term."""
    for label in aspect.labels:
        found = [u for u in units if u.entry and label in u.entry.label and u.entry.kind == "field"]
        if found:
            return found if aspect.all_fields else found[:1]
    if not aspect.in_lists:
        return []
    rows = [u for u in units if u.entry and u.entry.kind != "field"]
    first = rows[0].entry if rows else None
    return [u for u in rows if u.entry and first and u.entry.id == first.id]


def _part(case: Case, whole: str) -> str:
    """Return the part of a long field that a particular is asked of, or how it begins."""
    if any(guard.whole for guard in case.want.guards):
        return whole
    if re.search(r"怎么补|如何补|标准|多少|几", case.query.text):
        return shrink(case, whole)
    ends = [m.end() for m in re.finditer(r"[。；]", whole) if m.end() <= _LEAD]
    return whole[: ends[-1]] if ends else whole[:_LEAD]


def _say(case: Case, found: list[Unit]) -> Reading:
    whole = "".join(u.text for u in found) if found[0].entry == found[-1].entry else ""
    whole = re.sub(r'^"(.*)"$', r"\1", whole.strip())
    if whole:
        quote = whole if len(whole) <= _LONGEST else _part(case, whole)
        cited: tuple[Citation, ...] = (cite(case.evidence.catalogue, found[0], quote),)
    else:
        quote = "；".join(f"{u.entry.label} {u.text}" for u in found if u.entry)
        cited = tuple(cite(case.evidence.catalogue, u, u.text) for u in found)
    label = "" if found[0].entry is None or not whole else found[0].entry.label
    zh, en = both(("quote", f"{label}：{quote}" if found[0].kind == "field" and label else quote))
    sheet, entry = found[0].sheet, found[0].entry
    form = sheet is not None and entry is not None and entry.kind == "field"
    name = _plain_name(sheet.subject) if form and sheet is not None else ""
    return Reading(SURE, zh, en, (), cited, kind="project", coverage=0.9, subject=name)
