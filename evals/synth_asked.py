"""Draw questions of many kinds, in the ways that people word each of them."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from evals.dataset import Case
from evals.synth_amounts import AmountKinds
from evals.synth_checks import CheckKinds
from evals.synth_codes import CodeKinds
from evals.synth_english import EnglishKinds
from evals.synth_form_cells import FormCellKinds
from evals.synth_ground import Ground, grounds
from evals.synth_later import LaterKinds
from evals.synth_phases import PhaseKinds
from evals.synth_sets import SetKinds
from evals.synth_talk import TalkKinds
from evals.synth_told import ToldKinds
from evals.synth_unit_items import UnitItemKinds
from evals.synth_units import UnitKinds
from ingest.data_files import data_file
from ingest.store import Store

MAKERS = (
    UnitKinds, UnitItemKinds, CodeKinds, SetKinds, FormCellKinds, ToldKinds, PhaseKinds, AmountKinds,
    CheckKinds, LaterKinds, EnglishKinds,
)  # fmt: skip
TRIES = 12  # for each question wanted
HALVES = ("dev", "test")

Makers = dict[str, list[tuple[Ground, Callable[[], Case | None]]]]


def make(store: Store, count: int, seed: int, half: str) -> list[Case]:
    """Return up to `count` questions, kinds in turn, in the wordings of one half (dev, test)."""
    if half not in HALVES:
        return []
    dice = random.Random(seed)
    wordings: dict[str, dict[str, list[str]]] = data_file("evals", "synth_asked.yaml")
    said = wordings[half]
    makers = _makers(grounds(store), dice, said)
    made: dict[str, list[Case]] = defaultdict(list)
    seen: set[tuple[object, ...]] = set()
    each = -(-count // max(1, len(makers)))
    for kind, ways in makers.items():
        for _ in range(each * TRIES):
            if len(made[kind]) == each:
                break
            ground, maker = dice.choice(ways)
            case = maker()
            if case is None or (key := (case.question, case.history, ground.document.name)) in seen:
                continue
            seen.add(key)
            name = f"{kind}-{len(made[kind]) + 1:02d}"
            made[kind].append(replace(case, id=name, docs=(ground.document.name,), source=kind))
    return [case for cases in made.values() for case in cases][:count]


def _makers(held: list[Ground], dice: random.Random, said: dict[str, list[str]]) -> Makers:
    def say(kind: str, **slots: str) -> str:
        return dice.choice(said[kind]).format(**slots)

    found: Makers = defaultdict(list)
    bodies = [ground.document.institution for ground in held]
    for ground in held:
        items = [a.label for other in held if other is not ground for a in other.held.plain]
        talk = partial(TalkKinds, items=items, bodies=bodies)
        for maker in (*MAKERS, talk):
            for kind, ask in maker(ground, dice, say).kinds().items():
                if kind in said:
                    found[kind].append((ground, ask))
    return found
