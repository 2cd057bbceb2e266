"""Ask over the shipped disclosure, from the question to the verified answer."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.store import Store
from qa.__main__ import main, read_lines
from qa.answer import unworkable
from qa.chain import Chain
from qa.errors import BatchLineError, CalculationError, VerificationError
from qa.query import Answer, Route, Value
from qa.verify import numbers, verify

CORPUS = Path(__file__).parents[1] / "corpus"


def fill(store: Store) -> None:
    """Store the shipped text without vectors, which no test here needs."""
    text = next(CORPUS.glob("*.txt"))
    for document in read_file(text, text.name):
        store.put(document)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a store over the shipped text; it has no pages."""
    place = tmp_path_factory.mktemp("store")
    with Store(place) as store:
        fill(store)
    return place


@pytest.fixture(scope="module")
def chain(folder: Path) -> Iterator[Chain]:
    with Chain.open(folder) as opened:
        yield opened


def first(answer: Answer) -> tuple[str, str | None]:
    return answer.values[0].value, answer.values[0].unit


@pytest.mark.parametrize(
    ("question", "value", "unit", "annex", "row"),
    [
        ("巨灾保险多少钱", "220.00", "万元", "附件10", "巨灾保险"),
        ("How much is the 巨灾保险 project?", "220.00", "万元", "附件10", "巨灾保险"),
        ("去年行政运行是多少", "750.20", "万元", "附件2", "2010301 行政运行"),
        ("公务接待费多少", "14.90", "万元", "附件4", "合计"),
        ("2010350 基本支出", "506.06", "万元", "附件2", "2010350 事业运行"),
        ("召开区政府常务会至少几次", "40", "次", "附件12-1", "召开区政府常务会"),
    ],
)
def test_a_figure_with_its_row(
    chain: Chain, question: str, value: str, unit: str, annex: str, row: str
) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE, answer.answer
    assert first(answer) == (value, unit)
    assert answer.citations[0].annex == annex
    assert row in (answer.citations[0].row or "")


def test_both_reception_figures_are_told_the_wider_first(chain: Chain) -> None:
    answer = chain.ask("公务接待费多少")
    assert [v.value for v in answer.values] == ["14.90", "9.90"]
    assert any("口径" in note for note in answer.notes)


def test_a_blank_is_not_zero(chain: Chain) -> None:
    answer = chain.ask("电费安排了多少")
    assert "未列" in answer.answer
    assert not any(v.value in ("0", "0.00") for v in answer.values)
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "value", "arithmetic"),
    [
        ("巨灾保险占项目支出的百分之多少", "18.49", "220.00 ÷ 1190.00 × 100% = 18.49%"),
        ("行政单位医疗和事业单位医疗合计多少", "74.62", "48.26 + 26.36 = 74.62"),
        ("政府采购里货物类比服务类多多少", "17.40", "23.40 − 6.00 = 17.40"),
        ("十四个项目平均每个多少钱", "85.00", "1190.00 ÷ 14 = 85.00"),
    ],
)
def test_arithmetic_is_shown(chain: Chain, question: str, value: str, arithmetic: str) -> None:
    answer = chain.ask(question)
    assert first(answer)[0] == value, answer.answer
    assert arithmetic in (answer.calculation or "")
    assert len(answer.citations) >= 2


def test_growth_names_both_years(chain: Chain) -> None:
    answer = chain.ask("事业运行比上年增长百分之几")
    assert {"152.93", "43.31"} <= {v.value for v in answer.values}
    assert "2025" in answer.answer
    assert "2026" in answer.answer


def test_a_bound_excludes_its_edge(chain: Chain) -> None:
    assert first(chain.ask("超过60万元的项目有几个"))[0] == "5"
    assert first(chain.ask("60万元及以上的项目有几个"))[0] == "8"


@pytest.mark.parametrize(
    "question",
    ["2023年行政运行多少", "去年三公实际花了多少", "2027年预算多少", "区块链钱包余额多少"],
)
def test_what_the_corpus_lacks_is_refused(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.REFUSE, answer.answer
    assert not answer.values
    assert not answer.citations


@pytest.mark.parametrize(
    "question", ["", "   ", "'; DROP TABLE rows;--", "\x00\x07", "🙂🙂", "钱" * 5000]
)
def test_odd_input_gives_an_answer_or_a_refusal(chain: Chain, question: str) -> None:
    assert chain.ask(question).answer


def test_a_follow_up_takes_the_talk_along(chain: Chain) -> None:
    assert first(chain.ask("那去年呢", ["行政运行今年多少"]))[0] == "750.20"
    assert first(chain.ask("换成巨灾保险呢", ["金融产业发展补助多少"]))[0] == "220.00"


def test_suggestions_work(chain: Chain) -> None:
    answer = chain.ask("行政运行多少")
    assert answer.suggestions
    for question in answer.suggestions:
        assert chain.ask(question).route in (Route.TABLE, Route.BOTH), question


def test_threads_share_a_chain(chain: Chain) -> None:
    found: list[str] = []

    def ask() -> None:
        found.append(first(chain.ask("巨灾保险多少钱"))[0])

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["220.00"] * 8


def test_a_new_generation_is_noticed(tmp_path: Path) -> None:
    with Store(tmp_path) as store, Chain.open(tmp_path) as chain:
        assert chain.ask("巨灾保险多少钱").route is Route.REFUSE
        fill(store)
        assert first(chain.ask("巨灾保险多少钱"))[0] == "220.00"


def test_the_chain_is_a_runnable(chain: Chain) -> None:
    runnable = chain.as_runnable()
    one = runnable.invoke({"question": "巨灾保险多少钱"})
    both = runnable.batch([{"question": "巨灾保险多少钱"}, {"question": "邮电费多少"}])
    assert one["route"] == "table"
    assert [b["values"][0]["value"] for b in both] == ["220.00", "30.00"]  # type: ignore[index]


def test_verify_rejects_a_figure_without_evidence(chain: Chain) -> None:
    answer = chain.ask("巨灾保险多少钱")
    verify(answer)
    with pytest.raises(VerificationError, match=r"221\.00"):
        verify(replace(answer, answer=answer.answer.replace("220.00", "221.00")))
    with pytest.raises(VerificationError, match="citation"):
        verify(replace(answer, citations=()))
    with pytest.raises(VerificationError, match="refusal"):
        verify(replace(answer, route=Route.REFUSE, values=(Value("a", "b", "1", None, None),)))


def test_numbers_read_separators_and_full_width() -> None:
    assert list(numbers("１，234.50 万元和 7%")) == [Decimal("1234.50"), Decimal(7)]


def test_a_broken_batch_line_is_named_and_the_rest_answered(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(
        '{"id": "1", "question": "巨灾保险多少钱"}\nnot json\n\n{"id": "3"}\n'
        '{"id": "4", "question": "那去年呢", "history": ["行政运行多少"]}\n',
        encoding="utf-8",
    )
    assert main(["--batch", str(source), "--out", str(out), "--store", str(folder)]) == 1
    answers = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [a["id"] for a in answers] == ["1", "4"]
    assert answers[1]["values"][0]["value"] == "750.20"
    errors = capsys.readouterr().err
    assert "line 2" in errors
    assert "line 4" in errors


def test_lines_keep_history_and_documents() -> None:
    source = io.StringIO('{"id": 7, "question": "q", "history": ["a"], "docs": ["d.pdf"]}\n[]\n')
    line, fault = list(read_lines(source, "f"))
    assert not isinstance(line, BatchLineError)
    assert (line.id, line.history, line.docs) == ("7", ("a",), ("d.pdf",))
    assert isinstance(fault, BatchLineError)


def test_a_missing_store_is_one_clear_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["问题", "--store", str(tmp_path / "none")]) == 1
    assert "python -m ingest" in capsys.readouterr().err


def test_the_runnable_streams_what_it_invokes(chain: Chain) -> None:
    given = {"question": "巨灾保险多少钱"}
    whole = chain.as_runnable().invoke(given)
    chunks = list(chain.as_runnable().stream(given))
    assert "".join(chunk.get("answer", "") for chunk in chunks) == whole["answer"]
    assert len(chunks) > 3
    assert chunks[-1]["values"] == whole["values"]
    assert "".join(chain.stream("巨灾保险多少钱")) == whole["answer"]
    assert [a["route"] for a in chain.as_runnable().batch([given, given])] == ["table", "table"]


def test_a_closed_pipe_gives_one_line(folder: Path, tmp_path: Path) -> None:
    batch = tmp_path / "q.jsonl"
    batch.write_text('{"id": "1", "question": "巨灾保险多少钱"}\n' * 400, encoding="utf-8")
    command = [sys.executable, "-m", "qa", "--batch", str(batch), "--store", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read().decode()
    assert process.returncode == 1
    assert told.splitlines() == ["output closed before the last answer was written"]


def test_a_gap_is_named_by_what_is_taken_from_what(chain: Chain) -> None:
    answer = chain.ask("公务接待费比公务用车购置及运行费少多少")
    assert (answer.values[0].value, answer.values[0].unit) == ("21.10", "万元")
    assert answer.values[0].label == "公务用车购置及运行费/小计 − 公务接待费"
    rows = chain.ask("巨灾保险比金融产业发展补助多多少")
    assert rows.values[0].label == "巨灾保险 − 金融产业发展补助"


@pytest.mark.parametrize(
    "before", ["改革调研专项主要干啥", "金融产业发展补助要奖励几家银行", "招商外事专项的立项依据"]
)
def test_goals_in_several_units_are_not_ranked_as_money(chain: Chain, before: str) -> None:
    answer = chain.ask("排前三的项目拢共占项目支出的百分之几", (before,))  # a talk of one project
    assert answer.route is not Route.CLARIFY
    assert all(value.unit not in ("次", "家", "万") for value in answer.values)


def test_what_cannot_be_reckoned_with_is_a_refusal_with_its_reason() -> None:
    assert unworkable(CalculationError("unit:次、%")) == "mixed_unit:次、%"
    assert unworkable(CalculationError("blank:租赁费")) == "blank:租赁费"


@pytest.mark.parametrize(
    "question",
    ["项目明细表排第11号的是啥项目来着，拨了多少", "项目支出明细表序号11那一行是什么，多少钱"],
)
def test_a_row_pointed_at_by_its_number_answers_both_asks(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert answer.route is Route.TABLE
    assert {(v.label, v.value, v.unit) for v in answer.values} == {
        ("金融产业发展补助", "200.00", "万元")
    }


@pytest.mark.parametrize("question", ["top 3 projects by cost", "three largest projects by cost"])
def test_how_many_of_the_largest_is_no_figure_looked_for(chain: Chain, question: str) -> None:
    answer = chain.ask(question)
    assert [value.value for value in answer.values] == ["295.00", "220.00", "200.00"]
