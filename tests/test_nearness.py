"""Names lie nearer to what people call them than to what people call other things."""

from __future__ import annotations

import json

import numpy as np
import pytest

from evals import train_nearness
from ingest.embeddings import BUNDLED, embeddings
from ingest.settings import settings
from qa.chain import Chain
from qa.linking import nearness
from qa.linking.nearness import Map
from qa.understand import understand

NAMES = [
    "煤炭储备", "粮食储备", "公务用车运行维护费", "办公用房租赁", "学生营养改善计划",
    "职业年金缴费", "信访案件办结率", "群众满意度", "道路养护", "图书购置",
]  # fmt: skip


def nearest(chain: Chain, question: str) -> str:
    """Return the name that lies nearest to a question."""
    names = nearness.of_names(embeddings(BUNDLED).passages(NAMES))
    query = understand(question, chain.view().catalogue)
    return NAMES[int(np.argmax(names @ nearness.of_question(query)))]


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("政府囤煤花多少钱", "煤炭储备"),
        ("公家囤米囤面要多少钱", "粮食储备"),
        ("给公家的小车加油修理一年要几多", "公务用车运行维护费"),
        ("娃娃在学校吃午饭补多少", "学生营养改善计划"),
        ("修路补路的钱有多少", "道路养护"),
        ("How much goes into keeping the roads in repair?", "道路养护"),
        ("What is the target for how happy residents are?", "群众满意度"),
    ],
)
def test_what_people_call_a_thing_lies_nearest_to_its_name(
    chain: Chain, question: str, name: str
) -> None:
    assert nearest(chain, question) == name


def test_vectors_are_units_of_the_learned_dimensions() -> None:
    mapped = nearness.of_names(embeddings(BUNDLED).passages(NAMES))
    assert mapped.shape == (len(NAMES), train_nearness.DIMENSIONS)
    assert np.linalg.norm(mapped, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_map_is_kept_as_it_was_learned() -> None:
    dice = np.random.default_rng(1)
    found = Map(
        dice.normal(size=6).astype(np.float32),
        dice.normal(size=6).astype(np.float32),
        dice.normal(size=(6, 3)).astype(np.float32),
    )
    raw = json.loads(nearness.written(found))
    again = nearness.read(raw)
    assert again.map == pytest.approx(found.map, abs=float(np.abs(found.map).max()) / 100)
    assert again.names == pytest.approx(found.names, abs=1e-2)
    assert again.questions == pytest.approx(found.questions, abs=1e-2)


def test_another_model_is_not_held_against_the_map(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert nearness.fits()
    other = settings().model_copy(update={"embedding_model": "another-model"})
    monkeypatch.setattr(nearness, "settings", lambda: other)
    assert not nearness.fits()


def test_names_kept_out_are_a_fifth_of_all() -> None:
    known = train_nearness.names_said()
    held = sum(map(train_nearness.is_held, known))
    assert 0.17 < held / len(known) < 0.23
    assert all(len(phrases) == 4 and all(phrases) for phrases in known.values())
