"""Expressions that are compiled late find what others do, and one question compiles few of them."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa import regexes

pytestmark = pytest.mark.slow  # compiles every expression

CORPUS = Path(__file__).parents[1] / "corpus"
ASKED = Path(__file__).parents[1] / "evals" / "cases" / "seed_dev.jsonl"
COMPILED = (
    450  # expressions of the readers that a question in the shell may compile; some 300 are usual
)
UNUSED = ("pandas", "sklearn", "torch", "chromadb", "langchain_core", "streamlit")


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("多少|几钱", ("多少", "几钱")),
        ("ab+c", ("ab",)),
        ("ab*c", ("a",)),
        ("a{0,2}bcd", ("bcd",)),
        ("a{2,}", ("a",)),
        ("(?:多少|几)(?:的)?", ("多少", "几")),
        ("(甲|乙)?丙?", ()),
        ("(?<!甲)乙(?!丙丁)", ("乙",)),
        (r"\(机关\)", ("(机关)",)),
        ("(?:甲|[乙戊])丙丁", ("丙丁",)),
        (r"(?P<a>甲)(?P=a)", ()),
        ("甲||乙", ()),
        ("(?i)ab", ()),
        (r"\d+", ()),
    ],
)
def test_words_that_every_match_has(expression: str, expected: tuple[str, ...]) -> None:
    assert regexes.needles(expression) == expected


EXPRESSIONS = (
    ("多少|几钱", 0), ("HOW much|(?:ab)?c", re.IGNORECASE), ("a(b|c)+d", 0), ("^x$", re.MULTILINE),
    (r"甲\s*乙", re.DOTALL), ("s", re.IGNORECASE), ("a b # c", re.VERBOSE), (r"\bk", re.IGNORECASE),
)  # fmt: skip
TEXTS = ("", "多少", "how MUCH", "C", "acbd", "y\nx", "甲 \n乙", "ſ", "ab", "\u212a", "几钱多少")


@pytest.mark.parametrize(("expression", "flags"), EXPRESSIONS)
@pytest.mark.parametrize("text", TEXTS)
def test_found_is_what_a_compiled_one_finds(expression: str, flags: int, text: str) -> None:
    late, own = regexes._Pattern, re.compile(expression, flags)
    spans = [m.span() for m in own.finditer(text)]
    assert [m.span() for m in late(expression, flags).finditer(text)] == spans
    for name in ("search", "match", "fullmatch"):
        found, expected = getattr(late(expression, flags), name)(text), getattr(own, name)(text)
        assert (found and found.span()) == (expected and expected.span())
    assert late(expression, flags).findall(text) == own.findall(text)
    assert late(expression, flags).split(text) == own.split(text)
    assert late(expression, flags).sub("-", text) == own.sub("-", text)
    assert late(expression, flags).subn("-", text, count=1) == own.subn("-", text, count=1)
    assert late(expression, flags).pattern == own.pattern


def test_once_compiled_its_methods_are_the_own_ones_of_the_expression() -> None:
    late = regexes._Pattern("多少", 0)
    assert late.search("没有") is None
    assert "search" not in vars(late)
    assert late.search("多少钱") is not None
    assert late.search.__self__ == re.compile("多少")  # type: ignore[attr-defined]


COLD = """
import re, sys
from qa import regexes
made = []
compiled = regexes._Pattern.compiled
regexes._Pattern.compiled = lambda self: made.append(self.pattern) or compiled(self)
from qa.__main__ import main
main(["--store", sys.argv[1], "保安服务多少钱"])
questions = open(sys.argv[2], encoding="utf-8").read().splitlines()
for one in list(regexes._waiting):  # those that no question has compiled yet, and those that one has
    if one._needles:
        own = re.compile(one.pattern, one._flags)
        for text in questions:
            if own.search(text):
                said = text.casefold() if one._flags & re.IGNORECASE else text
                assert any(n in said for n in one._needles), (one.pattern, text)
print(len(made), len(regexes._waiting), *(n for n in sys.argv[3:] if n in sys.modules))
"""


def test_a_question_in_the_shell_compiles_and_imports_little(tmp_path: Path) -> None:
    text = next(CORPUS.glob("*.txt"))
    with Store(tmp_path) as store:
        for document in read_file(text, text.name):
            store.put(document)
    done = subprocess.run(
        [sys.executable, "-c", COLD, str(tmp_path), str(ASKED), *UNUSED],
        capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1],
    )  # fmt: skip
    compiled, known, *imported = done.stdout.splitlines()[-1].split()
    assert int(compiled) <= COMPILED
    assert int(known) > 2 * COMPILED, "most are known and not compiled"
    assert imported == []
