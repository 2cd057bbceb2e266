"""Show findings as a table on the terminal, as JSON, as an HTML page."""

from __future__ import annotations

import html
import json
from collections import Counter
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from audit.findings import Finding, Side, State
from audit.service import Review, to_dict
from ingest.money import plain_decimal

_NAMES = {"error": "错误", "warning": "疑点", "info": "提示"}


def print_table(findings: Sequence[Finding], console: Console) -> None:
    """Print a row a finding, and the counts by severity."""
    table = Table(show_lines=False, expand=True)
    for heading in ("级别", "规则", "发现", "算式", "位置"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(
            _name(finding),
            finding.rule,
            finding.message,
            finding.arithmetic,
            "\n".join(dict.fromkeys(place_text(side) for side in finding.sides[:3])),
        )
    console.print(table)
    console.print(summary(findings))


def summary(findings: Sequence[Finding]) -> str:
    """Return the counts by severity in words."""
    counts = Counter(_name(finding) for finding in findings)
    return "，".join(f"{name} {count}" for name, count in sorted(counts.items())) or "没有发现"


def _name(finding: Finding) -> str:
    return "无法核对" if finding.state is State.UNVERIFIABLE else _NAMES[finding.severity.value]


def place_text(side: Side) -> str:
    """Return where a side stands: document, annex, row, column, page."""
    place = side.place
    parts = [place.doc, place.annex, place.row or place.section, place.column]
    page = f"第{place.page}页" if place.page else None
    return " · ".join(part for part in (*parts, page) if part)


def as_json(findings: Sequence[Finding], reviews: dict[str, Review]) -> str:
    """Return all findings as a JSON list; a reviewed one carries who decided and why."""
    entries = []
    for finding in findings:
        entry = to_dict(finding)
        decided = reviews.get(finding.key)
        entry["review"] = (
            {"state": decided.state, "who": decided.who, "why": decided.why, "at": decided.at}
            if decided
            else None
        )
        entries.append(entry)
    return json.dumps(entries, ensure_ascii=False, indent=2)


def as_html(findings: Sequence[Finding]) -> str:
    """Return a self-contained page with both places of every finding side by side."""
    cards = "\n".join(_card(finding) for finding in findings)
    return f"""<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><title>核对结果</title>
<style>
body {{ font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 2rem auto; }}
article {{ border-left: 6px solid #555; padding: .4rem 1rem; margin: 1rem 0; background: #f6f6f6; }}
article.error {{ border-color: #a4121c; }} article.warning {{ border-color: #8a5a00; }}
.sides {{ display: flex; gap: 1rem; flex-wrap: wrap; }}
.side {{ flex: 1 1 18rem; background: #fff; padding: .5rem .8rem; }}
blockquote {{ margin: .3rem 0; color: #333; }}
</style>
<h1>核对结果</h1><p>{html.escape(summary(findings))}</p>
{cards}
</html>
"""


def _card(finding: Finding) -> str:
    sides = "".join(_side(side) for side in finding.sides)
    extra = f"<p>{html.escape(finding.explanation)}</p>" if finding.explanation else ""
    return (
        f'<article class="{finding.severity.value}"><h2>{_name(finding)} · '
        f"{html.escape(finding.message)}</h2><p><code>{html.escape(finding.arithmetic)}</code></p>"
        f'{extra}<div class="sides">{sides}</div></article>'
    )


def _side(side: Side) -> str:
    value = (
        ""
        if side.value is None
        else f"<strong>{plain_decimal(side.value)} {side.unit or ''}</strong>"
    )
    return (
        f'<div class="side">{html.escape(place_text(side))}<br>{value}'
        f"<blockquote>{html.escape(side.place.quote[:300])}</blockquote></div>"
    )
