"""Run one of the test suites: `run_tests.py TARGET [PYTEST OPTION…]`; one line closes it."""

import os
import shutil
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REPORTS = ROOT / ".build"
WORKERS = "2"
DATABASE = "TOURNAMENT_TEST_DATABASE_URL"
DEFAULT_DATABASE = "postgres://postgres@127.0.0.1:5432/postgres"
BROKER = "TOURNAMENT_TEST_BROKER_URL"
# A database of the Redis that nothing else uses; the tests take queues of their own in it.
DEFAULT_BROKER = "redis://127.0.0.1:6379/13"
# The example is a site with settings of its own, so its tests are a run of their own.
EXAMPLE = ["example_project/tests", "--ds=site_config.settings"]


class NotReadyError(Exception):
    """Something that the suite needs is missing; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Suite:
    """What one make target runs."""

    target: str
    runs: Sequence[Sequence[str]]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Count:
    """How the tests of a suite ended."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        parts = {"tests passed": self.passed, "failed": self.failed, "skipped": self.skipped}
        return ", ".join(f"{n} {word}" for word, n in parts.items() if n or word == "tests passed")


def whole_suite() -> Suite:
    """Every test that needs no service, on SQLite."""
    return Suite(target="test", runs=[[], EXAMPLE])


def services_suite() -> Suite:
    """The engine's tests on PostgreSQL, with those that need it, or Redis and workers."""
    url = os.environ.get(DATABASE, DEFAULT_DATABASE)
    broker = os.environ.get(BROKER, DEFAULT_BROKER)
    require_postgresql(url)
    require_redis(broker)
    # What asks everything once more has asked it in `make test`.
    run = ["packages/django-tournament-engine/tests", "-m", "services or not sweep"]
    return Suite(target="test-services", runs=[run], environment={DATABASE: url, BROKER: broker})


def require_postgresql(url: str) -> None:
    """Refuse to go on, rather than skip, when no server answers."""
    probe = "import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=5).close()"
    command = [sys.executable, "-c", probe, url]
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        raise NotReadyError(
            f"No PostgreSQL lets us in at {url}: start one, or name it with "
            f"{DATABASE}=postgres://USER:PASSWORD@HOST:PORT/DATABASE."
        )


def require_redis(url: str) -> None:
    """Refuse to go on when no Redis answers, or when none can be started for a test of its own."""
    probe = "import redis, sys; redis.Redis.from_url(sys.argv[1], socket_timeout=5).ping()"
    command = [sys.executable, "-c", probe, url]
    if subprocess.run(command, check=False, stderr=subprocess.DEVNULL).returncode:
        raise NotReadyError(
            f"No Redis answers at {url}: start one (redis-server), or name it with "
            f"{BROKER}=redis://HOST:PORT/DATABASE."
        )
    if shutil.which("redis-server") is None:
        raise NotReadyError(
            "redis-server was not found: install it (on Debian: apt install redis-server), "
            "because a test starts and stops a broker of its own."
        )


def browser_suite() -> Suite:
    """The tests that drive Chromium."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise NotReadyError(
            "Chromium was not found: install it (on Debian: apt install chromium), "
            "or name it with CHROMIUM=/path/to/chromium."
        )
    run = ["packages/django-tournament-engine/tests/browser", "-m", "browser"]
    return Suite(target="test-browser", runs=[run], environment={"CHROMIUM": found})


def run(suite: Suite, options: Sequence[str]) -> int:
    """Run a suite, count its tests and say how it went."""
    start = time.monotonic()
    REPORTS.mkdir(exist_ok=True)
    for report in REPORTS.glob(f"{suite.target}-[0-9].xml"):
        report.unlink()
    codes = [
        run_pytest(suite, arguments, report_of(suite, number), options)
        for number, arguments in enumerate(suite.runs)
    ]
    count = sum((read(report_of(suite, number)) for number in range(len(codes))), Count())
    good = not any(codes) and count.passed > 0
    seconds = time.monotonic() - start
    print(f"make {suite.target}: {'' if good else 'FAILED: '}{count} in {seconds:.0f} s")
    return 0 if good else 1


def run_pytest(suite: Suite, arguments: Sequence[str], report: Path, options: Sequence[str]) -> int:
    """Run pytest once and return its exit status."""
    command = [sys.executable, "-m", "pytest", "-q", "-n", WORKERS, f"--junitxml={report}"]
    environment = {**os.environ, **suite.environment}
    return subprocess.run(
        [*command, *arguments, *options], check=False, cwd=ROOT, env=environment
    ).returncode


def report_of(suite: Suite, number: int) -> Path:
    """Return where a run of the suite leaves its report."""
    return REPORTS / f"{suite.target}-{number}.xml"


def read(report: Path) -> Count:
    """Read how many tests a report counts; a run that never started has none."""
    if not report.exists():
        return Count()
    # The report was written a moment ago by our own pytest.
    totals = ET.parse(report).getroot()[0].attrib  # noqa: S314
    failed = int(totals["failures"]) + int(totals["errors"])
    skipped = int(totals["skipped"])
    return Count(int(totals["tests"]) - failed - skipped, failed, skipped)


def nightly_suite() -> Suite:
    """The tests of bracketcore with many more examples, other ones each time."""
    run = ["packages/bracketcore/tests"]
    return Suite(target="nightly", runs=[run], environment={"HYPOTHESIS_PROFILE": "nightly"})


SUITES = {
    "test": whole_suite,
    "nightly": nightly_suite,
    "test-services": services_suite,
    "test-browser": browser_suite,
}


def main(target: str, *options: str) -> int:
    """Run the suite of this make target."""
    try:
        return run(SUITES[target](), options)
    except NotReadyError as error:
        print(f"make {target}: FAILED: {error}")
        return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
