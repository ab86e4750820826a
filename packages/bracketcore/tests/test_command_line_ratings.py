"""Lists of names with ratings."""

import pytest

from bracketcore import Entrant
from bracketcore.__main__ import main
from bracketcore.notation import loads


@pytest.fixture
def names(tmp_path):
    """Write a list of names: its path."""

    def written(text):
        path = tmp_path / "names.txt"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return written


def test_lines_with_ratings_give_entrants_with_ratings(names, capsys):
    path = names("Ann, 1900\nDoe, Jane,1850\nCyd\nDee,\n")

    assert main(["create", "round-robin", "--ratings", path]) == 0

    assert loads(capsys.readouterr().out).entrants == (
        Entrant("Ann", rating=1900),
        Entrant("Doe, Jane", rating=1850),
        Entrant("Cyd"),
        Entrant("Dee"),
    )


def test_a_comma_belongs_to_the_name_where_no_ratings_are_told(names, capsys):
    assert main(["create", "round-robin", names("Ann,1900\nBob\n")]) == 0

    assert loads(capsys.readouterr().out).entrants[0] == Entrant("Ann,1900")


@pytest.mark.parametrize("line", ["Doe, Jane", "Ann,1900.5", "Ann,-3", "Ann,12345678"])
def test_what_is_no_rating_is_said_in_one_line(names, capsys, line):
    assert main(["create", "round-robin", "--ratings", names(f"{line}\nBob,1\n")]) == 2

    shown = capsys.readouterr()
    assert (shown.out, shown.err.count("\n")) == ("", 1)
    assert f"{line} has no rating after its last comma" in shown.err
