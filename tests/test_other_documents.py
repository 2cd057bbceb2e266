"""Read the invented disclosures of `evals/documents`: other places' templates in every format."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.pipeline import read_file
from ingest.records import Disclosure, Phase

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"

READ = [
    # name, institution, year, phase, tables, rows, facts
    ("东滩区文化馆2025年度单位决算.pdf", "东滩区文化馆", 2025, "决算", 4, 42, 126),
    ("临澜市综合行政执法局2025年部门预算.docx", "临澜市综合行政执法局", 2025, "预算", 12, 176, 804),
    ("乌江县财政局2026年部门预算公开.docx", "乌江县财政局", 2026, "预算", 5, 30, 86),
    ("云沔县教育局2026年部门预算公开表及说明.xlsx", "云沔县教育局", 2026, "预算", 13, 216, 838),
    ("冀北县应急管理局2026年部门预算信息公开.html", "冀北县应急管理局", 2026, "预算", 6, 45, 171),
    ("吴江口区应急管理局2026年度部门预算公开.html", "吴江口区应急管理局", 2026, "预算", 5, 42, 111),
    ("嘉州市审计局2026年部门预算.docx", "嘉州市审计局", 2026, "预算", 4, 36, 159),
    ("国家海岛保护监测局2026年部门预算.pdf", "国家海岛保护监测局", 2026, "预算", 10, 207, 1090),
    ("永宁区文旅局2026年预算信息公开.html", "北京市永宁区文化和旅游局", 2026, "预算", 14, 224, 897),
    ("沂蒙区水利局2025年度部门决算公开.html", "沂蒙区水利局", 2025, "决算", 3, 51, 59),
    ("洛原县民政局2024年度部门决算公开报表.xlsx", "洛原县民政局", 2024, "决算", 12, 297, 1236),
    ("洛原县民政局2024年度部门决算说明.docx", "洛原县民政局", 2024, "决算", 0, 0, 0),
    ("海阜市交通运输局2024年度部门决算.docx", "海阜市交通运输局", 2024, "决算", 10, 274, 1348),
    ("深圳市澜湖区图书馆2026年单位预算.pdf", "深圳市澜湖区图书馆", 2026, "预算", 12, 145, 697),
    ("滦溪市水利局2026年部门预算信息公开情况说明.pdf", "滦溪市水利局", 2026, "预算", 14, 273, 1397),
    (
        "滨湾开发区管理委员会2026年部门预算公开表.xlsx",
        "滨湾开发区管理委员会",
        2026,
        "预算",
        5,
        38,
        77,
    ),
    (
        "澜岭彝族自治州林业和草原局2023年度部门决算.pdf",
        "澜岭彝族自治州林业和草原局",
        2023,
        "决算",
        11,
        222,
        1114,
    ),
    (
        "秦岭市自然资源和规划局2026年部门综合预算.pdf",
        "秦岭市自然资源和规划局",
        2026,
        "预算",
        6,
        70,
        269,
    ),
    ("粤东市卫生健康局2026年部门预算.xlsx", "粤东市卫生健康局", 2026, "预算", 3, 21, 87),
    ("粤海市第二中学2026年单位预算.pdf", "粤海市第二中学", 2026, "预算", 6, 47, 154),
    ("红旗街道2026部门预算公开.html", "锦阳市铁塔区红旗街道办事处", 2026, "预算", 12, 214, 1122),
    (
        "罗溪县清泉镇人民政府2026年部门预算编制说明及报表.docx",
        "罗溪县清泉镇人民政府",
        2026,
        "预算",
        11,
        304,
        1355,
    ),
    ("越州市生态环境局2026年部门预算.pdf", "越州市生态环境局", 2026, "预算", 4, 41, 128),
    ("鄂江市科学技术局2026年部门预算公开.xlsx", "鄂江市科学技术局", 2026, "预算", 5, 60, 122),
    ("闽中县公安局2024年度部门决算.docx", "闽中县公安局", 2024, "决算", 3, 40, 169),
    (
        "陇原市市场监督管理局2026年部门预算公开.xlsx",
        "陇原市市场监督管理局",
        2026,
        "预算",
        5,
        40,
        112,
    ),
    ("青河县农业农村局2026年部门预算公开.xlsx", "青河县农业农村局", 2026, "预算", 15, 338, 1530),
    (
        "高原县卫生健康委员会2026年单位预算公开.html",
        "高原县卫生健康委员会",
        2026,
        "预算",
        4,
        34,
        120,
    ),
    ("黔岭县教育局2024年度部门决算公开.docx", "黔岭县教育局", 2024, "决算", 3, 19, 110),
]


def test_every_document_is_listed() -> None:
    assert {row[0] for row in READ} == {path.name for path in DOCUMENTS.iterdir()} - {"README.md"}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "institution", "year", "phase", "tables", "rows", "facts"),
    READ,
    ids=lambda v: str(v)[:12],
)
def test_a_document_is_known_and_read_whole(
    name: str, institution: str, year: int, phase: str, tables: int, rows: int, facts: int
) -> None:
    (document,) = read_file(DOCUMENTS / name, name)
    assert document.disclosure == Disclosure(institution, year, Phase(phase))
    assert len(document.tables) == tables
    assert sum(len(table.rows) for table in document.tables) == rows
    assert sum(len(table.observations) for table in document.tables) == facts
