"""Read disclosures into the store, list, remove, report and export them, from the shell."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

# Embedding a corpus may use every core; serving keeps to one (see ingest.settings).
os.environ.setdefault("OMP_NUM_THREADS", str(os.cpu_count() or 1))

from ingest.errors import IngestError
from ingest.settings import settings

if TYPE_CHECKING:
    from ingest.store import Store

INTERRUPTED = 130

EPILOG = """\
examples:
  python -m ingest corpus                        read a folder; unchanged files are passed over
  python -m ingest 2026.pdf 2025.docx --store /srv/disclosures
  python -m ingest --list
  python -m ingest --remove 2025.docx
  python -m ingest --report --doc 2026.pdf       what was read of each table, and the problems
  python -m ingest --export all.csv              every figure with its row, column, page and unit

exit code: 0, or 1 when a file could not be read (the others are stored all the same).
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    told = argparse.ArgumentParser(
        prog="python -m ingest",
        description="Read published budgets and final accounts into the store.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    told.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="files and folders")
    told.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="folder of the store (default: $DISCLOSURE_STORE or .store)",
    )
    doing = told.add_mutually_exclusive_group()
    doing.add_argument("--list", action="store_true", help="show what the store holds")
    doing.add_argument(
        "--remove",
        action="append",
        metavar="DOC",
        help="take a document out with all that came from it; may be repeated",
    )
    doing.add_argument(
        "--export", type=Path, metavar="FILE.csv", help="write every stored figure as CSV"
    )
    doing.add_argument(
        "--report", action="store_true", help="show each table: kind, pages, unit, rows, problems"
    )
    told.add_argument(
        "--doc",
        action="append",
        metavar="NAME",
        help="only this document, for --export and --report; may be repeated",
    )
    told.add_argument("--json", action="store_true", help="--list and --report as JSON")
    told.add_argument("--force", action="store_true", help="read unchanged files again too")
    told.add_argument(
        "--workers", type=int, metavar="N", help="processes that read files (default: one a core)"
    )
    return told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    told = parser()
    options = told.parse_args(arguments)
    managing = options.list or options.remove or options.export or options.report
    if not managing and not options.paths:
        told.error("give files or folders to read, or --list, --report, --export or --remove")
    if managing and options.paths:
        told.error("--list, --report, --export and --remove take no files to read")
    try:
        return _run(options)
    except IngestError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("stopped; run the same command again to go on", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of our output went away (`| head`): nothing to tell anyone.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _run(options: argparse.Namespace) -> int:
    from ingest.store import Store

    folder: Path = options.store or settings().disclosure_store
    reading = bool(options.paths)
    with Store(folder, settings().database_url, create=reading) as store:
        if reading:
            return _ingest(store, options)
        if options.list:
            return _list(store, options.json)
        if options.remove:
            return _remove(store, options.remove)
        if options.export:
            return _export(store, options)
        return _report(store, options)


def _ingest(store: Store, options: argparse.Namespace) -> int:
    from ingest.pipeline import ingest
    from ingest.terminal import Terminal

    with Terminal() as terminal:
        summary = ingest(
            options.paths, store, terminal, workers=options.workers, force=options.force
        )
        terminal.summary(summary)
    return 1 if summary.failed else 0


def _list(store: Store, as_json: bool) -> int:
    documents = store.documents()
    if as_json:
        print(
            json.dumps([asdict(document) for document in documents], ensure_ascii=False, indent=1)
        )
        return 0
    for d in documents:
        pages = f"{d.n_pages} pages" if d.paged else "no pages"
        print(
            f"{d.name} · {d.institution} · {d.fiscal_year} {d.phase} · {d.format} · {pages} · "
            f"{d.n_tables} tables · {d.n_rows} rows · {d.n_observations} facts · "
            f"{d.n_passages} chunks · {d.n_problems} problems"
        )
    if not documents:
        print("the store is empty; run `python -m ingest PATH…`")
    return 0


def _remove(store: Store, names: Sequence[str]) -> int:
    from ingest.pipeline import remove

    store.documents(names)  # an unknown name stops the command before anything is removed
    for name in names:
        remove(name, store)
        print(f"{name}: removed")
    return 0


def _export(store: Store, options: argparse.Namespace) -> int:
    from ingest.export import export_csv

    count = export_csv(store, options.export, options.doc)
    print(f"{options.export}: {count:,} facts")
    return 0


def _report(store: Store, options: argparse.Namespace) -> int:
    from ingest.report import report, report_lines

    documents = report(store, options.doc)
    if options.json:
        print(json.dumps([asdict(d) for d in documents], ensure_ascii=False, indent=1))
    else:
        print("\n".join(report_lines(documents)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
