"""Run gold questions over the store, print the scores, fail where one fell below its baseline."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evals import baseline, console, dataset
from evals.dataset import Case, GoldError
from evals.metrics import Summary, split_by, summarize
from evals.run import Asks, Run, run
from ingest.errors import IngestError
from ingest.settings import settings
from qa.errors import QaError

if TYPE_CHECKING:
    from evals.plain_rag import PlainRag
    from ingest.store import Store

EPILOG = """\
With no GOLD the project's own questions (evals/cases/*.jsonl) are asked and compared with
evals/baseline.json: the exit code is 1 when a score fell. Public benchmarks have commands of
their own: python -m evals bench retrieval --squad FILE.json
           python -m evals bench imtqa --tables T.json --questions Q.json
Questions made from what a store holds: python -m evals synth --store DIR --out FILE.jsonl
Tables typeset in layouts drawn by lot and read again: python -m evals layouts evals/documents
Many readers of the chat at once: python -m evals load --sessions 20 --seconds 120
"""


def parser() -> argparse.ArgumentParser:
    """Return the command line."""
    found = argparse.ArgumentParser(
        "python -m evals",
        description=__doc__,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    found.add_argument("gold", nargs="*", type=Path, metavar="GOLD.jsonl", help="gold files")
    found.add_argument("--store", type=Path, help="folder of the store (default: the setting's)")
    found.add_argument("--report", type=Path, metavar="DIR", help="write report.json, report.html")
    found.add_argument("--show", action="store_true", help="print every question not all right")
    found.add_argument("--explain", metavar="ID", help="print every stage of one question")
    found.add_argument(
        "--update-baseline", action="store_true", help="record these scores as the baseline"
    )
    found.add_argument(
        "--from-feedback", action="store_true", help="print gold candidates from users' feedback"
    )
    found.add_argument("--no-plain", action="store_true", help="leave the plain RAG row out")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["bench"]:
        from evals import bench

        return bench.main(given[1:])
    if given[:1] == ["synth"]:
        from evals import synth

        return synth.main(given[1:])
    if given[:1] == ["layouts"]:
        from evals import layouts

        return layouts.main(given[1:])
    if given[:1] == ["load"]:
        from evals import load

        return load.main(given[1:])
    options = parser().parse_args(given)
    try:
        return _evaluate(options)
    except (GoldError, IngestError, QaError) as error:
        print(error, file=sys.stderr)
        return 1


def _evaluate(options: argparse.Namespace) -> int:
    if options.from_feedback:
        return _from_feedback(options.store)
    cases = dataset.load(options.gold or dataset.default_files())
    store: Path | None = options.store
    chain = open_chain(store)
    if options.explain:
        return _explain(chain, cases, options.explain)
    done = _run(chain, cases, store)
    summaries = {
        source: summarize(part)
        for source, part in split_by(done.outcomes, lambda o: o.case.source).items()
    }
    partly = {case.source for case in done.skipped}
    own = {k: s for k, s in summaries.items() if not options.gold and k not in partly}
    if options.update_baseline and own:
        baseline.record(own)
    fallen = baseline.drops(own, baseline.read())
    plain = None if options.no_plain else _plain(store, done)
    _print(done, summaries, plain, fallen, options.show)
    if options.report is not None:
        from evals import report

        report.write(report.Report(done, summaries, fallen, plain), options.report)
    return 1 if fallen else 0


def open_chain(store: Path | None) -> Asks:
    """Open the chain over the store of a folder, or that of the settings."""
    from qa.chain import Chain

    return Chain.open(store)


def _run(chain: Asks, cases: Sequence[Case], folder: Path | None) -> Run:
    from tqdm import tqdm

    bar = tqdm(total=len(cases), unit="question", disable=None, leave=False)
    with bar:
        return run(chain, cases, held_documents(folder), bar.update)


def open_store(folder: Path | None) -> Store:
    """Open the store of a folder, or that of the settings."""
    from ingest.store import Store

    conf = settings()
    return Store(folder or conf.disclosure_store, conf.database_url, create=False)


def held_documents(folder: Path | None) -> list[str]:
    """Return the names of the documents in a store."""
    with open_store(folder) as store:
        return [document.name for document in store.documents()]


def _plain(folder: Path | None, done: Run) -> PlainRag | None:
    """Measure the plain way over the questions that name no document."""
    from evals import plain_rag

    cases = [outcome.case for outcome in done.outcomes if outcome.case.docs is None]
    if not cases:
        return None
    with open_store(folder) as store:
        return plain_rag.measure(store, cases)


def _from_feedback(folder: Path | None) -> int:
    from evals.feedback import candidates

    with open_store(folder) as store:
        for line in candidates(store):
            print(line)
    return 0


def _explain(chain: Asks, cases: Sequence[Case], wanted: str) -> int:
    from evals.explain import explain

    found = next((case for case in cases if case.id == wanted), None)
    if found is None:
        print(f"no question has the id {wanted}; ids look like {cases[0].id}", file=sys.stderr)
        return 1
    print("\n".join(explain(chain, found)))
    return 0


def _print(
    done: Run,
    summaries: dict[str, Summary],
    plain: PlainRag | None,
    fallen: Sequence[baseline.Drop],
    show: bool,
) -> None:
    from rich.console import Console

    out = Console(width=None if sys.stdout.isatty() else 140)
    if show:
        console.print_faults(out, done.outcomes)
    console.print_scores(out, done.outcomes)
    console.print_honesty(out, summaries)
    for source, summary in summaries.items():
        console.print_confusion(out, source, summary)
    console.print_calibration(out, summaries)
    if plain is not None:
        out.print(
            "plain RAG, same embedding: all that is asked stands in the top 5 chunks for "
            f"{plain.five} of {plain.five.of} questions, in the first for {plain.first}",
            highlight=False,
        )
    if done.skipped:
        names = sorted({name for case in done.skipped for name in case.docs or ()})
        out.print(f"{len(done.skipped)} questions skipped; not in the store: {', '.join(names)}")
    console.print_drops(out, fallen)


if __name__ == "__main__":
    sys.exit(main())
