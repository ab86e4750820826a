"""The tables of the reference name all that there is in the code."""

import re
from dataclasses import fields
from pathlib import Path
from pkgutil import iter_modules

import pytest
from rules.permissions import permissions

import tournament_engine
from tournament_engine import conf, jobs
from tournament_engine.events import News
from tournament_engine.hooks.registry import BASES
from tournament_engine.hooks.site_ui import TEMPLATES
from tournament_engine.management import commands

ROOT = Path(__file__).resolve().parents[4]
SCRIPTS = ROOT / "scripts"
ENGINE = Path(tournament_engine.__path__[0])


def first_cells(page: str) -> list[str]:
    """Return what stands in the first column of a table."""
    return [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("reference")
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(SCRIPTS))
        import reference  # noqa: PLC0415 - a script, found by its folder

        reference.write(folder)
    return {path.stem: path.read_text() for path in folder.glob("*.md")}


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


def test_every_command_has_a_row_with_its_arguments(pages: dict[str, str]):
    known = sorted(module.name for module in iter_modules(commands.__path__))

    assert first_cells(pages["commands"]) == known
    assert "`--job CODE`: run this job" in pages["commands"]


def test_every_job_has_a_row(pages: dict[str, str]):
    assert first_cells(pages["jobs"]) == list(jobs.jobs())


def test_every_capability_has_a_row(pages: dict[str, str]):
    known = sorted(name for name in permissions if name.startswith("tournament_engine."))

    assert first_cells(pages["permissions"]) == known


def test_every_check_has_a_row_and_every_row_is_a_check(pages: dict[str, str]):
    used = re.compile(r'"tournament_engine\.([EW]\d{3})"|_warning\("([EW]\d{3})"')
    found = {
        one or two for path in ENGINE.rglob("*.py") for one, two in used.findall(path.read_text())
    }

    assert first_cells(pages["checks"]) == [f"tournament_engine.{code}" for code in sorted(found)]


def test_every_code_of_an_error_has_a_row(pages: dict[str, str]):
    written = re.compile(
        r'raise (?!\w*ValidationError)\w+\([^()]*(?:\([^()]*\)[^()]*)*code="(\w+)"'
    )
    found = {code for path in ENGINE.rglob("*.py") for code in written.findall(path.read_text())}

    rows = first_cells(pages["errors"])
    assert found - set(rows) == set()
    assert "too_many_requests" in rows
    assert len(rows) == len(set(rows))


def test_every_public_template_has_a_row(pages: dict[str, str]):
    assert first_cells(pages["templates"])[: len(TEMPLATES)] == list(TEMPLATES)


def test_every_table_is_on_a_page_of_the_reference(pages: dict[str, str]):
    shown = "".join(path.read_text() for path in (ROOT / "docs/reference").glob("*.md"))

    assert [name for name in pages if f"_build/reference/{name}.md" not in shown] == []
