import io
import json
import os
import runpy
import shlex
import subprocess
import sys

import pytest

import bracketcore.__main__
from bracketcore.__main__ import main
from bracketcore.drawing import svg
from bracketcore.notation import loads

from .playing import DATA


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A folder with names in it, and a cup made of them."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("Ann\nBob\n\n  Cyd\nDee\nEve\n", encoding="utf-8")
    (tmp_path / "one.txt").write_text("Ann\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "twice.txt").write_text("Ann\nAnn\n", encoding="utf-8")
    (tmp_path / "latin.txt").write_bytes(b"Ren\xe9\nBob\n")
    return tmp_path


@pytest.fixture
def said(capsys):
    """Run a command: what it printed, and its exit status."""

    def run(line):
        status: object
        try:
            status = main(line.split())
        except SystemExit as ended:
            status = ended.code
        captured = capsys.readouterr()
        return captured.out, captured.err, status

    return run


@pytest.fixture
def cup(here, said):
    out, _, _ = said("create single-elimination --third-place names.txt")
    (here / "cup.json").write_text(out, encoding="utf-8")
    return here / "cup.json"


@pytest.mark.parametrize(
    "line",
    [
        "single-elimination --third-place --best-of 3",
        "single-elimination --classification all",
        "double-elimination --grand-final single --drops natural",
        "round-robin --legs 2 --order circle --points 1,1/2,0 --tiebreaks SB,DE",
        "pools --pools 2 --distribution effort --tiebreaks football_goal_difference",
        "double-elimination --upper-entrants 3",
        "stepladder --best-of 5",
        "free-for-all --heat-size 3 --advance 1 --points 3,3/2,1",
    ],
)
def test_create_prints_a_stage_of_the_names(here, said, line):
    out, err, status = said(f"create {line} names.txt")

    stage = loads(out)
    assert [entrant.id for entrant in stage.entrants] == ["Ann", "Bob", "Cyd", "Dee", "Eve"]
    assert (err, status) == ("", 0)


@pytest.mark.parametrize(("name", "matches"), [("page-playoff", 4), ("dual-tournament", 5)])
def test_create_takes_four_names_for_the_formats_of_four(monkeypatch, said, name, matches):
    monkeypatch.setattr("sys.stdin", io.StringIO("Ann\nBob\nCyd\nDee\n"))

    out, _, status = said(f"create {name} -")

    assert (len(loads(out).matches), status) == (matches, 0)


def test_points_that_are_whole_numbers_are_written_as_such(here, said):
    out, _, _ = said("create free-for-all --points 3,3/2,1 names.txt")

    assert json.loads(out)["format"]["points"] == [3, "3/2", 1]


def test_create_reads_names_from_the_input(monkeypatch, said):
    monkeypatch.setattr("sys.stdin", io.StringIO("Ann\nBob\n"))

    out, _, status = said("create round-robin -")

    assert (len(loads(out).entrants), status) == (2, 0)


def test_show_draws_the_stage_as_a_picture(cup, said):
    out, _, status = said("show cup.json --svg")

    assert (out, status) == (f"{svg(loads(cup.read_text(encoding='utf-8')))}\n", 0)


def test_show_draws_the_stage(cup, said):
    out, _, status = said("show cup.json")

    assert out == f"{loads(cup.read_text(encoding='utf-8'))}\n"
    assert status == 0


def test_record_writes_the_file_and_prints_the_matches_that_changed(cup, said):
    out, err, status = said("record cup.json R1.2 Eve 1-2")

    assert out == "R1.2  Dee - Eve  1:2  Eve won\nR2.1  Ann - Eve\n"
    assert (err, status) == ("", 0)
    assert loads(cup.read_text(encoding="utf-8")).pairing("R2.1") == ("Ann", "Eve")
    assert [path.name for path in cup.parent.glob("*cup.json*")] == ["cup.json"]


def test_record_takes_shootouts_walkovers_and_corrections(cup, said):
    said("record cup.json R1.2 Dee 1-1 --shootout 4-3")
    said("record cup.json R2.1 Ann --walkover")
    out, _, status = said("correct cup.json R1.2 Eve --cascade")

    assert out == (
        "R1.2  Dee - Eve  Eve won\n"
        "R2.1  Ann - Eve\n"
        "3P  loser of R2.1 - loser of R2.2\n"
        "R3.1  winner of R2.1 - winner of R2.2\n"
    )
    assert status == 0


def test_record_takes_a_score_for_each_game_and_draws(here, said):
    out, _, _ = said("create round-robin --best-of 2 names.txt")
    (here / "league.json").write_text(out, encoding="utf-8")

    games, _, _ = said("record league.json R1.1 Bob 11-4,11-9")
    drawn, _, _ = said("record league.json R1.2 draw 1-1")

    assert games == "R1.1  Bob - Eve  11:4, 11:9  Bob won\n"
    assert drawn == "R1.2  Cyd - Dee  1:1  drawn\n"


def test_record_takes_the_order_of_a_heat_and_its_points(here, said):
    out, _, _ = said("create free-for-all names.txt")
    (here / "race.json").write_text(out, encoding="utf-8")

    first, _, _ = said("record race.json R1.1 Eve,Ann,Dee")
    second, _, _ = said("record race.json R1.2 Bob,Cyd 10,-1")

    assert first == "R1.1  Ann - Dee - Eve  Eve, Ann, Dee\nR2.1  Eve - 1st of R1.2 - Ann\n"
    assert second.splitlines()[0] == "R1.2  Bob - Cyd  Bob, Cyd"
    assert loads((here / "race.json").read_text(encoding="utf-8")).standings()[1].points == 0


def test_an_entrant_can_be_called_draw(here, said):
    (here / "odd.txt").write_text("draw\nBob\n", encoding="utf-8")
    out, _, _ = said("create round-robin odd.txt")
    (here / "odd.json").write_text(out, encoding="utf-8")

    assert said("record odd.json R1.1 draw")[0] == "R1.1  draw - Bob  draw won\n"


def test_standings_are_a_table_sentences_or_json(cup, said):
    said("record cup.json R1.2 Eve 1-2")

    table, _, _ = said("standings cup.json")
    told, _, _ = said("standings cup.json --explain")
    plain, _, _ = said("standings cup.json --json")

    assert table.splitlines()[-1] == "5  Dee"
    assert told.splitlines()[-1] == "Dee is 5th: lost R1.2 to Eve."
    assert json.loads(plain)[-1] == {
        "place": 5,
        "entrant": "Dee",
        "points": None,
        "tiebreaks": {},
    }


def test_standings_of_a_pool_by_other_tie_breaks_have_exact_numbers_as_text(here, said):
    out, _, _ = said("create pools --pools 2 --points 1,1/2,0 names.txt")
    (here / "pools.json").write_text(out, encoding="utf-8")
    said("record pools.json B.R1.1 draw 1-1")

    plain, _, _ = said("standings pools.json --pool B --tiebreaks SB,SF --json")

    assert json.loads(plain)[0] == {
        "place": 1,
        "entrant": "Bob",
        "points": "1/2",
        "tiebreaks": {"SB": "1/4", "SF": "1"},
    }


@pytest.mark.parametrize(
    "line", ["Eve,Ann", "Eve,Ann,Zoe", "Eve,Ann,Dee 3,2", "Eve,Ann,Dee 3,x,1", "Eve --walkover"]
)
def test_what_a_heat_cannot_take_is_refused_in_one_line(here, said, line):
    out, _, _ = said("create free-for-all names.txt")
    (here / "race.json").write_text(out, encoding="utf-8")

    out, err, status = said(f"record race.json R1.1 {line}")

    assert (out, status, err.count("\n")) == ("", 2, 1)


BAD = [
    "",
    "nonsense",
    "create",
    "create nonsense names.txt",
    "create single-elimination",
    "create single-elimination --legs 2 names.txt",
    "create single-elimination --best-of two names.txt",
    "create single-elimination --best-of 2 names.txt",
    "create single-elimination /nonexistent",
    "create single-elimination empty.txt",
    "create single-elimination one.txt",
    "create single-elimination twice.txt",
    "create single-elimination latin.txt",
    "create single-elimination .",
    "create pools names.txt",
    "create pools --pools 9 names.txt",
    "create round-robin --points 3,1 names.txt",
    "create round-robin --points a,b,c names.txt",
    "create round-robin --tiebreaks XX names.txt",
    "create single-elimination --classification some names.txt",
    "create double-elimination --upper-entrants 9 names.txt",
    "create stepladder --third-place names.txt",
    "create page-playoff names.txt",
    "create dual-tournament names.txt",
    "create free-for-all --heat-size 2 names.txt",
    "create free-for-all --points x names.txt",
    "create free-for-all --best-of 3 names.txt",
    "show names.txt",
    "show nothing.json",
    "show cup.json --picture",
    "record cup.json R9.9 Ann",
    "record cup.json R1.2 Zoe",
    "record cup.json R1.2 Dee 1-2",
    "record cup.json R1.2 Dee -1-2",
    "record cup.json R1.2 Dee two-one",
    "record cup.json R1.2 draw",
    "record cup.json R1.1 Ann",
    "correct cup.json R1.2 Dee",
    "record nothing.json R1.2 Dee",
    "standings names.txt",
    "standings cup.json --pool A",
    "standings cup.json --tiebreaks SD",
]


@pytest.mark.parametrize("line", BAD)
def test_bad_input_gets_one_line_and_status_two(cup, said, line):
    before = cup.read_bytes()

    out, err, status = said(line)

    assert (out, status) == ("", 2)
    assert err.startswith("bracketcore")
    assert err.count("\n") == 1
    assert cup.read_bytes() == before


@pytest.mark.parametrize(
    "line", ["--help", "create --help", "create pools --help", "record --help", "standings --help"]
)
def test_help_explains(said, line):
    out, _, status = said(line)

    assert "usage: bracketcore" in out
    assert status == 0


def test_a_file_that_cannot_be_written_stays_as_it_was(cup, said, monkeypatch):
    before = cup.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device", "cup.json")

    monkeypatch.setattr("pathlib.Path.replace", full)
    _, err, status = said("record cup.json R1.2 Eve")

    assert (err, status) == ("bracketcore: cup.json: No space left on device.\n", 2)
    assert cup.read_bytes() == before
    assert len(list(cup.parent.glob("*cup.json*"))) == 1


def command(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", "bracketcore", *arguments],
        capture_output=True,
        check=False,
        encoding="utf-8",
        **options,
    )


def test_the_module_is_a_command(here):
    done = command("create", "single-elimination", "-", input="Ann\nBob\n")
    bad = command("show", str(DATA / "berger.json"))

    assert (len(loads(done.stdout).entrants), done.returncode) == (2, 0)
    assert (bad.stdout, bad.returncode) == ("", 2)
    assert "Traceback" not in bad.stderr


def test_a_pipe_that_nobody_reads_is_no_error(here, monkeypatch):
    unread, pipe = os.pipe()
    os.close(unread)

    with os.fdopen(pipe, "w", encoding="utf-8") as gone:
        monkeypatch.setattr("sys.stdout", gone)
        status = main(["create", "round-robin", "names.txt"])

    assert status == 0


def test_the_file_of_the_command_runs_it(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["bracketcore", "--help"])

    with pytest.raises(SystemExit) as ended:
        runpy.run_path(bracketcore.__main__.__file__, run_name="__main__")

    assert ended.value.code == 0
    assert "a first tournament" in capsys.readouterr().out


def test_a_reader_who_leaves_early_is_no_error(here):
    (here / "many.txt").write_text("\n".join(map(str, range(9_000))), encoding="utf-8")
    python = shlex.quote(sys.executable)
    line = f"{python} -m bracketcore create single-elimination many.txt | head -n 1"

    done = subprocess.run(["bash", "-c", line], capture_output=True, check=False, encoding="utf-8")

    assert (done.stdout, done.stderr) == ("{\n", "")
