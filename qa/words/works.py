"""Read everyday words for what a government does as the name that a document prints for it.

扫雪 is 冬季清冰雪费用 where just one project has such a name. The words are data (`qa/data/works.tsv`);
they are read so only where no name prints them as said.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from qa.catalogue import Catalogue
from qa.linking.names import subject_of
from qa.linking.text import bare
from qa.regexes import regex
from qa.words.wordclass import names_something

FIRST = ("project_list",)
OTHERS = ("procurement", "asset_purchases", "project_performance")
"""Kinds of table whose rows may be meant: projects before purchases and forms."""
_SPENT = frozenset("花费用款钱")  # 清雪花了多少: the next word, whatever the two spell
_AROUND = r"(?:(?:的)?(?:外包|承包|包)(?:出去|给(?:公司|别人))?(?:的)?|(?:的)?(?:那|这)(?:块|一块|项|个|个项目|笔|件事)|的事)?"


@cache
def _works() -> tuple[tuple[re.Pattern[str], tuple[tuple[str, ...], ...]], ...]:
    text = (files("qa") / "data" / "works.tsv").read_text(encoding="utf-8")
    rows = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return tuple(
        (
            regex(f"(?P<said>{row[0]}){_AROUND}"),
            tuple(tuple(name.split("+")) for name in row[1].split("|")),
        )
        for row in rows
        if len(row) > 1 and not row[0].startswith("#")
    )


class Works:
    """Know the projects and purchases of a catalogue by everyday words."""

    def __init__(self, catalogue: Catalogue) -> None:
        rows = [
            (table.kind, row.label)
            for table in catalogue.tables.values()
            for row in table.rows
            if row.kind == "item" and row.label
        ]
        tables = catalogue.tables.values()
        rows += [("project_performance", name) for t in tables if (name := subject_of(t))]
        self._kinds = tuple(
            tuple(dict.fromkeys(label for kind, label in rows if kind in kinds))
            for kinds in (FIRST, OTHERS)
        )
        cells = {bare(row.text) for table in tables for row in table.rows}
        self._printed = "\n".join(cells | {bare(label) for _, label in rows})

    def named(self, text: str) -> str:
        """Return a question with everyday words as the one name that prints what they mean."""
        for pattern, meant in _works():
            match = pattern.search(text)
            if match is None or bare(match["said"]) in self._printed:
                continue
            if self._goes_on(text, match.end("said")):
                continue
            label = self._label(meant)
            if label:
                text = f'{text[: match.start()]}"{label}"{text[match.end() :]}'
        return text

    def _goes_on(self, text: str, end: int) -> bool:
        """Tell whether words end inside another word that is printed (买书 of 买书架, 智能书架)."""
        word = text[end - 1 : end + 1]
        own = len(word) == 2 and word[1] not in _SPENT and word in self._printed
        return own and names_something(word)

    def _label(self, meant: Iterable[tuple[str, ...]]) -> str:
        """Return the one name with all pieces of the first alternative that some name has."""
        for pieces in meant:
            for labels in self._kinds:
                found = [one for one in labels if all(piece in one for piece in pieces)]
                if found:
                    return found[0] if len(found) == 1 else ""
        return ""
