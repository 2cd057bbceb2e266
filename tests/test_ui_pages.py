"""Each page as a reader meets it: answers, sources, languages, modes, feedback."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from sqlalchemy import select
from streamlit.testing.v1 import AppTest

import ui.service
from ingest import schema
from ingest.settings import settings
from ingest.store import Store
from qa.query import Answer
from tests.ui_fakes import INSTITUTION, NAME, FakeChain, make_store
from ui import access, uploads
from ui.access import check_password, hash_password
from ui.records import Turn
from ui.state import turn_number

pytestmark = pytest.mark.slow  # takes seconds

ROOT = Path(__file__).parents[1]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Return a small store that the pages are opened on, with a chain that stands in."""
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DISCLOSURE_STORE", str(tmp_path))
    for name in ("DISCLOSURE_MODE", "STAFF_PASSWORD_HASH", "DATABASE_URL", "RATE_LIMIT_PER_MINUTE"):
        monkeypatch.delenv(name, raising=False)
    made = make_store(tmp_path)
    monkeypatch.setattr(ui.service, "open_chain", lambda folder: FakeChain(Store(folder)))
    _forget()
    yield made
    _forget()


def _forget() -> None:
    settings.cache_clear()
    st.cache_resource.clear()


def open_app(page: str | None = None, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    if page is not None:
        app.switch_page(f"ui/pages/{page}.py").run()
    assert not app.exception
    return app


def ask(app: AppTest, question: str) -> AppTest:
    app.chat_input[0].set_value(question).run()
    assert not app.exception
    return app


def htmls(app: AppTest) -> str:
    bodies = [element.proto.body for element in app.get("html")]
    return "\n".join(body for body in bodies if not body.startswith("<style"))


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


# --- ask ----------------------------------------------------------------------------------


def test_an_empty_page_offers_questions_about_what_is_loaded(store: Store) -> None:
    app = open_app()
    assert "社区养老服务多少钱？" in labels(app)
    assert INSTITUTION in htmls(app)
    assert not [label for label in labels(app) if "三公" in label]


def test_an_answer_shows_its_figure_scope_badge_and_source(store: Store) -> None:
    app = ask(open_app(), "老旧小区改造多少钱？")
    shown = htmls(app)
    assert '<div class="mz-value">310.00 <span>万元</span></div>' in shown
    assert f"{INSTITUTION} · 2026 · 预算" in shown
    assert "mz-agreement" in shown
    assert r"\[1\] 附件3 · 老旧小区改造 · 第1页" in labels(app)


def test_a_source_opens_the_row_with_its_cell_marked(store: Store) -> None:
    app = ask(open_app(), "老旧小区改造多少钱？")
    next(b for b in app.button if "附件3" in b.label).click().run()
    assert not app.exception
    shown = htmls(app)
    assert '<td class="mz-cell">310.00</td>' in shown
    assert "<dt>2026年预算数 / 合计</dt><dd>310.00 <span class=mz-flag>◀ 引用处</span>" in shown


def test_an_example_and_a_suggestion_are_asked(store: Store) -> None:
    app = open_app()
    next(b for b in app.button if b.label == "社区养老服务多少钱？").click().run()
    assert "150.00" in htmls(app)
    next(b for b in app.button if b.label == "合计多少？").click().run()
    assert not app.exception
    assert "850.00" in htmls(app)


def test_a_refusal_says_so_and_shows_no_figure(store: Store) -> None:
    app = ask(open_app(), "天气怎么样")
    assert "文件没有说" in htmls(app)
    assert "mz-value" not in htmls(app)


def test_a_list_is_drawn_with_its_table_behind(store: Store) -> None:
    app = ask(open_app(), "所有项目")
    assert app.get("arrow_vega_lite_chart") or app.get("vega_lite_chart")
    view = next(
        c
        for c in app.get("button_group")
        if "composition" in str(c.options) or c.key.endswith("-view")
    )
    view.set_value("table").run()
    assert not app.exception
    assert '<th scope="row">农村道路养护</th>' in htmls(app)


def open_feedback(app: AppTest) -> AppTest:
    """Open the first answer's form, as a click on its button does; it is drawn only then."""
    assert not [r for r in app.radio if r.label in ("这个答案", "This answer is")]
    talk = ui.service.service().talks.get(app.session_state["talk"])
    assert talk is not None
    app.session_state[f"{turn_number(talk.turns[0])}-feedback"] = True
    return app.run()


def test_the_interface_speaks_english_where_the_address_says_so(store: Store) -> None:
    app = ask(open_app(lang="en"), "老旧小区改造 how much")
    assert "From a table" in htmls(app)
    open_feedback(app)
    assert [r.label for r in app.radio if r.label == "This answer is"]


def test_a_link_asks_its_question_once(store: Store) -> None:
    app = open_app(q="城市绿化多少钱？")
    assert "77.00" in htmls(app)
    assert "q" not in app.query_params
    assert app.query_params["c"]


def test_a_talk_is_found_again_by_its_address_and_by_nobody_else(store: Store) -> None:
    app = ask(open_app(), "城市绿化多少钱？")
    key = app.query_params["c"]
    key = key[0] if isinstance(key, list) else key
    assert "77.00" in htmls(open_app(c=key))
    assert "77.00" not in htmls(open_app(c="guess"))
    assert "77.00" not in htmls(open_app())


def test_a_cleared_talk_is_gone(store: Store) -> None:
    app = ask(open_app(), "城市绿化多少钱？")
    key = app.query_params["c"]
    key = key[0] if isinstance(key, list) else key
    app.button(key="clear-talk").click().run()
    assert "77.00" not in htmls(app)
    assert "77.00" not in htmls(open_app(c=key))


def test_a_long_talk_shows_its_latest_turns_and_the_earlier_ones_on_request(store: Store) -> None:
    app = open_app()
    talk = ui.service.service().talks.get(app.session_state["talk"])
    assert talk is not None
    for number in range(14):
        answer = FakeChain(store).ask("城市绿化多少钱？")
        talk.add(Turn(str(number), f"第{number}问", answer, fresh=False))
    app.run()
    shown = [element.value for element in app.markdown]
    assert "第3问" not in shown
    assert "第4问" in shown
    app.button(key="earlier-turns").click().run()
    assert "第0问" in [element.value for element in app.markdown]


def test_document_text_never_becomes_markup(store: Store) -> None:
    app = ask(open_app(), "*重点*研发[补助]$多少钱")
    assert any(r"\*重点\*研发\[补助\]\$" in element.value for element in app.markdown)


def test_feedback_is_stored_with_question_plan_and_answer(store: Store) -> None:
    app = open_feedback(ask(open_app(), "城市绿化多少钱？"))
    next(r for r in app.radio if r.label == "这个答案").set_value("wrong")
    app.text_area[0].set_value("少了一半")
    next(b for b in app.button if b.label == "提交").click().run()
    assert not app.exception
    with store.engine.connect() as connection:
        row = connection.execute(select(schema.feedback)).one()
    assert (row.verdict, row.comment, row.question) == ("wrong", "少了一半", "城市绿化多少钱？")
    assert json.loads(row.answer)["values"][0]["value"] == "77.00"
    assert row.plan == "fake"


def test_a_session_that_asks_too_fast_is_told_to_wait(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "1")
    _forget()
    app = ask(ask(open_app(), "城市绿化多少钱？"), "食品安全抽检多少钱？")
    assert "每分钟最多 1 个问题" in app.warning[0].value
    assert "42.00" not in htmls(app)


def test_a_fault_of_the_chain_is_one_clear_line(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: FakeChain, question: str, **_: object) -> Answer:
        raise RuntimeError("/secret/path")

    monkeypatch.setattr(FakeChain, "ask", fail)
    app = ask(open_app(), "城市绿化多少钱？")
    assert "没能答出来" in app.error[0].value
    assert "/secret" not in htmls(app)


def test_plain_words_explain_the_terms_of_an_answer(store: Store) -> None:
    app = open_app()
    app.toggle(key="plain-choice").set_value(True).run()
    ask(app, "城市绿化的项目支出多少钱？")
    assert "大白话" in htmls(app)
    assert "<dt>项目支出</dt>" in htmls(app)


# --- documents, audit, glossary, about ----------------------------------------------------


def test_documents_are_listed_with_counts_tables_and_problems(store: Store) -> None:
    app = open_app("documents")
    assert "1 张表 · 11 行 · 2 段文字 · 2 页 · 读取时的问题 1 条" in htmls(app)
    next(t for t in app.toggle if t.key and t.key.startswith("doc-open")).set_value(True).run()
    assert not app.exception
    assert "一行没有名称" in htmls(app)
    assert '<th scope="colgroup" colspan="2" rowspan="1">2026年预算数</th>' in htmls(app)


def test_tables_are_searched_without_asking(store: Store) -> None:
    app = open_app("documents")
    app.text_input(key="find").set_value("养老").run()
    assert not app.exception
    assert "9 社区养老服务 150.00 150.00" in htmls(app)
    app.text_input(key="find").set_value("航天").run()
    assert any("找到 0 行" in caption.value for caption in app.caption)


def test_the_public_sees_no_upload_and_no_removal(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert any("移除" in label for label in labels(open_app("documents")))
    monkeypatch.setenv("DISCLOSURE_MODE", "public")
    _forget()
    app = open_app("documents")
    assert not app.get("file_uploader")
    assert not any("移除" in label for label in labels(app))
    about = open_app("about")
    assert str(store.folder) not in htmls(about)
    assert "DISCLOSURE_STORE" not in htmls(about)


def test_staff_see_settings_and_no_secret(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHAT_API_KEY", "sk-very-secret")
    _forget()
    shown = htmls(open_app("about"))
    assert "DISCLOSURE_MODE" in shown
    assert "very-secret" not in shown


def test_the_glossary_gives_the_documents_own_definitions(store: Store) -> None:
    app = open_app("glossary")
    assert "<dt>基本支出</dt><dd>指保障机构正常运转的支出。</dd>" in htmls(app)
    app.text_input(key="term").set_value("没有这个词").run()
    assert "指保障机构正常运转的支出。" not in htmls(app)


def test_the_audit_page_opens(store: Store) -> None:
    app = open_app("audit")
    assert "相互核对" in htmls(app)


# --- staff --------------------------------------------------------------------------------


def test_a_password_is_checked_against_both_kinds_of_hash() -> None:
    made = hash_password("开门")
    assert check_password("开门", made)
    assert not check_password("开们", made)
    pbkdf2 = "pbkdf2_sha256$1000$c2FsdA==$Yyxg6LfrmR4tbdD7Vj0Yj7nYx3fYp2l0ZQ6lJ2Ws3oA="
    assert not check_password("开门", pbkdf2)
    for broken in (
        "",
        "plain",
        "scrypt$1$2",
        "scrypt$x$8$1$a$b",
        "md5$a",
        "pbkdf2_sha256$99999999999$a$b",
    ):
        assert not check_password("开门", broken)


def test_staff_mode_with_a_password_shows_nothing_before_sign_in(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STAFF_PASSWORD_HASH", hash_password("开门"))
    _forget()
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=30).run()
    assert not app.chat_input
    assert INSTITUTION not in htmls(app)
    app.text_input[0].set_value("错的")
    app.button[-1].click().run()
    assert app.error[0].value == "口令不对。"
    app.text_input[0].set_value("开门")
    app.button[-1].click().run()
    assert not app.exception
    assert app.chat_input


def test_guessing_the_password_is_slowed_down() -> None:
    tries = access.Tries()
    assert [tries.allow("1.2.3.4") for _ in range(access.TRIES_PER_ADDRESS + 1)][-1] is False
    assert tries.allow("5.6.7.8")


def test_an_action_is_refused_to_the_public_even_by_a_direct_call(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCLOSURE_MODE", "public")
    _forget()
    with pytest.raises(access.NotStaffError):
        access.require_staff()


@pytest.mark.slow
def test_removing_an_uploaded_document_takes_its_file_too(store: Store) -> None:
    folder = store.folder.resolve() / uploads.FOLDER
    folder.mkdir()
    file = folder / NAME
    file.write_bytes(b"x")
    make_store(store.folder, path=file)
    document = store.documents()[0]
    assert uploads.was_uploaded(store, document)
    uploads.take_out(store, document)
    assert store.documents() == ()
    assert not file.exists()
