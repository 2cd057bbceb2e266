"""Tables by units, projects and two codes, of invented disclosures: each cell by what names it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from ingest.pipeline import ingest
from ingest.store import Store
from qa.chain import Chain
from qa.query import Answer, Route

pytestmark = pytest.mark.slow  # reads whole documents

Head = tuple[str, int, int]
TOWN, VET, WOODS = (
    "嵩岭县沙坪彝族乡人民政府",
    "嵩岭县沙坪彝族乡畜牧兽医站",
    "嵩岭县沙坪彝族乡林业站",
)
OFFICE, ROADS, BOATS = "汶阳县交通运输局（机关）", "汶阳县公路养护站", "汶阳县航运管理所"
TOWN_FILE = "嵩岭县沙坪彝族乡人民政府2026年部门预算公开.html"
ROADS_FILE = "汶阳县交通运输局2026年部门综合预算公开.html"
HALL_FILE = "临湖县文化馆2025年度单位决算公开.html"


def table(
    annex: str, title: str, unit: str, heads: Sequence[Sequence[Head]], rows: Sequence[str]
) -> str:
    """Return a captioned table; a row's cells stand between bars."""
    head = "".join(
        "<tr>" + "".join(f"<th colspan={w} rowspan={h}>{t}</th>" for t, w, h in row) + "</tr>"
        for row in heads
    )
    body = "".join(
        "<tr>" + "".join(f"<td>{cell.strip()}</td>" for cell in row.split("|")) + "</tr>"
        for row in rows
    )
    caption = f"<p>{annex}</p><p>{title}</p><p>单位：{unit}</p>"
    return f"{caption}<table>{head}{body}</table>"


def one(*names: str) -> list[list[Head]]:
    """Return a header of one row."""
    return [[(name, 1, 1) for name in names]]


PUBLIC = [[("公务用车购置及运行费", 3, 1), ("公务接待费", 1, 2)],
          [("小计", 1, 1), ("公务用车购置费", 1, 1), ("公务用车运行费", 1, 1)]]  # fmt: skip
TOWN_TABLES = (
    table("预算03表", "一般公共预算“三公”经费支出预算表", "元",
          [[("“三公”经费合计", 1, 2), ("因公出国（境）费", 1, 2), *PUBLIC[0]], PUBLIC[1]],
          ["79000.00||70000.00||70000.00|9000.00"]),
    table("预算04表", "部门基本支出预算表（人员类、运转类公用经费项目）", "元",
          one("单位名称", "项目名称", "经济科目编码", "经济科目名称", "合计", "一般公共预算"),
          [f"{TOWN}||||900000.00|900000.00",
           "|人员工资支出|30101|基本工资|700000.00|700000.00",
           "|一般公用经费|30201|办公费|40000.00|40000.00",
           "|村级组织运转经费|30201|办公费|110000.00|110000.00",
           "|公车购置及运维费|30231|公务用车运行维护费|50000.00|50000.00",
           f"{VET}||||330000.00|330000.00",
           "|人员工资支出|30107|绩效工资|190000.00|190000.00",
           "|奖励性绩效工资|30107|绩效工资|120000.00|120000.00",
           "|一般公用经费|30211|差旅费|20000.00|20000.00",
           f"{WOODS}||||60000.00|60000.00",
           "|一般公用经费|30211|差旅费|60000.00|60000.00",
           "合计||||1290000.00|1290000.00"]),
    table("预算05-1表", "部门项目支出预算表（其他运转类、特定目标类项目）", "元",
          one("项目分类", "项目名称", "项目单位", "经济科目编码", "经济科目名称", "合计"),
          ["|重大动物疫病强制免疫经费||||150000.00",
           f"民生类|重大动物疫病强制免疫经费|{VET}|30218|专用材料费|90000.00",
           f"民生类|重大动物疫病强制免疫经费|{VET}|30226|劳务费|40000.00",
           f"民生类|重大动物疫病强制免疫经费|{VET}|30231|公务用车运行维护费|20000.00",
           "|村级公厕管护补助资金||||30000.00",
           f"民生类|村级公厕管护补助资金|{TOWN}|30226|劳务费|30000.00",
           "|森林管护员劳务补助经费||||45000.00",
           f"民生类|森林管护员劳务补助经费|{WOODS}|30226|劳务费|45000.00",
           "合计|||||225000.00"]),
    table("预算09-1表", "对下转移支付预算表", "元", one("单位名称（项目）", "合计", "地区"), ["||"]),
    table("预算10表", "新增资产配置预算表", "元",
          one("单位名称", "资产名称", "计量单位", "数量", "单价", "金额"),
          [f"{TOWN}|台式计算机|台|3|4,800.00|14,400.00", f"{WOODS}|巡护无人机|架|1|18,500.00|18,500.00",
           "合计|||4||32,900.00"]),
)  # fmt: skip
BLOCK: list[list[Head]] = [
    [("合计", 1, 2), ("一般公共预算拨款安排的“三公”经费预算", 3, 1), ("培训费", 1, 2)],
    [("小计", 1, 1), ("公务接待费", 1, 1), ("公务用车运行维护费", 1, 1)],
]
ROADS_TABLES = (
    table("表6", "2026年部门综合预算一般公共预算支出明细表（按支出经济分类科目）", "万元",
          one("部门经济科目编码", "部门经济科目名称", "政府经济科目编码", "政府经济科目名称", "合计"),
          ["|合计|||222.60", "30101|基本工资|50101|工资奖金津补贴|88.20",
           "30101|基本工资|50501|工资福利支出|61.70", "30102|津贴补贴|50101|工资奖金津补贴|43.10",
           "30102|津贴补贴|50501|工资福利支出|29.60"]),
    table("表10", "2026年部门综合预算专项业务经费支出表", "万元",
          one("单位编码", "项目名称", "项目金额"),
          ["|合计|239.50", "507001|水毁公路抢险工程（县级配套）|96.00", "507002|农村公路日常养护经费|143.50"]),
    table("表11", "2026年部门综合预算政府采购（资产配置、购买服务）预算表", "万元",
          one("单位编码", "采购项目", "采购目录", "预算金额"),
          ["|合计||154.90", "507001|水毁公路抢险工程施工|工程|81.50",
           "507001|水毁公路抢险工程设计|服务|7.40", "507002|沥青混合料|货物|66.00"]),
    table("表12", "2026年部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算表", "万元",
          [[("单位编码", 1, 3), ("单位名称", 1, 3), ("上年", 5, 1), ("当年", 5, 1)],
           BLOCK[0] * 2, BLOCK[1] * 2],
          ["507|汶阳县交通运输局|11.70|9.80|2.60|7.20|1.90|10.30|8.90|2.40|6.50|1.40",
           f"507001|{OFFICE}|5.60|5.00|1.40|3.60|0.60|5.20|4.60|1.20|3.40|0.60",
           f"507002|{ROADS}|4.10|3.20|0.80|2.40|0.90|3.30|2.80|0.80|2.00|0.50",
           f"507003|{BOATS}|2.00|1.60|0.40|1.20|0.40|1.80|1.50|0.40|1.10|0.30"]),
)  # fmt: skip
ACCOUNT = [("项目", 1, 1), ("决算数", 1, 1)]
HALL_TABLES = (
    table("公开01表", "收入支出决算总表", "元", [[("收入", 2, 1), ("支出", 2, 1)], ACCOUNT * 2],
          ["一、一般公共预算财政拨款收入|5,200,000.00|一、文化旅游体育与传媒支出|5,100,000.00",
           "本年收入合计|5,200,000.00|本年支出合计|5,100,000.00",
           "年初结转和结余|301,220.44|年末结转和结余|401,220.44",
           "总计|5,501,220.44|总计|5,501,220.44"]),
    table("公开03表", "支出决算表", "元", one("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"),
          ["|合计|5,100,000.00|3,000,000.00|2,100,000.00",
           "2070109|群众文化|5,100,000.00|3,000,000.00|2,100,000.00"]),
    table("公开05表", "一般公共预算财政拨款支出决算表", "元",
          one("科目编码", "科目名称", "合计", "基本支出", "项目支出"),
          ["|合计|4,800,000.00|3,000,000.00|1,800,000.00",
           "2070109|群众文化|4,800,000.00|3,000,000.00|1,800,000.00"]),
    table("公开06表", "一般公共预算财政拨款基本支出决算表", "元", one("科目代码", "科目名称", "决算数"),
          ["301|工资福利支出|2,400,000.00", "30101|基本工资|2,400,000.00",
           "302|商品和服务支出|450,000.00", "30206|电费|150,000.00", "30226|劳务费|220,000.00",
           "30213|维修（护）费|80,000.00", "310|资本性支出|150,000.00",
           "31002|办公设备购置|120,000.00", "31007|信息网络及软件购置更新|30,000.00", "|合计|3,000,000.00"]),
    table("公开07表", "财政拨款“三公”经费支出决算表", "万元",
          [[("预算数", 3, 1), ("决算数", 3, 1)],
           [("合计", 1, 1), ("公务用车运行维护费", 1, 1), ("公务接待费", 1, 1)] * 2],
          ["6.40|5.20|1.20|4.31|3.74|0.57"]),
)  # fmt: skip


@pytest.fixture(scope="module")
def chain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chain]:
    base = tmp_path_factory.mktemp("by_units")
    files = []
    for name, tables in ((TOWN_FILE, TOWN_TABLES), (ROADS_FILE, ROADS_TABLES), (HALL_FILE, HALL_TABLES)):  # fmt: skip
        head = f"<meta charset=utf-8><h1>{name.removesuffix('.html')}</h1>"
        (base / name).write_text(f"<html><body>{head}{''.join(tables)}</body></html>", "utf-8")
        files.append(base / name)
    with Store(base / "store") as store:
        ingest(files, store, workers=0)
    with Chain.open(base / "store") as opened:
        yield opened


def told(answer: Answer) -> list[str]:
    return [value.value.removeprefix("-") for value in answer.values]


def test_items_stand_below_the_line_of_their_unit(chain: Chain) -> None:
    tables = chain.view([TOWN_FILE]).catalogue.tables.values()
    rows = next(t for t in tables if t.annex == "预算04表").rows
    assert [(r.label, r.parents) for r in rows if r.institution == VET] == [
        (VET, ()), ("绩效工资", (VET,)), ("绩效工资", (VET,)), ("差旅费", (VET,)),
    ]  # fmt: skip
    assert rows[-1].label == "合计"
    assert not rows[-1].parents


@pytest.mark.parametrize(
    ("document", "question", "values"),
    [
        (TOWN_FILE, "畜牧兽医站那边，30107绩效工资两条加拢是多少？", ["190000.00", "120000.00", "310000.00"]),
        (TOWN_FILE, "畜牧兽医站的绩效工资多少", ["190000.00", "120000.00", "310000.00"]),
        (TOWN_FILE, "乡政府本身两笔办公费加起来是多少", ["40000.00", "110000.00", "150000.00"]),
        (TOWN_FILE, "林业站的差旅费是多少", ["60000.00"]),
        (TOWN_FILE, "疫病强制免疫经费里头发劳务费的是几多", ["40000.00"]),
        (TOWN_FILE, "把森林管护员、公厕管护这两笔补助加起来一共多少元", ["45000.00", "30000.00", "75000.00"]),
        (TOWN_FILE, "三公表里的公务用车运行费，与基本支出（预算04表）30231差多少？", ["20000.00"]),
        (TOWN_FILE, "新配的台式电脑一台批了多少，总共买几台？", ["4800.00", "3"]),
        (TOWN_FILE, "沙坪乡2026年公务接待费多少", ["9000.00"]),
        (ROADS_FILE, "部门科目30102、政府科目50501对应的那一行，合计是多少？", ["29.60"]),
        (ROADS_FILE, "30101基本工资里政府科目50101那笔多少", ["88.20"]),
        (ROADS_FILE, "公路养护站（公路养护站）养车的钱，2026比2025变了百分之几", ["16.67"]),
        (ROADS_FILE, "航运管理所今年比去年的培训费少了多少", ["0.10"]),
        (ROADS_FILE, "局机关自己的三公经费合起来，今年比上年减了多少", ["0.40"]),
        (ROADS_FILE, "公路养护站三公经费小计比去年下降百分之几", ["12.50"]),
        (ROADS_FILE, "水毁公路抢险工程的项目款，和它列进政府采购的施工、设计两笔加起来，对得上吗？差多少", ["7.10"]),
        (HALL_FILE, "2070109的项目支出，全口径数与一般公共预算口径数差了多少，也就是靠自己的钱办的部分？", ["300000.00"]),
        (HALL_FILE, "群众文化的项目支出，支出决算表里的比一般公共预算支出决算表里的多多少", ["300000.00"]),
        (HALL_FILE, "总账上，年末剩的钱比年初剩的多出多少元？", ["100000.00"]),
        (HALL_FILE, "商品服务和资本性支出（302、310各款）里开销排前三的是哪几项，分别多少钱", ["220000.00", "150000.00", "120000.00"]),
        (HALL_FILE, "接待这一块当初准许花的额度是多少（不是实际花的）", ["1.20"]),
        (HALL_FILE, "养车（加油维修保险那些，不算买新车）原本批下来多少", ["5.20"]),
        (HALL_FILE, "公务接待当初预算多少，最后省下几多", ["0.63"]),
    ],
)  # fmt: skip
def test_each_cell_by_what_names_it(
    chain: Chain, document: str, question: str, values: list[str]
) -> None:
    answer = chain.ask(question, docs=[document])
    assert answer.route is Route.TABLE, answer.answer
    assert set(values) <= set(told(answer)), answer.answer


def test_an_empty_table_is_told_by_its_subject(chain: Chain) -> None:
    answer = chain.ask("沙坪彝族乡2026年对下转移支付一共安排了多少元？", docs=[TOWN_FILE])
    assert answer.route is Route.TABLE
    assert not answer.values
    assert [cited.annex for cited in answer.citations] == ["预算09-1表"]


@pytest.mark.parametrize(
    ("document", "question", "never"),
    [
        (TOWN_FILE, "水产站的绩效工资多少", "310000.00"),  # no such unit
        (TOWN_FILE, "河坪乡2026年公务接待费多少", "9000.00"),
        (TOWN_FILE, "书柜一台批了多少", "4800.00"),
        (ROADS_FILE, "部门科目30102、政府科目50601对应的那一行多少", "29.60"),
        (HALL_FILE, "2070109的项目支出，全口径数与政府性基金口径数差多少", "300000.00"),
        (HALL_FILE, "接待这一块实际花了多少", "1.20"),
    ],
)
def test_what_is_not_printed_is_not_told(
    chain: Chain, document: str, question: str, never: str
) -> None:
    assert never not in told(chain.ask(question, docs=[document]))
