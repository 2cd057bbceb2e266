"""Set side by side the items that every department discloses, each in a place of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.observations import store_table
from ingest.records import BodyRow, Disclosure, Document, Location, Passage, Phase, Table
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route
from qa.words.common_items import asked
from qa.words.compared import turned

Rows = tuple[tuple[str, ...], ...]
SIDES = (("收入", "项目"), ("收入", "预算数"), ("支出", "项目"), ("支出", "预算数"))
THREE = (("项目",), ("合计",), ("因公出国（境）费",), ("公务接待费",))
WIDE = (("年度",), ("合计",), ("公务接待费",), ("会议费",))
DOCS = ["a.pdf", "b.pdf", "c.pdf"]


def table(name: str, kind: str, title: str, heads: Rows, rows: Rows, unit: str = "万元") -> Table:
    place = Location(name, 1)
    return Table(
        1, "", title, heads, tuple(BodyRow(r, (place,)) for r in rows), place, unit, kind=kind
    )


def summary(name: str, total: str, unit: str = "万元") -> Table:
    rows: Rows = (
        ("一般公共预算拨款收入", total, "农林水支出", total),
        ("收入总计", total, "支出总计", total),
    )
    return table(name, "total_summary", "部门收支总表", SIDES, rows, unit)


def document(
    name: str, owner: str, tables: tuple[Table, ...], told: tuple[str, ...], year: int = 2026
) -> Document:
    who = Disclosure(owner, year, Phase.BUDGET)
    stored = tuple(store_table(t, who) for t in tables)
    passages = tuple(Passage(i, t, ("情况说明",), Location(name, 1)) for i, t in enumerate(told, 1))
    return Document(name, "pdf", name[:1] * 64, who, "预算", 1, True, stored, passages)


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    """Return a chain over three departments of one year and an earlier year of the first."""
    place = tmp_path_factory.mktemp("store")
    with Store(place) as store:
        first = table(
            "a.pdf", "three_public", "“三公”经费支出表", THREE, (("合计", "9.00", "3.00", "6.00"),)
        )
        store.put(
            document(
                "a.pdf", "青石县水利局", (summary("a.pdf", "900.00"), first),
                (
                    "2026年收支总预算900.00万元，比上年减少100.00万元，下降10.00%。",
                    "2026年政府采购预算总额80.00万元，其中货物类30.00万元。",
                    "核定编制50名，年末实有在职人员45人，退休人员9人。",
                    "2026年“三公”经费预算9.00万元，比上年减少1.00万元，下降10.00%。",
                ),
            )
        )  # fmt: skip
        wide = table(
            "b.pdf",
            "three_public",
            "“三公”经费、会议费、培训费表",
            WIDE,
            (("合计", "30.00", "4.00", "20.00"),),
        )
        store.put(
            document(
                "b.pdf", "青石县农业农村局", (summary("b.pdf", "3600000.00", "元"), wide),
                (
                    "2026年收支总预算360.00万元，比上年增加60.00万元，增长20.00%。",
                    "2026年“三公”经费预算12.00万元，比上年减少3.00万元，下降20.00%。",
                    "2026年本部门政府采购安排160.00万元。在职人员90人。",
                ),
            )
        )  # fmt: skip
        store.put(
            document(
                "c.pdf", "白水县岷沱镇人民政府", (summary("c.pdf", "1800.00"),),
                (
                    "2026年“三公”经费预算6.00万元，与上年持平。其中公务接待费2.00万元。",
                    "与上年相比，一般公共预算拨款收入增加5.00万元。",
                ),
            )
        )  # fmt: skip
        store.put(document("d.pdf", "青石县水利局", (summary("d.pdf", "1000.00"),), (), 2025))
    with Chain.open(place) as opened:
        yield opened


def values(answer: Answer) -> list[str]:
    return [v.value for v in answer.values]


def test_a_table_of_more_than_the_item_is_left_to_the_text(chain: Chain) -> None:
    answer = chain.ask("水利局和农业农村局三公经费哪个多，多多少", docs=DOCS[:2])
    assert "青石县农业农村局比青石县水利局多3.00万元" in answer.answer
    assert values(answer)[:3] == ["3.00", "12.00", "9.00"]
    assert answer.calculation == "12.00 - 9.00 = 3.00"
    assert {c.annex == "正文" for c in answer.citations} == {True, False}


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("三家总预算最多的是哪家，最少的是哪家，相差多少",
         "最多的是白水县岷沱镇人民政府，最少的是青石县农业农村局，相差1440.00万元："),
        ("三家单位总盘子，最大的是最小的几倍", "最多的是白水县岷沱镇人民政府，最少的是青石县农业农村局，前者是后者的5.00倍："),
        ("三家三公经费加在一块儿多少", "合计27.00万元："),
        ("水利局的政府采购预算是农业农村局的几倍", "青石县水利局是青石县农业农村局的0.50倍："),
        ("农业农村局的政府采购预算是水利局的几倍", "青石县农业农村局是青石县水利局的2.00倍："),
        ("水利局的三公经费是农业农村局的百分之几", "青石县水利局是青石县农业农村局的75.00%："),
        ("水利局和农业农村局各有多少在职人员", "各部门：青石县农业农村局（2026年）90人；青石县水利局（2026年）45人。"),
        ("水利局、农业农村局谁的三公经费降得更厉害，各降了百分之多少", "降得最多的是青石县农业农村局（2026年）下降20.00%。"),
        ("水利局和农业农村局谁的总预算比去年涨了", "增加的是青石县农业农村局（2026年）增加60.00万元（20.00%）。"),
    ],
)  # fmt: skip
def test_what_is_done_with_the_figures(chain: Chain, question: str, opening: str) -> None:
    assert chain.ask(question, docs=DOCS).answer.startswith(opening)


def test_one_that_states_nothing_is_named(chain: Chain) -> None:
    answer = chain.ask("三家政府采购预算谁最多", docs=DOCS)
    assert answer.answer.startswith("各部门：青石县农业农村局（2026年）160.00万元")
    assert "最多" not in answer.answer  # of all three none knows
    assert "白水县岷沱镇人民政府" in answer.notes[-1]


def test_a_sum_of_some_is_no_sum(chain: Chain) -> None:
    assert "240" not in chain.ask("三家政府采购预算一共多少", docs=DOCS).answer


def test_a_premise_is_not_what_is_asked(chain: Chain) -> None:
    answer = chain.ask("水利局盘子那么大，在职人员反而比农业农村局少？少多少人", docs=DOCS)
    assert answer.answer.startswith("青石县农业农村局比青石县水利局多45人")
    assert answer.route is Route.TEXT


SPENT = (
    ("三公经费", "合计", "预算数"),
    ("三公经费", "合计", "决算数"),
    ("三公经费", "公务接待费", "决算数"),
)
TOLD = "“三公”经费年初预算为0.95万元，支出决算为0.00万元。公务接待费支出决算为0.00万元。"


def test_a_blank_cell_is_told_with_the_text(tmp_path: Path) -> None:
    three = table("a.pdf", "three_public", "“三公”经费支出决算表", SPENT, (("0.95", "", ""),))
    who = Disclosure("青石县财政局", 2024, Phase.FINAL)
    told = (Passage(1, TOLD, ("情况说明",), Location("a.pdf", 1)),)
    with Store(tmp_path) as store:
        stored = (store_table(three, who),)
        store.put(Document("a.pdf", "pdf", "a" * 64, who, "决算", 1, True, stored, told))
    with Chain.open(tmp_path) as opened:
        answer = opened.ask("公务接待费决算多少")
        assert "未列数" in answer.answer
        assert "“公务接待费”，说明文字写明为 0.00 万元" in answer.answer
        assert answer.route is Route.BOTH
        planned = opened.ask("三公经费年初预算多少")  # near miss: printed
        assert "说明文字" not in planned.answer


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("和哪家的三公经费多", "三公经费"),
        ("两家部门预算差多少", "预算总额"),
        ("Whose 总预算 is the largest, whose the smallest?", "预算总额"),
        ("两家政府采购里的工程类各多少", "政府采购工程"),
        ("两家的三公经费里公务用车各占多少", None),
        ("两家的防汛物资采购项目预算差多少", None),
        ("两家一般公共预算差多少", None),
        ("两家的政府采购和三公经费各多少", None),
    ],
)
def test_only_a_question_of_one_item_alone(text: str, name: str | None) -> None:
    item = asked(text, ())
    assert (item.name if item else None) == name


@pytest.mark.parametrize(
    ("text", "over"),
    [
        ("数据局的公积金是审计局的几倍", True),
        ("审计局的公积金是数据局的几倍", False),
        ("数据局是多少?是审计局的几倍", True),
        ("数据局的公积金占苏州的百分之几", True),  # the other by its place alone
        ("数据局和审计局的公积金,高的是低的几倍", False),
        ("数据局的公积金比审计局多多少", False),
    ],
)
def test_which_of_two_is_set_over_the_other(text: str, over: bool) -> None:
    assert turned(text, "苏州市审计局", "苏州市数据局") is over


def test_names_that_both_go_by_say_nothing() -> None:
    places = "岚川市文化广电和旅游局", "澜川市文化广电和旅游局"
    assert turned("澜川文旅局的采购占岚川的百分之几", *places)
    assert not turned("岚川文旅局的采购占澜川的百分之几", *places)


def test_a_rate_that_one_leaves_unsaid_is_worked_out(chain: Chain) -> None:
    answer = chain.ask("水利局、岷沱镇谁的三公经费降幅更大", docs=DOCS)
    assert answer.answer.startswith("降得最多的是青石县水利局（2026年）下降10.00%")
    assert "0.00%" in answer.answer


def test_a_file_is_named_by_the_department_above_its_body(tmp_path: Path) -> None:
    three = (("合计", "9.00", "3.00", "6.00"),)
    with Store(tmp_path) as store:
        for name, owner in (
            ("2026年青石市统计局_部门预算.pdf", "青石市数据研究院"),
            ("b.pdf", "白水市统计局"),
        ):
            made = table(name, "three_public", "“三公”经费支出表", THREE, three)
            store.put(replace(document(name, owner, (made,), ()), sha256=name.ljust(64, "x")))
    with Chain.open(tmp_path) as opened:
        both = opened.ask("统计局的公务接待费多少")
        assert "青石市数据研究院" in both.answer
        assert "白水市统计局" in both.answer
        assert "青石" not in opened.ask("白水市统计局的公务接待费多少").answer
