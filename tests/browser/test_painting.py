"""Measure how long an answer takes from the chain's return to the painted card."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest
from playwright.sync_api import Browser

from tests.browser.conftest import Reader, serving

PAINTED = 300  # milliseconds after the chain's return
WARMING = 2  # the first answers load what later ones share
QUESTIONS = (
    "一共预算多少钱",
    "巨灾保险多少钱？",
    "公务接待费是多少",
    "金额最大的三个项目是哪些",
    "项目支出占总支出的百分之几",
    "主要职责是什么",
    "30201 办公费多少",
    "公车有几辆",
    "基本工资多少",
    "政府采购一共多少钱",
)
# A question stands in its container once its answer is known; cards of the last run stand a moment
# longer, marked stale. Two frames: the first may end before the change is drawn.
PAINT = """question => new Promise(done => {
  const fresh = node => !node.closest('[data-stale="true"]');
  const look = () => {
    const asked = [...document.querySelectorAll('[class*="st-key-"][class*="-question"]')]
      .filter(node => fresh(node) && node.innerText.includes(question)).pop();
    const card = asked && [...document.querySelectorAll('.mz-scope')].some(node => fresh(node)
      && asked.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING);
    card ? requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())))
         : requestAnimationFrame(look);
  };
  look();
})"""


@pytest.fixture
def timed(chromium: str, shipped_store: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """Serve the app so that it notes when the chain returns; give its address and the notes."""
    notes = tmp_path / "returned.txt"
    with serving(shipped_store, "-m", "tests.browser.timed", str(notes)) as address:
        yield address, notes


def test_an_answer_is_painted_soon_after_the_chain_returns(
    browser: Browser, timed: tuple[str, Path]
) -> None:
    address, notes = timed
    with browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN") as context:
        reader = Reader(context, address, "zh", 1280)
        reader.open()
        taken: list[float] = []
        for question in QUESTIONS:
            box = reader.page.locator("[data-testid=stChatInput] textarea")
            box.fill(question)
            box.press("Enter")
            painted = reader.page.evaluate(PAINT, question)
            taken.append(painted - _returned(notes, question))
            reader.settle()
        assert reader.faults == []
    print("milliseconds from the chain's return to the painted answer:", taken)
    assert median(taken[WARMING:]) <= PAINTED


def _returned(notes: Path, question: str) -> float:
    """Return the last moment at which the chain returned an answer to a question."""
    lines = (line.split("\t") for line in notes.read_text().splitlines())
    return [float(moment) for moment, asked in lines if asked == question][-1]
