"""The importer's reader: what is wrong with a file, and in which line."""

from pathlib import Path

import pytest

from tournament_engine.errors import InvalidInput
from tournament_engine.management.importing.reading import (
    KnockoutRow,
    PoolRow,
    read_file,
    read_text,
)

HEAD = "stage,pool,round,first,second,first_score,second_score,first_penalties,second_penalties\n"


def refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as caught:
        read_text(text)
    return str(caught.value)


def test_a_line_becomes_a_row_with_its_number():
    rows = read_text(HEAD + "pools,A,1,Qatar,Ecuador,0,2,,\nknockout,,R2,Peru,Chile,1,1,4,3\n")

    assert rows == [
        PoolRow(line=2, pool="A", round=1, sides=("Qatar", "Ecuador"), score=(0, 2)),
        KnockoutRow(line=3, round=2, sides=("Peru", "Chile"), score=(1, 1), shootout=(4, 3)),
    ]


def test_columns_may_stand_in_any_order_and_the_optional_ones_may_be_missing():
    rows = read_text("round,stage,second,first,second_score,first_score\n3P,Knockout,b,a,1,2\n")

    assert rows == [KnockoutRow(line=2, round="3P", sides=("a", "b"), score=(2, 1), shootout=None)]


def test_empty_lines_and_spaces_are_passed_over():
    rows = read_text(HEAD + "\n , ,,,,,,,\npools, a ,r1, Iran ,  Wales  ,0,2,,\n")

    assert rows == [PoolRow(line=4, pool="A", round=1, sides=("Iran", "Wales"), score=(0, 2))]


def test_a_name_keeps_the_spelling_that_it_had_first():
    first, second = read_text(HEAD + "pools,A,1,Iran,Wales,0,2,,\npools,A,2,IRAN,Peru,0,2,,\n")

    assert (first.sides, second.sides) == (("Iran", "Wales"), ("Iran", "Peru"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "The file is empty: begin with the columns' names and a line a match."),
        ("\n\n", "The file is empty: begin with the columns' names and a line a match."),
        (HEAD, "The file has no matches: add a line for each below the columns' names."),
        ("stage,round,first,second,first_score\n", "Line 1: the column 'second_score' is missing"),
        ("stage,frist\n", "Line 1: 'frist' is no column: did you mean 'first'?"),
        ("stage;round;first\n", "Line 1: 'stage;round;first' is no column; the columns are stage,"),
        ("stage,stage\n", "Line 1: the column 'stage' is there twice: delete one of the two."),
        ('stage,"round\n', "Line 1: this is no CSV (unexpected end of data); mend the line."),
    ],
)
def test_a_file_without_what_it_needs_is_refused(text: str, message: str):
    assert refusal(text).startswith(message)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("pools,A,1,Qatar,Ecuador,0", "there are 6 values for 9 columns: count the commas."),
        ("final,A,1,a,b,0,2,,", "'final' is no stage: write 'pools' or 'knockout'."),
        ("pools,,1,a,b,0,2,,", "the column 'pool' is empty: name the pool of this match."),
        ("pools,A,x,a,b,0,2,,", "'x' is no round of a pool: number it from 1."),
        ("pools,A,1,a,b,1,1,4,2", "a pool's match has no penalties: leave these columns empty."),
        ("pools,A,1,,b,1,1,,", "the column 'first' is empty: name the entrant."),
        ("pools,A,1,a,A,1,1,,", "a cannot meet itself: name the other side."),
        ("pools,A,1,a\u202eb,c,1,1,,", "This holds a character that cannot be seen"),
        ("pools,A,1,a,b,-1,1,,", "'-1' is no score in the column 'first_score'"),
        ("pools,A,1,a,b,1,two,,", "'two' is no score in the column 'second_score'"),
        ("pools,A,1,a,b,1,1.5,,", "'1.5' is no score in the column 'second_score'"),
        ("pools,A,1,a,b,1,²,,", "'²' is no score in the column 'second_score'"),
        ("pools,A,1,a,b,1,1000000,,", "'1000000' is no score in the column 'second_score'"),
        ("pools,A,1,a,b,,1,,", "the score is missing in the column 'first_score'"),
        ("knockout,A,R1,a,b,0,2,,", "a match of the knockout has no pool"),
        ("knockout,,F,a,b,0,2,,", "'F' is no round: write R1, R2, … or 3P for third place."),
        ("knockout,,R1,a,b,2,2,,", "2:2 has no winner: add the penalties that decided it."),
        ("knockout,,R1,a,b,2,2,4,", "the score is missing in the column 'second_penalties'"),
        ("knockout,,R1,a,b,2,2,4,4", "the penalties are level, too"),
        ("knockout,,R1,a,b,2,1,4,3", "the score has a winner: leave the penalties empty."),
    ],
)
def test_a_line_that_makes_no_match_is_refused(line: str, message: str):
    assert refusal(HEAD + "pools,A,1,y,z,0,2,,\n" + line + "\n").startswith(f"Line 3: {message}")


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path):
    file = tmp_path / "cup.csv"
    file.write_bytes((HEAD + "pools,A,1,Köln,Bonn,0,2,,\n").encode("latin-1"))

    with pytest.raises(InvalidInput, match=r"'cup\.csv' is not UTF-8: save it as 'CSV UTF-8'"):
        read_file(file)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path):
    with pytest.raises(InvalidInput, match=r"cannot be read \(No such file or directory\)"):
        read_file(tmp_path / "cup.csv")


def test_the_mark_that_spreadsheets_put_first_is_passed_over(tmp_path: Path):
    file = tmp_path / "cup.csv"
    file.write_text(HEAD + "pools,A,1,a,b,0,2,,\n", encoding="utf-8-sig")

    assert [row.line for row in read_file(file)] == [2]


def test_a_name_that_was_marked_for_a_spreadsheet_is_read_as_it_was():
    [row] = read_text(HEAD + "pools,A,1,'=Club,'Club,0,2,,\n")

    assert row.sides == ("=Club", "'Club")
