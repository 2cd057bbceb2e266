"""Data goes one way: files → ingest → store → qa, audit → ui; heavy parts load where they are used."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "qa", "evals", "audit", "ui")

# What a package must not import, anywhere, not even inside a function.
FORBIDDEN = {
    "ingest": ("qa", "evals", "audit", "ui", "streamlit"),
    "qa": (
        "evals",
        "audit.__main__",
        "ui",
        "streamlit",
        "pdfplumber",
        "pypdfium2",
        "docx",
        "openpyxl",
        "xlrd",
        "lxml",
        "ingest.readers",
        "ingest.tables",
        "ingest.identify",
        "ingest.observations",
        "ingest.passages",
        "ingest.pipeline",
    ),
    "audit": ("qa", "evals", "ui", "streamlit", "ingest.readers", "ingest.pipeline"),
    "evals": ("ui", "streamlit"),
    "ui": ("evals", "ingest.readers", "ingest.tables", "ingest.observations"),
}
# The load on the chat speaks the browser's own messages, which are Streamlit's.
SPEAKS_TO_THE_CHAT = ROOT / "evals" / "load.py"
# One stage does not know another's matter.
ROOMS = {
    "ingest/records.py": ("sqlalchemy", "ingest.store", "ingest.schema", "pdfplumber"),
    "ingest/money.py": ("sqlalchemy", "ingest.store", "ingest.tables"),
    "ingest/tables.py": ("sqlalchemy", "ingest.store", "ingest.observations", "pdfplumber"),
    "ingest/identify.py": ("sqlalchemy", "ingest.store", "ingest.money"),
    "ingest/observations.py": ("sqlalchemy", "ingest.store", "ingest.readers", "pdfplumber"),
    "ingest/passages.py": ("sqlalchemy", "ingest.store", "ingest.embeddings"),
    "ingest/store.py": ("ingest.readers", "ingest.tables", "ingest.identify", "chromadb"),
    "ingest/index.py": ("ingest.observations", "ingest.readers", "ingest.tables"),
    "qa/understand.py": ("sqlalchemy", "ingest.store"),
    "qa/plan.py": ("sqlalchemy", "ingest.store"),
    "qa/calculate.py": ("sqlalchemy", "ingest.store"),
    "qa/answer.py": ("sqlalchemy", "ingest.store"),
    "qa/verify.py": ("sqlalchemy", "ingest.store"),
}
# Seconds each and hundreds of megabytes: only inside the function that needs them.
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "langchain_huggingface",
    "langchain_openai",
    "chromadb",
    "langchain_chroma",
    "sklearn",
    "matplotlib",
    "pandas",
    "rapidocr_onnxruntime",
)
CORE = ("ingest", "qa", "audit")


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def imported(nodes: Iterator[ast.AST], package: str) -> Iterator[tuple[int, str]]:
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"relative import in {package}, line {node.lineno}"
            yield node.lineno, node.module or ""
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def everywhere(path: Path) -> set[tuple[int, str]]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return set(imported(ast.walk(tree), str(path)))


def at_import(path: Path) -> set[tuple[int, str]]:
    """Return what the module imports when it is imported itself; `if TYPE_CHECKING` is not."""

    def top(body: list[ast.stmt]) -> Iterator[ast.AST]:
        for node in body:
            if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
                continue
            yield node
            for part in ("body", "orelse", "handlers", "finalbody"):
                if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield from top(getattr(node, part, []))

    return set(imported(top(ast.parse(path.read_text(encoding="utf-8")).body), str(path)))


def is_or_in(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def offences(found: set[tuple[int, str]], banned: tuple[str, ...], path: Path) -> list[str]:
    return sorted(
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for line, name in found
        if any(is_or_in(name, package) for package in banned)
    )


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_import_one_way(package: str) -> None:
    banned = FORBIDDEN[package]
    found = [o for path in modules(package) for o in offences(everywhere(path), banned, path)]
    shown = SPEAKS_TO_THE_CHAT.relative_to(ROOT)
    assert [o for o in found if not re.match(rf"{shown}:\d+ imports streamlit\.proto\.", o)] == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_stages_keep_to_their_room(room: str) -> None:
    path = ROOT / room
    if not path.exists():
        pytest.skip(f"{room} is not there")
    assert offences(everywhere(path), ROOMS[room], path) == []


@pytest.mark.parametrize("package", CORE)
def test_heavy_libraries_are_imported_where_they_are_used(package: str) -> None:
    found = [o for path in modules(package) for o in offences(at_import(path), HEAVY, path)]
    assert found == []


def test_the_checks_see_what_they_should(tmp_path: Path) -> None:
    """A near miss passes, a nested import is seen."""
    path = tmp_path / "m.py"
    path.write_text(
        "from typing import TYPE_CHECKING\nimport qa_tools\n"
        "if TYPE_CHECKING:\n    import torch\n"
        "def f():\n    import qa.chain\n    import torch\n"
        "try:\n    import chromadb\nexcept ImportError:\n    pass\n"
    )
    names = {name for _, name in everywhere(path)}
    assert {"qa_tools", "qa.chain", "torch", "chromadb"} <= names
    assert not is_or_in("qa_tools", "qa")
    assert "torch" not in {name for _, name in at_import(path)}
    assert "chromadb" in {name for _, name in at_import(path)}


def test_corpus_holds_no_code() -> None:
    assert list((ROOT / "corpus").rglob("*.py")) == []


@pytest.mark.parametrize(
    "module", ["ingest.pipeline", "ingest.__main__", "qa.chain", "qa.__main__"]
)
def test_importing_a_command_loads_nothing_heavy(module: str) -> None:
    path = ROOT / (module.replace(".", "/") + ".py")
    if not path.exists():
        pytest.skip(f"{module} is not there")
    code = f"import sys, {module}; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.strip() == "[]"


def test_telemetry_is_off_before_anything_reads_it() -> None:
    code = (
        "import ingest.settings, os;"
        "print(os.environ['ANONYMIZED_TELEMETRY'], os.environ['HF_HUB_OFFLINE'],"
        " os.environ['STREAMLIT_BROWSER_GATHER_USAGE_STATS'], os.environ['OMP_WAIT_POLICY'])"
    )
    env = {"PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, env=env
    )
    assert done.stdout.split() == ["False", "1", "false", "PASSIVE"]
