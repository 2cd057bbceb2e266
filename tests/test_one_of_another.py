"""Test shares of what is restricted: of the part that is asked, not of the total above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.query import Answer
from tests.chains import DOCUMENTS, chain_over

RESERVED = "Of the procurement reserved for SMEs, what percentage is set aside for small and micro enterprises?"


def _asked(names: list[str], question: str, folder: Path) -> Answer:
    with chain_over([DOCUMENTS / name for name in names], folder) as chain:
        return chain.ask(question)


@pytest.mark.parametrize(
    ("name", "question", "share"),
    [
        ("沅麓市人力资源和社会保障局2026年部门预算.docx", RESERVED, "64.26"),
        ("泺阳市应急管理局2026年部门预算.docx", RESERVED, "69.23"),
        ("岫云县民政局2024年度部门决算.pdf", "面向中小企业预留的采购里，小微企业占百分之几", "59.40"),
        ("沅麓市人力资源和社会保障局2026年部门预算.docx", "小微企业占政府采购总额的百分之几", "33.83"),
    ],
)  # fmt: skip
def test_the_whole_of_a_share_is_what_is_asked(
    name: str, question: str, share: str, tmp_path: Path
) -> None:
    answer = _asked([name], question, tmp_path)
    assert (answer.values[0].value, answer.values[0].unit) == (share, "%"), answer.answer
