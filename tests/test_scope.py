"""Test which departments a question names, and which it names that the corpus lacks."""

from __future__ import annotations

import pytest

from qa.words.departments import ends_of, short_forms, split_place
from tests.understanding import catalogue, read


def scope(question: str, *keys: int):  # type: ignore[no-untyped-def]
    return read(*keys).understand(question).scope


def test_places_come_off_a_name() -> None:
    assert split_place("重庆市江南区人民政府办公室") == (("重庆市", "江南区"), "人民政府办公室")
    assert split_place("苏州市审计局") == (("苏州市",), "审计局")


@pytest.mark.parametrize(
    ("institution", "short"),
    [
        ("重庆市江南区人民政府办公室", "区政府办"),
        ("重庆市江南区人民政府办公室", "江南区政府办"),
        ("广州市人民政府办公厅", "市府办"),
        ("重庆市商务委员会", "商务委"),
        ("重庆市经济和信息化委员会", "市经信委"),
        ("中共重庆市委宣传部", "市委宣传部"),
        ("中共重庆市委宣传部", "宣传部"),
        ("上海市普陀区人民政府万里街道办事处", "万里街道"),
        ("洱坪县鹤岭傈僳族乡人民政府", "鹤岭乡"),
        ("洱坪县鹤岭傈僳族乡人民政府", "鹤岭乡政府"),
        ("石柱县枫木土家族苗族乡人民政府", "枫木乡"),
    ],
)
def test_short_forms(institution: str, short: str) -> None:
    assert short in short_forms(institution)


@pytest.mark.parametrize("generic", ["办公室", "委员会", "政府", "办"])
def test_no_generic_short_form(generic: str) -> None:
    assert generic not in short_forms("重庆市江南区人民政府办公室")


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("区政府办行政运行多少", (1,)),
        ("苏州市审计局水费", (2,)),
        ("审计局和数据局谁的公积金多", (2, 3)),
        ("经信委的劳务费", (4,)),
        ("宣传部三公涨没涨", (5,)),
        ("How large is the three public budget of the Suzhou Audit Bureau?", (2,)),
        ("苏州两个局的支出总计相加", (2, 3)),
        ("万里街道2025年住房公积金", (7,)),
        ("Compare Wanli Subdistrict in 2024 and 2025", (6, 7)),
        ("财科所今年事业收入", (9,)),
    ],
)
def test_named(question: str, documents: tuple[int, ...]) -> None:
    found = scope(question)
    assert (found.documents, found.named, found.strangers) == (documents, True, ())


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("大足区政府办今年预算多少", "大足区政府办"),
        ("我想问江北区政府办的三公", "江北区政府办"),
        ("隔壁渝北区政府办今年预算多少", "渝北区政府办"),
        ("重庆市教委2026年收入预算多少？", "重庆市教委"),
        ("广州市教育局2026年预算是多少", "广州市教育局"),
        ("What is the 2026 budget of the Chengdu Audit Bureau?", "Chengdu 审计局"),
        ("成都审计局预算", "成都审计局"),
        ("上海市财政局机关运行经费多少", "上海市财政局"),
        ("市文化旅游委今年的三公经费预算是多少", "市文化旅游委"),
        ("省交通厅支出多少", "省交通厅"),
        ("区农业农村局三公多少", "区农业农村局"),
    ],
)
def test_strangers(question: str, stranger: str) -> None:
    found = scope(question)
    assert found.strangers == (stranger,)
    assert found.documents == ()


def test_a_body_that_an_item_is_named_after_is_no_stranger_beside_a_department() -> None:
    assert scope("审计局给红十字会那块安排了多少").strangers == ()
    assert scope("红十字会今年预算多少").strangers == ("红十字会",)


@pytest.mark.parametrize(
    "question",
    [
        "政府采购多少", "人大代表建议谁办", "电子政务中心编制", "数字化城市运行和治理中心",
        "教育支出多少", "审计业务费", "咱们区政府办的三公", "请问区政府办多少钱", "外事委员会办公室在哪",
        "财政拨款收入", "公安经费", "宣传部门", "统计局面",
    ],
)  # fmt: skip
def test_topics_are_no_strangers(question: str) -> None:
    assert scope(question, 1).strangers == ()


@pytest.mark.parametrize(
    "question",
    ["哪个部门三公最多", "六个部门加起来多少", "which department owns the most vehicles?",
     "按2026年收入总量从大到小排个名", "这几家里谁花钱最狠"],
)  # fmt: skip
def test_over_all(question: str) -> None:
    assert scope(question).all_of


def test_one_department_is_not_all() -> None:
    assert not scope("哪个部门管口岸", 1).all_of
    assert not scope("区政府办有几个科室").all_of


def test_ambiguous_name() -> None:
    found = read(2, 3).understand("苏州市的局预算多少").scope
    assert set(found.documents) == {2, 3}


def test_a_department_behind_another_has_its_own_place() -> None:
    found = scope("重庆市委宣传部和市政府办公厅,会议费哪个多")
    assert not [s for s in found.strangers if s.startswith("部和")]
    assert scope("市委宣传部和大足区政府办公室,会议费哪个多").strangers


def test_the_one_institution_of_a_place_goes_by_a_short_name_beside_another() -> None:
    assert set(scope("把苏州审局跟宣传部的三公比一比", 2, 5).documents) == {2, 5}
    other = scope("苏州财政局跟宣传部的三公差多少", 2, 5)
    assert other.documents == (5,)
    assert other.strangers


def test_only_institution_is_implied() -> None:
    found = scope("行政运行多少", 6, 7)
    assert (found.documents, found.named) == ((6, 7), False)
    assert scope("2024年行政运行多少", 6, 7).documents == (6,)


def test_catalogue_fixture_is_whole() -> None:
    assert len(catalogue().documents) == 9


@pytest.mark.parametrize(
    "question", ["另外办公室水费多少", "其他城市生活救助支出多少", "教育委托费多少"]
)
def test_words_beside_are_no_department(question: str) -> None:
    assert not any(name in ("外办", "教育委") for name in scope(question).strangers)


@pytest.mark.parametrize(
    ("question", "stranger"),
    [
        ("上海市审计局公务接待费多少", "上海市审计局"),
        ("上海审计局公务接待费多少", "上海审计局"),
        ("重庆的审计局公务接待费多少", "重庆审计局"),
        ("普陀区2025年数据局公务接待费多少", "普陀区数据局"),
        ("苏州市经信委奖金多少", "苏州市经信委"),
        ("苏州市万里街道奖金多少", "苏州市万里街道"),
        ("What does the Shanghai Municipal Audit Bureau spend on receptions?", "上海审计局"),
        ("What does the Audit Bureau of Shanghai spend on receptions?", "上海审计局"),
    ],
)
def test_the_body_of_a_place_that_has_only_another(question: str, stranger: str) -> None:
    assert scope(question).strangers == (stranger,)


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("苏州审计局公务接待费多少", (2,)),
        ("苏州的审计局公务接待费多少", (2,)),
        ("市审计局公务接待费多少", (2,)),
        ("重庆经信委奖金多少", (4,)),
        ("江南政府办奖金多少", (1,)),
        ("重庆江南区政府办奖金多少", (1,)),
        ("上海普陀区财政局奖金多少", (8,)),
        ("苏州审计局在上海展销会上花了多少", (2,)),
        ("上海展销会审计局花了多少", (2,)),
        ("我在上海,审计局公务接待费多少", (2,)),
        ("苏州市审计局和数据局奖金多少", (2, 3)),
    ],
)
def test_a_place_that_is_its_own_or_of_something_else(
    question: str, documents: tuple[int, ...]
) -> None:
    found = scope(question)
    assert found.strangers == ()
    assert tuple(sorted(found.documents)) == documents


@pytest.mark.parametrize(
    ("question", "strangers"),
    [
        ("重庆市第三人民医院事业收入多少", ("重庆市第三人民医院",)),
        ("普陀区红星镇三公经费多少", ("普陀区红星镇",)),
        ("苏州市第五中学今年支出多少", ("苏州市第五中学",)),
        ("普陀区万里街道公务接待费多少", ()),
        ("苏州市公立医院公务接待费多少", ()),
        ("普陀区城镇公益性岗位补贴多少", ()),
    ],
)
def test_bodies_that_go_by_a_name_of_their_own(question: str, strangers: tuple[str, ...]) -> None:
    assert scope(question).strangers == strangers


@pytest.mark.parametrize(
    ("rest", "ends"),
    [
        ("水文生态部内陆湖泊研究所", {"内陆湖泊研究所", "湖泊研究所", "内陆所", "湖泊所"}),
        ("数据资源管理局", {"资源管理局", "资源局", "数据局"}),
    ],
)
def test_ends_of_long_names(rest: str, ends: set[str]) -> None:
    assert ends <= ends_of(rest)
    assert not {"管理局", "究所", "态部内陆湖泊研究所"} & ends_of(rest)
