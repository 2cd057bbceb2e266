"""Run the audit from the shell: `python -m audit`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from audit import report, service
from audit.findings import Finding
from ingest.errors import IngestError
from ingest.records import Severity
from ingest.settings import settings
from ingest.store import Store


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what the ingested disclosures contradict themselves in; return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except IngestError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m audit",
        description="核对：已载入的公开文件是否自相矛盾 (does each disclosure agree with itself?)",
    )
    parser.add_argument(
        "--doc", action="append", metavar="NAME", help="only this document; repeatable"
    )
    parser.add_argument("--json", action="store_true", help="print the findings as JSON")
    parser.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page with both places shown"
    )
    parser.add_argument("--strict", action="store_true", help="exit with 1 where there is an error")
    parser.add_argument("--all", action="store_true", help="also those reviewed")
    parser.add_argument(
        "--severity", choices=["error", "warning", "info"], help="this rank and graver"
    )
    parser.add_argument(
        "--store", type=Path, help="the store's folder (default: $DISCLOSURE_STORE)"
    )
    decide = parser.add_argument_group("review")
    decide.add_argument("--accept", metavar="KEY", help="keep a finding as known")
    decide.add_argument("--suppress", metavar="KEY", help="hide a finding that is none")
    decide.add_argument("--who", help="who decides")
    decide.add_argument("--why", help="the reason")
    return parser


def _run(options: argparse.Namespace) -> int:
    chosen = settings()
    folder = options.store or Path(chosen.disclosure_store)
    with Store(folder, chosen.database_url, create=False) as store:
        if options.accept or options.suppress:
            return _review(store, options)
        names = None if options.doc is None else _with_renditions(store, options.doc)
        findings = service.load(store)
    shown = [
        f for f in (findings.all if options.all else findings.open) if _wanted(f, names, options)
    ]
    if options.html:
        options.html.write_text(report.as_html(shown), encoding="utf-8")
    if options.json:
        print(report.as_json(shown, findings.reviews))
    else:
        report.print_table(shown, Console())
    return int(options.strict and any(f.severity is Severity.ERROR for f in shown))


def _with_renditions(store: Store, names: Sequence[str]) -> set[str]:
    """Return the named documents with the other files of the same disclosures."""
    asked = {(d.institution, d.fiscal_year, d.phase) for d in store.documents(names)}
    return {d.name for d in store.documents() if (d.institution, d.fiscal_year, d.phase) in asked}


def _wanted(finding: Finding, names: set[str] | None, options: argparse.Namespace) -> bool:
    ranks = [severity.value for severity in Severity]
    limit = ranks.index(options.severity) if options.severity else len(ranks)
    inside = names is None or any(side.place.doc in names for side in finding.sides)
    return inside and ranks.index(finding.severity.value) <= limit


def _review(store: Store, options: argparse.Namespace) -> int:
    if not options.who or not options.why:
        print("a review needs --who and --why", file=sys.stderr)
        return 2
    key = options.accept or options.suppress
    service.review(
        store, key, "accepted" if options.accept else "suppressed", options.who, options.why
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
