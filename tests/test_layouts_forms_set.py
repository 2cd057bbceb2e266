"""Goal forms and self-evaluations set in layouts drawn by lot come back line by line."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals.layouts import LayoutError, held_against
from evals.layouts_forms import collect, printed, set_forms
from evals.layouts_sets import Form, FormLayout, Indicator
from ingest.pipeline import read_file

INSIDE = (
    Indicator(("产出指标", "数量指标"), "养护道路", "≥", "120", "公里"),
    Indicator(("产出指标", "数量指标"), "更换标志牌", "=", "46", "块"),
    Indicator(("产出指标", "质量指标"), "路面完好率", "≥", "95", "%"),
    Indicator(("满意度指标", "服务对象满意度指标"), "群众评价", "定性", "优良", ""),
)
FORMS = [Form("道路养护", INSIDE), Form("桥梁检测", INSIDE[1:]), Form("路灯维护", INSIDE[:3])]


def drawn(**wanted: str) -> int:
    """Return the first seed that draws a layout."""
    import random

    layouts = ((seed, FormLayout.drawn(random.Random(seed))) for seed in range(3000))
    return next(s for s, one in layouts if all(getattr(one, k) == v for k, v in wanted.items()))


@pytest.mark.parametrize("suffix", [".docx", ".html", ".xlsx"])
@pytest.mark.parametrize("kind", ["goal", "evaluation"])
def test_forms_come_back_whole(tmp_path: Path, suffix: str, kind: str) -> None:
    """Read every indicator and field under its project."""
    layout, path, true = set_forms(FORMS, drawn(suffix=suffix, kind=kind), tmp_path)
    found = list(printed(read_file(path, path.name)[0]))
    score = held_against(true, found)
    assert (score.right, score.misplaced) == (score.true, 0), str(layout)
    assert score.true > 12


def test_what_is_read_of_forms_is_their_source(tmp_path: Path) -> None:
    """Collect the forms that a file was set from."""
    _, path, _ = set_forms(FORMS, drawn(suffix=".docx", kind="goal", target="parted"), tmp_path)
    found = {form.project: form.indicators for form in collect(read_file(path, path.name))}
    assert found == {form.project: form.indicators for form in FORMS}


def test_an_indicator_of_another_project_is_misplaced() -> None:
    """Count an indicator under another project as misplaced."""
    true = [("道路养护养护道路", "指标值", "≥120公里")]
    score = held_against(true, [("桥梁检测养护道路", "指标值", "≥120公里")])
    assert (score.right, score.misplaced) == (0, 1)


def test_no_forms_is_one_clear_line(tmp_path: Path) -> None:
    """Say what is wrong with documents that hold no forms."""
    with pytest.raises(LayoutError, match="none of these documents has a form"):
        set_forms([], 0, tmp_path)
