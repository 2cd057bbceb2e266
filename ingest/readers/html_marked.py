"""Give the tables of a page that are no <table> the tags of one: by role, by style, by list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from ingest.tables_words import normal, words
from ingest.text import clean

_ROLE_TAGS = {
    **dict.fromkeys(("table", "grid", "treegrid"), "table"),
    **dict.fromkeys(("columnheader", "rowheader"), "th"),
    **dict.fromkeys(("cell", "gridcell"), "td"),
    "row": "tr",
    "rowgroup": "tbody",
    "caption": "caption",
}
_STYLE_TAGS = {
    **dict.fromkeys(("table-row-group", "table-header-group", "table-footer-group"), "tbody"),
    "table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-caption": "caption",
}
_DISPLAY = re.compile(r"(?:^|[;\s{])display\s*:\s*(table(?:-[a-z]+)*)\s*(?:!|;|}|$)")
_CLASS_RULE = re.compile(r"(?:^|(?<=[},\s]))\.([\w-]+)\s*\{([^{}]*)\}")
_PLAIN = frozenset(("div", "span", "section", "p", "ul", "ol", "li", "dl", "dt", "dd", "article"))
_PARTS = frozenset(("tr", "tbody", "thead", "tfoot", "caption", "colgroup", "col"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_CARDS = frozenset(("article", "section", "li", "div"))

LONG = 30
"""The value of a form's field is seldom longer; the sentence that explains a term always is."""


def mark(root: etree._Element) -> None:
    """Change a page in place: grids and cards that only look like tables become tables."""
    displayed = _displayed(root)
    made = {one: tag for one in root.iter(*_PLAIN) if (tag := _tag(one, displayed))}
    before = {one: one.tag for one in made}
    for element, tag in made.items():
        element.tag = tag
    for table in [one for one in reversed(made) if one.tag == "table"]:  # the inner ones first
        if _lists(table):
            _tidy(table)
        else:
            _restore(table, before)
    for cell in [one for one in made if one.tag in ("td", "th")]:
        for name in ("rowspan", "colspan"):
            if span := cell.get(f"aria-{name}"):
                cell.set(name, span)
    for listed in list(root.iter("dl")):
        _listed(listed)
    for button in root.iter("button"):
        _heading(button)


# --- grids ------------------------------------------------------------------------------------


def _displayed(root: etree._Element) -> dict[str, str]:
    """Return the classes that a page's own style shows as tables, rows and cells."""
    found: dict[str, str] = {}
    for style in root.iter("style"):
        for name, rules in _CLASS_RULE.findall(style.text or ""):
            if match := _DISPLAY.search(rules):
                found[name] = match[1]
    return found


def _tag(element: etree._Element, displayed: dict[str, str]) -> str | None:
    """Return the tag that an element's role or style stands for; None without."""
    role = (element.get("role") or "").strip().lower()
    if role:
        return _ROLE_TAGS.get(role)
    if match := _DISPLAY.search(element.get("style") or ""):
        return _STYLE_TAGS.get(match[1])
    shown = (displayed.get(name) for name in (element.get("class") or "").split())
    return next((_STYLE_TAGS.get(one) for one in shown if one), None)


def _own_rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]


def _lists(table: etree._Element) -> bool:
    """Tell whether boxes list rows of cells: those of a page's layout have a row, or a column."""
    widths = [sum(cell.tag in ("td", "th") for cell in row) for row in _own_rows(table)]
    return len(widths) > 1 and sum(width > 1 for width in widths) * 2 > len(widths)


def _restore(table: etree._Element, before: dict[etree._Element, Any]) -> None:
    """Give a layout's boxes their own tags again, but not those of a table inside them."""
    inside = [one for one in table.iter() if next(one.iterancestors("table"), None) is table]
    for element in (table, *inside):
        if element in before and (element is table or element.tag != "table"):
            element.tag = before[element]


def _tidy(table: etree._Element) -> None:
    """Put the rows of a table right below it, its head into a caption, the rest behind it."""
    rows = _own_rows(table)
    if table.text and table.text.strip():
        table.insert(0, _made("caption", table.text))
    before, behind = True, table
    for child in list(table):
        if not isinstance(child.tag, str) or child.tag in _PARTS:
            before = before and child.tag in ("caption", "colgroup", "col")
        elif any(row in rows for row in child.iter("tr")):
            child.tag, before = "tbody", False
            _unwrap(child)
        elif before:
            child.tag = "caption"
        else:
            behind.addnext(child)
            behind = child


def _unwrap(body: etree._Element) -> None:
    """Put rows that stand in boxes inside a body right below it."""
    while boxes := [c for c in body if c.tag != "tr" and next(c.iter("tr"), None) is not None]:
        for box in boxes:
            for row in list(box):
                box.addprevious(row)
            body.remove(box)


def _heading(button: etree._Element) -> None:
    """Let a button that opens what it heads be words of its heading, unless a caption repeats it."""
    head = next(button.iterancestors(*_HEADINGS), None)
    if head is None or (box := head.getparent()) is None:
        return
    title = re.sub(r"^[\d.、]+", "", normal(_text(button)))
    if not any(title in normal(_text(caption)) for caption in box.iter("caption")):
        button.tag = "span"


# --- lists of terms ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    """Hold one term of a list with what is said of it."""

    name: etree._Element
    told: tuple[etree._Element, ...]

    @property
    def label(self) -> str:
        """Return the words of the term."""
        return _text(self.name).rstrip(":：")

    @property
    def value(self) -> str:
        """Return what is said of it on one line."""
        return " ".join(_text(one) for one in self.told)


def _text(element: etree._Element) -> str:
    return clean("".join(element.itertext()))


def _terms(listed: etree._Element) -> list[_Term] | None:
    """Return the terms of a list; None where one has no words said of it."""
    parts: list[etree._Element] = []
    for child in listed:
        inner = [child] if child.tag in ("dt", "dd") else list(child)
        parts.extend(inner)
    terms: list[_Term] = []
    for part in parts:
        if part.tag == "dt":
            terms.append(_Term(part, ()))
        elif part.tag == "dd" and terms:
            terms[-1] = _Term(terms[-1].name, (*terms[-1].told, part))
        else:
            return None
    return terms if terms and all(term.told for term in terms) else None


def _listed(listed: etree._Element) -> None:
    """Make a form of a list of labels and values, and a line of a term and its sentence."""
    if listed.getparent() is None or not (terms := _terms(listed)):
        return
    if _is_form(terms):
        _form(listed, terms)
    elif all(len(term.told) == 1 and _sentence(term.value) for term in terms):
        for term in terms:
            line = _made("p", f"{term.label}：{term.value}")
            listed.addprevious(line)
        _drop(listed)


def _sentence(text: str) -> bool:
    return text.endswith(("。", "；", ";", "."))


def _is_form(terms: Sequence[_Term]) -> bool:
    """Tell whether terms are the fields of a form: known labels, short values."""
    labels = words().form_labels
    known = sum(bool(labels.search(normal(term.label))) for term in terms)
    short = sum(len(term.value) <= LONG and not _sentence(term.value) for term in terms)
    return len(terms) >= 3 and known * 2 > len(terms) and short * 2 > len(terms)


def _form(listed: etree._Element, terms: Sequence[_Term]) -> None:
    """Put a form's fields, and the indicators of its card, into a table where its list stood."""
    table = _made("table")
    grid = _indicators(listed)
    width = len(grid.heads) - 1 if grid else 1
    for term in terms:
        _row(table, [term.label, term.value], width)
    listed.addprevious(table)
    values = {normal(term.value) for term in terms}
    if (card := _card(listed)) is not None:
        for head in [one for one in card.iter(*_HEADINGS) if normal(_text(one)) in values]:
            _drop(_whole(head, card))  # it repeats the project's name
    if grid:
        _row(table, grid.heads, 1)
        for line in grid.lines:
            _row(table, line, 1)
        for one in grid.taken:
            _drop(one)
    _drop(listed)


def _whole(head: etree._Element, card: etree._Element) -> etree._Element:
    """Return the box of a heading where it holds no more than the heading's number."""
    box = head.getparent()
    if box is None or box is card:
        return head
    rest = normal(_text(box)).replace(normal(_text(head)), "", 1)
    return box if re.fullmatch(r"[\d.、]*", rest) else head


def _row(table: etree._Element, texts: Sequence[str], width: int) -> None:
    row = etree.SubElement(table, "tr")
    for text in texts:
        cell = _made("td", text)
        row.append(cell)
    row[-1].set("colspan", str(width))


def _made(tag: str, text: str | None = None) -> etree._Element:
    made = etree.Element(tag)
    made.text = text
    return made


def _drop(element: etree._Element) -> None:
    """Take an element out of the page, but not the words behind it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        element.addprevious(_made("p", element.tail))
    element.tail = None
    parent.remove(element)


# --- indicators of a card ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Indicators:
    """Hold the indicators of a card as lines of a grid, and the elements that they were."""

    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    taken: tuple[etree._Element, ...]


def _card(listed: etree._Element) -> etree._Element | None:
    """Return the widest box around a form's list that holds no other form."""
    card = None
    for box in listed.iterancestors(*_CARDS):
        others = [terms for one in box.iter("dl") if one is not listed and (terms := _terms(one))]
        if any(map(_is_form, others)):
            break
        card = box
        if box.tag == "article":
            break
    return card


def _indicators(listed: etree._Element) -> _Indicators | None:
    """Return the indicators printed below a form in its card; None unless all of them are read."""
    card = _card(listed)
    if card is None:
        return None
    lines: list[tuple[str, ...]] = []
    taken: list[etree._Element] = []
    first = ""
    behind = False
    for element in card.iter():
        behind = behind or element is listed
        if not behind or any(one is listed for one in (element, *element.iterancestors())):
            continue
        if any(one in taken for one in element.iterancestors()):
            continue
        if _level(own := _text(element)) and element.tag in (
            *_HEADINGS,
            "p",
            "div",
            "dt",
            "strong",
        ):
            first = own
            taken.append(element)
        elif found := _group(element, first):
            lines.extend(found)
            taken.append(element)
    if len(lines) < 2:
        return None
    heads = words().form_grid
    weighted = any(line[-1] for line in lines)
    cut = None if weighted else -1
    return _Indicators(tuple(heads[:cut]), tuple(line[:cut] for line in lines), tuple(taken))


def _level(text: str) -> bool:
    return words().form_level.fullmatch(normal(text)) is not None


def _group(element: etree._Element, first: str) -> list[tuple[str, ...]] | None:
    """Return the lines of a list whose every item is an indicator; None for anything else."""
    if element.tag not in ("dl", "ul", "ol"):
        return None
    items: list[list[etree._Element]] = [[child] for child in element if isinstance(child.tag, str)]
    if any(item[0].tag in ("dt", "dd") for item in items):
        terms = _terms(element)
        items = [[term.name, *term.told] for term in terms] if terms else []
    lines = [_line(first, [text for one in item for text in _pieces(one)]) for item in items]
    return [line for line in lines if line] if lines and all(lines) else None


def _pieces(element: etree._Element) -> Iterator[str]:
    for text in element.itertext():
        if text.strip():
            yield clean(text).strip("：: ")


def _line(first: str, texts: Sequence[str]) -> tuple[str, ...] | None:
    """Return the cells of one indicator: its levels, name, target and weight; None if unsure."""
    weight, second = "", ""
    rest: list[str] = []
    for text in texts:
        bare = normal(text)
        if match := words().form_weight.fullmatch(bare):
            weight = match[1]
        elif not second and not rest and _level(bare):
            second = text
        elif text:
            rest.append(text)
    return (first, second, *rest, weight) if len(rest) == 2 and (first or second) else None
