from __future__ import annotations

import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builder.metadata.collation import LONGEST_KEY, search_query, search_words, sort_key
from builder.metadata.pinyin import readings

texts = st.text(max_size=60) | st.text(st.sampled_from("张章李林重庆行a Zé１2\t，𠮷한カ"), max_size=90)


@pytest.mark.parametrize(
    "ordered",
    [
        ["阿里", "李四", "林五", "张三", "张四", "章二"],
        ["妈", "麻", "马", "骂"],
        ["李", "lily", "林", "女", "Zoe"],
        ["Apple", "banana", "éclair", "École", "Zebra"],
        ["1", "2", "apple", "波"],
        ["ＡＣＭＥ", "acme b"],
    ],
)
def test_texts_stand_as_chinese_readers_expect(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=sort_key) == ordered


def test_case_width_and_accents_do_not_matter() -> None:
    assert sort_key("Ａcmé") == sort_key("ACME") == sort_key("acme")
    assert sort_key("cafe\u0301") == sort_key("café")


@given(texts, texts)
def test_python_order_is_the_order_of_utf8_bytes(first: str, second: str) -> None:
    one, other = sort_key(first), sort_key(second)
    assert (one < other) == (one.encode() < other.encode())


def test_sqlite_orders_keys_as_python_does() -> None:
    every = ["张三", "李四", "Zoe", "apple", "𠮷野家", "", "\uffee", "éclair", "10", "9", "한국", "カ"]
    with sqlite3.connect(":memory:") as conn:
        conn.execute("CREATE TABLE t (k TEXT)")
        conn.executemany("INSERT INTO t VALUES (?)", [(sort_key(one),) for one in every])
        found = [row[0] for row in conn.execute("SELECT k FROM t ORDER BY k")]
    assert found == sorted(map(sort_key, every))


@given(texts)
def test_a_key_is_short_steady_and_can_be_stored(text: str) -> None:
    key = sort_key(text)
    assert len(key) <= LONGEST_KEY
    assert key == sort_key(text)
    assert key.encode().decode() == key


def test_a_reading_is_a_syllable_and_a_tone() -> None:
    assert readings("张") == (("zhang", 1),)
    assert ("lv", 4) in readings("绿")
    assert [one.syllable for one in readings("重")][:2] == ["zhong", "chong"]
    assert readings("a") == readings("カ") == ()


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5))
def test_every_common_character_has_a_plain_reading(character: str) -> None:
    assert all(one.syllable.isascii() and one.syllable.isalpha() and 1 <= one.tone <= 5 for one in readings(character))
    assert readings(character)


def found(query: str, text: str) -> bool:
    """Decide as the full-text indexes do: each phrase stands in the words, a last word with * begins one."""
    words = search_words(text).split(" ")
    return all(
        any(_phrase_at(words, start, group) for start in range(len(words) - len(group) + 1))
        for group in search_query(query)
    )


def _phrase_at(words: list[str], start: int, group: list[str]) -> bool:
    return all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for word, part in zip(words[start:], group, strict=False)
    )


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("张三", "张三"),
        ("zs", "张三"),
        ("ZhangSan", "张三"),
        ("zhang", "张三"),
        ("zhang san", "张三"),
        ("三", "张三"),
        ("张", "张三"),
        ("北京", "北京织表科技有限公司"),
        ("织表", "北京织表科技有限公司"),
        ("京织表", "北京织表科技有限公司"),
        ("zbkj", "北京织表科技有限公司"),
        ("zhibiao", "北京织表科技有限公司"),
        ("beijingzhibiaokejiyouxiangongsi", "北京织表科技有限公司"),
        ("bjzbkjyxgs", "北京织表科技有限公司"),
        ("chongqing", "重庆银行"),
        ("cqyh", "重庆银行"),
        ("yinhang", "重庆银行"),
        ("shan", "单小姐"),
        ("dan", "单小姐"),
        ("acme", "ACME Ltd"),
        ("acm", "ACME Ltd"),
        ("ltd acme", "ACME Ltd"),
        ("li.wei@acme.com", "Li.Wei@ACME.com"),
        ("acme.com", "li.wei@acme.com"),
        ("cafe", "Café de Flore"),
        ("ａｃｍｅ", "acme"),
        ("1381234", "13812345678"),
        ("5678", "13812345678"),
        ("a公司", "A公司"),
        ("东京", "東京 东京"),
        ("カナ", "半角カナ"),
        ("", "anything"),
        ("  ，。 ", "anything"),
    ],
)
def test_a_search_finds(query: str, text: str) -> None:
    assert found(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("李四", "张三"),
        ("京北", "北京"),
        ("北海", "北京 上海"),
        ("三张", "张三"),
        ("cme", "acme"),
        ("acme 北京", "acme 上海"),
        ("acme.org", "li@acme.com"),
        ("ls", "张三"),
    ],
)
def test_a_search_does_not_find(query: str, text: str) -> None:
    assert not found(query, text)


@given(texts)
def test_words_are_letters_and_digits_only(text: str) -> None:
    for word in search_words(text).split():
        assert word.isalnum()
        assert word == word.lower() or not word.isascii()
    for group in search_query(text):
        assert group
        assert all(word.removesuffix("*").isalnum() for word in group)
        assert not any(word.endswith("*") for word in group[:-1])


@given(st.text(st.sampled_from("张三李四王五赵六"), min_size=2, max_size=12), st.data())
def test_every_piece_of_two_characters_or_more_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 2, len(text)))
    assert found(text[start:end], text)
    assert found(text[start], text)


@given(st.text(max_size=200))
def test_a_text_is_found_by_its_own_words(text: str) -> None:
    for word in text.split():
        assert found(word, text) or any(unicodedata.combining(sign) for sign in text)


def test_long_words_are_cut_and_still_found() -> None:
    assert max(map(len, search_words("x" * 4_000 + " " + "9" * 4_000).split())) <= 100
    assert found("x" * 3_000, "x" * 4_000)


def test_long_texts_make_a_bounded_number_of_words() -> None:
    assert len(search_words("重行长乐" * 2_000).split()) < 6_000
    assert len(search_query("张三 " * 1_000)) <= 100
