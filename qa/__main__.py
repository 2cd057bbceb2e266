"""Answer questions in the terminal: one, a batch of JSON lines, or a session."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from ingest.errors import IngestError
from qa.chain import Chain
from qa.chaining import warm
from qa.errors import BatchLineError, QaError
from qa.query import Answer


@dataclass(frozen=True, slots=True)
class Line:
    """Hold one question of a batch file."""

    id: str | None
    question: str
    history: tuple[str, ...] = ()
    docs: tuple[str, ...] | None = None


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    made = argparse.ArgumentParser(
        prog="python -m qa",
        description="Answer a question over the ingested disclosures; without one, start a session.",
    )
    made.add_argument("question", nargs="?", help="the question, in Chinese or English")
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    made.add_argument(
        "--doc", action="append", metavar="NAME", help="only this document (repeatable)"
    )
    made.add_argument(
        "--history", action="append", default=[], metavar="QUESTION",
        help="an earlier question, oldest first (repeatable)",
    )  # fmt: skip
    made.add_argument("--store", type=Path, metavar="DIR", help="folder of the store")
    made.add_argument(
        "--batch", type=Path, metavar="FILE", help="JSON lines: id, question, history, docs"
    )
    made.add_argument(
        "--out", type=Path, metavar="FILE", help="where a batch's answers go (stdout)"
    )
    made.add_argument("--explain", action="store_true", help="print what every stage made of it")
    return made


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    gc.set_threshold(warm.GARBAGE)
    given = parser().parse_args(argv)
    try:
        code = run(given)
        sys.stdout.flush()
    except (IngestError, QaError) as error:
        print(error, file=sys.stderr)
        return 1
    except BrokenPipeError:
        # The reader (head, less) has gone: let the flush at exit go nowhere as well.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        print("output closed before the last answer was written", file=sys.stderr)
        return 1
    return code


def run(given: argparse.Namespace) -> int:
    """Answer what the command line asks; return the exit code."""
    with Chain.open(given.store) as chain:
        if given.batch is not None:
            return run_batch(chain, given.batch, given.out)
        if given.question is None:
            return session(chain, given.doc)
        return one(chain, given)


def one(chain: Chain, given: argparse.Namespace) -> int:
    """Answer one question."""
    explained = chain.explain(given.question, given.history, given.doc)
    if given.explain:
        print(explained.query)
        print("\n".join(explained.plan.trace))
        print(explained.plan.route, explained.plan.reason, f"{explained.plan.score:.3f}")
        print(explained.reading)
    answer = explained.answer
    if given.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(as_text(answer))
    return 0


def as_text(answer: Answer) -> str:
    """Return an answer as it is read in a terminal."""
    lines = [answer.answer]
    if answer.calculation:
        lines.append(f"  = {answer.calculation}")
    for i, citation in enumerate(answer.citations[:8], start=1):
        where = [citation.annex, citation.table or citation.section, citation.row, citation.column]
        page = f"p.{citation.page}" if citation.page else None
        lines.append(f"  [{i}] " + " · ".join(p for p in (citation.doc, *where, page) if p))
    lines.extend(f"  * {note}" for note in answer.notes)
    lines.extend(f"  > {suggestion}" for suggestion in answer.suggestions)
    return "\n".join(lines)


def run_batch(chain: Chain, path: Path, out: Path | None) -> int:
    """Answer a file of questions in order; a broken line gives one clear line on stderr."""
    if not path.is_file():
        print(f"{path}: no such file", file=sys.stderr)
        return 1
    failed = 0
    with path.open(encoding="utf-8-sig") as source:
        target = out.open("w", encoding="utf-8") if out is not None else sys.stdout
        try:
            for item in read_lines(source, str(path)):
                if isinstance(item, BatchLineError):
                    print(item, file=sys.stderr)
                    failed += 1
                else:
                    failed += not _write_answer(chain, item, target)
        finally:
            if out is not None:
                target.close()
    return 1 if failed else 0


def _write_answer(chain: Chain, line: Line, target: TextIO) -> bool:
    try:
        answer = chain.ask(line.question, line.history, line.docs)
    except (IngestError, QaError) as error:
        print(f"{line.id or line.question[:30]}: {error}", file=sys.stderr)
        return False
    except Exception as error:  # a fault met by one question must not cost the others
        print(f"{line.id or line.question[:30]}: {type(error).__name__}: {error}", file=sys.stderr)
        return False
    body = {**answer.to_dict(), "id": line.id}
    target.write(json.dumps(body, ensure_ascii=False) + "\n")
    return True


def read_lines(source: TextIO, path: str) -> Iterator[Line | BatchLineError]:
    """Give the questions of a batch file, or what is wrong with a line; blank lines are skipped."""
    for number, text in enumerate(source, start=1):
        if not text.strip():
            continue
        try:
            raw = json.loads(text)
        except json.JSONDecodeError as error:
            yield BatchLineError(path, number, f"not JSON ({error.msg})")
            continue
        if not isinstance(raw, dict) or not isinstance(raw.get("question"), str):
            yield BatchLineError(path, number, "no question")
            continue
        docs = raw.get("docs")
        yield Line(
            id=None if raw.get("id") is None else str(raw["id"]),
            question=raw["question"],
            history=tuple(str(h) for h in raw.get("history") or ()),
            docs=None if not docs else tuple(str(d) for d in docs),
        )


def session(chain: Chain, docs: Sequence[str] | None) -> int:
    """Answer questions until the end of input; earlier ones are the history."""
    asked: list[str] = []
    print("明账。输入问题，空行或 Ctrl-D 结束。")
    while True:
        try:
            question = input("? ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return 0
        if not question:
            return 0
        print(as_text(chain.ask(question, asked, docs)))
        asked.append(question)


if __name__ == "__main__":
    sys.exit(main())
