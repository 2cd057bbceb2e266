"""Name the divisions or units that deal with what is asked: 审金融的处, 跟养蚕有关的单位, 搞研究的部门.

What they deal with stands in their names, as a list of the narrative prints them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from math import log

from ingest.data_files import data_file
from qa.narration.case import Case, cite
from qa.narration.nearest import pairs
from qa.narration.reading import Reading, both
from qa.narration.unit import Unit
from qa.words.sentences import plain, statements

SURE = 0.95
LEAST = 2  # names from which words are a list of bodies
NEAR = 0.75  # share of the best name's weight that a further name must have
SHORT = 2  # characters of a verb and what it is done to: 养蚕


@cache
def _pattern(name: str) -> re.Pattern[str]:
    raw: dict[str, str] = data_file("qa", "narrative.yaml")["bodies"]
    return re.compile(raw[name].replace("{endings}", raw["endings"]))


def bodies(case: Case) -> Reading | None:
    """Name the bodies whose own names say what they deal with, and quote the list they stand in."""
    asked = _pattern("asked").search(plain(case.query.text))
    if asked is None:
        return None
    matter = next(group for group in asked.groups() if group)
    held = list(_listed(case))
    found = _of_kind(asked.group(), _dealing(matter, list(dict.fromkeys(n for n, _, _ in held))))
    places = {name: (unit, text) for name, unit, text in reversed(held) if name in found}
    units = {unit.index: (unit, text) for unit, text in places.values()}
    if not found or len({unit.document_id for unit, _ in units.values()}) != 1:
        return None
    opening = [("some", "")] if case.want.has("yes_no") else []
    many = len(found) > 1
    names = ("count", "、".join(found) + f"（共{len(found)}个）" * many, ", ".join(found))
    zh, en = both(*opening, names, *(("quote", text) for _, text in units.values()))
    catalogue = case.evidence.catalogue
    cited = tuple(cite(catalogue, unit, text) for unit, text in units.values())
    counting = f"所列名称数 = {len(found)}" if many else None
    return Reading(SURE, zh, en, (), cited, counting, kind="list", coverage=SURE, typed=True)


def remarked(case: Case) -> Reading | None:
    """Name the bodies of a list whose remark says what is asked of them: 预算不单列，并入本级."""
    if not _pattern("which").search(plain(case.query.text)):
        return None
    kinds = [thing.forms for thing in case.want.things]  # 下属 says what is asked for
    said = [
        c
        for c in case.want.concepts
        if not (c.light or any(forms.search(c.text) for forms in kinds))
    ]
    found = [
        (row, remark)
        for sheet in case.evidence.catalogue.tables.values()
        if sheet.document_id in case.documents and _pattern("table").search(sheet.title)
        for row in sheet.rows
        if (remark := row.text.partition(row.label)[2].strip(" 。；"))
        and any(form in remark for c in said for form, _ in c.forms)
    ]
    if not found or len(case.documents) != 1:
        return None
    catalogue, names = case.evidence.catalogue, "、".join(row.label for row, _ in found)
    many = f"（共{len(found)}个）" * (len(found) > 1)
    quotes = dict.fromkeys(f"{row.label} {remark}" for row, remark in found)
    zh, en = both(("count", names + many), *(("quote", quote) for quote in quotes))
    tables = {row.id: catalogue.table_of(row.id) for row, _ in found}
    units = [
        Unit(0, tables[r.id].document_id, r.text, "", "field", None, r, tables[r.id])
        for r, _ in found
    ]
    cited = tuple(cite(catalogue, unit, unit.text) for unit in units)
    counting = f"所列名称数 = {len(found)}" if many else None
    return Reading(SURE, zh, en, (), cited, counting, kind="list", coverage=SURE, typed=True)


def _of_kind(asked: str, names: list[str]) -> list[str]:
    """Keep the divisions or the units alone, where a question says which and there are some."""
    kind = next((kind for kind in ("unit", "division") if _pattern(kind).search(asked)), "")
    inner = [name for name in names if _pattern("inner").search(name)]
    kept = inner if kind == "division" else [n for n in names if n not in inner] if kind else names
    return kept or names


def _listed(case: Case) -> Iterator[tuple[str, Unit, str]]:
    """Return the names of bodies that the narrative lists, each with its place."""
    for unit in case.evidence.units:
        told = unit.kind not in ("field", "reason", "definition", "contact")
        if not told or unit.document_id not in case.documents:
            continue
        for piece in statements(unit.text):
            names = names_in(piece.text)
            if len(names) >= LEAST:
                yield from ((name, unit, piece.text) for name in names)


def names_in(text: str) -> list[str]:
    """Return the names of bodies in a list: what is parted by marks and ends as bodies do."""
    words = re.sub(r"\([^()]*\)|\s", "", plain(text))
    words = _pattern("opening").sub("", words)
    parts = _pattern("parted").split(words)
    return [part for part in parts if _pattern("name").fullmatch(part)]


def _dealing(matter: str, names: list[str]) -> list[str]:
    """Return the names that print most of a matter by pairs of characters, the rare ones most."""
    said = pairs(matter) - {pair for pair in pairs(matter) if _pattern("generic").fullmatch(pair)}
    weights = {pair: sum(pair in name for name in names) for pair in said}
    scored = {
        name: sum(log(1 + len(names) / n) for pair, n in weights.items() if pair in name)
        for name in names
    }
    best = max(scored.values(), default=0.0)
    if best:
        return [name for name, score in scored.items() if score >= NEAR * best]
    done = len(matter) == 1 or (len(matter) == SHORT and _pattern("verb").match(matter))
    return [name for name in names if matter[-1] in name] if done else []
