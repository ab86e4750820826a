"""The command line starts, plays and shows whole tournaments."""

import pytest

from bracketcore import Advance, Pools, SingleElimination, Tournament
from bracketcore.__main__ import main
from bracketcore.notation import dumps, loads

from .playing import FOUR

CUP = Tournament(
    [("groups", Pools(pools=2)), ("final", SingleElimination())],
    [Advance("groups", places=(1,), to="final")],
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "cup.json"
    path.write_text(dumps(CUP.start(FOUR)), encoding="utf-8")
    return str(path)


def test_a_tournament_is_shown_with_all_its_stages(file, capsys):
    assert main(["show", file]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith("groups\n\nPool A\n")
    assert shown.endswith("final\n\nNot there yet: its entrants come from groups.\n")


def test_one_stage_of_a_tournament_is_shown_as_text_or_picture(file, capsys):
    assert main(["show", file, "--stage", "groups"]) == 0
    assert capsys.readouterr().out.startswith("Pool A\n")

    assert main(["show", file, "--stage", "groups", "--svg"]) == 0
    assert capsys.readouterr().out.startswith("<svg")


def test_a_plan_is_shown_with_its_ways(tmp_path, capsys):
    path = tmp_path / "plan.json"
    path.write_text(dumps(CUP), encoding="utf-8")

    assert main(["show", str(path)]) == 0

    assert capsys.readouterr().out.endswith("  1st of groups\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--stage", "final"], "There is no stage 'final': choose from those there are (groups)."),
        (["--svg"], "A picture shows one stage: name it with --stage."),
    ],
)
def test_what_cannot_be_shown_is_said_in_one_line(file, capsys, arguments, sentence):
    assert main(["show", file, *arguments]) == 2

    assert capsys.readouterr().err == f"bracketcore: {sentence}\n"


def test_a_tournament_is_started_from_its_plan_and_a_list_of_names(tmp_path, capsys):
    (tmp_path / "plan.json").write_text(dumps(CUP), encoding="utf-8")
    (tmp_path / "names.txt").write_text("ann\nbob\ncyd\ndee\n", encoding="utf-8")

    assert main(["start", str(tmp_path / "plan.json"), str(tmp_path / "names.txt")]) == 0

    assert loads(capsys.readouterr().out) == CUP.start(FOUR)


def test_the_stages_of_a_tournament_are_played_by_their_names(file, capsys):
    main(["record", file, "--stage", "groups", "A.R1.1", "ann"])
    main(["record", file, "--stage", "groups", "B.R1.1", "cyd"])
    main(["advance", file, "final"])
    capsys.readouterr()

    assert main(["record", file, "--stage", "final", "R1.1", "cyd", "1-2"]) == 0
    assert capsys.readouterr().out == "R1.1  ann - cyd  1:2  cyd won\n"
    assert main(["standings", file, "--stage", "final"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "2  ann"


def test_lots_part_who_is_level_at_a_place_that_goes_on(file, capsys):
    main(["record", file, "--stage", "groups", "A.R1.1", "ann"])
    main(["record", file, "--stage", "groups", "B.R1.1", "draw"])
    assert main(["advance", file, "final"]) == 2
    capsys.readouterr()

    assert main(["lots", file, "--stage", "groups", "cyd", "bob"]) == 0

    assert capsys.readouterr().out == "No match has changed.\n"
    assert main(["advance", file, "final"]) == 0
    assert "cyd" in capsys.readouterr().out


def test_a_correction_says_which_stages_have_the_wrong_entrants_now(file, capsys):
    main(["record", file, "--stage", "groups", "A.R1.1", "ann"])
    main(["record", file, "--stage", "groups", "B.R1.1", "cyd"])
    main(["advance", file, "final"])
    capsys.readouterr()

    assert main(["correct", file, "--stage", "groups", "A.R1.1", "dee"]) == 0

    assert capsys.readouterr().out == (
        "A.R1.1  ann - dee  dee won\n"
        "final is outdated: others qualify now, and bracketcore advance makes it anew.\n"
    )
    assert main(["advance", file, "final"]) == 0
    assert capsys.readouterr().out.startswith("dee ─")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["standings"], "This file is a tournament: name a stage with --stage (groups)."),
        (["undo", "--stage", "final"], "There is no stage 'final': choose from those there are"),
        (["advance", "final"], "groups is not complete"),
        (["advance", "cup"], "'cup' is no later stage: choose from final."),
        (["start", "/nonexistent"], "This file is no plan"),
    ],
)
def test_what_a_tournament_does_not_take_is_said_in_one_line(file, capsys, arguments, sentence):
    command, *rest = arguments

    assert main([command, file, *rest]) == 2

    told = capsys.readouterr().err
    assert sentence in told
    assert told.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["undo", "--stage", "groups"], "This file is a plan, of which no stage is there yet"),
        (["advance", "final"], "This file is no tournament under way"),
    ],
)
def test_a_plan_is_started_before_it_is_played(tmp_path, capsys, arguments, sentence):
    path = tmp_path / "plan.json"
    path.write_text(dumps(CUP), encoding="utf-8")
    command, *rest = arguments

    assert main([command, str(path), *rest]) == 2

    assert sentence in capsys.readouterr().err
