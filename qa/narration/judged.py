"""Choose among what the resolvers read, each held against what the question insists on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from qa.narration.answers import RESOLVERS
from qa.narration.case import Case, core_missing
from qa.narration.cover import coverage, prints_number, prints_year
from qa.narration.figure import figure, leaves_out
from qa.narration.fits import is_typed
from qa.narration.project import NUMBERED
from qa.narration.reading import NOTHING, Reading
from qa.words.wordclass import names_something

FIGURES = ("amount", "how_many", "percent", "changed", "why")
FIGURED = ("fact", "count")
AHEAD = {"sum": 0.12, "list": 0.1, "fact": 0.08, "count": 0.06, "definition": 0.05, "duty": 0.03}
"""How far behind a plain sentence a reading with its figures apart may be, and still be taken."""
ENOUGH = 0.6
"""A score that words alone reach, above which the question is not embedded."""
SPOKEN_OF, HALF_SAID = 0.65, 0.6
"""A figure is asked for: least share of the question's words that its evidence must have, and what
is left of a score below it. An amount beside half of what was asked for is another amount."""
CORE_MISSING = 0.45
"""What is left where the word that says which figure is asked for is not in the evidence."""
LONG_NAME = 5
"""Characters from which a name stands for itself alone."""
TOLD_WHOLE = ("definition", "list", "duty")
"""Readings that have their own rule for what they leave out."""
HALF_MISSING = 0.5
"""Most of what yes or no is asked of that its evidence may leave unsaid."""
COMPARED = 0.7
"""What is left of a score where a question compares two places."""
UNPRINTED = 0.25
"""What is left of a score where the evidence lacks what the question insists on."""


@dataclass(frozen=True, slots=True)
class Judged:
    """Hold a question with all that was read for it, and the best of it."""

    case: Case
    readings: tuple[Reading, ...]
    best: Reading

    def of(self, kinds: Collection[str]) -> Reading:
        """Return the best reading of some kinds."""
        return _foremost([reading for reading in self.readings if reading.kind in kinds])


def judged(case: Case) -> Judged:
    """Return what every resolver reads, each held against what the question asks for."""
    read = [reading for resolver in RESOLVERS if (reading := resolver(case)) is not None]
    readings = tuple(_judge(reading, case) for reading in read)
    return Judged(case, readings, _best(case, readings))


def _foremost(readings: Sequence[Reading]) -> Reading:
    return max(readings, key=lambda r: r.score + AHEAD.get(r.kind, 0.0), default=NOTHING)


def _best(case: Case, readings: Sequence[Reading]) -> Reading:
    """Return the best reading, or the figure of the question's words where that is better."""
    best = _foremost(readings)
    partial = best.kind in FIGURED and leaves_out(case, best)
    if (best.score < ENOUGH or partial) and (printed := figure(case)) is not None:
        lone = insisted(printed, case)
        fuller = partial and lone.score >= HALF_SAID
        return lone if lone.score > best.score or fuller else best
    return best


def _name_missing(case: Case, printed: str) -> bool:
    """Tell whether evidence lacks a long name that is asked about: nothing near stands for it."""
    weights = case.evidence.weights(case.want.concepts)
    names = [c for c in case.want.concepts if len(c.text) >= LONG_NAME and not c.text.isascii()]
    return any(not c.light and coverage([c], weights, printed, "")[0] < 0.4 for c in names)


def _of_another(case: Case, reading: Reading) -> bool:
    """Tell whether evidence that is to settle yes or no speaks of less than half of what is asked."""
    figures = ("how_many",) if reading.kind == "count" else FIGURES
    if case.want.guards or case.want.has(*figures) or reading.kind in TOLD_WHOLE:
        return False
    printed = _printed(reading, case)
    weights = case.evidence.weights(case.want.concepts)
    missing = coverage(case.want.concepts, weights, printed, "")[1]
    lost = [c for c in case.want.concepts if c.text in missing and not c.light]
    heaviest = max(weights.values(), default=0.0)
    core = [
        c for c in lost if not c.own and names_something(c.text) and weights[c.text] >= heaviest
    ]
    most = sum(weights[c.text] for c in lost) > HALF_MISSING * sum(weights.values())
    return most or (bool(core) and reading.kind == "count")


def _thing_missing(case: Case, printed: str) -> bool:
    """Tell whether evidence lacks one of the things that a question of their standing is about."""
    weights = case.evidence.weights(case.want.concepts)
    found = (g.asked.search(case.want.text) for g in case.want.guards if g.named)
    asked = "".join(match.group() for match in found if match)
    things = [c for c in case.want.concepts if not c.light and c.text not in asked]
    return any(coverage([c], weights, printed, "")[0] < 0.4 for c in things)


def _printed(reading: Reading, case: Case) -> str:
    """Return what the evidence of a reading prints, with what stands over it."""
    cited = {c.document_id for c in reading.citations if c.document_id is not None}
    printed = " ".join(f"{c.section or ''} {c.row or ''} {c.quote}" for c in reading.citations)
    forms = {c.row_id for c in reading.citations if c.row_id is not None}
    printed += " ".join(case.evidence.catalogue.table_of(row).subject for row in forms)
    return printed + " ".join(case.evidence.catalogue.documents[key].phase for key in cited)


def insisted(reading: Reading, case: Case) -> Reading:
    """Lower the score of a reading whose evidence does not print what the question insists on."""
    wanted, printed = case.want, _printed(reading, case)
    inside = [guard for guard in wanted.guards if guard.inside]
    typed = bool(inside) and all(guard.printed.search(printed) for guard in inside)
    quoted = " ".join(c.quote or "" for c in reading.citations)
    reading = replace(reading, typed=typed or reading.kind == "reason" or is_typed(wanted, quoted))
    lacking = [guard.name for guard in wanted.guards if not guard.printed.search(printed)]
    lacking += [m[0] for m in NUMBERED.finditer(wanted.text) if not prints_number(printed, m[0])]
    scope = case.query.scope
    lacking += list(scope.strangers) if not scope.documents else []
    years = case.years
    own = {c.year for c in reading.citations}
    worked_back = wanted.has("before", "changed", "why") and years <= {year - 1 for year in own}
    if years.isdisjoint(own) and not worked_back and not prints_year(printed, years):
        lacking += [f"{year}年" for year in sorted(years)]
    if not lacking:
        return reading
    return replace(
        reading, score=reading.score * UNPRINTED, refused_reason=f"文中未见{'、'.join(lacking)}"
    )


def _judge(reading: Reading, case: Case) -> Reading:
    """Lower the score of a reading whose evidence speaks of another thing than is asked for."""
    reading = insisted(reading, case)
    wanted, printed = case.want, _printed(reading, case)
    if (
        reading.kind not in ("field", "list", "contact")
        and wanted.has("amount", "percent")
        and not wanted.things
        and not wanted.has("before")
    ):
        weights = case.evidence.weights(wanted.concepts)
        if coverage(wanted.concepts, weights, printed, "")[0] < SPOKEN_OF:
            reading = replace(reading, score=reading.score * HALF_SAID)
    of_figure = (
        not wanted.has("define")
        and wanted.has(*FIGURES)
        and reading.kind not in ("list", "contact")
    )
    other = any(guard.named for guard in wanted.guards) and _thing_missing(case, printed)
    settles = wanted.has("yes_no") and reading.kind != "project"  # a form is but quoted
    if (
        other
        or (settles and (_name_missing(case, printed) or _of_another(case, reading)))
        or (of_figure and core_missing(case, printed, reading.kind in ("count", "sum")))
    ):
        reading = replace(reading, score=reading.score * CORE_MISSING)
    if wanted.has("consistency"):  # two places are to be compared: quoting one is no answer yet
        reading = replace(reading, score=reading.score * COMPARED)
    return reading
