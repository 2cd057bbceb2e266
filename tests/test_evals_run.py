"""A whole run with a stand-in for the chain: counts, baseline, report, command line."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from evals import __main__ as command
from evals import baseline, bench_imtqa, bench_retrieval, explain, metrics, plain_rag, report
from evals.baseline import Drop
from evals.dataset import Case, Expected, Figure, GoldError, Place
from evals.metrics import Tally, latency, summarize
from evals.run import Run, run
from qa.query import Answer, Citation, Route, Value


class StubChain:
    """Answer from a table of questions; what it does not know it refuses."""

    def __init__(self, answers: dict[str, Answer]) -> None:
        self.answers = answers

    def ask(
        self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
    ) -> Answer:
        if question == "crash":
            raise ValueError("no such thing")
        return self.answers.get(question) or Answer(question, "zh", Route.REFUSE, "未载明")


def figure(question: str, value: str, route: Route = Route.TABLE, ms: float = 2.0) -> Answer:
    cited = Citation("d.pdf", "办公室", 2026, "附件3", row="30201 办公费", quote=f"办公费 {value}")
    values = (Value("办公费", "总计", value, "万元", 2026),)
    return Answer(question, "zh", route, f"{value} 万元", values, (cited,), elapsed_ms=ms)


def case(
    question: str,
    value: str | None = "105.03",
    route: Route = Route.TABLE,
    group: str | None = None,
    docs: tuple[str, ...] | None = None,
    category: str = "lookup",
) -> Case:
    figures = () if value is None else (Figure(value, "万元"),)
    places = () if route is Route.REFUSE else (Place("附件3", "30201 办公费"),)
    return Case(
        id=question, question=question, category=category, expected=Expected(route, figures=figures),
        places=places, group=group, docs=docs, source="seed_test",
    )  # fmt: skip


def cases() -> tuple[Case, ...]:
    return (
        case("right", group="g"),
        case("right too", group="g"),
        case("wrong", group="g"),
        case("refused"),
        case("unknown", None, Route.REFUSE, category="unanswerable"),
        case("invented", None, Route.REFUSE, category="unanswerable"),
        case("which", None, Route.CLARIFY, category="ambiguous"),
        case("crash", None, Route.REFUSE, category="unanswerable"),
    )


def done() -> Run:
    answers = {
        "right": figure("right", "105.03", ms=1.0),
        "right too": figure("right too", "105.03", ms=3.0),
        "wrong": figure("wrong", "20.00"),
        "invented": figure("invented", "1"),
        "which": figure("which", "1", Route.CLARIFY),
    }
    return run(StubChain(answers), cases())


def test_counts() -> None:
    summary = summarize(done().outcomes)
    assert summary.asked == 8
    assert summary["all_right"] == Tally(4, 8)
    assert summary["precision"] == Tally(2, 4)
    assert summary["value"] == Tally(2, 4)
    assert summary["refusal"] == Tally(2, 3)
    assert summary["wrong_number"] == Tally(2, 7)
    assert summary["false_refusal"] == Tally(1, 5)
    assert summary["clarify_precision"] == Tally(1, 1)
    assert summary["clarify_recall"] == Tally(1, 1)
    assert summary["consistency"] == Tally(2, 3)
    assert summary.confusion[("table", "refuse")] == 1
    assert summary.confusion[("refuse", "table")] == 1
    assert str(Tally(1, 3)) == "33.3%"
    assert str(Tally(0, 0)) == "–"


def test_a_crash_is_a_wrong_answer_and_the_others_still_run() -> None:
    crashed = next(o for o in done().outcomes if o.case.id == "crash")
    assert not crashed.right
    assert crashed.faults == ("crashed: ValueError: no such thing",)


def test_questions_over_documents_that_are_not_there_are_skipped() -> None:
    asked = (case("right", docs=("a.pdf",)), case("right", docs=("b.docx", "a.pdf")), case("right"))
    found = run(StubChain({}), asked, held=["a.pdf", "b.pdf"])
    assert [o.case for o in found.outcomes] == list(asked)
    found = run(StubChain({}), asked, held=["a.pdf"])
    assert found.skipped == (asked[1],)


def test_latency() -> None:
    assert latency([4.0]) == metrics.Latency(4.0, 4.0, 1)
    found = latency([float(n) for n in range(1, 102)])
    assert (found.p50, found.p95) == (51.0, 96.0)


def test_wordings_agree_by_route_and_figures() -> None:
    same = figure("a", "1.00")
    assert metrics.signature(outcome(same)) == metrics.signature(outcome(figure("b", "1.00")))
    other = figure("c", "1.00", Route.BOTH)
    assert metrics.signature(outcome(same)) != metrics.signature(outcome(other))


def outcome(answer: Answer) -> metrics.Outcome:
    return metrics.Outcome(case(answer.question), answer, ())


# --- baseline -----------------------------------------------------------------------------


def test_baseline_names_what_fell(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert baseline.read(path) == {}
    before = {"seed_test": summarize(done().outcomes)}
    baseline.record(before, path)
    assert baseline.drops(before, baseline.read(path)) == []
    better = run(StubChain({"right": figure("right", "105.03")}), cases()[:1]).outcomes
    assert baseline.drops({"seed_test": summarize(better)}, baseline.read(path)) == []
    worse = run(StubChain({"right": figure("right", "1")}), cases()[:1]).outcomes
    fallen = baseline.drops({"seed_test": summarize(worse)}, baseline.read(path))
    assert Drop("seed_test", "value", 0.5, 0.0) in fallen
    assert "wrong_number" in {drop.metric for drop in fallen}
    assert str(fallen[0]).startswith("seed_test: ")


def test_baseline_keeps_other_files_scores(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    baseline.record({"a": summarize(done().outcomes)}, path)
    baseline.record({"b": summarize(done().outcomes)}, path)
    assert set(baseline.read(path)) == {"a", "b"}
    path.write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match="line 1: not JSON"):
        baseline.read(path)


# --- report -------------------------------------------------------------------------------


def test_report_stands_alone(tmp_path: Path) -> None:
    found = done()
    made = report.Report(
        found,
        {"seed_test": summarize(found.outcomes)},
        [Drop("seed_test", "value", 0.9, 0.5)],
        plain_rag.PlainRag(Tally(1, 4), Tally(2, 4)),
    )
    report.write(made, tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert page.count("<svg") == 4
    assert not re.findall(r"""(?:src|href)=["']https?:|@import|url\(["']?http|<script""", page)
    assert "50.0% in the top 5 chunks" in page
    assert "seed_test: value 50.0%, baseline 90.0%" in page
    data = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert data["scores"]["seed_test"]["all_right"] == 0.5
    assert data["plain_rag"]["top5"] == 0.5
    assert [q["id"] for q in data["questions"]] == [c.id for c in cases()]


def test_report_escapes_what_was_asked() -> None:
    found = run(StubChain({}), [case("<b>&")])
    page = report.as_html(report.Report(found, {"seed_test": summarize(found.outcomes)}))
    assert "<b>&lt;b&gt;&amp;</b>" in page


# --- command line -------------------------------------------------------------------------


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    answers = {"right": figure("right", "105.03"), "wrong": figure("wrong", "1")}
    monkeypatch.setattr(command, "open_chain", lambda _store: StubChain(answers))
    monkeypatch.setattr(command, "held_documents", lambda _store: [])
    monkeypatch.setattr(baseline, "FILE", tmp_path / "baseline.json")
    path = tmp_path / "own_test.jsonl"
    lines = [
        {
            "id": name,
            "question": name,
            "category": "lookup",
            "expected": {"route": "table", "value": "105.03", "unit": "万元"},
            "citations": [{"annex": "附件3", "row": "30201 办公费"}],
        }
        for name in ("right", "wrong")
    ]
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_command_prints_scores_and_writes_a_report(
    gold: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report"
    assert command.main([str(gold), "--no-plain", "--show", "--report", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "own_test" in printed
    assert "50.0%" in printed
    assert "lacks the figure 105.03" in printed
    assert (out / "report.html").exists()


def test_command_fails_below_the_baseline(
    gold: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command.dataset, "default_files", lambda: [gold])
    assert command.main(["--no-plain", "--update-baseline"]) == 0
    assert command.main(["--no-plain"]) == 0
    recorded = json.loads(baseline.FILE.read_text(encoding="utf-8"))
    recorded["own_test"]["value"] = 1.0
    baseline.FILE.write_text(json.dumps(recorded), encoding="utf-8")
    capsys.readouterr()
    assert command.main(["--no-plain"]) == 1
    assert "below the baseline: own_test: value 50.0%" in capsys.readouterr().out


def test_command_explains_one_question(gold: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(gold), "--explain", "wrong"]) == 0
    printed = capsys.readouterr().out
    assert "✗ value lacks the figure 105.03" in printed
    assert "✓ route" in printed
    assert command.main([str(gold), "--explain", "nothing"]) == 1
    assert "no question has the id nothing" in capsys.readouterr().err


@dataclass(frozen=True)
class Sureness:
    answer: Answer
    sure: float


@dataclass(frozen=True)
class Stage:
    name: str
    trace: tuple[str, ...] = ()
    score: float = 0.0
    inner: Stage | None = None


def test_explain_takes_the_chains_own_stages() -> None:
    class Told(StubChain):
        def explain(self, question: str, history: Sequence[str], docs: object) -> Stage:
            return Stage("plan", ("linked", "planned"), inner=Stage(question, score=0.5))

    lines = list(explain.explain(Told({}), case("right")))
    start = lines.index("stages:")
    assert lines[start + 1 : start + 8] == [
        "  name: plan",
        "  trace:",
        "    linked",
        "    planned",
        "  inner:",
        "    name: right",
        "    score: 0.5",
    ]


def test_answers_are_counted_by_how_sure_the_chain_was() -> None:
    class Sure(StubChain):
        def explain(
            self, question: str, history: Sequence[str] = (), docs: Sequence[str] | None = None
        ) -> Sureness:
            return Sureness(self.ask(question, history, docs), {"right": 0.97}.get(question, 0.72))

    chain = Sure({"right": figure("right", "105.03"), "wrong": figure("wrong", "9.90")})
    done = run(chain, [case("right"), case("wrong"), case("refused")])
    counted = summarize(done.outcomes).calibration
    assert counted == {"0.70–0.80": Tally(0, 1), "0.95–1.00": Tally(1, 1)}
    assert summarize(run(StubChain({}), [case("right")]).outcomes).calibration == {}


def test_a_faulty_gold_file_is_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "g.jsonl").write_text("{}\n", encoding="utf-8")
    assert command.main([str(tmp_path / "g.jsonl")]) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_help_names_the_benchmarks(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main(["--help"])
    assert ended.value.code == 0
    assert "bench retrieval --squad" in capsys.readouterr().out


# --- the plain way, and finding passages ----------------------------------------------------


def test_chunks_keep_lines_whole_and_lose_nothing() -> None:
    text = "\n".join(["甲" * 300, "乙" * 150, "丙" * 100, "丁" * 1200])
    pieces = plain_rag.chunk(text)
    assert [len(piece) for piece in pieces] == [451, 100, 500, 500, 200]
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")
    assert plain_rag.chunk("") == []


def test_all_that_is_asked_must_stand_in_the_chunks() -> None:
    assert plain_rag.stands(case("q", "105.03"), ["办公费 105.03", "印刷费"])
    assert not plain_rag.stands(case("q", "5.03"), ["办公费 105.03"])
    assert not plain_rag.is_printed(case("q", "1.57"), ["办公费 105.03"])
    assert not plain_rag.is_printed(case("q", None, Route.REFUSE), ["办公费"])


def test_retrieval_figures(tmp_path: Path) -> None:
    path = tmp_path / "s.json"
    paragraphs = [
        {"context": "公务用车共有九辆。", "qas": [{"question": "公务用车有几辆"}]},
        {"context": "办公费用于购买纸笔。", "qas": [{"question": "纸笔归哪类费用"}]},
    ]
    path.write_text(json.dumps({"data": [{"paragraphs": paragraphs}]}), encoding="utf-8")
    pool = bench_retrieval.read(path)
    assert pool.answers == (0, 1)
    plain = bench_retrieval.WordBM25(pool.passages)
    found = bench_retrieval.measure(pool, lambda place: plain.rank(pool.questions[place]))
    assert found == bench_retrieval.Found(1.0, 1.0, 1.0)
    second = bench_retrieval.measure(pool, lambda place: [1 - place, place])
    assert second == bench_retrieval.Found(0.0, 1.0, 0.5)
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(GoldError, match="SQuAD"):
        bench_retrieval.read(path)


# --- any table ------------------------------------------------------------------------------


def test_a_repeated_cell_number_is_a_span() -> None:
    grid = bench_imtqa.grid_of("t", [[0, 0, 1], [2, 3, 4]], ["项目", "年初", "甲", "1", "2"])
    assert [(c.row, c.col, c.row_span, c.col_span, c.text) for c in grid.cells] == [
        (0, 0, 1, 2, "项目"),
        (0, 2, 1, 1, "年初"),
        (1, 0, 1, 1, "甲"),
        (1, 1, 1, 1, "1"),
        (1, 2, 1, 1, "2"),
    ]
    assert (grid.n_rows, grid.n_cols) == (2, 3)


def test_cells_are_answered_exactly_or_not() -> None:
    assert bench_imtqa.is_exact(figure("q", "2005864.26"), ["2,005,864.26 "])
    assert not bench_imtqa.is_exact(figure("q", "2005864.26"), ["5,864.26"])
    assert not bench_imtqa.is_exact(figure("q", "1"), ["1", "2"])
    worded = Answer("q", "zh", Route.TEXT, "形成原因是结转收入。")
    assert bench_imtqa.is_exact(worded, ["结转收入"])
    assert not bench_imtqa.is_exact(worded, [""])
