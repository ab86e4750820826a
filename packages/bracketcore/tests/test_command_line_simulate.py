"""`bracketcore simulate`: what it prints, and what it refuses."""

from pathlib import Path

import pytest
from playing import FOUR, favourites_win

from bracketcore import Entrant, RoundRobin, SingleElimination, Stage
from bracketcore.__main__ import main
from bracketcore.notation import dumps


def written(folder: Path, stage: Stage) -> str:
    path = folder / "stage.json"
    path.write_text(dumps(stage), encoding="utf-8")
    return str(path)


def test_the_chances_are_a_line_for_each_entrant_and_a_column_for_each_place(tmp_path, capsys):
    stage = favourites_win(SingleElimination().create(FOUR), until="R1.2")
    path = written(tmp_path, stage)

    status = main(["simulate", path, "--runs", "1000", "--seed", "1"])

    assert status == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "entrant     1st     2nd     3rd"
    assert lines[4] == "dee                      100.0%"
    assert [line.split()[0] for line in lines[1:]] == FOUR


def test_ratings_count_and_who_has_none_is_average(tmp_path, capsys):
    entrants = [Entrant("ann", rating=6000), Entrant("bob"), Entrant("cyd", rating=0)]
    path = written(tmp_path, RoundRobin().create(entrants))

    main(["simulate", path, "--runs", "50", "--seed", "1"])

    assert capsys.readouterr().out.splitlines() == [
        "entrant     1st     2nd     3rd",
        "ann      100.0%",
        "bob              100.0%",
        "cyd                      100.0%",
    ]


def test_matches_that_may_be_drawn_are_drawn_as_often_as_asked(tmp_path, capsys):
    path = written(tmp_path, RoundRobin().create(["ann", "bob"]))

    main(["simulate", path, "--draw", "1"])

    assert capsys.readouterr().out.splitlines() == [
        "entrant     1st",
        "ann      100.0%",
        "bob      100.0%",
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (["--runs", "0"], "bracketcore: runs is a whole number from 1, and 0 is none.\n"),
        (["--draw", "2"], "bracketcore: draw is a chance from 0 to 1, and 2.0 is none.\n"),
    ],
)
def test_bad_input_is_one_line_on_standard_error(tmp_path, capsys, asked, message):
    path = written(tmp_path, SingleElimination().create(FOUR))

    status = main(["simulate", path, *asked])

    assert (status, capsys.readouterr().err) == (2, message)
