from io import BytesIO

import pytest

from tournament_engine.errors import InvalidInput
from tournament_engine.registration.names import parse_csv, parse_names


def csv(text: str) -> list[str]:
    return parse_csv(BytesIO(text.encode()))


def test_one_name_a_line_and_empty_lines_are_passed_over():
    assert parse_names("Ann\r\n\n  Bob  \n\n") == ["Ann", "Bob"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Ann\n\nBob\nann", "Line 4: 'ann' is there twice (line 1); take one of them out."),
        ("Ann\n" + "x" * 81, f"Line 2: '{'x' * 20}…' is too long; use at most 80 characters."),
        (
            "A\u202enn",
            "Line 1: This holds a character that cannot be seen (U+202E); type it again.",
        ),
    ],
)
def test_a_bad_line_is_named_with_what_to_do(text: str, sentence: str):
    with pytest.raises(InvalidInput) as refused:
        parse_names(text)

    assert (str(refused.value), refused.value.field) == (sentence, "names")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("name\nAnn\nBob\n", ["Ann", "Bob"]),
        ("\ufeffName\r\nAnn\r\n", ["Ann"]),
        ("club, NAME \nX,Ann\n\n,Bob\n", ["Ann", "Bob"]),
        ("name;club\nAnn;X\n", ["Ann"]),
        ('name\n"Lee, Ann"\n', ["Lee, Ann"]),
        ("name,seed\nAnn,2\nBob,\nCyd,1\nDee\n", ["Cyd", "Ann", "Bob", "Dee"]),
        ("name\n", []),
    ],
)
def test_names_come_out_of_a_file_by_their_seeds(text: str, names: list[str]):
    assert csv(text) == names


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "The first line must name the columns, one of them 'name'; it has: nothing."),
        (
            "player,club\nAnn,X\n",
            "The first line must name the columns, one of them 'name'; it has: player, club.",
        ),
        ("name,seed\n,1\n", "Line 2: Enter a name."),
        ("name,seed\nAnn,0\n", "Line 2: '0' is no seed; use 1, 2, 3, … or leave it empty."),
        ("name,seed\nAnn,x\n", "Line 2: 'x' is no seed; use 1, 2, 3, … or leave it empty."),
        ("name,seed\nAnn,²\n", "Line 2: '²' is no seed; use 1, 2, 3, … or leave it empty."),
        (
            "name,seed\nAnn,1000000\n",
            "Line 2: '1000000' is no seed; use 1, 2, 3, … or leave it empty.",
        ),
        (
            "name,seed\nAnn,1\n\nBob,1\n",
            "Line 4: seed 1 is there twice (line 2); give each entrant its own.",
        ),
        ('name\n"Ann\nLee"\nBob\nBOB\n', "Line 3: This holds"),
    ],
)
def test_a_bad_file_is_refused_with_line_and_advice(text: str, sentence: str):
    with pytest.raises(InvalidInput) as refused:
        csv(text)

    assert str(refused.value).startswith(sentence)
    assert refused.value.field == "names"


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(InvalidInput, match="save it as CSV in UTF-8"):
        parse_csv(BytesIO("name\nZoë\n".encode("latin-1")))


def test_a_file_that_is_no_csv_is_refused_at_its_line():
    huge = "name\nAnn\n" + "x" * 200_000

    with pytest.raises(InvalidInput, match="Line 3: this is no CSV"):
        csv(huge)


def test_a_number_too_long_to_read_is_no_seed():
    with pytest.raises(InvalidInput, match="is no seed"):
        csv(f"name,seed\nAnn,{'9' * 5000}\n")


def test_a_file_larger_than_any_list_is_refused_unread():
    with pytest.raises(InvalidInput) as refused:
        parse_csv(BytesIO(b"name\n" + b"x" * 5_000_000))

    assert refused.value.code == "too_large"
