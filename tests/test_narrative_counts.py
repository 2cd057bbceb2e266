"""Read counted things from narrative."""

from __future__ import annotations

from qa.narration.counts import counts


def read(text: str) -> list[tuple[str, str, str]]:
    return [(count.noun, count.value, count.unit) for count in counts(text)]


def test_posts_by_kind_and_unit() -> None:
    text = "区政府办公室机关行政编制为26名，机关工勤服务人员事业编制8名，区电子政务中心事业编制为23名。"
    assert read(text) == [
        ("区政府办公室机关行政编制", "26", "名"),
        ("机关工勤服务人员事业编制", "8", "名"),
        ("区电子政务中心事业编制", "23", "名"),
    ]


def test_vehicles_and_equipment() -> None:
    text = "共有车辆70辆,其中业务用车17辆,机要通信用车2辆;单价100万元（含）以上设备（不含车辆）2台（套）。"
    assert read(text) == [
        ("共有车辆", "70", "辆"),
        ("业务用车", "17", "辆"),
        ("机要通信用车", "2", "辆"),
        ("单价100万元(含)以上设备(不含车辆)", "2", "台(套)"),
    ]


def test_money_is_not_a_count() -> None:
    assert read("公务接待费14.90万元，减少6.80万元。") == []


def test_divisions_of_two_units() -> None:
    assert [c.value for c in counts("区政府办内设9个科室，区电子政务中心内设8个科室。")] == [
        "9",
        "8",
    ]
