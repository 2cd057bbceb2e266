"""Gold files: read whole, a fault named with its line; the project's own ones are sound."""

from __future__ import annotations

import json
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from evals.dataset import CASES, Case, Figure, GoldError, Place, default_files, load
from qa.query import Route

SHARED = Path(__file__).parents[1].parent / "shared"


def line(**changes: object) -> str:
    raw: dict[str, object] = {
        "id": "X1",
        "question": "办公费多少",
        "lang": "zh",
        "category": "lookup",
        "expected": {"route": "table", "value": "105.03", "unit": "万元"},
        "citations": [{"annex": "附件3", "row": "30201 办公费"}],
    }
    return json.dumps(raw | changes, ensure_ascii=False)


def write(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_line_becomes_a_case(tmp_path: Path) -> None:
    (case,) = load([write(tmp_path / "seed_dev.jsonl", line(history=["印刷费呢"], group="g"))])
    assert case == Case(
        id="X1",
        question="办公费多少",
        category="lookup",
        expected=case.expected,
        places=(Place("附件3", "30201 办公费"),),
        history=("印刷费呢",),
        group="g",
        source="seed_dev",
    )
    assert case.expected.route is Route.TABLE
    assert case.expected.figures == (Figure("105.03", "万元"),)
    assert case.split == "dev"
    assert case.numeric
    assert case.docs is None


def test_what_is_asked_back_needs_no_citation(tmp_path: Path) -> None:
    asked = line(expected={"route": "clarify"}, citations=[])
    (case,) = load([write(tmp_path / "seed_dev.jsonl", asked)])
    assert (case.expected.route, case.places) == (Route.CLARIFY, ())


def test_values_stand_before_the_single_value(tmp_path: Path) -> None:
    expected = {
        "route": "table",
        "value": "1",
        "values": [{"label": "货物", "value": "23.40", "unit": "万元"}],
        "value_alt": ["23.4"],
        "unit": "万元",
    }
    (case,) = load([write(tmp_path / "g.jsonl", line(expected=expected))])
    assert case.expected.figures == (Figure("23.40", "万元", "货物"),)
    assert case.expected.alternatives == (Figure("23.4", "万元"),)


def test_bare_words_are_one_group(tmp_path: Path) -> None:
    expected = {"route": "text", "must_include_any": ["减少", "下降", ["降"]]}
    (case,) = load([write(tmp_path / "g.jsonl", line(expected=expected))])
    assert case.expected.any_words == (("减少", "下降", "降"),)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("{", "not JSON"),
        ("[]", "not a JSON object"),
        (line(question=" "), "question is missing"),
        (line(expected={"route": "tabel"}), "'tabel' is not a route"),
        (line(expected=None), "expected is missing"),
        (line(citations=[]), "needs a citation"),
        (line(citations=[{"row": "合计"}]), "no annex and no document"),
        (line(expect={}), "unknown key 'expect'"),
        (line(expected={"route": "table", "vlaue": "1"}), "unknown key 'vlaue'"),
        (line(), "the id X1 is used twice"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, fault: str, why: str) -> None:
    path = write(tmp_path / "g.jsonl", line(), "", fault)
    with pytest.raises(GoldError) as caught:
        load([path])
    assert "g.jsonl, line 3: " in str(caught.value)
    assert why in str(caught.value)


def test_a_file_that_holds_nothing_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match=r"none\.jsonl: cannot be read"):
        load([tmp_path / "none.jsonl"])
    with pytest.raises(GoldError, match="holds no question"):
        load([write(tmp_path / "empty.jsonl", "")])
    (tmp_path / "gbk.jsonl").write_bytes("办公费".encode("gb18030"))
    with pytest.raises(GoldError, match="not UTF-8"):
        load([tmp_path / "gbk.jsonl"])


# --- the project's own questions ---------------------------------------------------------


def own(source: str) -> tuple[Case, ...]:
    return load([CASES / f"{source}.jsonl"])


def test_own_questions_cover_what_people_ask() -> None:
    dev, test = own("seed_dev"), own("seed_test")
    assert len(dev) + len(test) >= 220
    assert 0.55 <= len(dev) / (len(dev) + len(test)) <= 0.65
    categories = {
        "lookup", "performance", "computation", "narrative",
        "followup", "conflict", "unanswerable", "ambiguous",
    }  # fmt: skip
    assert {case.category for case in dev} == categories
    assert {case.category for case in test} == categories
    assert {case.language for case in (*dev, *test)} == {"zh", "en", "mixed"}


def test_own_paraphrases_stand_on_one_side() -> None:
    groups = [Counter(c.group for c in own(s) if c.group) for s in ("seed_dev", "seed_test")]
    assert not groups[0].keys() & groups[1].keys()
    assert len(groups[0]) + len(groups[1]) >= 12
    assert set((groups[0] | groups[1]).values()) == {5}


def test_own_questions_over_real_documents_are_split_by_document() -> None:
    dev, test = own("real_dev"), own("real_test")
    assert len(dev) + len(test) >= 120
    documents = [{name for case in part for name in case.docs or ()} for part in (dev, test)]
    assert not documents[0] & documents[1]
    assert len(documents[0] | documents[1]) >= 8
    assert all(case.docs for case in (*dev, *test))


def test_no_question_stands_twice() -> None:
    cases = [case for path in default_files() for case in load([path])]
    asked = Counter((case.question, case.history, case.docs) for case in cases)
    assert [key for key, count in asked.items() if count > 1] == []


def test_own_questions_are_not_the_shared_ones() -> None:
    gold = SHARED / "gold" / "seed_dev.jsonl"
    if not gold.exists():
        pytest.skip("the shared gold is not beside the repository")
    theirs = [case.question for case in load([gold])]
    near = [
        (case.question, other)
        for source in ("seed_dev", "seed_test")
        for case in own(source)
        for other in theirs
        if SequenceMatcher(None, case.question, other).quick_ratio() > 0.85
        and SequenceMatcher(None, case.question, other).ratio() > 0.85
    ]
    assert near == []


def test_own_citations_exist() -> None:
    """Every row cited stands in that annex of the disclosure, every section in its narrative."""
    truth = SHARED / "samples" / "truth.json"
    if not truth.exists():
        pytest.skip("the shared samples are not beside the repository")
    printed = annexes(json.loads(truth.read_text(encoding="utf-8")))
    lost = [
        (case.id, place)
        for source in ("seed_dev", "seed_test")
        for case in own(source)
        for place in case.places
        if not stands(printed, place)
    ]
    assert lost == []


def bare(text: object) -> str:
    return "".join(str(text).split())


def annexes(truth: dict[str, list[dict[str, object]]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"正文": [bare(line) for line in truth["narrative"]]}
    form = 0
    for table in truth["logical"]:
        name = f"附件{table['annex']}"
        if table["annex"] == 12:
            form += 1
            name += f"-{form}"
        rows = [bare("".join(row)) for row in table["body"]]  # type: ignore[attr-defined]
        found[name] = rows + [bare(key) for key in table.get("pairs") or {}]  # type: ignore[attr-defined]
    return found


def stands(printed: dict[str, list[str]], place: Place) -> bool:
    wanted = bare(place.section or place.row)
    return any(wanted in line for line in printed[place.annex])
