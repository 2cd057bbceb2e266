"""Keep the scores once reached, and say which of them dropped."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.dataset import GoldError
from evals.metrics import BETTER_HIGH, BETTER_LOW, Summary

FILE = Path(__file__).parent / "baseline.json"
_NOISE = 1e-9

Baseline = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Drop:
    """Hold one score that is worse than its baseline."""

    source: str
    metric: str
    before: float
    now: float

    def __str__(self) -> str:
        return f"{self.source}: {self.metric} {self.now:.1%}, baseline {self.before:.1%}"


def read(path: Path | None = None) -> Baseline:
    """Return the recorded scores by gold file and metric; none where nothing is recorded."""
    path = path or FILE
    if not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as error:
        raise GoldError(
            path, error.lineno, "not JSON; record it anew with --update-baseline"
        ) from error
    return {source: dict(scores) for source, scores in found.items()}


def record(summaries: Mapping[str, Summary], path: Path | None = None) -> None:
    """Write these scores over the recorded ones of the same gold files; others stay."""
    path = path or FILE
    kept = read(path)
    for source, summary in summaries.items():
        rates = {name: summary[name].rate for name in (*BETTER_HIGH, *BETTER_LOW)}
        kept[source] = {name: round(rate, 6) for name, rate in rates.items() if rate is not None}
    text = json.dumps(kept, ensure_ascii=False, indent=2, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8")


def drops(summaries: Mapping[str, Summary], recorded: Baseline) -> list[Drop]:
    """Return every score that is worse than recorded."""
    found = []
    for source, summary in summaries.items():
        for metric, before in recorded.get(source, {}).items():
            now = summary[metric].rate if metric in summary.tallies else None
            if now is None:
                continue
            worse = now - before if metric in BETTER_LOW else before - now
            if worse > _NOISE + 5e-7:  # recorded with six digits
                found.append(Drop(source, metric, before, now))
    return found
