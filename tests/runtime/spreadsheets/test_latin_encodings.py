"""Files in the old encodings of Latin letters: found by how common the letters are, or said to be uncertain."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.runtime.spreadsheets.encodings import guess_encoding
from tests.runtime.spreadsheets.latin_tables import TEXTS, table

CENTRAL = ["Polish", "Czech", "Slovak", "Hungarian", "Croatian"]
FOUND = [
    *((language, encoding) for language in CENTRAL for encoding in ("windows-1250", "iso8859-2")),
    ("Romanian", "windows-1250"),
    ("Turkish", "windows-1254"),
    ("Lithuanian", "windows-1257"),
    ("Latvian", "windows-1257"),
    *((one, "mac-roman") for one in ("French", "German", "Spanish", "Portuguese", "Italian", "Swedish", "Danish")),
]
WESTERN = [
    *("French", "German", "Spanish", "Portuguese", "Italian", "Swedish", "Danish", "Finnish", "Icelandic"),
    *("Estonian", "Catalan", "Dutch", "English", "mixed"),
]


def guessed(path: Path, text: str, encoding: str) -> tuple[str, bool]:
    """Return how a text that was saved in an encoding is read, and whether that is said to be certain."""
    content = text.encode(encoding)
    path.write_bytes(content)
    guess = guess_encoding(path)
    return content.decode(guess.name), guess.certain


@pytest.mark.parametrize(("language", "encoding"), FOUND)
def test_a_hundred_rows_are_read_in_the_encoding_of_their_language(
    language: str, encoding: str, tmp_path: Path
) -> None:
    text = table(language)
    assert guessed(tmp_path / "table.csv", text, encoding) == (text, True)


@pytest.mark.parametrize("rows", [10, 30])
@pytest.mark.parametrize(("language", "encoding"), FOUND)
def test_a_few_rows_are_read_rightly_or_said_to_be_uncertain(
    language: str, encoding: str, rows: int, tmp_path: Path
) -> None:
    text = table(language, rows)
    read, certain = guessed(tmp_path / "table.csv", text, encoding)
    assert read == text or not certain


@pytest.mark.parametrize("rows", [10, 100])
@pytest.mark.parametrize("language", WESTERN)
def test_western_files_stay_what_they_are(language: str, rows: int, tmp_path: Path) -> None:
    text = table(language, rows)
    assert guessed(tmp_path / "table.csv", text, "windows-1252") == (text, True)


@pytest.mark.parametrize(
    "line",
    [
        "5 m², 3 m³, 20°, 5µm ±0.5, ½ Ø50",
        "João, São",
        "Tom’s “first” – second",
        "• one · two © ® ™ €5",
        "Søren, Jørgen",
        "PEÑA, NUÑEZ",
        "¿Qué? ¡Sí! Año nº 5",
        "Škoda, Žižek, Müller",
        "Gonçalves, Simões, Guimarães",
        "Tiranë, Shqipëri, Çelës",
    ],
)
def test_one_letter_or_sign_alone_makes_no_other_language(line: str, tmp_path: Path) -> None:
    text = "name\n" + f"{line}\n" * 50
    assert guessed(tmp_path / "table.csv", text, "windows-1252") == (text, True)


def test_signs_of_a_mac_without_letters_are_uncertain(tmp_path: Path) -> None:
    _, certain = guessed(tmp_path / "table.csv", table("English"), "mac-roman")
    assert not certain


def test_every_language_is_tried() -> None:
    assert {language for language, _ in FOUND} | set(WESTERN) == set(TEXTS)
