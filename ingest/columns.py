"""Read the data file of header words and answer what a column, a row or a label is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ingest.records import Phase, Role
from ingest.templates import load_words

_BY_FIRST_DIGIT = {"2": "functional", "3": "economic", "5": "government"}
_BARE = ("名称", "编码", "代码")  # heads that a head above them completes

_ROLES = {
    "text": Role.TEXT,
    "number": Role.NUMBER,
    "code": Role.CODE,
    "institution": Role.UNIT_NAME,
    "label": Role.LABEL,
}


@dataclass(frozen=True, slots=True)
class IndicatorColumns:
    """Name the columns of an indicator grid by index; -1 where the grid has none."""

    name: int
    value: int
    sign: int
    unit: int
    weight: int
    parents: tuple[int, ...]
    more: tuple[tuple[int, int], ...] = ()
    """Further names and targets side by side with the first: those of another period."""
    project: int = -1
    """The column that names the project, where one grid lists several."""
    described: int = -1
    """The column that tells what is measured."""
    beside: tuple[int, ...] = ()
    """What else an indicator's line prints: what was reached, points given, reasons, grades."""

    @property
    def main(self) -> frozenset[int]:
        """Return the columns that every indicator grid may have."""
        return frozenset((self.name, self.value, self.sign, self.unit, self.weight, self.project))


@dataclass(frozen=True, slots=True)
class ColumnWords:
    """Answer questions about header words from the data file."""

    roles: Mapping[Role, re.Pattern[str]]
    code_kinds: Mapping[str, re.Pattern[str]]
    years: Mapping[int, re.Pattern[str]]
    phases: Mapping[Phase, re.Pattern[str]]
    totals: re.Pattern[str]
    indicator: Mapping[str, re.Pattern[str]]
    amount_fields: re.Pattern[str]
    counts: re.Pattern[str]
    row_units: re.Pattern[str]
    values: re.Pattern[str]
    money_heads: re.Pattern[str]
    funds: re.Pattern[str]
    carried: re.Pattern[str]
    classes: re.Pattern[str]
    describes: re.Pattern[str]
    measured: re.Pattern[str]
    groups: re.Pattern[str]
    changes: re.Pattern[str]
    percents: re.Pattern[str]
    people: re.Pattern[str]
    mere_classes: re.Pattern[str]

    def role(self, joined: str, path: Sequence[str]) -> Role | None:
        """Return what a header says that its column holds, innermost heading first."""
        last = _squeeze(path[-1]) if path else ""
        whole = _squeeze(joined)
        for text in (last, whole):
            for role, pattern in self.roles.items():
                if pattern.search(text):
                    return role
            if len(path) > 1 and text == last and not self._names(path[:-1]):
                return None
        return None

    def _names(self, outer: Sequence[str]) -> bool:
        """Tell whether the outer headings may give a role to a bare inner one (类 under 编码)."""
        return any(self.roles[Role.CODE].search(_squeeze(part)) for part in outer)

    def code_kind(self, header: str, code: str, table_kind: str) -> str:
        """Return the kind of a code by its header's words, then by its form."""
        text = _squeeze(header)
        if re.fullmatch(r"\d{6,9}[A-Z]\d{10,14}", code):
            return "project"
        for kind, pattern in self.code_kinds.items():
            if pattern.search(text):
                if kind == "economic" and code.startswith("5"):
                    return "government"
                return kind
        if table_kind == "government_economic":
            return "government"
        if table_kind == "unit_expenditure":
            return "institution"
        return (
            _BY_FIRST_DIGIT.get(code[:1], "institution")
            if len(code) in (3, 5, 7)
            else "institution"
        )

    def is_unit_code(self, path: Sequence[str]) -> bool:
        """Tell whether a column of codes is of units: 单位代码."""
        return bool(self.code_kinds["institution"].search(_squeeze("/".join(path))))

    def year_offset(self, joined: str) -> int:
        """Return how many years a column's words lie off the disclosure's own."""
        text = _squeeze(joined)
        if self.carried.search(text):  # 上年结转 is this year's money
            return 0
        return next((offset for offset, pattern in self.years.items() if pattern.search(text)), 0)

    def phase(self, joined: str) -> Phase | None:
        """Return the phase that a column's words name."""
        text = self.funds.sub("", _squeeze(joined))
        if self.carried.search(text.rsplit("/", 1)[-1]):
            return None  # 年初结转和结余 is money of the year before, no plan
        if re.search(r"比.{0,3}年", text) or self.changes.search(text):
            return None  # what is compared with is no phase of the difference
        return next((phase for phase, pattern in self.phases.items() if pattern.search(text)), None)

    def is_total(self, label: str) -> bool:
        """Tell whether a row's label says that it is a sum of others."""
        return bool(self.totals.search(_squeeze(label)))

    def is_amount_field(self, label: str) -> bool:
        """Tell whether a form's label names an amount of money."""
        return bool(self.amount_fields.search(_squeeze(label)))

    def is_count(self, path: Sequence[str]) -> bool:
        """Tell whether a column counts things and holds no money, by any of its headings.

        A heading of money under one of things wins: 车辆数量/金额.
        """
        heads = [_squeeze(part) for part in path]
        if not heads or not any(self.counts.search(head) for head in heads):
            return False
        return bool(self.counts.search(heads[-1])) or not self.is_money_head(heads[-1])

    def is_money_head(self, head: str) -> bool:
        """Tell whether a heading speaks of money: 金额, 预算数, 单价."""
        return bool(self.money_heads.search(_squeeze(head)))

    def is_value(self, path: Sequence[str]) -> bool:
        """Tell whether a column holds money whatever its rows count."""
        return bool(self.values.search(_squeeze("/".join(path))))

    def is_change(self, path: Sequence[str]) -> bool:
        """Tell whether a column says how far a figure moved from one year to the next."""
        return any(self.changes.search(_squeeze(part)) for part in path)

    def is_percent(self, path: Sequence[str]) -> bool:
        """Tell whether a column of figures holds percentages, by its last heading or by a sign over it."""
        if not path:
            return False
        last, above = _squeeze(path[-1]), _squeeze("/".join(path[:-1]))
        if self.percents.search(last):
            return True
        return "%" in above and not re.search("额|数|元|金", last)

    def is_people(self, path: Sequence[str]) -> bool:
        """Tell whether a column counts people where it holds whole numbers: 在职, 编制数 over 事业."""
        if not path or any(self.is_money_head(part) for part in path):
            return False
        return any(self.people.search(_squeeze(part)) for part in path)

    def only_classes(self, texts: Iterable[str]) -> bool:
        """Tell whether all that a column prints are classes of purchases: A 货物, 服务类."""
        return all(self.mere_classes.search(_squeeze(text)) for text in texts)

    def gathers(self, path: Sequence[str]) -> bool:
        """Tell whether a column left of names says which of them belong together: 项目类别."""
        return bool(path) and bool(self.groups.search(_squeeze(path[-1])))

    def is_class(self, path: Sequence[str]) -> bool:
        """Tell whether a column says in which class a row falls: 功能科目, 项目类别."""
        return bool(path) and bool(self.classes.search(_squeeze(path[-1])))

    def tells_more(self, path: Sequence[str]) -> bool:
        """Tell whether a column describes or classes what another column names."""
        last = _squeeze(path[-1]) if path else ""
        if last in _BARE and len(path) > 1:
            last = f"{_squeeze(path[-2])}{last}"  # 功能科目 over 编码 and 名称
        return bool(self.classes.search(last) or self.describes.search(last))

    def is_measure(self, path: Sequence[str]) -> bool:
        """Tell whether a column prints the unit in which its line counts."""
        return bool(path) and bool(self.measured.search(_squeeze(path[-1])))

    def is_points(self, label: str) -> bool:
        """Tell whether words name the points of an evaluation."""
        return bool(self.indicator["points"].search(_squeeze(label)))

    def head_unit(self, path: Sequence[str]) -> str | None:
        """Return the unit of things that the innermost heading with one ends with: 公务用车（辆）."""
        for part in reversed(path):
            if unit := self.row_unit(part):
                return unit
            if self.is_money_head(part):
                return None
        return None

    def row_unit(self, label: str) -> str | None:
        """Return the unit of things that a row's label ends with: （辆）."""
        match = self.row_units.search(_squeeze(label))
        return match[1] if match else None

    def without_unit(self, name: str, head: Sequence[str], owner: str) -> str:
        """Return a project's name without the unit's before it, where a column prints both."""
        both = bool(head) and re.search("单位|部门", head[-1]) and "项目" in head[-1]
        match = self.indicator["unit_before"].match(name) if both else None
        return name[match.end() :] if match and match[0][:2] == owner[:2] else name

    def has_indicators(self, header: Iterable[Sequence[str]]) -> bool:
        """Tell whether a header has a name and a value column of indicators."""
        found = self.indicator_columns(tuple(header))
        return found.name >= 0 and found.value >= 0

    def indicator_columns(self, header: Sequence[Sequence[str]]) -> IndicatorColumns:
        """Find the columns of an indicator grid."""
        heads = [_squeeze("/".join(path)) for path in header]
        lasts = [_squeeze(path[-1]) if path else "" for path in header]

        def find(key: str) -> int:
            pattern = self.indicator[key]
            return next(
                (
                    i
                    for i in range(len(heads))
                    if pattern.search(lasts[i]) or pattern.search(heads[i])
                ),
                -1,
            )

        names = [i for i, last in enumerate(lasts) if self.indicator["name"].search(last)]
        targets = [i for i, last in enumerate(lasts) if self.indicator["value"].search(last)]
        more = tuple(zip(names[1:], targets[1:], strict=False)) if len(names) > 1 else ()
        parents = tuple(i for i in range(len(heads)) if self.indicator["parents"].search(lasts[i]))
        name = find("name")
        name = find("only_name") if name < 0 else name
        value = find("value")
        of_years = [i for i, head in enumerate(heads) if self.indicator["value"].search(head)]
        if value in of_years and value not in targets and self.year_offset(heads[value]) < 0:
            value = next((i for i in of_years if self.year_offset(heads[i]) == 0), value)
        found = IndicatorColumns(
            name, value, find("sign"), find("unit"), find("weight"), parents, more,
            -1 if (project := find("project")) == name else project,
        )  # fmt: skip
        beside_value = [at for at in (found.value + 1, found.value - 1) if 0 <= at < len(lasts)]
        if found.unit < 0 and found.value >= 0:  # 单位 alone counts beside what it counts
            unit = next((at for at in beside_value if lasts[at] == "单位"), -1)
            found = replace(found, unit=unit)
        taken = {*parents, *found.main, *(at for pair in more for at in pair)}
        beside = tuple(
            at
            for at, head in enumerate(heads)
            if at not in taken
            and at > name
            and (self.indicator["beside"].search(head) or self.indicator["value"].search(head))
        )  # a further target is that of another time: 半年指标值 | 全年指标值, 指标值 over 上年 | 当年
        return replace(found, beside=beside, described=find("described"))


@cache
def words() -> ColumnWords:
    """Return the vocabulary of `data/columns.yaml`, read once."""
    raw = load_words("columns")
    return ColumnWords(
        roles={_ROLES[key]: _any(patterns) for key, patterns in raw["roles"].items()},
        code_kinds={key: _any(patterns) for key, patterns in raw["code_kinds"].items()},
        years={int(key): _any(patterns) for key, patterns in raw["years"].items()},
        phases={Phase(key): _any(patterns) for key, patterns in raw["phases"].items()},
        totals=_any(raw["totals"]),
        indicator={key: _any(patterns) for key, patterns in raw["indicator"].items()},
        amount_fields=_any(raw["amount_fields"]),
        counts=_any(raw["counts"]),
        values=_any(raw["values"]),
        money_heads=_any(raw["money_heads"]),
        funds=re.compile(raw["funds"]),
        carried=re.compile(raw["carried"]),
        classes=_any(raw["classes"]),
        describes=_any(raw["describes"]),
        measured=_any(raw["measured"]),
        groups=_any(raw["groups"]),
        changes=_any(raw["changes"]),
        percents=_any(raw["percents"]),
        people=_any(raw["people"]),
        mere_classes=re.compile(raw["mere_classes"]),
        row_units=re.compile(rf"\(({'|'.join(raw['row_units'])})\)$"),
    )


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text).replace("（", "(").replace("）", ")")
