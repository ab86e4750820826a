"""Every check that reads the project without running it; one line closes it: `lint.py`."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = ROOT / ".venv" / "bin"
DJANGO = "5.2"
SCHEMA = "vendor.github-workflows"


@dataclass(frozen=True)
class Check:
    """One tool and the files that it reads."""

    name: str
    command: Sequence[str]

    def holds(self) -> bool:
        """Run the tool; show what it says only when it complains."""
        environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
        done = subprocess.run(
            self.command,
            check=False,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        print(f"{'ok    ' if done.returncode == 0 else 'FAILED'} {self.name}", flush=True)
        if done.returncode:
            print(done.stdout, flush=True)
        return done.returncode == 0


def tracked(*patterns: str) -> list[str]:
    """Return the project's files that match, as git knows them."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--", *patterns],
        check=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    return [name for name in listed.stdout.split("\0") if name and Path(ROOT, name).exists()]


def types_of_example() -> list[str]:
    """Return the command that reads the example by its own settings: they name its user model."""
    config = (ROOT / "pyproject.toml").read_text()
    # Beside the one that it is made from, whose paths it shares.
    own = ROOT / ".mypy-example.toml"
    own.write_text(config.replace('"tests.settings"', '"site_config.settings"'))
    return ["mypy", f"--config-file={own}", "--cache-dir=.mypy_cache/example", "example_project"]


def checks() -> list[Check]:
    """Return every check; each name is what the closing line says when it fails."""
    workflows = tracked(".github/workflows/*.yml")
    return [
        Check("ruff check", ["ruff", "check", "."]),
        Check("ruff format", ["ruff", "format", "--check", "."]),
        Check("mypy packages", ["mypy", "packages"]),
        Check("mypy example", types_of_example()),
        # Apart from the packages, whose tests bear the same module names.
        Check("mypy workspace", ["mypy", "tests", "scripts", "noxfile.py", "docs/conf.py"]),
        Check("import-linter", ["lint-imports", "--no-cache"]),
        Check("templates", ["djade", "--check", "--target-version", DJANGO, *templates()]),
        Check("shell scripts", ["shellcheck", ".ci/run", *tracked("*.sh")]),
        Check("workflow shape", ["check-jsonschema", "--builtin-schema", SCHEMA, *workflows]),
        Check("workflow safety", ["zizmor", "--offline", "--quiet", *workflows]),
        Check("tracked files", [sys.executable, "-m", "pytest", "-q", "tests/test_files.py"]),
    ]


def templates() -> list[str]:
    """Return the templates of pages; in those of mails every line end is text."""
    return tracked("*/templates/*.html")


def main() -> int:
    """Run every check, so that one failure does not hide the next."""
    start = time.monotonic()
    every = checks()
    failed = [check.name for check in every if not check.holds()]
    verdict = f"FAILED: {', '.join(failed)}" if failed else f"{len(every)} checks hold"
    print(f"make lint: {verdict} after {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
