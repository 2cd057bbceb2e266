"""List every rule once: its id, what it checks, its function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from audit import rules_narrative as narrative
from audit import rules_performance as performance
from audit import rules_slips as slips
from audit import rules_sums as sums
from audit import rules_tables as tables
from audit.findings import Finding
from audit.ledger import Ledger
from ingest.records import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """Name one check; `check` looks at one disclosure and returns what it found."""

    id: str
    statement: str
    statement_en: str
    check: Callable[[Ledger], list[Finding]]


RULES: tuple[Rule, ...] = (
    Rule(
        "balance",
        "收入总计 = 支出总计；总计 = 本年合计 + 结转",
        "income equals spending",
        sums.balance,
    ),
    Rule("code_hierarchy", "类 = Σ款，款 = Σ项，合计 = Σ类", "codes add up", sums.code_hierarchy),
    Rule("column_groups", "合计列 = 各分项列之和", "columns add up", sums.column_groups),
    Rule(
        "labelled_children",
        "“一、”= 其下各项之和",
        "numbered rows add up",
        sums.labelled_children,
    ),
    Rule(
        "totals_between_tables",
        "同一笔钱在各表总额一致",
        "tables over the same money agree",
        tables.totals_between_tables,
    ),
    Rule(
        "classes_between_tables",
        "各类支出在各表一致",
        "classes agree between tables",
        tables.classes_between_tables,
    ),
    Rule(
        "basic_between_tables",
        "功能表基本支出 = 经济表合计",
        "basic spending agrees between tables",
        tables.basic_between_tables,
    ),
    Rule(
        "three_public_items",
        "“三公” = 出国 + 公车 + 接待",
        "the three add up",
        tables.three_public_items,
    ),
    Rule(
        "economic_within_three_public",
        "基本支出中的三公科目 ≤ “三公”表",
        "basic items lie within the three public expenses",
        tables.economic_within_three_public,
    ),
    Rule("same_money", "功能与经济分类中同一缴费一致", "contributions agree", tables.same_money),
    Rule("project_rows", "合计 = Σ项目", "projects add up", tables.project_rows),
    Rule(
        "projects_between_tables",
        "项目表合计 = 项目支出",
        "projects equal project spending",
        tables.projects_between_tables,
    ),
    Rule("procurement", "采购合计 = 货物 + 工程 + 服务", "procurement adds up", tables.procurement),
    Rule("empty_tables", "空表说明与内容一致", "empty tables are empty", tables.empty_tables),
    Rule(
        "projects_against_forms",
        "项目金额 = 绩效目标表资金总额",
        "projects equal their forms",
        performance.projects_against_forms,
    ),
    Rule(
        "overall_against_tables",
        "整体绩效表金额与各表一致，权重合计 100%",
        "overall performance agrees with the tables",
        performance.overall_against_tables,
    ),
    Rule(
        "costs_against_total",
        "成本指标之和与资金总额",
        "cost indicators against the total",
        performance.costs_against_total,
    ),
    Rule(
        "label_arithmetic",
        "名称里的算式与指标值",
        "arithmetic in labels against targets",
        performance.label_arithmetic,
    ),
    Rule("repeated_targets", "同一指标在各表一致", "targets agree", performance.repeated_targets),
    Rule("stale_years", "年度与项目属性", "years and novelty of projects", slips.stale_years),
    Rule(
        "misplaced_indicators",
        "指标填写规范",
        "indicators are filled in properly",
        slips.misplaced_indicators,
    ),
    Rule("typing_slips", "用字无误", "no typing slips", slips.typing_slips),
    Rule("header_slips", "表头用字一致", "headings agree", slips.header_slips),
    Rule(
        "three_public_statements",
        "正文“三公”金额与增减 = 表",
        "stated three public expenses agree",
        narrative.three_public_statements,
    ),
    Rule(
        "base_years",
        "比较基期 = 预算年 − 1",
        "the base year is the year before",
        narrative.base_years,
    ),
    Rule(
        "class_statements",
        "正文各类金额 = 表",
        "stated classes agree with the tables",
        narrative.class_statements,
    ),
    Rule("total_statements", "正文总额 = 表", "stated totals agree", narrative.total_statements),
    Rule(
        "procurement_statements",
        "正文政府采购总额 = 采购表合计",
        "stated procurement agrees with its table",
        narrative.procurement_statements,
    ),
    Rule(
        "change_statements",
        "正文增减 = 两年之差",
        "stated changes agree",
        narrative.change_statements,
    ),
    Rule("headings_in_order", "标题序号连续", "headings are in order", narrative.headings_in_order),
    Rule("none_statements", "“无”与表一致", "none means none", narrative.none_statements),
)

_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def audit(ledger: Ledger, rules: Sequence[Rule] = RULES) -> list[Finding]:
    """Return what every rule finds in a disclosure, the gravest first, each once."""
    found = {finding.key: finding for rule in rules for finding in rule.check(ledger)}
    return sorted(found.values(), key=lambda finding: _RANK[finding.severity])
