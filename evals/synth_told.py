"""Make questions about what the narrative states: changes with their reasons, terms, uses, duties."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable

from evals.dataset import Case, Expected, Figure, Place
from evals.normal import flat
from evals.synth_ground import Ground
from evals.synth_units import Say, case
from qa.query import Route

ALSO = (Route.BOTH, Route.TABLE)
CHANGE = re.compile(
    r"(?P<x>[一-鿿“”、]{2,18})（项）(?:支出)?[^。；]*?(?:比|较)(?:20\d\d年|上年|去年)(?:度)?(?:年初)?(?:预算|决算|执行)?(?:数)?"
    r"(?P<way>增加|减少)(?P<gap>[\d,.]+)万元[，,](?:增长|下降|降低|减少)(?P<rate>[\d.]+)[%％][，,。；]"
    r"(?:主要(?:原因)?(?:是|为)(?:由于)?(?P<why>[^。；]{6,}))?"
)
TERM = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)?(?P<x>[^：:，。]{2,20})[：:]\s*(?:是)?指(?P<what>[^。]{10,})"
)
USED = re.compile(
    r"(?P<x>[一-鿿]{3,18})(?:支出|项目|经费)?(?:[\d.,]+万元)?[，,:：]?主要用于(?P<what>[^。；]{8,})"
)
SAID = 6  # characters that an answer must have


class ToldKinds:
    """Make the questions over one document."""

    def __init__(self, ground: Ground, dice: random.Random, say: Say) -> None:
        self.ground, self.dice, self.say = ground, dice, say

    def kinds(self) -> dict[str, Callable[[], Case | None]]:
        """Return the makers by kind."""
        names = ("why_moved", "by_how_much", "by_percent", "term", "used_for")
        return {n: getattr(self, n) for n in names}

    def _found(self, said: re.Pattern[str]) -> re.Match[str] | None:
        """Return one place where the narrative says something, told apart by its subject."""
        matches = [
            m for p in self.ground.passages for m in said.finditer(re.sub(r"[ \t]", "", p.text))
        ]
        names = Counter(m["x"] for m in matches)
        alone = [m for m in matches if names[m["x"]] == 1]
        return self.dice.choice(alone) if alone else None

    def _text(self, kind: str, x: str, expected: Expected) -> Case:
        anywhere = (Place("", None, doc=self.ground.document.name),)
        return case("narrative", self.say(kind, x=x), expected, anywhere)

    def why_moved(self) -> Case | None:
        """Ask why an item moved."""
        found = self._found(CHANGE)
        if found is None or not found["why"]:
            return None
        expected = Expected(Route.TEXT, ALSO, words=(_start(found["why"]),))
        return self._text("why_moved", _item(found["x"]), expected)

    def by_how_much(self) -> Case | None:
        """Ask by how much an item moved."""
        found = self._found(CHANGE)
        if found is None:
            return None
        figure = Figure(found["gap"].replace(",", ""), "万元")
        return self._text("by_how_much", _item(found["x"]), Expected(Route.TEXT, ALSO, (figure,)))

    def by_percent(self) -> Case | None:
        """Ask by how many percent an item moved."""
        found = self._found(CHANGE)
        if found is None:
            return None
        expected = Expected(Route.TEXT, ALSO, (Figure(found["rate"], "%"),))
        return self._text("by_percent", _item(found["x"]), expected)

    def term(self) -> Case | None:
        """Ask what a term means."""
        found = self._found(TERM)
        if found is None:
            return None
        expected = Expected(Route.TEXT, ALSO, words=(_start(found["what"]),))
        return self._text("term", re.sub("[“”]", "", found["x"]), expected)

    def used_for(self) -> Case | None:
        """Ask what an item is used for."""
        found = self._found(USED)
        if found is None or flat(found["x"]) not in self.ground.cells:
            return None
        expected = Expected(Route.TEXT, ALSO, words=(_start(found["what"]),))
        return self._text("used_for", found["x"], expected)


def _item(printed: str) -> str:
    return re.sub(r"^.*[款类]", "", printed)


def _start(text: str) -> str:
    return re.split(r"[，,、（(]", re.sub(r"\s", "", text))[0][:SAID]
