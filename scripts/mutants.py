"""Break bracketcore in a dozen ways, which the tests must notice: `mutants.py [WORD…]`.

A mutant is a small patch on a copy of the package; the tests named beside it run against the
copy, and it is killed when one of them fails. Nothing in the checkout changes. With
`--check` it is only seen whether each still fits its module.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "packages/bracketcore"
WORKERS = 2
# What pytest says when a test failed; anything else but success is no verdict.
TESTS_FAILED = 1


@dataclass(frozen=True)
class Mutant:
    """A way to be wrong: `old` becomes `new` in a module, and these tests must fail."""

    name: str
    module: str
    old: str
    new: str
    tests: Sequence[str]


MUTANTS = (
    Mutant(
        "off by one in the drops of the lower bracket",
        "formats/double_elimination.py",
        "low = (number - 1) & ((1 << bits) - 1)",
        "low = number & ((1 << bits) - 1)",
        ["test_double_elimination.py"],
    ),
    Mutant(
        "a correction leaves the results behind it",
        "board.py",
        "if fed not in kept:",
        "if fed in kept:",
        ["test_stage.py", "test_machine.py"],
    ),
    Mutant(
        "results are put back one by one",
        "board.py",
        "        for index, result in results.items():\n"
        "            self.results[index] = result\n"
        "        return self.settle(results, kept=results)[0]\n",
        "        touched: set[int] = set()\n"
        "        for index in sorted(results):\n"
        "            self.results[index] = results[index]\n"
        "            touched |= self.settle([index])[0]\n"
        "        return touched\n",
        ["test_corrections.py", "test_machine.py"],
    ),
    Mutant(
        "direct encounter looks at all matches, not at those among the tied",
        "tiebreaks/rules.py",
        "if line.opponent in tied]",
        "if tied]",
        ["test_standings.py", "test_published_tables.py"],
    ),
    Mutant(
        "head-to-head does not start again on a smaller set",
        "standings/ranking.py",
        "again = step.again and len(group) < len(tied)",
        "again = False",
        ["test_standings.py", "test_published_tables.py"],
    ),
    Mutant(
        "a bye goes to the wrong seed",
        "formats/knockout.py",
        "-number if number <= entrants else",
        "-(number % entrants + 1) if number <= entrants else",
        ["test_single_elimination.py"],
    ),
    Mutant(
        "the last turn of the snake fills the last pools",
        "seeding/orders.py",
        "dealt[in_turn - 1 - place if",
        "dealt[pools - 1 - place if",
        ["test_seeding.py", "test_pools.py"],
    ),
    Mutant(
        "undo of a withdrawal forgets the slots that the walkover filled",
        "board.py",
        "        return self.settle([index for index in given if self._judged(index) == READY])[0]",
        "        return {index for index in given if self._judged(index) == READY}",
        ["test_stage.py", "test_machine.py"],
    ),
    Mutant(
        "the second chance is given to both sides",
        "board.py",
        "chance = loser if loser is None or loser == unbeaten else BYE",
        "chance = loser if loser is None or unbeaten else BYE",
        ["test_double_elimination.py"],
    ),
    Mutant(
        "the place after a shared one does not skip",
        "standings/ranking.py",
        "    for group in groups:\n        place = len(rows) + 1\n",
        "    for place, group in enumerate(filter(None, groups), start=1):\n",
        ["test_single_elimination.py", "test_double_elimination.py"],
    ),
    Mutant(
        "who has left plays on where a correction leads to",
        "board.py",
        "elif before is BYE or self.withdrawn or self._has_bye(fed):",
        "elif before is BYE or self._has_bye(fed):",
        ["test_stage.py", "test_machine.py"],
    ),
    Mutant(
        "reading a stage leaves the last event out",
        "notation/stages.py",
        "for place, event in enumerate(events, start=1):",
        "for place, event in enumerate(events[:-1], start=1):",
        ["test_notation.py", "test_machine.py"],
    ),
)


class NotReadyError(Exception):
    """There is no verdict; the message says why."""


def patched(mutant: Mutant, source: str) -> str:
    """Return the module with the mutant in it."""
    if source.count(mutant.old) != 1:
        raise NotReadyError(
            f"{mutant.module} does not have this once, so the mutant {mutant.name!r} is out of "
            f"date: {mutant.old}"
        )
    return source.replace(mutant.old, mutant.new)


def copied(folder: Path) -> Path:
    """Copy what the tests need, in the same places, and return the sources of the package."""
    home = folder / "packages/bracketcore"
    for part in ("src", "tests"):
        shutil.copytree(PACKAGE / part, home / part, ignore=shutil.ignore_patterns("__pycache__"))
    settings = (
        "[pytest]\naddopts = --import-mode=importlib\npythonpath = packages/bracketcore/tests\n"
    )
    (folder / "pytest.ini").write_text(settings, encoding="utf-8")
    return home / "src/bracketcore"


def pytest_status(folder: Path, tests: Sequence[str]) -> int:
    """Run tests of a copy until one fails, and return the exit status."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(folder / "packages/bracketcore/src"),
        "PYTHONDONTWRITEBYTECODE": "1",
        "HYPOTHESIS_PROFILE": "mutants",
    }
    plugins = ["-p", "no:django", "-p", "no:cacheprovider", "-p", "no:xdist", "-p", "no:cov"]
    paths = [f"packages/bracketcore/tests/{test}" for test in tests]
    command = [sys.executable, "-m", "pytest", "-q", "-x", *plugins, *paths]
    done = subprocess.run(
        command, check=False, cwd=folder, env=environment, capture_output=True, text=True
    )
    if done.returncode not in {0, TESTS_FAILED}:
        raise NotReadyError(f"pytest did not run: {done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode


def is_killed(mutant: Mutant | None, tests: Sequence[str]) -> bool:
    """Whether a test of the copy fails; without a mutant, of the package as it is."""
    with tempfile.TemporaryDirectory() as name:
        sources = copied(Path(name))
        if mutant is not None:
            module = sources / mutant.module
            source = module.read_text(encoding="utf-8")
            module.write_text(patched(mutant, source), encoding="utf-8")
        return pytest_status(Path(name), tests) == TESTS_FAILED


def run(mutants: Sequence[Mutant]) -> int:
    """Try each mutant, and say which of them survived."""
    every_test = sorted({test for mutant in mutants for test in mutant.tests})
    if is_killed(None, every_test):
        raise NotReadyError("The tests fail without any mutant: mend them first.")
    with ThreadPoolExecutor(WORKERS) as pool:
        verdicts = list(pool.map(lambda mutant: is_killed(mutant, mutant.tests), mutants))
    for mutant, killed in zip(mutants, verdicts, strict=True):
        print(f"{'killed  ' if killed else 'SURVIVED'}  {mutant.name} ({mutant.module})")
    good = all(verdicts)
    print(
        f"make mutants: {'' if good else 'FAILED: '}{sum(verdicts)} of {len(verdicts)} are killed."
    )
    return 0 if good else 1


def check() -> int:
    """Say whether each mutant can still be put into its module."""
    for mutant in MUTANTS:
        module = PACKAGE / "src/bracketcore" / mutant.module
        patched(mutant, module.read_text(encoding="utf-8"))
    print(f"make mutants: {len(MUTANTS)} can be tried.")
    return 0


def main(*names: str) -> int:
    """Try the mutants whose names have one of these words in them, or all."""
    chosen = [one for one in MUTANTS if not names or any(word in one.name for word in names)]
    try:
        return check() if names == ("--check",) else run(chosen)
    except NotReadyError as error:
        print(f"make mutants: FAILED: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
