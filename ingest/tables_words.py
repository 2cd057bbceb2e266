"""Read the data file of words around tables once, as compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from ingest.templates import load_words
from ingest.text import squeeze

Pattern = re.Pattern[str]

_HALF_WIDTH = str.maketrans("（）０１２３４５６７８９", "()0123456789")

_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True, slots=True)
class KindRule:
    """Say which words in a title or in header words make a kind of table."""

    kind: str
    title: Pattern
    header: Pattern
    excluded: Pattern


@dataclass(frozen=True, slots=True)
class TableWords:
    """Hold the patterns of `data/tables.yaml`."""

    annex: Pattern
    unit: Pattern
    unit_above: Pattern
    unit_below: Pattern
    filler: Pattern
    title: Pattern
    not_title: Pattern
    over_title: Pattern
    note: Pattern
    nothing: Pattern
    head: Pattern
    wide: Pattern
    row_head: Pattern
    row_names: Pattern
    spanning: Pattern
    total: Pattern
    numbered: Pattern
    column_numbers: Pattern
    column_number: Pattern
    code_parts: frozenset[str]
    project_codes: frozenset[str]
    indicator: Pattern
    form_labels: Pattern
    form_aims: Pattern
    form_money: Pattern
    form_funds: Pattern
    form_tasks: Pattern
    form_banner: Pattern
    form_title: Pattern
    form_level: Pattern
    form_ranks: Pattern
    form_weight: Pattern
    form_grid: tuple[str, ...]
    form_closing: Pattern
    kinds: tuple[KindRule, ...]

    def tells_below(self, text: str) -> bool:
        """Tell whether a text alone in its row is a note, or says that nothing is listed."""
        return bool(self.note.search(text) or self.nothing.search(text))


def normal(text: str) -> str:
    """Return a text as patterns are matched on it: no white space, half-width brackets, digits."""
    return squeeze(text).translate(_HALF_WIDTH)


@cache
def words() -> TableWords:
    """Return the words of tables, read once."""
    return words_of(load_words("tables"))


def words_of(raw: dict[str, Any]) -> TableWords:
    """Return the content of a data file of words as patterns."""
    caption, header, form = raw["caption"], raw["header"], raw["form"]
    return TableWords(
        annex=re.compile(rf"^({'|'.join(caption['annex'])})(?![\d年月般])[:：、.]?"),
        unit=re.compile(caption["unit"]),
        unit_above=re.compile(caption["unit_above"]),
        unit_below=re.compile(caption["unit_below"]),
        filler=_any(caption["filler"]),
        title=_any(caption["title"]),
        not_title=_any(caption["not_title"]),
        over_title=re.compile(caption["over_title"]),
        note=re.compile(caption["note"]),
        nothing=re.compile(caption["nothing"]),
        head=re.compile(header["words"]),
        wide=re.compile(header["wide"]),
        row_head=re.compile(header["rows"]),
        row_names=re.compile(header["row_names"]),
        spanning=re.compile(header["spanning"]),
        total=re.compile(header["total"]),
        numbered=re.compile(header["numbered"]),
        column_numbers=re.compile(header["column_numbers"]),
        column_number=re.compile(header["column_number"]),
        code_parts=frozenset(header["code_parts"]),
        project_codes=frozenset(header["project_codes"]),
        indicator=_any(form["indicator"]),
        form_labels=_any(form["labels"]),
        form_aims=_any(form["aims"]),
        form_money=_any(form["money"]),
        form_funds=_any(form["funds"]),
        form_tasks=_any(form["tasks"]),
        form_banner=re.compile(form["banner"]),
        form_title=re.compile(form["title"]),
        form_level=re.compile(form["level"]),
        form_ranks=re.compile(form["ranks"]),
        form_weight=re.compile(form["weight"]),
        form_grid=tuple(form["grid"]),
        form_closing=_any(form["closing"]),
        kinds=tuple(
            KindRule(
                rule["kind"],
                _any(rule.get("title")),
                _any(rule.get("header")),
                _any(rule.get("not")),
            )
            for rule in raw["kinds"]
        ),
    )


def _any(patterns: Iterable[str] | None) -> Pattern:
    listed = list(patterns or ())
    return re.compile("|".join(f"(?:{one})" for one in listed)) if listed else _NEVER


def is_filler(text: str, vocabulary: TableWords) -> bool:
    """Tell whether a line only fills in a form's head: unit, department, date."""
    bare = normal(text)
    return len(bare) <= 80 and vocabulary.filler.search(bare) is not None


def kind_of(title: str, header: Sequence[Sequence[str]], labels: Sequence[str] = ()) -> str:
    """Return the kind of a table by its title, else by its header words and form labels."""
    name = normal(title)
    heads = normal("/".join([*("/".join(path) for path in header), *labels]))
    for rule in words().kinds:
        if rule.title.search(name) and not rule.excluded.search(name):
            return rule.kind
        if rule.header.search(heads):
            return rule.kind
    return "unknown"
