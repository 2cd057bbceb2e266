"""Print scores as tables on a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from evals.baseline import Drop
from evals.metrics import Summary, split_by, summarize
from evals.scorers import Outcome

COLUMNS = (
    "all_right",
    "route",
    "value",
    "citation",
    "text",
    "refusal",
    "wrong_number",
    "false_refusal",
)


def print_scores(console: Console, outcomes: Sequence[Outcome]) -> None:
    """Print the scores of every gold file by category, then by language."""
    for source, part in split_by(outcomes, lambda o: o.case.source).items():
        table = _table(source)
        for category, some in sorted(split_by(part, lambda o: o.case.category).items()):
            _row(table, category, summarize(some))
        table.add_section()
        for language, some in sorted(split_by(part, lambda o: o.case.language).items()):
            _row(table, f"in {language}", summarize(some))
        table.add_section()
        _row(table, "all", summarize(part), style="bold")
        console.print(table)


def _table(title: str) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold")
    table.add_column("")
    table.add_column("asked", justify="right")
    for name in COLUMNS:
        table.add_column(name.replace("_", " "), justify="right")
    return table


def _row(table: Table, label: str, summary: Summary, style: str = "") -> None:
    cells = [str(summary[name]) for name in COLUMNS]
    table.add_row(label, str(summary.asked), *cells, style=style)


def print_honesty(console: Console, summaries: Mapping[str, Summary]) -> None:
    """Print precision, clarifying, consistency and latency of every split."""
    table = Table(title="sure, consistent, fast", title_justify="left", title_style="bold")
    names = ("precision", "clarify_precision", "clarify_recall", "consistency", "followup")
    for column in ("", *(n.replace("_", " ") for n in names), "table p95 ms", "text p95 ms"):
        table.add_column(column, justify="right")
    for label, summary in summaries.items():
        times = [summary.latency.get(route) for route in ("table", "text")]
        cells = ["–" if found is None else f"{found.p95:.1f}" for found in times]
        table.add_row(label, *(str(summary[name]) for name in names), *cells)
    console.print(table)


def print_confusion(console: Console, label: str, summary: Summary) -> None:
    """Print how often each route was taken for another."""
    routes = ("table", "text", "both", "clarify", "refuse")
    table = Table(title=f"{label}: expected route ↓ given →", title_justify="left")
    for column in ("", *routes):
        table.add_column(column, justify="right")
    for wanted in routes:
        counts = [summary.confusion.get((wanted, given), 0) for given in routes]
        if any(counts):
            table.add_row(wanted, *(str(count) if count else "·" for count in counts))
    console.print(table)


def print_calibration(console: Console, summaries: Mapping[str, Summary]) -> None:
    """Print how many answers are right by how sure the chain was of them."""
    bands = dict.fromkeys(band for s in summaries.values() for band in s.calibration)
    if not bands:
        return
    table = Table(title="right among answered, by how sure", title_justify="left")
    for column in ("", *sorted(bands)):
        table.add_column(column, justify="right")
    for label, summary in summaries.items():
        found = [summary.calibration.get(band) for band in sorted(bands)]
        table.add_row(label, *("·" if t is None else f"{t.hits}/{t.of}" for t in found))
    console.print(table)


def print_faults(console: Console, outcomes: Iterable[Outcome]) -> None:
    """Print every question that is not all right, and why."""
    for outcome in outcomes:
        if outcome.right:
            continue
        case = outcome.case
        asked = " → ".join((*case.history, case.question))
        console.print(f"✗ {case.id} \\[{case.category}] ", end="", style="red", highlight=False)
        console.print(asked, markup=False, highlight=False)
        said = outcome.answer.answer.replace("\n", " ")[:120]
        console.print(f"    {said}", markup=False, highlight=False, style="dim")
        console.print(f"    {'; '.join(outcome.faults)}", markup=False, highlight=False)


def print_drops(console: Console, found: Sequence[Drop]) -> None:
    """Print the scores that fell below their baseline."""
    for drop in found:
        console.print(f"below the baseline: {drop}", style="bold red", highlight=False)
