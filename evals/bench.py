"""Run public benchmarks: finding passages (CMRC 2018), answering from table cells (IM-TQA)."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.dataset import GoldError
from ingest.errors import IngestError
from ingest.settings import settings


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser("python -m evals bench", description=__doc__)
    kinds = found.add_subparsers(dest="kind", required=True)
    retrieval = kinds.add_parser("retrieval", help="recall@1, recall@5 and MRR over all passages")
    retrieval.add_argument("--squad", type=Path, required=True, help="questions in SQuAD's format")
    retrieval.add_argument("--limit", type=int, help="ask the first so many questions only")
    tables = kinds.add_parser("imtqa", help="answer cells and header cells by type of table")
    tables.add_argument("--tables", type=Path, required=True, help="the benchmark's tables")
    tables.add_argument("--questions", type=Path, required=True, help="the benchmark's questions")
    tables.add_argument("--limit", type=int, help="read the first so many tables only")
    for kind in (retrieval, tables):
        kind.add_argument(
            "--cache",
            type=Path,
            help="folder that keeps vectors between runs (default: bench in the store's folder)",
        )
    return found


def main(arguments: Sequence[str]) -> int:
    """Run one benchmark; return the exit code."""
    options = parser().parse_args(arguments)
    folder = options.cache or settings().disclosure_store / "bench"
    try:
        if options.kind == "retrieval":
            from evals import bench_retrieval

            bench_retrieval.report(options.squad, folder, options.limit)
        else:
            from evals.bench_imtqa import report as report_tables

            report_tables(options.tables, options.questions, options.limit)
    except (GoldError, IngestError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0
