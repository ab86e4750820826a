"""The commands that let something happen: they write the file and print what changed."""

import pytest

from bracketcore import SingleElimination
from bracketcore.__main__ import main
from bracketcore.notation import dumps, loads

from .playing import FOUR


@pytest.fixture
def cup(tmp_path):
    """The file of a knockout of four, in which the first match is played."""
    path = tmp_path / "cup.json"
    path.write_text(dumps(SingleElimination().create(FOUR)), encoding="utf-8")
    main(["record", str(path), "R1.1", "ann", "2-0"])
    return path


@pytest.fixture
def said(cup, capsys):
    """Run a command on the cup: what it printed, and the stage that is in the file then."""
    capsys.readouterr()

    def run(line):
        name, *rest = line.split()
        assert main([name, str(cup), *rest]) == 0
        return capsys.readouterr().out, loads(cup.read_text(encoding="utf-8"))

    return run


def test_undo_takes_back_what_happened_last(said):
    out, stage = said("undo")

    assert out == "R1.1  ann - dee\nR2.1  winner of R1.1 - winner of R1.2\n"
    assert stage.history == ()


def test_correct_replaces_a_result_and_clears_later_ones_when_told(said):
    said("record R1.2 bob")
    said("record R2.1 ann")
    out, stage = said("correct R1.1 dee 0-1 --cascade")

    assert out == "R1.1  ann - dee  0:1  dee won\nR2.1  dee - bob\n"
    assert stage.state("R2.1") == "ready"


def test_reopen_lets_a_match_be_played_again(said):
    said("record R1.2 bob")
    said("record R2.1 ann")
    out, stage = said("reopen R1.1 --cascade")

    assert out.splitlines()[0] == "R1.1  ann - dee"
    assert (stage.state("R1.1"), stage.state("R2.1")) == ("ready", "waiting")


def test_withdraw_gives_walkovers(said):
    out, stage = said("withdraw cyd")

    assert out.splitlines()[-1] == "R2.1  ann - bob"
    assert stage.withdrawn == ("cyd",)


def test_replace_seats_a_newcomer(said):
    out, stage = said("replace cyd zoe")

    assert out == "R1.2  bob - zoe\n"
    assert [entrant.id for entrant in stage.entrants] == ["ann", "bob", "zoe", "dee"]


def test_swap_changes_two_seats(said):
    out, stage = said("swap bob cyd")

    assert out == "R1.2  cyd - bob\n"
    assert [entrant.id for entrant in stage.entrants] == ["ann", "cyd", "bob", "dee"]


BAD = [
    ("correct R1.2 bob", "R1.2 has no result yet: record one first."),
    ("correct R1.1 zoe", "zoe does not sit in this match: name ann or dee, who do."),
    ("correct R1.1 dee 2-0", "dee cannot win with the lower score"),
    ("reopen R1.2", "R1.2 has no result yet: record one first."),
    ("reopen R9.9", "There is no match R9.9: use an id of this stage."),
    ("withdraw zoe", "zoe is not in this stage: name one of its entrants."),
    ("replace ann zoe", "ann has played R1.1"),
    ("replace bob cyd", "cyd is an entrant already: name somebody else."),
    ("swap bob bob", "bob cannot change seats alone: name two entrants."),
    ("lots bob cyd", "has no tie-breaks"),
    ("swap bob", "the following arguments are required: OTHER"),
    ("undo --stage groups", "This file is one stage and no tournament: leave --stage out."),
]


@pytest.mark.parametrize(("line", "sentence"), BAD)
def test_what_cannot_happen_is_said_in_one_line_and_changes_nothing(cup, capsys, line, sentence):
    before = cup.read_bytes()
    name, *rest = line.split()

    try:
        status: object = main([name, str(cup), *rest])
    except SystemExit as ended:
        status = ended.code

    told = capsys.readouterr().err
    assert status == 2
    assert sentence in told
    assert told.count("\n") == 1
    assert cup.read_bytes() == before


def test_later_results_in_the_way_are_named(cup, said, capsys):
    said("record R1.2 bob")
    said("record R2.1 ann")

    assert main(["correct", str(cup), "R1.1", "dee"]) == 2
    assert "The results of R2.1 depend on this one" in capsys.readouterr().err


def test_there_is_an_end_to_what_can_be_undone(said, cup, capsys):
    said("undo")

    assert main(["undo", str(cup)]) == 2
    assert "there is nothing to undo" in capsys.readouterr().err


def test_ready_lists_what_can_be_played_now(said):
    assert said("ready")[0] == "R1.2  bob - cyd\n"


def test_a_stage_that_is_over_has_nothing_to_play(said):
    said("record R1.2 bob")
    said("record R2.1 ann")

    assert said("ready")[0] == "There is nothing to play.\n"
