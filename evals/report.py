"""Write a run as report.json, and as one self-contained report.html with plots."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from evals import plots
from evals.baseline import Drop
from evals.metrics import Summary, split_by, summarize
from evals.plain_rag import PlainRag
from evals.run import Run
from evals.scorers import Outcome

SHOWN = (
    "all_right",
    "route",
    "value",
    "citation",
    "text",
    "refusal",
    "precision",
    "wrong_number",
    "false_refusal",
    "clarify_precision",
    "clarify_recall",
    "consistency",
    "followup",
)
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--soft:#8882}
body{font:15px/1.55 system-ui,"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;
max-width:96rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;width:100%;font-size:.86rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .5rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left;white-space:nowrap}th{vertical-align:bottom}.scroll{overflow-x:auto}
.bad{color:#c2362f;font-weight:600}.plots{display:flex;flex-wrap:wrap;gap:1rem}
.plots figure{margin:0;flex:1 1 30rem;background:#fff;border-radius:.5rem}
.plots svg{width:100%;height:auto}.fault td{text-align:left}.fault small{opacity:.75}
details{border-top:1px solid var(--line);padding:.3rem 0}summary{cursor:pointer}
"""


@dataclass(frozen=True, slots=True)
class Report:
    """Hold everything a report shows."""

    run: Run
    by_source: Mapping[str, Summary]
    drops: Sequence[Drop] = ()
    plain: PlainRag | None = None


def write(report: Report, folder: Path) -> None:
    """Write report.json and report.html into a folder, made if missing."""
    folder.mkdir(parents=True, exist_ok=True)
    data = json.dumps(as_json(report), ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(data + "\n", encoding="utf-8")
    (folder / "report.html").write_text(as_html(report), encoding="utf-8")


def as_json(report: Report) -> dict[str, object]:
    """Return the run as plain data: scores by file and category, and every question."""
    plain = report.plain
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "scores": {source: _summary(s) for source, s in report.by_source.items()},
        "categories": {
            source: {
                category: _summary(summarize(some))
                for category, some in split_by(part, lambda o: o.case.category).items()
            }
            for source, part in split_by(report.run.outcomes, lambda o: o.case.source).items()
        },
        "plain_rag": None
        if plain is None
        else {"top1": plain.first.rate, "top5": plain.five.rate, "questions": plain.five.of},
        "below_baseline": [str(drop) for drop in report.drops],
        "skipped": [case.id for case in report.run.skipped],
        "questions": [_question(outcome) for outcome in report.run.outcomes],
    }


def _summary(summary: Summary) -> dict[str, object]:
    rates = {name: tally.rate for name, tally in summary.tallies.items()}
    times = {name: {"p50": t.p50, "p95": t.p95} for name, t in summary.latency.items()}
    confusion = {f"{a} → {b}": count for (a, b), count in summary.confusion.items()}
    sure = {band: [tally.hits, tally.of] for band, tally in summary.calibration.items()}
    return {
        "asked": summary.asked,
        **rates,
        "latency_ms": times,
        "routes": confusion,
        "right_by_sureness": sure,
    }


def _question(outcome: Outcome) -> dict[str, object]:
    case = outcome.case
    return {
        "id": case.id,
        "source": case.source,
        "category": case.category,
        "question": case.question,
        "history": list(case.history),
        "right": outcome.right,
        "faults": list(outcome.faults),
        "answer": outcome.answer.to_dict(),
    }


def as_html(report: Report) -> str:
    """Return the run as one page that needs nothing else."""
    outcomes = report.run.outcomes
    drawn = (
        plots.categories(outcomes),
        plots.scores(report.by_source),
        plots.latency(outcomes),
        plots.routes(outcomes),
    )
    parts = [
        "<h1>明账 · evaluation</h1>",
        f"<p>{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {len(outcomes)} questions asked · "
        f"{len(report.run.skipped)} left out: the store lacks their documents</p>",
        *(f'<p class="bad">below the baseline: {escape(str(drop))}</p>' for drop in report.drops),
        "<h2>Scores</h2>",
        _scores(report),
        "<h2>Plots</h2>",
        f'<div class="plots">{"".join(f"<figure>{svg}</figure>" for svg in drawn)}</div>',
        "<h2>By category</h2>",
        *_categories(outcomes),
        "<h2>Not all right</h2>",
        _faults(o for o in outcomes if not o.right),
    ]
    head = (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>明账 evaluation</title>'
    )
    return f"{head}<style>{_STYLE}</style></head><body>{''.join(parts)}</body></html>\n"


def _scores(report: Report) -> str:
    rows = [_cells(source, summary) for source, summary in report.by_source.items()]
    if report.plain is not None:
        plain = report.plain
        text = f"{plain.five} in the top 5 chunks, {plain.first} in the first"
        rows.append(["plain RAG, same embedding", str(plain.five.of), text])
    return _table(("", "asked", *SHOWN, "p50 ms", "p95 ms"), rows)


def _cells(label: str, summary: Summary) -> list[str]:
    time = summary.latency.get("all")
    times = ["–", "–"] if time is None else [f"{time.p50:.1f}", f"{time.p95:.1f}"]
    return [label, str(summary.asked), *(str(summary[name]) for name in SHOWN), *times]


def _categories(outcomes: Sequence[Outcome]) -> Iterable[str]:
    for source, part in split_by(outcomes, lambda o: o.case.source).items():
        rows = [
            _cells(category, summarize(some))
            for category, some in sorted(split_by(part, lambda o: o.case.category).items())
        ]
        rows += [
            _cells(f"in {language}", summarize(some))
            for language, some in sorted(split_by(part, lambda o: o.case.language).items())
        ]
        yield f"<h3>{escape(source)}</h3>"
        yield _table(("", "asked", *SHOWN, "p50 ms", "p95 ms"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    titles = "".join(f"<th>{escape(name.replace('_', ' '))}</th>" for name in head)
    body = "".join(f"<tr>{_row(row, len(head))}</tr>" for row in rows)
    return f'<div class="scroll"><table><tr>{titles}</tr>{body}</table></div>'


def _row(row: Sequence[str], width: int) -> str:
    """Return the cells; the last one spans what is left of the width."""
    *cells, last = row
    span = width - len(cells)
    return "".join(f"<td>{escape(cell)}</td>" for cell in cells) + (
        f'<td colspan="{span}">{escape(last)}</td>'
    )


def _faults(outcomes: Iterable[Outcome]) -> str:
    found = [_fault(outcome) for outcome in outcomes]
    return "".join(found) or "<p>Every answer is all right.</p>"


def _fault(outcome: Outcome) -> str:
    case, answer = outcome.case, outcome.answer
    asked = escape(" → ".join((*case.history, case.question)))
    cited = "; ".join(f"{c.annex} {c.row or c.section or ''}".strip() for c in answer.citations)
    return (
        f"<details><summary><b>{escape(case.id)}</b> {escape(case.category)} · {asked}"
        f' · <span class="bad">{escape("; ".join(outcome.faults))}</span></summary>'
        f"<p>{escape(answer.answer)}</p><p><small>{answer.route} · {escape(cited)}"
        f"{' · ' + escape(case.expected.note) if case.expected.note else ''}</small></p></details>"
    )
