"""Find printed references: codes, annexes, rows, tables, columns, years, phase, unit, decimals."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from ingest.records import Phase
from qa.linking.text import bare
from qa.regexes import regex
from qa.words import numerals, row_numbers
from qa.words.normalise import data

PROJECT_CODE = regex(r"(?<![0-9A-Za-z])(\d{8}T\d{12}|[Tt]\d{9,12}|\d{17,21})(?![0-9A-Za-z])")
_MIXED = regex(r"(?<![0-9A-Za-z])(?=[A-Za-z]*\d)[0-9A-Za-z]{8,24}(?![0-9A-Za-z])")
_SHORT = regex(r"(?<![0-9A-Za-z])[A-Za-z]{1,2}\d{2,6}(?![0-9A-Za-z])")  # T09, where a row has it
_LONG = regex(r"(?=\d*[A-Za-z])(?=(?:[A-Za-z]*\d){8})[0-9A-Za-z]{10,}")  # though of no row
_CODE = regex(
    r"(?<![\d.A-Za-z-])(?<!\d,)([235]\d{2})( ?\d{2})( ?\d{2})?(?![\d.,]*\d|[万亿元块%个年])"
)
_TABLE = "表"
_TAIL = regex(
    r"(?:是|为)?以(?P<a>\d{4,})(?:来|做|作)?(?:结尾|收尾|打尾)|(?:尾号|末尾|最后(?:几|\d|[一二三四五六七八九十])位)(?:数字?)?(?:是|为)?(?P<b>\d{4,})"
)
_PARTED = regex(r"(?<![\d-])[1-5]\d{2}(?:[-–—.·/]\d{2}){1,2}(?![\d-]|\.\d)")  # 220-01-50
_UNIT_CODE = regex(r"(?<!\d)(?<!\d[.,])(\d{6})(?![\d.,]*\d|[万亿元块%个])")
_CLASS = regex(r"(?<![\d.])(?<!\d,)([1-9]\d{2})(?![\d.,]*\d|\s*[万亿元块%个年家名辆次条项场份])")
_CLASS_CUE = regex(
    r"(?:class|codes?|科目|编码|代码|[类款项]级?(?:的|那个)?,?|号|account|item|[(和与、及&]|and|\d{3})\s*$",
    re.I,
)
_CLASS_AFTER = regex(r"^\s*(?:类|科目|\)|是什么|号|这个科目|款|[、,和与及][1-9]\d{2}(?!\d))")
_ANNEX = regex(
    r"(附\s*件|附\s*表|附(?=\d)|部门公开表|公开表|公开|annex|appendix|table|form|表)\s*(?:no\.? ?)?"
    r"(\d{1,2}|[一二三四五六七八九十]{1,3})(?:\s*[-—–~之]\s*(\d{1,2}|[一二三四五六七八九十]{1,3}))?(表)?"
    r"(?![\d万亿元%年月个家名次共]|(?<=[一二三四五六七八九十])十|(?<=一)[致样般数遍])",  # 跟附表一致吗
    re.IGNORECASE,
)
_NUMBER_INSIDE = regex(r"[一-鿿]{2,6}\d[\d-]{0,5}表")
_FIRST_TABLE = regex(
    rf"第({numerals.NUMERAL})张表|第({numerals.NUMERAL})个(?:附件|表)|"
    r"the (first|second|third|fourth|fifth|last) table|最后一张表",
    re.IGNORECASE,
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_YEAR = regex(
    r"(?<![\d.])(?<!\d,)(?:FY ?)?(20[0-4]\d|19[89]\d)(?!\d|\.\d|万|亿|元|[〕\])】]\s*\d+号)(?:年度?|财年)?",
    re.I,
)
_OF_A_DAY = regex(r"\s*(?:年度?)?(?:\d{1,2}月|[底末终](?![数])|[-./]\d{1,2}(?!\d))")
_DAY = regex(
    r"(?:截[至止]到?|到|至|在)?(?<!\d)(?:1[0-2]|[1-9])月(?:份|[12]?\d[日号]|3[01][日号])?(?:[底末初])?(?:的?时候|时)?"
)
_DECIMALS = regex(
    rf"保留({numerals.NUMERAL})位(?:小数)?|({numerals.NUMERAL})位小数|精确到小数点后({numerals.NUMERAL})位|"
    r"(\d|one|two|three|four) decimal(?: place)?s?",
    re.I,
)
_WHOLE_NUMBER = regex(r"取整|四舍五入到整数|保留整数|to the nearest (?:whole|integer)")
_CARRIED = r"(?<!(?<!上年)结转)(?<![转留剩][到给入至])"  # 留到明年 is what is carried over
_COMPARED = regex(
    r"(?:比|较|对比|相比|(?<!普)与|than|over|from|against|since|versus|vs\.?|compared (?:with|to)|relative to)\s*(?:the )?$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Span:
    """Hold words found at a place and what they stand for."""

    value: str
    start: int
    end: int


@cache
def words() -> dict[str, object]:
    """Return qa/data/references.yaml."""
    raw: dict[str, object] = data("references.yaml")
    return raw


@cache
def _pairs(section: str) -> tuple[tuple[str, str], ...]:
    groups: dict[str, list[str]] = words()[section]  # type: ignore[assignment]
    pairs = [(str(word), str(name)) for name, listed in groups.items() for word in listed]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _matcher(section: str) -> re.Pattern[str]:
    return regex("|".join(re.escape(word) for word, _ in _pairs(section)), re.IGNORECASE)


@cache
def _names(section: str) -> dict[str, str]:
    return {word.lower(): name for word, name in _pairs(section)}


def _named(section: str, text: str) -> list[Span]:
    names = _names(section)
    return [Span(names[m[0].lower()], m.start(), m.end()) for m in _matcher(section).finditer(text)]


def table_words(text: str) -> list[Span]:
    """Return kinds of table named in squeezed text."""
    return _named("tables", text)


def column_words(text: str) -> list[Span]:
    """Return columns named in squeezed text."""
    return _named("columns", text)


def row_words(text: str) -> list[Span]:
    """Return words for rows of sums."""
    listed: list[str] = words()["rows"]  # type: ignore[assignment]
    found = re.finditer("|".join(listed), text)
    return [Span(match[0], match.start(), match.end()) for match in found]


def codes(text: str, known: Collection[str]) -> list[Span]:
    """Return codes of projects, units and classifications, spaces inside them removed."""
    found: list[Span] = []
    taken = bytearray(len(text))
    for match in _code_matches(text, known):
        value = re.sub(r"\D" if _PARTED.fullmatch(match[0]) else r"\s", "", match[0]).upper()
        if not any(taken[match.start() : match.end()]):
            taken[match.start() : match.end()] = b"\1" * len(match[0])
            found.append(Span(value, match.start(), match.end()))
    for match in _TAIL.finditer(text):
        ends = [code for code in known if len(code) > 7 and code.endswith(match["a"] or match["b"])]
        if len(ends) == 1:  # a tail that several codes have names none
            found.append(Span(ends[0], match.start(), match.end()))
    return sorted(found, key=lambda span: span.start)


def _code_matches(text: str, known: Collection[str]) -> Iterable[re.Match[str]]:
    yield from PROJECT_CODE.finditer(text)
    mixed = _MIXED.finditer(text)
    yield from (m for m in mixed if m[0].upper() in known or _LONG.fullmatch(m[0]))
    yield from (m for m in _SHORT.finditer(text) if m[0].upper() in known)
    yield from (m for m in _PARTED.finditer(text) if re.sub(r"\D", "", m[0]) in known)
    for match in _CODE.finditer(text):
        if not (_is_date(match[0]) and re.sub(r"\s", "", match[0]) not in known):
            yield match
    for match in _UNIT_CODE.finditer(text):
        if match[1] in known or match[1].startswith("0"):
            yield match
    for match in _CLASS.finditer(text):
        cued = _CLASS_CUE.search(text[: match.start()]) or _CLASS_AFTER.match(text[match.end() :])
        if cued and (match[1] in known or match[1][0] in "235"):
            yield match


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"20[0-3]\d[01]\d\d?", text))


def annexes(text: str, printed: Collection[str]) -> list[Span]:
    """Return annexes and tables named by number, as the corpus prints them where it has them."""
    by_form = {_form(name): name for name in printed}
    found = []
    for match in _ANNEX.finditer(text):
        value = _annex(match, by_form)
        end = match.end()
        shorter = match[2][:-1]
        if _form(value or "") not in by_form and match[2].endswith("一") and shorter:
            cut = _ANNEX.fullmatch(text[match.start() : end - 1])  # 表十二|一样吗
            known = _annex(cut, by_form) if cut is not None and not match[3] else None
            value, end = (known, end - 1) if _form(known or "") in by_form else (value, end)
        if value is not None:
            found.append(Span(value, match.start(), end))
    found += [s for s in _as_printed(text, printed) if not any(_meet(s, f) for f in found)]
    for match in _FIRST_TABLE.finditer(text):
        word = match[1] or match[2] or match[3] or "last"
        number = _ORDINALS.get(word.lower()) or numerals.parse(word)
        if number is not None:
            found.append(Span(_nth(int(number), list(printed)), match.start(), match.end()))
    return found


def titles(text: str, printed: Sequence[str]) -> list[Span]:
    """Return the tables named by their whole title; `printed` in bare form, the longest first.

    Where another table is spoken of as well, none is the only one meant.
    """
    found: list[Span] = []
    for title in printed:
        at = text.find(title)
        span = Span(title, at, at + len(title))
        if at >= 0 and not any(_meet(span, other) for other in found):
            found.append(span)
    said = sum(span.value.count(_TABLE) for span in found)
    return found if text.count(_TABLE) == said else []


def _as_printed(text: str, printed: Collection[str]) -> Iterator[Span]:
    """Give the tables that are named as they are printed, their number inside (预算07表)."""
    for name in printed:
        at = text.find(name) if _NUMBER_INSIDE.fullmatch(name) else -1
        if at >= 0 and text[at + len(name) : at + len(name) + 1] not in tuple("-0123456789"):
            yield Span(name, at, at + len(name))


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _annex(match: re.Match[str], by_form: dict[str, str]) -> str | None:
    word = re.sub(r"\s", "", match[1]).lower()
    number, sub = numerals.parse(match[2]), numerals.parse(match[3] or "")
    if number is None:
        return None
    tail = f"{int(number)}" + (f"-{int(sub)}" if sub is not None else "")
    for name in _spellings(word, tail):
        if name in by_form:
            return by_form[name]
    if word in ("table", "form", "annex", "appendix"):
        return f"附件{tail}"
    if word in ("表", "公开") and word == "公开" and not match[4]:
        return None
    return f"{word}{match[2]}" + (f"-{match[3]}" if match[3] else "") + (match[4] or "")


def _spellings(word: str, tail: str) -> tuple[str, ...]:
    own = {
        "附件": ("附件", "附"), "附表": ("附表", "附件", "表"), "附": ("附", "附件", "附表"), "表": ("表", "附表", "附件"),
        "公开": ("公开", "部门公开表"), "公开表": ("部门公开表", "公开表", "公开"),
    }.get(word, ("附件", "表", "部门公开表", "公开", "附表"))  # fmt: skip
    return tuple(f"{start}{tail}" for start in (*own, word))


@lru_cache(maxsize=4096)
def _form(annex: str) -> str:
    """Return an annex's name with digits and without leading zeros: 公开05表 → 公开5, 表五 → 表5."""
    text = re.sub(r"\s", "", annex)
    text = re.sub(r"(?<=\d)表$", "", text)
    text = re.sub(r"(?<!\d)0+(?=\d)", "", text)

    def digits(match: re.Match[str]) -> str:
        value = numerals.parse(match[0])
        return match[0] if value is None else str(int(value))

    return re.sub(r"(?<=[件表])[一二三四五六七八九十]+", digits, text)


def _nth(number: int, printed: list[str]) -> str:
    tops = list(dict.fromkeys(name for name in printed if name and "-" not in name))
    index = number - 1 if number > 0 else number
    if -len(tops) <= index < len(tops):
        return tops[index]
    return f"附件{number}"


def row_number(text: str) -> tuple[int, Span] | None:
    """Return the row that is asked for by its number, below 0 where counted from the end."""
    found = row_numbers.read(text)
    return (
        None
        if found is None
        else (found.value, Span(text[found.start : found.end], found.start, found.end))
    )


def years(text: str) -> list[tuple[int, Span]]:
    """Return absolute years with their places."""
    return [(int(m[1]), Span(m[0], m.start(), m.end())) for m in _YEAR.finditer(text)]


def offsets(text: str) -> list[tuple[int, Span]]:
    """Return relative years with their places; 上年结转 and 结转下年 name columns, not years."""
    found: list[tuple[int, Span]] = []
    lowered = text.lower()
    for word, offset in _pairs("years"):
        if word.lower() not in lowered:
            continue
        lead = _CARRIED if int(offset) > 0 else "(?<!以)"
        for match in re.finditer(
            rf"{lead}{re.escape(word)}(?!结转|结余|末|终)(?:度|的)?", text, re.I
        ):
            if not any(s.start < match.end() and match.start() < s.end for _, s in found):
                found.append((int(offset), Span(match[0], match.start(), match.end())))
    return sorted(found, key=lambda pair: pair[1].start)


@cache
def year_span(name: str) -> re.Pattern[str]:
    """Return how words span several years: `between` two of them, or each of the `last` so many."""
    spans: dict[str, str] = words()["spans"]  # type: ignore[assignment]
    return regex(spans[name], re.IGNORECASE)


def is_base(text: str, span: Span) -> bool:
    """Tell whether a year is only what something is compared with (比2025年, over 2025)."""
    if _COMPARED.search(text[: span.start]):
        return True
    beside = re.search(r"(?<![\d年])[跟同和]\s*$", text[: span.start]) is not None
    return (
        beside
        and re.match(r"(?:年度?)?(?:的)?(?:预算|决算|执行)?数?(?:相比|比)", text[span.end :])
        is not None
    )


@cache
def _phase_patterns() -> tuple[tuple[Phase, re.Pattern[str]], ...]:
    groups: dict[str, list[str]] = words()["phases"]  # type: ignore[assignment]
    return tuple((Phase(name), regex("|".join(p), re.I)) for name, p in groups.items())


def phases(text: str) -> tuple[Phase, ...]:
    """Return the phases that the words ask for, each once."""
    return tuple(phase for phase, pattern in _phase_patterns() if pattern.search(text))


def phase_spans(text: str) -> list[tuple[int, int]]:
    """Return the places of words that only say that money was really spent."""
    final = dict(_phase_patterns())[Phase.FINAL]
    return [m.span() for m in final.finditer(text)]


def unit(text: str) -> tuple[str, Span] | None:
    """Return the money unit that an answer shall have."""
    groups: dict[str, list[str]] = words()["units"]  # type: ignore[assignment]
    for name, listed in groups.items():
        match = re.search("|".join(listed), text, re.IGNORECASE)
        if match:
            return name, Span(match[0], match.start(), match.end())
    return None


def decimals(text: str) -> tuple[int, Span] | None:
    """Return how many decimals are asked for."""
    match = _DECIMALS.search(text)
    if match is None:
        whole = _WHOLE_NUMBER.search(text)
        return (0, Span(whole[0], whole.start(), whole.end())) if whole else None
    word = next(group for group in match.groups() if group)
    names = {"one": 1, "two": 2, "three": 3, "four": 4}
    value = names.get(word.lower()) or numerals.parse(word)
    return None if value is None else (int(value), Span(match[0], match.start(), match.end()))


@cache
def _totals() -> tuple[tuple[str, re.Pattern[str]], ...]:
    groups: dict[str, list[str]] = words()["totals"]  # type: ignore[assignment]
    return tuple((name, regex("|".join(p), re.I)) for name, p in groups.items())


def total(text: str) -> str | None:
    """Return which total a question of money means that names nothing."""
    return next((name for name, pattern in _totals() if pattern.search(text)), None)


@dataclass(frozen=True, slots=True)
class Marks:
    """Hold every printed reference of a text and the places of their words."""

    codes: tuple[str, ...]
    annexes: tuple[str, ...]
    row_number: int | None
    years: tuple[int, ...]
    base_years: tuple[int, ...]
    offsets: tuple[int, ...]
    phases: tuple[Phase, ...]
    unit: str | None
    decimals: int | None
    spans: tuple[Span, ...]
    dates: tuple[int, ...] = ()  # years of a day or of a year's end: 2024年8月底

    @property
    def offset(self) -> int | None:
        """Return the first relative year that is not the document's own, else that."""
        return next((o for o in self.offsets if o), self.offsets[0] if self.offsets else None)


def read(text: str, known_codes: Collection[str], printed_annexes: Collection[str]) -> Marks:
    """Return the references of a text."""
    found_codes, found_annexes = codes(text, known_codes), annexes(text, printed_annexes)
    dated, relative = years(text), offsets(text)
    row, places, money = row_number(text), decimals(text), unit(text)
    spans = [*found_codes, *found_annexes, *(s for _, s in (*dated, *relative))]
    spans += [pair[1] for pair in (row, places) if pair]
    spans += [Span(m[0], m.start(), m.end()) for m in year_span("last").finditer(text)]
    if any(_OF_A_DAY.match(text[span.end :]) for _, span in dated):
        spans += [Span(m[0], m.start(), m.end()) for m in _DAY.finditer(text)]
    return Marks(
        codes=tuple(dict.fromkeys(span.value for span in found_codes)),
        annexes=tuple(dict.fromkeys(span.value for span in found_annexes)),
        row_number=row[0] if row else None,
        years=tuple(dict.fromkeys(y for y, span in dated if not is_base(text, span))),
        base_years=tuple(dict.fromkeys(y for y, span in dated if is_base(text, span))),
        offsets=tuple(dict.fromkeys(o for o, span in relative if not is_base(text, span))),
        phases=phases(text),
        unit=money[0] if money else None,
        decimals=places[0] if places else None,
        spans=tuple(spans),
        dates=tuple(y for y, span in dated if _OF_A_DAY.match(text[span.end :])),
    )


def undated(marks: Marks, held: Collection[int], text: str, names: Iterable[str]) -> Marks:
    """Drop a year that only dates a day, or is part of a name, where no document is of it."""
    rest = bare(text)
    for name in names:
        rest = rest.replace(name, "")
    kept = (y for y in marks.years if y in held or (str(y) in rest and y not in marks.dates))
    return replace(marks, years=tuple(kept))


def distinct(spans: Iterable[Span]) -> tuple[str, ...]:
    """Return what spans stand for, each once."""
    return tuple(dict.fromkeys(span.value for span in spans))
