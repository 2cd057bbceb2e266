"""Find in a question the printed names by which sets of rows go: titles, classes, marks, heads."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from qa.catalogue import Catalogue, Entry, Heading, Sheet
from qa.linking.text import core, unnumbered
from qa.lookup import Lookup
from qa.planning.set_rows import is_above
from qa.words import references

NO_LISTS = (
    "project_performance", "overall_performance", "total_summary", "fiscal_summary", "three_public",
)  # fmt: skip
"""Kinds of table whose rows are no members of one list."""
CLASSED = (
    "three_public",
    "total_summary",
    "fiscal_summary",
)  # such a table whose rows may stand below others all the same
CODES = ("functional", "economic")
LISTS = ("procurement", "project_list")
MARK = (2, 16)
"""Characters of a cell that may mark rows."""
_YEAR = re.compile(r"20\d\d年?度?")
_IDLE = re.compile(r"[\W_]+")
_OWN = re.compile(r"^(?:本?(?:部门|单位))")
_LETTER = re.compile(r"^[a-z](?=[一-鿿])")
_SHORT = 4  # characters of a name without its formal end
_TITLED = 4  # characters of a title that names its table


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """Return a name as it is compared: without numbering, punctuation, gaps and case."""
    return _IDLE.sub("", unicodedata.normalize("NFKC", unnumbered(text))).lower()


@dataclass(frozen=True, slots=True)
class Hit:
    """Hold a printed name where a question says it."""

    name: str
    start: int
    end: int


@dataclass
class Names:
    """Hold what one document prints that may name a set of rows, by bare name."""

    catalogue: Catalogue
    lookup: Lookup
    document: int
    titles: dict[str, list[Sheet]] = field(default_factory=dict)
    classes: dict[str, list[tuple[Sheet, Entry]]] = field(default_factory=dict)
    rows: dict[str, list[tuple[Sheet, Entry]]] = field(default_factory=dict)
    heads: dict[str, list[tuple[Sheet, Heading]]] = field(default_factory=dict)
    marks: dict[str, list[tuple[Sheet, Heading, Entry]]] = field(default_factory=dict)

    def read(self) -> Names:
        """Read the document's tables."""
        found: tuple[dict[str, list[object]], ...] = tuple(defaultdict(list) for _ in range(5))
        titles, classes, rows, heads, marks = found
        own = flat(self.catalogue.documents[self.document].institution)
        for sheet in (t for t in self.catalogue.tables.values() if t.document_id == self.document):
            for form in _title_forms(sheet.title, own):
                titles[form].append(sheet)
            for entry in sheet.rows:
                if entry.kind == "item" and len(flat(entry.label)) > 1:
                    rows[flat(entry.label)].append((sheet, entry))
            above = {row.parents for row in sheet.rows if row.kind == "item" and row.parents}
            for entry in sheet.rows if sheet.kind in CLASSED or sheet.kind not in NO_LISTS else ():
                if entry.kind == "item" and (*entry.parents, entry.label) in above:
                    classes[flat(entry.label)].append((sheet, entry))
                    if entry.code_kind in CODES and entry.code:
                        classes[entry.code].append((sheet, entry))
            if sheet.kind in NO_LISTS:
                continue
            for head in (c for c in sheet.columns if c.path):
                heads[flat(head.path[-1])].append((sheet, head))
            for mark, cell in self._cells(sheet):
                marks[mark].append(cell)
        _shorten(classes)
        _shorten(rows)
        self.titles, self.classes, self.rows = dict(titles), dict(classes), dict(rows)  # type: ignore[arg-type]
        self.heads, self.marks = dict(heads), dict(marks)  # type: ignore[arg-type]
        return self

    def _cells(self, sheet: Sheet) -> Iterator[tuple[str, tuple[Sheet, Heading, Entry]]]:
        """Give the cells of words that may mark the rows of a table."""
        columns = {c.index: c for c in sheet.columns if c.role == "text" and c.path}
        for entry in leaves(sheet) if columns else ():
            for fact in self.lookup.row(sheet.id, entry.id):
                said = flat(fact.printed) if fact.column in columns else ""
                if MARK[0] <= len(said) <= MARK[1] and not said.isdigit():
                    for form in _spoken(said):
                        yield form, (sheet, columns[fact.column], entry)

    def find(self, text: str, names: Iterable[str]) -> list[Hit]:
        """Return where a text says any of some names, the longest of those that meet."""
        said = Said(text)
        found: list[Hit] = []
        for name in sorted({n for n in names if n in said.flat}, key=len, reverse=True):
            for hit in said.places(name):
                if not any(hit.start < one.end and one.start < hit.end for one in found):
                    found.append(hit)
        return sorted(found, key=lambda hit: hit.start)

    def head_said(self, text: str, head: Heading, taken: Sequence[Hit]) -> Hit | None:
        """Return where a text says a column's head, or most of it by its end or beginning."""
        name, said = flat(head.path[-1]), Said(text)
        for size in range(len(name), max(2, len(name) // 2) - 1, -1):
            ends = (name[-size:], name[:size] if size > 2 else "")
            for part in dict.fromkeys(filter(None, ends)):
                for hit in said.places(part):
                    if not any(hit.start < one.end and one.start < hit.end for one in taken):
                        return hit
        return None

    def titled(self, text: str) -> list[Hit]:
        """Return where a text names tables by their titles."""
        return self.find(text, self.titles)

    def by_kind(self, text: str) -> list[tuple[Hit, Sheet]]:
        """Return the tables that a text names by their kind, where there is one of it, or their number."""
        own = [t for t in self.catalogue.tables.values() if t.document_id == self.document]
        found = []
        for span in references.table_words(text):
            sheets = [t for t in own if t.kind == span.value]
            if len(sheets) == 1 and sheets[0].kind not in NO_LISTS:
                found.append((Hit(text[span.start : span.end], span.start, span.end), sheets[0]))
        for span in references.annexes(text, [t.annex for t in own]):
            sheets = [t for t in own if t.annex == span.value]
            if len(sheets) == 1 and sheets[0].kind not in NO_LISTS:
                found.append((Hit(text[span.start : span.end], span.start, span.end), sheets[0]))
        return found

    @cached_property
    def printed(self) -> str:
        """Return all that rows and heads print, a line each."""
        return "\n".join((*self.rows, *self.heads, *self.marks))


class Said:
    """Hold a text without its punctuation, with the place of each character."""

    def __init__(self, text: str) -> None:
        kept = [(i, c.lower()) for i, c in enumerate(text) if not _IDLE.fullmatch(c)]
        self._places = [i for i, _ in kept]
        self.flat = "".join(c for _, c in kept)

    def places(self, name: str) -> Iterator[Hit]:
        """Give where a bare name stands in the text; one of marks alone (%) stands nowhere."""
        at = self.flat.find(name) if name else -1
        while at >= 0:
            start, end = self._places[at], self._places[at + len(name) - 1] + 1
            beside = self.flat[at - 1 : at] + self.flat[at + len(name) : at + len(name) + 1]
            if not (name.isdigit() and any(map(str.isdigit, beside))):
                yield Hit(name, start, end)
            at = self.flat.find(name, at + 1)


def leaves(sheet: Sheet) -> list[Entry]:
    """Return the rows of a table that have none below them."""
    rows = [e for e in sheet.rows if e.kind == "item"]
    above = {parent for e in rows for parent in e.parents}
    return [e for i, e in enumerate(rows) if e.label not in above and not is_above(e, i, rows)]


def below(sheet: Sheet, entry: Entry) -> list[Entry]:
    """Return the rows right below one."""
    under = (*entry.parents, entry.label)
    return [e for e in sheet.rows if e.kind == "item" and e.parents == under]


def _title_forms(title: str, institution: str) -> set[str]:
    """Return a title as it is said: whole, without its year, without its department."""
    whole = flat(title)
    forms = {whole, _YEAR.sub("", whole)}
    forms |= {form.replace(institution, "") for form in tuple(forms) if institution}
    forms |= {_OWN.sub("", form) for form in tuple(forms)}
    return {form for form in forms if len(form) >= _TITLED}


def _spoken(mark: str) -> tuple[str, ...]:
    """Return a mark as it is said: A货物 also 货物, 特定目标类 also 特定目标."""
    bare = _LETTER.sub("", mark)
    short = bare.removesuffix("类")
    return tuple(dict.fromkeys((mark, bare, short if len(short) > 1 else bare)))


def _shorten(names: dict[str, list[object]]) -> None:
    """Add names without their formal ends (住房保障 of 住房保障支出), where nothing else is called so."""
    for name in list(names):
        short = core(name)
        if len(short) >= _SHORT and short not in names:
            names[short] = names[name]


def without_own(text: str, institution: str, spans: Sequence[Hit]) -> list[Hit]:
    """Return where a text says the department's name or most of its end, beside what is named."""
    own = flat(institution)
    said = Said(text)
    for size in range(len(own), 2, -1):
        hits = list(said.places(own[-size:])) if own[-size:] in said.flat else []
        free = [h for h in hits if not any(h.start < s.end and s.start < h.end for s in spans)]
        if free:
            return free
    return []
