"""Tell vacant posts from what one passage says of posts and holders."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.narration.vacant import told
from qa.query import Route
from tests.chains import chain_over

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"


@pytest.mark.parametrize(
    ("text", "kind", "figures"),
    [
        ("事业编制52名，实有在编人员49人；退休人员17人。定编车辆2辆，实有车辆2辆。", "", (52, 49)),
        ("核定编制146名，其中行政编制32名、事业编制114名；年末实有在职人员139人，退休87人。", "", (146, 139)),
        ("核定行政（行政执法）编制148名，事业编制57名；实有在职人员193人（行政141人、事业52人）。", "", (205, 193)),
        ("核定行政（行政执法）编制148名，事业编制57名；实有在职人员193人（行政141人、事业52人）。", "行政", (148, 141)),
        ("行政编制29人，实有人数27人；事业编制94人，实有人数88人。", "", (123, 115)),
        ("行政编制29人，实有人数27人；事业编制94人，实有人数88人。", "事业", (94, 88)),
        ("人员编制88人。其中：行政编制34人（含行政工勤编制3人），事业编制54人；"
         "实有行政人员33人（含行政工勤人员2人），事业人员51人。", "", (88, 84)),
        ("事业编制52名。", "", None),
        ("实有车辆编制13辆，在编实有车辆13辆。", "", None),
    ],
)  # fmt: skip
def test_posts_and_holders(text: str, kind: str, figures: tuple[int, int] | None) -> None:
    assert told(text, kind) == figures


def test_posts_of_another_year_or_place_are_none_of_these(tmp_path: Path) -> None:
    with chain_over(DOCUMENTS / "澄河县水务局2024年度部门决算公开.docx", tmp_path) as chain:
        asked = {
            "编制还空着几个": Route.TEXT,
            "2024年编制还空着几个": Route.TEXT,
            "2017年编制还空着几个": Route.REFUSE,
            "浙江省衢州市体育局编制还空着几个": Route.REFUSE,
        }
        assert {words: chain.ask(words).route for words in asked} == asked
