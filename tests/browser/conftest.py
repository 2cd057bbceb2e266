"""Start the app over a store of its own and drive it in Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from ingest.pipeline import ingest
from ingest.store import Store

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {1280: 900, 360: 740}
LOCALES = {"zh": "zh-CN", "en": "en-US"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test in this folder, so that `-m "not browser"` leaves all out."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Return Chromium's path; skip where there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium here (Debian: apt-get install chromium fonts-noto-cjk)")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """Return a running browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def shipped_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a store that holds the shipped disclosure."""
    folder = tmp_path_factory.mktemp("store")
    with Store(folder) as store:
        ingest([ROOT / "corpus"], store)
    return folder


@pytest.fixture(scope="session")
def address(chromium: str, shipped_store: Path) -> Iterator[str]:
    """Return the address of the app, served over the shipped disclosure."""
    with serving(shipped_store, "-m", "streamlit") as found:
        yield found


@contextmanager
def serving(folder: Path, *module: str) -> Iterator[str]:
    """Serve the app over a store; `module` is what Python runs to start Streamlit."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DISCLOSURE_STORE": str(folder),
        "DISCLOSURE_MODE": "staff",
        "STAFF_PASSWORD_HASH": "",
        "DATABASE_URL": "",
        "RATE_LIMIT_PER_MINUTE": "1000",
    }
    command = [
        sys.executable, *module, "run", "app.py",
        "--server.port", str(port), "--server.headless", "true",
    ]  # fmt: skip
    server = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield f"http://localhost:{port}"
    finally:
        server.terminate()
        server.wait(timeout=10)


def _wait(port: int) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the server did not start within a minute")


class Reader:
    """Be one reader with a page, and note what the page must not do."""

    def __init__(self, context: BrowserContext, address: str, language: str, width: int) -> None:
        self.page: Page = context.new_page()
        self.address = address
        self.language = language
        self.width = width
        self.faults: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.faults.append(f"page: {error}"))
        self.page.on("request", lambda request: self._request(request.url))

    def _console(self, message: object) -> None:
        text, kind = message.text, message.type  # type: ignore[attr-defined]
        # Streamlit looks for its own server below a page's address first.
        if kind == "error" and "404" not in text:
            self.faults.append(f"console: {text}")

    def _request(self, url: str) -> None:
        if not url.startswith((self.address, self.address.replace("http", "ws"), "data:", "blob:")):
            self.faults.append(f"request: {url}")

    def open(self, path: str = "/") -> None:
        """Open a page and wait until it stands."""
        self.page.goto(self.address + path)
        self.page.wait_for_selector(".mz-head")
        self.settle()

    def settle(self) -> None:
        """Wait until the server has nothing more to say."""
        self.page.wait_for_timeout(200)
        self.page.wait_for_selector(
            "[data-testid=stApp][data-test-script-state=notRunning]", timeout=20_000
        )
        self.page.wait_for_timeout(250)

    def ask(self, question: str) -> None:
        """Ask a question and wait for its answer."""
        answers = self.page.locator(".mz-scope").count()
        box = self.page.locator("[data-testid=stChatInput] textarea")
        box.fill(question)
        box.press("Enter")
        self.page.wait_for_function(
            f"document.querySelectorAll('.mz-scope').length > {answers}", timeout=20_000
        )
        self.settle()


@pytest.fixture(
    params=[(w, lang) for w in WIDTHS for lang in LOCALES], ids=lambda p: f"{p[1]}-{p[0]}"
)
def reader(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Reader]:
    """Return a reader at a desk and with a phone, in Chinese and in English."""
    width, language = request.param
    context = browser.new_context(
        viewport={"width": width, "height": WIDTHS[width]},
        locale=LOCALES[language],
        accept_downloads=True,
    )
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    one = Reader(context, address, language, width)
    yield one
    faults = list(one.faults)
    context.close()
    assert faults == []
