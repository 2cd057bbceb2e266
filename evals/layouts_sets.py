"""Set goal forms and self-evaluations in layouts drawn by lot."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from evals.layouts_paper import Set
from ingest.records import Cell

LEVELS = ("一级指标", "二级指标", "三级指标")

Printed = tuple[str, str, str]
"""A project with a field's label or an indicator's name, its column, and what is printed."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """Hold one indicator as it is set."""

    levels: tuple[str, str]
    name: str
    sign: str
    value: str
    unit: str


@dataclass(frozen=True, slots=True)
class Form:
    """Hold a project with its indicators."""

    project: str
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class FormLayout:
    """Hold how forms are set."""

    suffix: str
    kind: str
    together: str
    labels: str
    levels: str
    target: str
    side: bool
    weight: bool
    inside: bool
    lead: int

    @classmethod
    def drawn(cls, lot: random.Random) -> FormLayout:
        """Draw a layout by lot."""
        kind = lot.choice(("goal", "goal", "whole", "evaluation", "evaluation"))
        return cls(
            suffix=lot.choice((".pdf", ".pdf", ".docx", ".html", ".xlsx")),
            kind=kind,
            together=lot.choice(("pages", "below", "listing") if kind == "goal" else ("pages",)),
            labels=lot.choice(("left", "wide", "above", "inline")),
            levels=lot.choice(("merged", "merged", "once", "each")),
            target=lot.choice(("whole", "parted", "unit")),
            side=lot.random() < 0.4,
            weight=lot.random() < 0.5,
            inside=lot.random() < 0.3,
            lead=lot.choice((0, 5, 15, 25)),
        )

    def __str__(self) -> str:
        return " ".join(f"{f.name}={getattr(self, f.name)}" for f in fields(self))

    @property
    def title(self) -> str:
        """Return what stands above a form."""
        if self.kind == "whole":
            return "部门整体支出绩效目标表"
        return "项目支出绩效自评表" if self.kind == "evaluation" else "项目支出绩效目标表"


class Setter:
    """Set the forms of one document, and keep what is printed where."""

    def __init__(self, layout: FormLayout, lot: random.Random) -> None:
        self.layout = layout
        self.lot = lot
        self.true: list[Printed] = []

    def heads(self) -> list[str]:
        """Return the headings of the indicators."""
        if self.layout.kind == "evaluation":
            return [*LEVELS, "年度指标值", "实际完成值", "分值", "得分", "偏差原因"]
        target = {
            "whole": ["指标值"],
            "parted": ["指标性质", "指标值", "计量单位"],
            "unit": ["指标值", "计量单位"],
        }[self.layout.target]
        return [*LEVELS, *target, *(["权重"] if self.layout.weight else [])]

    def lines(self, form: Form) -> list[list[str]]:
        """Return a form's indicators as they are printed."""
        return [self._line(form, one) for one in form.indicators]

    def _line(self, form: Form, one: Indicator) -> list[str]:
        sign = one.sign if one.sign in ("≥", "≤") else ""
        whole = f"{sign}{one.value}{one.unit}"
        points, key = str(self.lot.choice((5, 10, 15, 20))), form.project + one.name
        if self.layout.kind == "evaluation":
            printed = [whole, f"{one.value}{one.unit}", points, points, ""]
        elif self.layout.target == "parted":
            printed = [one.sign, one.value, one.unit]
        else:
            printed = [whole] if self.layout.target == "whole" else [f"{sign}{one.value}", one.unit]
        if self.layout.kind != "evaluation" and self.layout.weight:
            printed.append(points)
        heads = self.heads()[3:]
        for head, text in zip(heads, printed, strict=True):
            if head not in ("指标性质", "计量单位") and text:
                text = whole if head.endswith("指标值") or head == "指标值" else text
                self.true.append((bare(key), head, shown(text)))
        return [*one.levels, one.name, *printed]

    def grid(self, form: Form) -> list[Cell]:
        """Return the indicators of one form, headings first."""
        heads, lines = self.heads(), self.lines(form)
        left = int(self.layout.side)
        cells = [Cell(0, left + col, text) for col, text in enumerate(heads)]
        if left:
            cells.append(Cell(0, 0, "绩效指标", len(lines) + 1))
        return [*cells, *self._levels(lines, left, 1)]

    def _levels(self, lines: Sequence[Sequence[str]], left: int, top: int) -> Iterator[Cell]:
        for row, line in enumerate(lines):
            for col, text in enumerate(line):
                same = 0
                if col < 2 and self.layout.levels != "each":
                    if row and list(lines[row - 1][: col + 1]) == list(line[: col + 1]):
                        if self.layout.levels == "once":
                            yield Cell(top + row, left + col, "")
                        continue
                    while list(line[: col + 1]) == list(_at(lines, row + same)[: col + 1]):
                        same += 1
                down = same if col < 2 and self.layout.levels == "merged" else 1
                yield Cell(top + row, left + col, text, max(1, down))

    def form(self, form: Form, department: str) -> Set:
        """Return one form: labels with their values, money, the goal, the indicators."""
        width = len(self.heads()) + self.layout.side
        whole = self.layout.kind == "whole"
        named = [("部门名称" if whole else "项目名称", form.project)]
        if not whole:
            named += [("主管部门", department), ("实施单位", department), ("项目属性", "延续项目")]
        cells = list(self._pairs(named, width))
        cells += self._money(max(c.row for c in cells) + 1, width)
        goal = f"完成{form.indicators[0].name}等任务，提高服务水平，群众满意。"
        top = max(c.row for c in cells) + 1
        cells += [Cell(top, 0, "年度目标"), Cell(top, 1, goal, 1, width - 1)]
        pairs = [*named, ("年度目标", goal), *self.money]
        self.true += [(bare(form.project + a), "内容", shown(b)) for a, b in pairs]
        grid = [_moved(cell, top + 1) for cell in self.grid(form)]
        return Set(self.layout.title, "", top + 2, (*cells, *grid))

    def _pairs(self, named: Sequence[tuple[str, str]], width: int) -> Iterator[Cell]:
        if self.layout.labels == "wide" or len(named) == 1:
            for row, (label, value) in enumerate(named):
                yield from (Cell(row, 0, label), Cell(row, 1, value, 1, width - 1))
            return
        half = width // 2
        for at, pair in enumerate(named):
            left, right = (0, half) if at % 2 == 0 else (half, width)
            if self.layout.labels == "inline":
                yield Cell(at // 2, left, "：".join(pair), 1, right - left)
                continue
            if self.layout.labels == "left":
                yield Cell(at // 2, left, pair[0])
                yield Cell(at // 2, left + 1, pair[1], 1, right - left - 1)
            else:
                for row, text in enumerate(pair):
                    yield Cell(at // 2 * 2 + row, left, text, 1, right - left)

    def _money(self, top: int, width: int) -> list[Cell]:
        """Return the lines of money; what they say is kept in `money`."""
        plan = round(self.lot.uniform(5, 900), 2)
        other = round(plan * self.lot.choice((0, 0.1, 0.25)), 2)
        names, sums = ["年度资金总额", "其中：财政拨款", "其他资金"], [plan, plan - other, other]
        group = "部门预算（万元）" if self.layout.kind == "whole" else "项目资金（万元）"
        if self.layout.kind != "evaluation":
            texts = [f"{one:.2f}" for one in sums]
            self.money = list(zip(names, texts, strict=True))
            cells = [Cell(top, 0, group, 3)]
            for row, (name, text) in enumerate(self.money):
                cells += [Cell(top + row, 1, name), Cell(top + row, 2, text, 1, width - 2)]
            return cells
        heads = ["年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"]
        first = width - len(heads)
        cells = [Cell(top, 0, group, 4, first - 1), Cell(top, first - 1, "")]
        cells += [Cell(top, first + col, text) for col, text in enumerate(heads)]
        self.money = []
        for row, (name, one) in enumerate(zip(names, sums, strict=True)):
            texts = [f"{one:.2f}", f"{one * 1.1:.2f}", f"{one * 0.9:.2f}", "10", "81.82%", "8.2"]
            texts = texts if row == 0 else [*texts[:3], "—", "81.82%", "—"]
            cells.append(Cell(top + row + 1, first - 1, name))
            cells += [Cell(top + row + 1, first + col, text) for col, text in enumerate(texts)]
            self.money += [(name + h, t) for h, t in zip(heads, texts, strict=True)]
        return cells

    def listing(self, forms: Sequence[Form]) -> Set:
        """Return all forms as one table: each project beside its indicators."""
        heads = ["项目名称", "预算数（万元）", "年度目标", *self.heads()]
        cells, top = [Cell(0, col, text) for col, text in enumerate(heads)], 1
        for form in forms:
            money = f"{self.lot.uniform(5, 900):.2f}"
            goal = f"完成{form.indicators[0].name}等任务。"
            lines = self.lines(form)
            self.true.append((bare(form.project), "预算数（万元）", shown(money)))
            self.true.append((bare(form.project), "年度目标", shown(goal)))
            cells += [
                Cell(top, c, t, len(lines)) for c, t in enumerate((form.project, money, goal))
            ]
            cells += self._levels(lines, 3, top)
            top += len(lines)
        return Set(self.layout.title, "", 1, tuple(cells))


def _at(lines: Sequence[Sequence[str]], row: int) -> Sequence[str]:
    return lines[row] if row < len(lines) else ()


def _moved(cell: Cell, down: int) -> Cell:
    return Cell(cell.row + down, cell.col, cell.text, cell.row_span, cell.col_span)


def bare(text: str) -> str:
    """Return a name without signs and spaces."""
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def shown(text: str) -> str:
    """Return what is printed without spaces and the commas of figures."""
    return re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
