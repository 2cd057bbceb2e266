"""Read the invented disclosures of `evals/documents`: other places' templates in every format."""

from __future__ import annotations

import csv
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from ingest.records import Disclosure, Document, Phase
from tests.chains import documents_of

DOCUMENTS = Path(__file__).parents[1] / "evals" / "documents"

READ = [
    # name, institution, year, phase, tables, rows, facts
    ("东滩区文化馆2025年度单位决算.pdf", "东滩区文化馆", 2025, "决算", 4, 42, 126),
    ("临澜市综合行政执法局2025年部门预算.docx", "临澜市综合行政执法局", 2025, "预算", 12, 176, 804),
    ("乌江县财政局2026年部门预算公开.docx", "乌江县财政局", 2026, "预算", 5, 30, 86),
    ("云沔县教育局2026年部门预算公开表及说明.xlsx", "云沔县教育局", 2026, "预算", 13, 216, 850),
    ("冀北县应急管理局2026年部门预算信息公开.html", "冀北县应急管理局", 2026, "预算", 6, 45, 171),
    ("吴江口区应急管理局2026年度部门预算公开.html", "吴江口区应急管理局", 2026, "预算", 5, 42, 111),
    ("嘉州市审计局2026年部门预算.docx", "嘉州市审计局", 2026, "预算", 4, 36, 159),
    ("国家海岛保护监测局2026年部门预算.pdf", "国家海岛保护监测局", 2026, "预算", 10, 207, 1090),
    ("永宁区文旅局2026年预算信息公开.html", "北京市永宁区文化和旅游局", 2026, "预算", 14, 224, 897),
    ("沂蒙区水利局2025年度部门决算公开.html", "沂蒙区水利局", 2025, "决算", 3, 51, 59),
    ("洛原县民政局2024年度部门决算公开报表.xlsx", "洛原县民政局", 2024, "决算", 12, 302, 1247),
    ("洛原县民政局2024年度部门决算说明.docx", "洛原县民政局", 2024, "决算", 0, 0, 0),
    ("海阜市交通运输局2024年度部门决算.docx", "海阜市交通运输局", 2024, "决算", 10, 274, 1348),
    ("深圳市澜湖区图书馆2026年单位预算.pdf", "深圳市澜湖区图书馆", 2026, "预算", 12, 145, 697),
    (
        "澜川市文化广电和旅游局2026年部门预算公开.html",
        "澜川市文化广电和旅游局",
        2026,
        "预算",
        15,
        223,
        851,
    ),
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
    ("越州市生态环境局2026年部门预算.pdf", "越州市生态环境局", 2026, "预算", 4, 41, 145),
    ("鄂江市科学技术局2026年部门预算公开.xlsx", "鄂江市科学技术局", 2026, "预算", 5, 60, 122),
    ("闽中县公安局2024年度部门决算.docx", "闽中县公安局", 2024, "决算", 3, 40, 169),
    (
        "陇原市市场监督管理局2026年部门预算公开.xlsx",
        "陇原市市场监督管理局",
        2026,
        "预算",
        5,
        40,
        103,
    ),
    ("青河县农业农村局2026年部门预算公开.xlsx", "青河县农业农村局", 2026, "预算", 15, 338, 1544),
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
    ("松河镇2026年预算公开.docx", "白岭市松河镇人民政府", 2026, "预算", 14, 192, 673),
    (
        "江岚区水务和湖泊局2026年部门预算.pdf",
        "武汉市江岚区水务和湖泊局",
        2026,
        "预算",
        14,
        205,
        865,
    ),
    ("泺阳市应急管理局2026年部门预算.docx", "泺阳市应急管理局", 2026, "预算", 14, 214, 989),
    ("淮沭市图书馆2026年度单位预算.html", "淮沭市图书馆", 2026, "预算", 16, 171, 620),
    ("燕台区文旅局2026年部门预算公开.html", "北京市燕台区文化和旅游局", 2026, "预算", 15, 187, 837),
    ("甬南市澜山区水利局2025年度部门决算.pdf", "甬南市澜山区水利局", 2025, "决算", 13, 246, 981),
    ("锦屏市农业农村局2026年部门预算.xlsx", "锦屏市农业农村局", 2026, "预算", 15, 169, 667),
    ("陇川县林业和草原局2024年度部门决算.xlsx", "陇川县林业和草原局", 2024, "决算", 14, 228, 948),
    (
        "岷沱彝族自治州林业和草原局2026年部门预算公开表.xlsx",
        "岷沱彝族自治州林业和草原局",
        2026,
        "预算",
        13,
        247,
        1478,
    ),
    ("澄河县水务局2024年度部门决算公开.docx", "澄河县水务局", 2024, "决算", 11, 285, 1236),
    ("澜江市妇幼保健院2025年单位预算公开.pdf", "澜江市妇幼保健院", 2025, "预算", 16, 255, 1238),
    (
        "云陂市残疾人联合会2025年度部门决算公开.pdf",
        "云陂市残疾人联合会",
        2025,
        "决算",
        17,
        270,
        859,
    ),
    ("垚川县交通运输局2026年部门预算公开.html", "垚川县交通运输局", 2026, "预算", 14, 207, 748),
    (
        "岚川市文化广电和旅游局2026年部门预算公开.pdf",
        "岚川市文化广电和旅游局",
        2026,
        "预算",
        14,
        239,
        1234,
    ),
    (
        "棠州市沧浦区文化旅游体育局2026年部门预算公开.docx",
        "棠州市沧浦区文化旅游体育局",
        2026,
        "预算",
        14,
        223,
        811,
    ),
    (
        "棠阴县青檀镇人民政府2024年度部门决算公开.docx",
        "棠阴县青檀镇人民政府",
        2024,
        "决算",
        11,
        142,
        367,
    ),
    (
        "沐溪县石榴坪镇人民政府2026年部门预算公开.xlsx",
        "石榴坪镇人民政府",
        2026,
        "预算",
        12,
        275,
        1086,
    ),
    ("沧岭县交通运输局2026年部门预算公开.pdf", "沧岭县交通运输局", 2026, "预算", 15, 272, 1102),
    ("禾川市体育局2026年度部门预算公开.pdf", "禾川市体育局", 2026, "预算", 14, 214, 1142),
    ("霁阳县交通运输局2024年度部门决算公开.pdf", "霁阳县交通运输局", 2024, "决算", 13, 213, 878),
    ("霖溪县农业农村局2024年度部门决算公开.pdf", "霖溪县农业农村局", 2024, "决算", 12, 261, 1326),
    ("岫云县民政局2024年度部门决算.pdf", "岫云县民政局", 2024, "决算", 16, 364, 1630),
    (
        "梓沱县自然资源和规划局2026年部门预算.pdf",
        "梓沱县自然资源和规划局",
        2026,
        "预算",
        14,
        315,
        1559,
    ),
    (
        "沅麓市人力资源和社会保障局2026年部门预算.docx",
        "沅麓市人力资源和社会保障局",
        2026,
        "预算",
        18,
        334,
        1402,
    ),
    (
        "滆州市住房和城乡建设局2026年部门预算公开.docx",
        "滆州市住房和城乡建设局",
        2026,
        "预算",
        16,
        276,
        1081,
    ),
    (
        "漓阳市疾病预防控制中心2024年度单位决算.xlsx",
        "漓阳市疾病预防控制中心",
        2024,
        "决算",
        8,
        140,
        591,
    ),
    ("漪州职业技术学院2026年单位预算公开.xlsx", "漪州职业技术学院", 2026, "预算", 14, 248, 1132),
    (
        "澉江市昙桥区市场监督管理局2025年度部门决算.html",
        "澉江市昙桥区市场监督管理局",
        2025,
        "决算",
        14,
        235,
        877,
    ),
    ("澴东县砚汀镇人民政府2026年预算公开.html", "砚汀镇人民政府", 2026, "预算", 12, 348, 1104),
    ("濞源市司法局2026年部门预算公开.pdf", "濞源市司法局", 2026, "预算", 16, 232, 1028),
    (
        "珩州市柘塘区实验小学2026年单位预算公开.docx",
        "珩州市柘塘区实验小学",
        2026,
        "预算",
        10,
        155,
        632,
    ),
    ("穗宁市榕浦区教育局2026年部门预算.pdf", "穗宁市榕浦区教育局", 2026, "预算", 21, 456, 2041),
    (
        "北京市潞川区园林绿化局2026年部门预算公开.pdf",
        "北京市潞川区园林绿化局",
        2026,
        "预算",
        14,
        270,
        1216,
    ),
    (
        "岜朗县中等职业技术学校2025年度单位决算公开.docx",
        "岜朗县中等职业技术学校",
        2025,
        "决算",
        12,
        277,
        931,
    ),
    (
        "崮阳市青槐区退役军人事务局2026年部门预算.pdf",
        "崮阳市青槐区退役军人事务局",
        2026,
        "预算",
        17,
        407,
        2648,
    ),
    ("沁阴县人民法院2025年度部门决算.html", "沁阴县人民法院", 2025, "决算", 14, 261, 901),
    (
        "洱坪县鹤岭傈僳族乡人民政府2026年部门预算公开表.xlsx",
        "洱坪县鹤岭傈僳族乡人民政府",
        2026,
        "预算",
        19,
        416,
        2738,
    ),
    (
        "洱坪县鹤岭傈僳族乡人民政府2026年部门预算公开说明.docx",
        "洱坪县鹤岭傈僳族乡人民政府",
        2026,
        "预算",
        0,
        0,
        0,
    ),
    ("洵塬县水利局2026年部门综合预算公开.pdf", "洵塬县水利局", 2026, "预算", 21, 498, 1641),
    ("淮渚市医疗保障局2026年度部门预算公开.pdf", "淮渚市医疗保障局", 2026, "预算", 16, 315, 1159),
    (
        "芷溪县竹塘坳镇人民政府2025年度部门决算公开.docx",
        "芷溪县竹塘坳镇人民政府",
        2025,
        "决算",
        12,
        350,
        1483,
    ),
]


COMPENDIUM = "桐垭县2026年部门预算公开汇编（第二辑）.pdf"
PARTS = [
    # institution, tables, rows, facts
    ("桐垭县民政局", 8, 167, 710),
    ("桐垭县市场监督管理局", 8, 153, 635),
    ("桐垭县交通运输局", 8, 158, 546),
]
CELLS = Path(__file__).parent / "data" / "true_cells.csv"
"""Figures that the makers of some documents know to stand in them: row, column, value, unit."""


def true_cells(name: str) -> list[tuple[str, str, Decimal, str]]:
    with CELLS.open(encoding="utf-8", newline="") as lines:
        return [
            (bare(cell["row"]), bare(cell["column"]), Decimal(cell["value"]), cell["unit"])
            for cell in csv.DictReader(lines)
            if cell["document"] == name
        ]


def bare(text: str) -> str:
    return re.sub(r"\W", "", unicodedata.normalize("NFKC", text))


def cells(document: Document) -> set[tuple[str, str, Decimal | None, str | None]]:
    return {
        (bare(row.label), bare(one.path[-1] if one.path else ""), one.value, one.unit)
        for table in document.tables
        for row in table.rows
        for one in table.observations
        if one.row == row.index
    }


def test_every_document_is_listed() -> None:
    listed = {row[0] for row in READ} | {COMPENDIUM}
    assert listed == {path.name for path in DOCUMENTS.iterdir()} - {"README.md"}


@pytest.mark.slow
def test_a_file_of_three_departments_is_three_documents() -> None:
    documents = documents_of(DOCUMENTS / COMPENDIUM)
    read = [
        (
            one.disclosure.institution,
            len(one.tables),
            sum(len(table.rows) for table in one.tables),
            sum(len(table.observations) for table in one.tables),
        )
        for one in documents
    ]
    assert read == PARTS
    assert [one.name for one in documents] == [f"{COMPENDIUM}/{part[0]}" for part in PARTS]
    found = set().union(*map(cells, documents))
    assert [cell for cell in true_cells(COMPENDIUM) if cell not in found] == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "institution", "year", "phase", "tables", "rows", "facts"),
    READ,
    ids=lambda v: str(v)[:12],
)
def test_a_document_is_known_and_read_whole(
    name: str, institution: str, year: int, phase: str, tables: int, rows: int, facts: int
) -> None:
    (document,) = documents_of(DOCUMENTS / name)
    assert document.disclosure == Disclosure(institution, year, Phase(phase))
    assert len(document.tables) == tables
    assert sum(len(table.rows) for table in document.tables) == rows
    assert sum(len(table.observations) for table in document.tables) == facts
    found = cells(document)
    assert [cell for cell in true_cells(name) if cell not in found] == []
