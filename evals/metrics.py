"""Count outcomes: how much is right, how sure, how consistent, how fast."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import quantiles

from evals.scorers import Outcome
from qa.query import Route


@dataclass(frozen=True, slots=True)
class Tally:
    """Hold how many of how many."""

    hits: int
    of: int

    @property
    def rate(self) -> float | None:
        """Return the share, or None of nothing."""
        return self.hits / self.of if self.of else None

    def __str__(self) -> str:
        return "–" if self.rate is None else f"{self.rate:.1%}"


@dataclass(frozen=True, slots=True)
class Latency:
    """Hold milliseconds an answer: the median and the 95th percentile."""

    p50: float
    p95: float
    count: int


@dataclass(frozen=True, slots=True)
class Summary:
    """Hold all counts over some questions.

    `precision` counts right answers among those answered, `all_right` among all asked (accuracy).
    `wrong_number`, `refused` and `false_refusal` count what should be rare.
    """

    asked: int
    tallies: Mapping[str, Tally]
    confusion: Mapping[tuple[str, str], int] = field(default_factory=dict)
    calibration: Mapping[str, Tally] = field(default_factory=dict)
    latency: Mapping[str, Latency] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Tally:
        return self.tallies[name]


BETTER_HIGH = (
    "all_right",
    "route",
    "value",
    "citation",
    "text",
    "refusal",
    "precision",
    "clarify_precision",
    "clarify_recall",
    "consistency",
    "followup",
)
SURE_FROM = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)  # bands of the calibration
BETTER_LOW = ("wrong_number", "false_refusal")


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """Return every count over these outcomes."""
    tallies = {"all_right": _share(outcomes, lambda o: o.right)}
    for name in ("route", "value", "citation", "text", "refusal"):
        judged = [o for o in outcomes if o.score(name).right is not None]
        tallies[name] = Tally(sum(o.score(name).right is True for o in judged), len(judged))
    tallies |= _honesty(outcomes)
    tallies["consistency"] = consistency(outcomes)
    tallies["followup"] = _share([o for o in outcomes if o.case.history], lambda o: o.right)
    return Summary(
        len(outcomes), tallies, confusion(outcomes), calibration(outcomes), latencies(outcomes)
    )


def _honesty(outcomes: Sequence[Outcome]) -> dict[str, Tally]:
    """Count answers that should not have been, and those that should."""
    clarify = [o for o in outcomes if o.answer.route is Route.CLARIFY]
    ambiguous = [o for o in outcomes if o.case.expected.route is Route.CLARIFY]
    answerable = [o for o in outcomes if not o.case.unanswerable]
    of_figures = [
        o for o in outcomes if o.case.numeric or o.case.unanswerable or o.case.expected.blank
    ]
    return {
        "precision": _share([o for o in outcomes if o.answered], lambda o: o.right),
        "wrong_number": _share(of_figures, lambda o: o.wrong_number),
        "refused": _share(outcomes, lambda o: o.answer.route is Route.REFUSE),
        "false_refusal": _share(answerable, lambda o: o.false_refusal),
        "clarify_precision": _share(clarify, _may_clarify),
        "clarify_recall": _share(ambiguous, lambda o: o.answer.route is Route.CLARIFY),
    }


def _may_clarify(outcome: Outcome) -> bool:
    expected = outcome.case.expected
    return Route.CLARIFY in (expected.route, *expected.also)


def _share(outcomes: Sequence[Outcome], hit: Callable[[Outcome], bool]) -> Tally:
    return Tally(sum(1 for outcome in outcomes if hit(outcome)), len(outcomes))


def consistency(outcomes: Iterable[Outcome]) -> Tally:
    """Count the wordings of a question that agree with most of its wordings."""
    groups: dict[tuple[str, str], list[object]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.case.group:
            groups[outcome.case.source, outcome.case.group].append(signature(outcome))
    agree = sum(Counter(said).most_common(1)[0][1] for said in groups.values())
    return Tally(agree, sum(len(said) for said in groups.values()))


def signature(outcome: Outcome) -> object:
    """Return what two wordings must share: route and figures, or the place where there is none."""
    answer = outcome.answer
    figures = tuple(sorted((value.value, value.unit or "") for value in answer.values))
    cited = frozenset((c.annex, c.row or c.section or "") for c in answer.citations)
    return answer.route, figures or cited


def confusion(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], int]:
    """Count (expected route, given route); a route accepted as well counts as the expected one."""
    counted: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        wanted = outcome.case.expected.route
        accepted = outcome.score("route").right is True
        counted[wanted.value, wanted.value if accepted else outcome.answer.route.value] += 1
    return dict(counted)


def calibration(outcomes: Iterable[Outcome]) -> dict[str, Tally]:
    """Count the right ones among the answered by how sure the chain was, least sure first."""
    bands: dict[int, list[bool]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.answered and outcome.sure is not None:
            place = sum(outcome.sure >= edge for edge in SURE_FROM) - 1
            bands[max(0, place)].append(outcome.right)
    edges = (*SURE_FROM, 1.0)
    return {
        f"{edges[place]:.2f}–{edges[place + 1]:.2f}": Tally(sum(right), len(right))
        for place, right in sorted(bands.items())
    }


def latencies(outcomes: Iterable[Outcome]) -> dict[str, Latency]:
    """Return the latency of all answers and of each route."""
    times: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        times["all"].append(outcome.answer.elapsed_ms)
        times[outcome.answer.route.value].append(outcome.answer.elapsed_ms)
    return {name: latency(found) for name, found in times.items()}


def latency(times: Sequence[float]) -> Latency:
    """Return the percentiles of one or more times."""
    if len(times) == 1:
        return Latency(times[0], times[0], 1)
    cuts = quantiles(times, n=100, method="inclusive")
    return Latency(cuts[49], cuts[94], len(times))


def split_by(
    outcomes: Iterable[Outcome], key: Callable[[Outcome], str]
) -> dict[str, list[Outcome]]:
    """Return the outcomes by a key, in order of appearance."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        found[key(outcome)].append(outcome)
    return dict(found)
