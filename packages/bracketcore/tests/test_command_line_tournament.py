"""The command line shows whole tournaments."""

import pytest

from bracketcore import Advance, Pools, SingleElimination, Tournament
from bracketcore.__main__ import main
from bracketcore.notation import dumps

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


def test_a_result_is_recorded_in_a_stage_alone(file, capsys):
    assert main(["standings", file]) == 2

    assert "This is a tournament, and a stage is wanted" in capsys.readouterr().err
