"""Drive the app as readers do: ask, open a source, go on, upload, tell what is wrong, take away."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reader

PROJECT = "巨灾保险"
QUESTIONS = {"zh": f"{PROJECT}多少钱？", "en": f"how much is the {PROJECT} project?"}
WORDS = {
    "zh": {
        "source": "出处",
        "whole": "看整页",
        "export": "导出 Markdown",
        "feedback": "反馈",
        "wrong": "不对",
        "send": "提交",
        "thanks": "谢谢，反馈已记下。",
        "copy": "复制 Markdown（含出处）",
        "upload": "上传文件",
        "read": "读入",
        "table": "表格",
    },
    "en": {
        "source": "Source",
        "whole": "Whole page",
        "export": "Export Markdown",
        "feedback": "Feedback",
        "wrong": "Wrong",
        "send": "Send",
        "thanks": "Thank you, noted.",
        "copy": "Copy Markdown with sources",
        "upload": "Upload documents",
        "read": "Read in",
        "table": "Table",
    },
}
SECOND = """示例区图书馆2025年部门预算

一、单位基本情况
示例区图书馆负责全区公共阅读服务。

附件1
示例区图书馆项目支出表
单位：万元
序号\t项目名称\t合计
\t合计\t55.00
1\t夜间开放\t35.00
2\t流动书车\t20.00
"""


def no_sideways(reader: Reader) -> None:
    """The page itself never scrolls sideways; only regions made for it do."""
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= reader.width


def test_a_figure_is_one_step_from_its_row_on_the_page(reader: Reader) -> None:
    words, page = WORDS[reader.language], reader.page
    reader.open()
    assert page.evaluate("document.documentElement.lang") == (
        "zh-CN" if reader.language == "zh" else "en"
    )
    reader.ask(QUESTIONS[reader.language])
    figure = page.locator(".mz-value").first
    expect(figure).to_have_text("220.00 万元")
    assert figure.evaluate("e => e.scrollWidth <= e.clientWidth")
    no_sideways(reader)

    source = page.locator("[class*='-sources'] button").first
    source.focus()
    before = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    page.keyboard.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.get_by_role("heading", name=words["source"])).to_be_visible()
    marked = drawer.locator(".mz-pair.mz-here dd")
    expect(marked).to_contain_text("220.00")
    strip = drawer.locator(".mz-strip img")
    expect(strip).to_be_visible()
    assert PROJECT in (strip.get_attribute("alt") or "")
    row = drawer.locator("tr.mz-row")
    expect(row).to_contain_text(PROJECT)
    assert row.locator("td").nth(1).evaluate("e => getComputedStyle(e).backgroundColor") == (
        "rgb(255, 243, 196)"
    )
    expect(drawer.locator("td.mz-cell")).to_have_text("220.00")
    _row_is_seen_in_its_region(drawer)
    no_sideways(reader)
    drawer.get_by_text(words["whole"]).click()
    expect(drawer.locator("[data-testid=stImage] img")).to_be_visible()

    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    reader.settle()
    assert page.evaluate("document.activeElement.textContent").startswith("[1]")
    after = page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop")
    assert abs(after - before) <= 20  # the drawer's own empty place may add one gap


def _row_is_seen_in_its_region(drawer: object) -> None:
    inside = drawer.locator(".mz-scroll").last.evaluate(  # type: ignore[attr-defined]
        """async region => {
          await new Promise(done => setTimeout(done, 300));
          const frame = region.getBoundingClientRect();
          const cell = region.querySelector('td.mz-cell').getBoundingClientRect();
          return cell.top >= frame.top && cell.bottom <= frame.bottom
            && cell.left >= frame.left && cell.right <= frame.right;
        }"""
    )
    assert inside


def test_a_talk_goes_on_survives_a_refresh_and_is_taken_away(reader: Reader) -> None:
    words, page = WORDS[reader.language], reader.page
    reader.open()
    reader.ask(QUESTIONS[reader.language])
    reader.ask(
        "占项目支出的多少？" if reader.language == "zh" else "what share of project spending?"
    )
    assert page.locator(".mz-scope").count() == 2
    page.reload()
    page.wait_for_selector(".mz-scope")
    reader.settle()
    assert page.locator(".mz-scope").count() == 2
    expect(page.locator(".mz-value").first).to_have_text("220.00 万元")

    page.get_by_role("button", name=words["copy"]).first.click()
    page.wait_for_timeout(300)
    copied = page.evaluate("navigator.clipboard.readText()")
    assert QUESTIONS[reader.language][:4] in copied
    assert "220.00" in copied
    assert "附件10" in copied

    if reader.width < 500:
        page.get_by_test_id("stExpandSidebarButton").click()
        page.wait_for_timeout(500)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=words["export"]).click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert "220.00 万元" in text
    assert "附件10" in text


def test_what_is_wrong_is_told_and_kept(reader: Reader) -> None:
    words, page = WORDS[reader.language], reader.page
    reader.open()
    reader.ask(QUESTIONS[reader.language])
    page.get_by_role("button", name=words["feedback"]).first.click()
    page.get_by_text(words["wrong"], exact=True).click()
    page.get_by_role("button", name=words["send"], exact=True).click()
    expect(page.get_by_text(words["thanks"])).to_be_visible()


def test_a_link_reopens_its_question_and_the_language_changes_everything(reader: Reader) -> None:
    page = reader.page
    reader.open(f"/?q={QUESTIONS['zh']}&lang={reader.language}")
    page.wait_for_selector(".mz-value")
    expect(page.locator(".mz-value").first).to_have_text("220.00 万元")
    assert "q=" not in page.url
    other = "English" if reader.language == "zh" else "中文"
    page.get_by_test_id("stMain").get_by_text(other, exact=True).click()
    reader.settle()
    assert page.evaluate("document.documentElement.lang") == (
        "en" if reader.language == "zh" else "zh-CN"
    )
    expect(page.locator(".mz-route").first).to_have_text(
        "From a table" if reader.language == "zh" else "来自表格"
    )


def test_a_list_is_drawn_and_can_be_read_as_a_table(reader: Reader) -> None:
    page = reader.page
    reader.open()
    reader.ask("最花钱的三个项目是哪些？" if reader.language == "zh" else "top 3 projects by cost")
    chart = page.locator("[data-testid=stVegaLiteChart]").first
    expect(chart).to_be_visible()
    page.get_by_text(WORDS[reader.language]["table"], exact=True).last.click()
    reader.settle()
    expect(page.locator(".mz-values tbody tr")).to_have_count(3)
    no_sideways(reader)


def test_a_second_document_is_uploaded_asked_and_removed(reader: Reader, tmp_path: Path) -> None:
    words, page = WORDS[reader.language], reader.page
    file = tmp_path / f"图书馆{reader.language}{reader.width}.txt"
    file.write_text(SECOND, encoding="utf-8")
    reader.open("/documents")
    page.get_by_text(words["upload"]).click()
    page.locator("input[type=file]").first.set_input_files(file)
    page.wait_for_timeout(800)
    page.get_by_role("button", name=words["read"]).click()
    card = page.locator("[class*=st-key-doc-]").filter(has_text=file.name).first
    expect(card).to_be_visible(timeout=60_000)
    expect(page.get_by_text("夜间开放")).to_have_count(0)
    reader.open("/documents?find=夜间开放")
    expect(page.locator(".mz-found tbody tr").first).to_contain_text("35.00")
    no_sideways(reader)
    card = page.locator("[data-testid=stVerticalBlock][class*=st-key-doc-]").filter(
        has_text=file.name
    )
    remove = "移除" if reader.language == "zh" else "Remove"
    card.get_by_role("button", name=remove).first.click()
    page.get_by_test_id("stPopoverBody").get_by_role("button", name=remove).click()
    expect(page.get_by_text(file.name)).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("path", ["/", "/documents", "/audit", "/glossary", "/about"])
def test_no_page_has_a_serious_fault_of_access(reader: Reader, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    reader.open(path)
    if path == "/":
        reader.ask(QUESTIONS[reader.language])
        reader.page.locator("[class*='-sources'] button").first.click()
        reader.page.wait_for_selector(".mz-strip img")
        reader.settle()
    elif path == "/documents":
        reader.page.locator("[class*=st-key-doc-open] label").first.click()
        reader.settle()
    found = axe.run(reader.page).response["violations"]
    serious = [
        (fault["id"], node["html"][:200], node["failureSummary"][:300])
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"]
    ]
    assert serious == []


def test_touch_targets_are_large_enough(reader: Reader) -> None:
    reader.open()
    reader.ask(QUESTIONS[reader.language])
    small = reader.page.evaluate(
        """[...document.querySelectorAll('[data-testid=stMain] button')]
          .map(e => [e.textContent, e.getBoundingClientRect()])
          .filter(([, box]) => box.width && (box.height < 24 || box.width < 24))
          .map(([text, box]) => `${text} ${box.width}×${box.height}`)"""
    )
    assert small == []
