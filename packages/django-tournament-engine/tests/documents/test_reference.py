"""The tables of the reference name all that there is in the code."""

from dataclasses import fields
from pathlib import Path

import pytest

from tournament_engine import conf
from tournament_engine.events import News
from tournament_engine.hooks.registry import BASES

SCRIPTS = Path(__file__).resolve().parents[4] / "scripts"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.syspath_prepend(str(SCRIPTS))
    import reference  # noqa: PLC0415 - a script, found by its folder

    reference.write(tmp_path)
    return {path.stem: path.read_text() for path in tmp_path.glob("*.md")}


def test_every_setting_has_a_row(pages: dict[str, str]):
    rows = [line for line in pages["settings"].splitlines() if line.startswith("| `")]

    assert [row.split("`")[1] for row in rows] == [key.name for key in fields(conf.Settings)]


def test_every_method_of_every_hook_has_a_row(pages: dict[str, str]):
    methods = {
        f"| `{name}(" for base in BASES.values() for name in vars(base) if not name.startswith("_")
    }

    assert {method for method in methods if method not in pages["hooks"]} == set()


def test_every_signal_has_a_row(pages: dict[str, str]):
    assert [name for name in News.by_name if f"| `{name}` |" not in pages["signals"]] == []


def test_every_machine_has_its_edges(pages: dict[str, str]):
    for machine in ("TournamentState", "RegistrationState", "MatchState", "ClaimState"):
        assert f"## {machine}\n" in pages["states"]
