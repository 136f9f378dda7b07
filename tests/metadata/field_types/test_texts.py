"""Texts, codes, ways to reach people, places, files and JSON."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.definitions import Field
from builder.metadata.field_types.base import TextFormat
from builder.metadata.values import BadValue
from tests.metadata.field_types.fields import FILE, PICTURE, field

HOW = TextFormat()


def refusal(one: Field, raw: Any) -> tuple[str, str]:
    with pytest.raises(BadValue) as refused:
        one.type.parse(raw, one)
    return refused.value.code, refused.value.part


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("\u200b", None),
        ("\ufeff \u2060\u3000\n\u200b", None),
        ("\u200d\u200c", None),
        ("\ufeffAcme\u200b ", "Acme"),
        ("a\n\u200b\nb", "a b"),
        ("zero\u200bwidth", "zero\u200bwidth"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("  Acme  ", "Acme"),
        ("two\r\nlines", "two lines"),
        (" \n ", None),
        ("__proto__", "__proto__"),
        ("a\tb", "a\tb"),
    ],
)
def test_a_line_of_text_is_trimmed(raw: str, value: str | None) -> None:
    one = field("text")
    assert one.type.parse(raw, one) == value


@pytest.mark.parametrize(
    ("settings", "raw", "code"),
    [
        ({}, 7, "not_text"),
        ({}, True, "not_text"),
        ({}, ["a"], "not_text"),
        ({}, "a\x00b", "nul_character"),
        ({}, "\ud800", "broken_character"),
        ({}, "x" * 2_001, "too_long"),
        ({"max_length": 3}, "织表织表", "too_long"),
        ({"min_length": 3}, "ab", "too_short"),
        ({"pattern": "[A-Z]+"}, "Abc", "pattern_mismatch"),
        ({"pattern": "(a+)+"}, "a" * 1_999 + "b", "pattern_mismatch"),
    ],
)
def test_a_text_that_does_not_fit_is_refused(settings: dict[str, Any], raw: Any, code: str) -> None:
    assert refusal(field("text", **settings), raw) == (code, "")


def test_long_text_keeps_its_lines() -> None:
    one = field("long_text")
    assert one.type.parse(" a\r\n\r\nb ", one) == "a\n\nb"
    assert refusal(one, "x" * 100_001) == ("too_long", "")


def test_equal_texts_of_other_case_are_not_unique() -> None:
    for kind in ("text", "email"):
        one = field(kind)
        upper, lower = (one.type.unique_key(one.type.parse(raw, one), one) for raw in ("A@ACME.com", "a@acme.com"))
        assert upper == lower


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Li.Wei@ACME.com", "Li.Wei@acme.com"),
        ("mailto:li@acme.com", "li@acme.com"),
        ("ｌｉ＠acme.com", "li@acme.com"),
        ("a+b_c%d@sub.example.co.uk", "a+b_c%d@sub.example.co.uk"),
    ],
)
def test_an_address_of_mail_is_spelled_one_way(raw: str, value: str) -> None:
    one = field("email")
    assert one.type.parse(raw, one) == value


@pytest.mark.parametrize(
    "raw",
    [
        "li",
        "li@",
        "@acme.com",
        "li@acme",
        "li@@acme.com",
        "li wei@acme.com",
        "li..wei@acme.com",
        ".li@acme.com",
        "li@-acme.com",
        "li@acme-.com",
        "li@acme.com, x@y.com",
        "a" * 65 + "@acme.com",
        "x@" + "a" * 300 + ".com",
        "li@acme.com\nBcc: x@y.com",
    ],
)
def test_what_is_no_address_of_mail_is_refused(raw: str) -> None:
    assert refusal(field("email"), raw) == ("not_an_email", "")


@pytest.mark.parametrize("kind", ["text", "long_text", "rich_text", "url"])
def test_an_accent_is_spelled_one_way(kind: str) -> None:
    one, tail = field(kind), "https://example.com/" if kind == "url" else ""
    composed, apart = (one.type.parse(f"{tail}caf{accent}", one) for accent in ("\u00e9", "e\u0301"))
    assert composed == apart


@given(st.emails())
def test_every_address_of_mail_is_taken(address: str) -> None:
    one = field("email")
    assert one.type.parse(address, one)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("138 1234 5678", "+8613812345678"),
        ("138-1234-5678", "+8613812345678"),
        ("+86 13812345678", "+8613812345678"),
        ("8613812345678", "+8613812345678"),
        ("008613812345678", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("010-62345678", "+861062345678"),
        ("021-123转801", "021-123转801"),
        ("010-62345678转801", "+861062345678;ext=801"),
        ("400-820-8820", "+864008208820"),
        ("+1 (650) 253-0000", "+16502530000"),
    ],
)
def test_a_phone_number_is_spelled_one_way(raw: str, value: str) -> None:
    one = field("phone")
    assert one.type.parse(raw, one) == value
    assert one.type.warnings(value, one) == ([] if value.startswith("+") else ["phone_not_recognised"])


def test_a_phone_number_is_read_by_the_plan_of_its_country() -> None:
    one = field("phone", region="US")
    assert one.type.parse("(650) 253-0000", one) == "+16502530000"


AMERICAN = ("(216) 278-1234", "216-278-1234", "216.278.1234", "216 278 1234", "(216)278-1234 x12", "2162781234")


@pytest.mark.parametrize("typed", AMERICAN)
def test_an_american_number_never_becomes_a_chinese_one(typed: str) -> None:
    one = field("phone")
    assert one.type.parse(typed, one) == typed
    assert one.type.warnings(typed, one) == ["phone_not_recognised"]
    assert one.type.in_country(typed, one, "US") == "+12162781234" + (";ext=12" if "x" in typed else "")
    assert one.type.in_country(typed, one, "DE") in (typed, "+492162781234", "+492162781234;ext=12")
    assert "2162781234" in one.type.search_text(typed, one)
    abroad = field("phone", region="US")
    assert str(abroad.type.parse(typed, abroad)).startswith("+12162781234")


@pytest.mark.parametrize(
    "typed", ["1-650-867-3450", "1 (650) 867-3450", "1(650)867-3450", "1.650.867.3450", "1 650 867 3450"]
)
def test_the_one_of_america_is_no_chinese_mobile(typed: str) -> None:
    one = field("phone")
    assert one.type.parse(typed, one) == "+16508673450"


def test_no_american_number_of_any_area_is_read_as_chinese() -> None:
    one = field("phone")
    for area in range(200, 1000):
        if area not in (400, 800):
            for text in (f"({area}) 555-0187", f"{area}-278-3450", f"{area} 867 3450"):
                assert one.type.parse(text, one) == text


def test_numbers_that_were_kept_as_typed_are_the_same_when_their_digits_are() -> None:
    one = field("phone")
    assert {one.type.unique_key(typed, one) for typed in AMERICAN if "x" not in typed} == {"2162781234"}
    assert one.type.unique_key("+12162781234", one) == "+12162781234"


def test_a_phone_number_that_no_plan_knows_is_kept_as_typed() -> None:
    one = field("phone")
    assert one.type.parse("内线 123", one) == "内线 123"
    assert one.type.warnings("内线 123", one) == ["phone_not_recognised"]
    assert refusal(one, "none") == refusal(one, "12") == refusal(one, "1" * 61) == ("not_a_phone", "")
    assert refusal(one, 13812345678) == ("not_text", "")


def test_a_mobile_number_is_shown_as_its_owner_says_it() -> None:
    one = field("phone")
    assert one.type.to_text("+8613812345678", one, HOW) == "13812345678"
    assert "13812345678" in one.type.search_text("+8613812345678", one)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("www.acme.com", "https://www.acme.com"),
        ("acme.com/a?b#c", "https://acme.com/a?b#c"),
        ("HTTP://acme.com", "http://acme.com"),
        ("例子.中国", "https://例子.中国"),
        ("http://localhost:8000/x", "http://localhost:8000/x"),
    ],
)
def test_an_address_of_the_web_has_a_scheme(raw: str, value: str) -> None:
    one = field("url")
    assert one.type.parse(raw, one) == value


@pytest.mark.parametrize(
    "raw",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://acme.com/%0aalert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.com",
        "ftp://acme.com",
        "https://",
        "https://acme.com/a b",
        "acme",
        "https://acme.com:99999",
        "https://[::1",
        "https://acme.com/\u202etxt",
        "https://" + "a" * 2_000 + ".com",
    ],
)
def test_what_a_browser_must_not_follow_is_refused(raw: str) -> None:
    assert refusal(field("url"), raw) == ("not_a_url", "")


@pytest.mark.parametrize(
    "raw", ["11010519491231002X", "11010519491231002x", "110105 19491231 002X", "１１０１０５19491231002X"]
)
def test_an_identity_number_is_checked_and_spelled_one_way(raw: str) -> None:
    one = field("id_number")
    assert one.type.parse(raw, one) == "11010519491231002X"


@pytest.mark.parametrize(
    "raw", ["110105194912310021", "11010519491331002X", "010105194912310020", "1101051949123100", "X", "1" * 18]
)
def test_an_identity_number_with_a_wrong_digit_is_refused(raw: str) -> None:
    assert refusal(field("id_number"), raw) == ("not_an_id_number", "")


@pytest.mark.parametrize("raw", ["91350100M000100Y43", "91350100m000100y43", "9135 0100 M000 100Y 43"])
def test_a_credit_code_is_checked_and_spelled_one_way(raw: str) -> None:
    one = field("credit_code")
    assert one.type.parse(raw, one) == "91350100M000100Y43"


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ"))
def test_a_credit_code_with_one_wrong_character_is_refused(place: int, character: str) -> None:
    good = "91350100M000100Y43"
    bad = good[:place] + character + good[place + 1 :]
    one = field("credit_code")
    if bad == good:
        assert one.type.parse(bad, one) == good
    else:
        assert refusal(one, bad) == ("not_a_credit_code", "")


def test_colours_and_barcodes() -> None:
    color, ean = field("color"), field("barcode", format="ean13")
    assert color.type.parse("#1AF", color) == "#11aaff"
    assert refusal(color, "red") == refusal(color, "#12345") == ("not_a_color", "")
    assert ean.type.parse("4006381333931", ean) == "4006381333931"
    assert refusal(ean, "4006381333932") == refusal(ean, "400638133393") == ("not_a_barcode", "")
    assert refusal(field("barcode"), "条码") == ("not_a_barcode", "")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "广东省深圳市南山区科技园路1号",
            {"province": "广东省", "city": "深圳市", "district": "南山区", "detail": "科技园路1号"},
        ),
        (
            "上海市浦东新区张江路88号 201203",
            {"province": "上海市", "district": "浦东新区", "detail": "张江路88号", "postal_code": "201203"},
        ),
        ("中国 浙江省 杭州市 文三路", {"country": "中国", "province": "浙江省", "city": "杭州市", "detail": "文三路"}),
        ("1 Market Street", {"detail": "1 Market Street"}),
        ("city=Paris; detail=1, rue X", {"city": "Paris", "detail": "1, rue X"}),
    ],
)
def test_an_address_is_parted_as_far_as_it_says(text: str, parts: dict[str, str]) -> None:
    one = field("address")
    assert one.type.dump(one.type.parse_text(text, one, HOW), one) == parts


@given(
    st.dictionaries(
        st.sampled_from(["country", "province", "city", "district", "postal_code", "detail"]),
        st.text(max_size=15) | st.text(st.sampled_from('中国北京省市区县；; =1{"')),
    )
)
def test_every_address_is_written_and_read_back(parts: dict[str, str]) -> None:
    one = field("address")
    try:
        value = one.type.parse(parts, one)
    except BadValue:
        return
    assert one.type.parse_text(one.type.to_text(value, one, HOW), one, HOW) == value


def test_an_address_names_the_part_that_does_not_fit() -> None:
    one = field("address")
    assert refusal(one, {"city": 7}) == ("not_text", "city")
    assert refusal(one, {"city": "x" * 101}) == ("too_long", "city")
    assert refusal(one, {"planet": "Mars"}) == ("unknown_part", "")
    assert refusal(one, "上海") == ("not_an_address", "")


@pytest.mark.parametrize(
    ("raw", "refused"),
    [
        ({"latitude": 91, "longitude": 0}, ("too_large", "latitude")),
        ({"latitude": 0, "longitude": "-180.5"}, ("too_small", "longitude")),
        ({"latitude": 0}, ("coordinates_incomplete", "")),
        ({"label": "home"}, ("coordinates_incomplete", "")),
        ({"latitude": "north", "longitude": 0}, ("not_a_number", "latitude")),
        ({"latitude": 0, "longitude": 0, "z": 1}, ("unknown_part", "")),
        ([0, 0], ("not_a_location", "")),
    ],
)
def test_a_place_that_is_none_is_refused(raw: Any, refused: tuple[str, str]) -> None:
    assert refusal(field("location"), raw) == refused


def test_degrees_finer_than_needed_are_rounded() -> None:
    one = field("location")
    value = one.type.parse({"latitude": 39.90420012345678, "longitude": "116.40739999999"}, one)
    assert one.type.dump(value, one) == {"latitude": "39.904200", "longitude": "116.407400"}


@pytest.mark.parametrize(
    ("one", "raw", "refused"),
    [
        (field("file"), [{"id": "up_1"}], ("not_a_file", "0")),
        (field("file"), [FILE, {**FILE, "id": "../etc"}], ("not_a_file", "1")),
        (field("file"), [{**FILE, "name": "a/../b"}], ("bad_file_name", "0")),
        (field("file"), [{**FILE, "size": -1}], ("not_a_file", "0")),
        (field("file"), [{**FILE, "size": True}], ("not_a_file", "0")),
        (field("file", max_size=1_000), [FILE], ("file_too_large", "0")),
        (field("file", max_count=1), [FILE, PICTURE], ("too_many", "")),
        (field("file", kinds=["image/*"]), [FILE], ("file_kind_not_allowed", "0")),
        (field("image"), [FILE], ("file_kind_not_allowed", "0")),
        (field("signature"), [PICTURE, {**PICTURE, "id": "up_3"}], ("too_many", "")),
        (field("file"), "up_1", ("not_a_list", "")),
    ],
)
def test_files_that_do_not_fit_are_refused(one: Field, raw: Any, refused: tuple[str, str]) -> None:
    assert refusal(one, raw) == refused


def test_json_is_kept_in_one_spelling() -> None:
    one = field("json")
    assert one.type.parse({"b": 1, "a": [1.5, None]}, one) == '{"a":[1.5,null],"b":1}'
    assert one.type.parse_text(' { "a" : 1 } ', one, HOW) == '{"a":1}'


@pytest.mark.parametrize(
    ("raw", "code"), [(2**70, "number_too_large"), ("\ud800", "broken_character"), ("x" * 100_001, "too_long")]
)
def test_json_that_cannot_be_kept_is_refused(raw: Any, code: str) -> None:
    assert refusal(field("json"), raw) == (code, "")


def test_json_nested_too_deeply_is_refused() -> None:
    deep: Any = 0
    for _ in range(2_000):
        deep = [deep]
    assert refusal(field("json"), deep) == ("too_deep", "")
    with pytest.raises(BadValue, match="too_deep"):
        field("json").type.parse_text("[" * 5_000, field("json"), HOW)
