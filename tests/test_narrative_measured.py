"""Give the sentence whose figure is in the measure asked for."""

from __future__ import annotations

import pytest
from test_narrative import catalogue as built

from qa.catalogue import Catalogue, Text
from qa.narration.evidence import Evidence
from qa.narration.measured import stated
from qa.query import Query

TEXTS = (
    "一是完成退耕还草12.5万亩；二是巡护河道340公里。",
    "草原支出减少，主要原因是中央还草任务由9.2万亩调减至7.8万亩。",
    "建成泵站6座，其中新建泵站4座。",
)


def evidence() -> Evidence:
    document = next(iter(built().documents.values()))
    passages = [
        Text(i, 1, i, text, ("一、重点工作",), "paragraph", 1, None, str(i))
        for i, text in enumerate(TEXTS, 1)
    ]
    return Evidence(Catalogue(1, [document], [], passages))


EVIDENCE = evidence()


@pytest.mark.parametrize(
    ("question", "unit", "value", "printed"),
    [
        ("今年全州退耕还草任务是多少万亩", "亩", "12.5", "万亩"),
        ("要巡护河道多少公里", "公里", "340", "公里"),
    ],
)
def test_the_figure_behind_what_is_asked(
    question: str, unit: str, value: str, printed: str
) -> None:
    reading = stated(Query(question, question, "zh"), EVIDENCE, frozenset({unit}))
    assert reading is not None
    assert [(v.value, v.unit) for v in reading.values] == [(value, printed)]
    assert value in reading.citations[0].quote


@pytest.mark.parametrize(
    ("question", "unit"),
    [("今年造林多少万亩", "亩"), ("退耕还草多少公里", "公里"), ("泵站多少座", "座")],
)
def test_no_figure_of_another_thing_measure_or_of_two(question: str, unit: str) -> None:
    assert stated(Query(question, question, "zh"), EVIDENCE, frozenset({unit})) is None
