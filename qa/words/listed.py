"""Read a list of named things: the things, what counts them, what they stand in, what is asked."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from qa.regexes import regex
from qa.words import numerals, set_asks
from qa.words.normalise import data

LONGEST = 24  # characters of one thing of a list
_AROUND = 2  # characters on each side of a joint that a label may print with it


@dataclass(frozen=True, slots=True)
class Listed:
    """Hold the things of a list in their order, the noun that counts them, and what is asked.

    `inside` is how a question says what they all stand in (三公经费里), `context` what all of their
    names share (农业普查那两笔(普查本身+宣传)), `headed` where a clause before them says it. `summed`:
    their sum is asked for behind each of them. `held`: each is what a unit has by the same name.
    """

    names: tuple[str, ...]
    noun: str = ""
    total: bool = False
    inside: str = ""
    spread: bool = False
    context: str = ""
    headed: bool = False
    summed: bool = False
    held: bool = False


@lru_cache(maxsize=64)
def read(text: str, labels: str) -> Listed | None:
    """Return the list that a text is, where nothing but the list and what is asked is said."""
    words = words_of()
    asked = set_asks.read(words["table"].sub("", text), share=False)
    text = asked.text.rstrip("|,?。") if asked.spread else words["table"].sub("", text)
    shared = words["shared"].match(text)
    text = shared["names"] + shared["rest"] if shared else text
    if held := words["held"].match(text):
        each = [f"{name}的{held['item']}" for name in cut(held["names"], labels)[0]]
        text = "、".join(each) + text[held.end() :]
    text = _uncounted_units(text, labels)
    tail = words["tail"].search(text)
    if tail is None:
        return None
    head, noun = text[: tail.start()], tail["noun"] or ""
    if told := words["told"].search(head):
        head, noun = told["names"], noun or told["noun"] or ""
    headed = None if asked.spread or words["inside"].match(head) else words["headed"].match(head)
    head = headed["names"] if headed else head
    names, strong = cut(head, labels)
    within = words["inside"].match(names[0]) if names else None
    names[:1] = [names[0][within.end() :]] if within else names[:1]
    each, total = (words[key].search(tail[0]) for key in ("each", "total"))
    if len(names) < 2 or not (strong or each or total or asked.spread):
        return None
    if any(len(name) > LONGEST or words["asking"].search(name) for name in names):
        return None
    if any(words["only_when"].fullmatch(name) for name in names[1:]):
        return None  # 事业运行今年和去年的预算: one thing twice
    count = numerals.parse(tail["count"]) if tail["count"] else None
    if count is not None and count != len(names):
        return None
    plus = strong and "、" not in text and not each
    total = (total or plus) and not (each or asked.spread)
    inside = within[0] if within else ""
    context = shared["context"] if shared else headed["context"] if headed else ""
    summed = bool(each and words["summed"].search(tail[0]))
    return Listed(
        tuple(names), noun, bool(total), inside, asked.spread, context, bool(headed), summed,
        bool(held),
    )  # fmt: skip


def _uncounted_units(text: str, labels: str) -> str:
    """Return a list of units without what counts them (甲、乙这两个下属单位的收入): what each has follows."""
    units = words_of()["units"].search(text)
    if units is None or len(cut(text[: units.start()], labels)[0]) != numerals.parse(units["n"]):
        return text
    return text[: units.start()] + text[units.end() :]


def cut(head: str, labels: str) -> tuple[list[str], bool]:
    """Return the names of a list, and whether a joint that only joins stands between them."""
    words, names, at, strong = words_of(), [], 0, False
    for joint in words["joint"].finditer(head):
        around = head[max(at, joint.start() - _AROUND) : joint.end() + _AROUND]
        if len(around) > len(joint[0]) + 1 and around in labels:
            continue
        names.append(head[at : joint.start()])
        at, strong = joint.end(), strong or bool(words["strong"].search(joint[0]))
    names.append(head[at:])
    kept = [name.strip(" ,的") for name in names if name.strip(" ,的")]
    return [one for name in kept for one in _apart(name, labels) or [name]], strong


def _apart(name: str, labels: str) -> list[str]:
    """Return the printed names that are run together in one (水费电费), or nothing."""
    if not name or f"\n{name}\n" in labels:
        return [name] if name else []
    for size in range(len(name) - 1, 1, -1):
        rest = _apart(name[size:], labels) if f"\n{name[:size]}\n" in labels else []
        if rest:
            return [name[:size], *rest]
    return []


def names(text: str, labels: str) -> tuple[str, ...]:
    """Return the names of a list that a side of a calculation says, without what counts them."""
    tail = words_of()["tail"].search(text)
    return tuple(
        name for name in cut(text[: tail.start()] if tail else text, labels)[0] if len(name) > 1
    )


@cache
def words_of() -> dict[str, Any]:
    """Return the patterns and words of lists."""
    raw = data("enumerated.yaml")
    after = "|".join((raw["total"], raw["each"], raw["idle"]))
    tail = regex(f"(?:{raw['counted']})?(?:{after})*$")
    keys = (
        "joint", "strong", "total", "each", "asking", "told", "inside", "table", "shared", "headed",
        "held", "units", "itself", "summed", "only_when", "when",
    )  # fmt: skip
    return {**raw, **{key: regex(raw[key]) for key in keys}, "tail": tail}
