"""Draw a run as SVG with its text kept as text, to stand inside a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import TYPE_CHECKING

from evals.metrics import Summary, confusion, split_by, summarize
from evals.scorers import Outcome

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.ticker import PercentFormatter

ROUTES = ("table", "text", "both", "clarify", "refuse")
_COLOURS = ("#1d5b8f", "#c9742c", "#3d8a5f", "#8a4f8c", "#8b8b3a", "#5d6d7e")
_SCORES = ("all_right", "route", "value", "citation", "text", "refusal", "consistency")


def _figure(width: float, height: float) -> tuple[Figure, Axes]:
    from matplotlib import rcParams
    from matplotlib.figure import Figure

    rcParams.update({"svg.fonttype": "none", "svg.hashsalt": "evals", "font.size": 9})
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.subplots()


def _percent() -> PercentFormatter:
    from matplotlib.ticker import PercentFormatter

    return PercentFormatter(1.0, decimals=0)


def _svg(figure: Figure) -> str:
    out = StringIO()
    # No date and no creator: their RDF block names other hosts, and two runs should compare.
    figure.savefig(
        out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
    )
    drawn = out.getvalue()
    return drawn[drawn.index("<svg") :]


def categories(outcomes: Sequence[Outcome]) -> str:
    """Draw the share all right by category, one bar a gold file."""
    sources = split_by(outcomes, lambda o: o.case.source)
    names = sorted({o.case.category for o in outcomes})
    figure, axes = _figure(6.4, 1.1 + 0.42 * max(1, len(names)))
    height = 0.8 / max(1, len(sources))
    for index, (source, part) in enumerate(sources.items()):
        found = split_by(part, lambda o: o.case.category)
        rates = [summarize(found.get(name, []))["all_right"].rate or 0.0 for name in names]
        places = [place + index * height for place in range(len(names))]
        axes.barh(places, rates, height, label=source, color=_COLOURS[index % len(_COLOURS)])
    axes.set_yticks([place + 0.4 - height / 2 for place in range(len(names))], names)
    axes.invert_yaxis()
    axes.set_xlim(0, 1)
    axes.xaxis.set_major_formatter(_percent())
    axes.set_title("all right by category")
    if sources:
        figure.legend(loc="outside lower center", ncols=min(4, len(sources)))
    return _svg(figure)


def scores(summaries: Mapping[str, Summary]) -> str:
    """Draw each score, one line of dots a gold file."""
    figure, axes = _figure(6.4, 3.2)
    for index, (source, summary) in enumerate(summaries.items()):
        rates = [summary[name].rate for name in _SCORES]
        places = [place for place, rate in enumerate(rates) if rate is not None]
        known = [rate for rate in rates if rate is not None]
        axes.plot(places, known, "o-", label=source, color=_COLOURS[index % len(_COLOURS)])
    axes.set_xticks(range(len(_SCORES)), [name.replace("_", "\n") for name in _SCORES])
    axes.set_ylim(None, 1.01)
    axes.yaxis.set_major_formatter(_percent())
    axes.grid(axis="y", alpha=0.3)
    axes.set_title("scores")
    if summaries:
        axes.legend(loc="lower left")
    return _svg(figure)


def latency(outcomes: Sequence[Outcome]) -> str:
    """Draw the share of answers given within a time, by route."""
    figure, axes = _figure(6.4, 3.2)
    for index, (route, part) in enumerate(
        split_by(outcomes, lambda o: o.answer.route.value).items()
    ):
        times = sorted(max(o.answer.elapsed_ms, 0.01) for o in part)
        shares = [(place + 1) / len(times) for place in range(len(times))]
        axes.step(times, shares, where="post", label=route, color=_COLOURS[index % len(_COLOURS)])
    axes.set_xscale("log")
    axes.set_xlabel("milliseconds")
    axes.set_title("share of answers given within")
    axes.grid(alpha=0.3)
    if outcomes:
        axes.legend(loc="lower right")
    return _svg(figure)


def routes(outcomes: Sequence[Outcome]) -> str:
    """Draw how often each route was taken for another."""
    counted = confusion(outcomes)
    grid = [[counted.get((wanted, given), 0) for given in ROUTES] for wanted in ROUTES]
    figure, axes = _figure(6.4, 3.2)
    shares = [[cell / max(1, sum(row)) for cell in row] for row in grid]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for i, row in enumerate(grid):
        for j, count in enumerate(row):
            if count:
                dark = shares[i][j] > 0.5
                axes.text(
                    j, i, str(count), ha="center", va="center", color="white" if dark else "black"
                )
    axes.set_xticks(range(len(ROUTES)), ROUTES)
    axes.set_yticks(range(len(ROUTES)), ROUTES)
    axes.set_xlabel("given")
    axes.set_ylabel("expected")
    axes.set_title("routes")
    return _svg(figure)
