"""Build both packages into dist/ and try the wheels in a new site outside the tree: `build.py`."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DIST = ROOT / "dist"
SITE = ROOT / "scripts" / "wheel_site"
PACKAGES = {
    "packages/bracketcore": "src/bracketcore",
    "packages/django-tournament-engine": "src/tournament_engine",
}
LEFT_OUT = {"__pycache__"}


class BuildError(Exception):
    """What is wrong with the distributions, as a sentence."""


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None) -> None:
    """Run a command; what it prints is shown when it fails."""
    done = subprocess.run(
        command,
        check=False,
        cwd=cwd,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode:
        print(done.stdout)
        raise BuildError(f"`{' '.join(map(str, command[-4:]))}` failed")


def build() -> None:
    """Make a wheel and an sdist of each package, with the locked build backend."""
    shutil.rmtree(DIST, ignore_errors=True)
    for package in PACKAGES:
        # An sdist first and the wheel from it: what a package index would build again.
        run(sys.executable, "-m", "build", "--no-isolation", "--outdir", DIST, package)
        print(f"built {package}", flush=True)
    run(sys.executable, "-m", "twine", "check", "--strict", *sorted(DIST.iterdir()))


def check_contents() -> None:
    """Compare each distribution with the sources: whatever lies in src is in both."""
    for package, source in PACKAGES.items():
        wanted = set(files_of(ROOT / package / source))
        stem = Path(package).name.replace("-", "_")
        for archive in DIST.glob(f"{stem}-*"):
            if missing := wanted - set(members(archive, Path(source).name)):
                raise BuildError(f"{archive.name} lacks {', '.join(sorted(missing)[:5])}")
        catalogues = {name.removesuffix("po") + "mo" for name in wanted if name.endswith(".po")}
        if lacking := {"py.typed", *catalogues} - wanted:
            raise BuildError(f"{package} has no {', '.join(sorted(lacking))}")


def files_of(source: Path) -> Iterable[str]:
    """Yield the path of every source file, from inside the package."""
    for path in source.rglob("*"):
        if path.is_file() and not LEFT_OUT & set(path.parts):
            yield path.relative_to(source).as_posix()


def members(archive: Path, module: str) -> Iterable[str]:
    """Yield the path of every file of the module in a wheel or an sdist."""
    if archive.suffix == ".whl":
        names = zipfile.ZipFile(archive).namelist()
    else:
        with tarfile.open(archive) as opened:
            names = [name.partition("/src/")[2] for name in opened.getnames()]
    yield from (name.removeprefix(f"{module}/") for name in names if name.startswith(f"{module}/"))


def try_in_new_site(folder: Path) -> None:
    """Install the wheels in a fresh environment and play a tournament in a fresh site."""
    python = folder / "environment" / "bin" / "python"
    site = folder / "site"
    constraints = folder / "constraints.txt"
    constraints.write_text(locked_versions())
    venv.create(folder / "environment", with_pip=True)
    wheels = sorted(DIST.glob("*.whl"))
    run(python, "-m", "pip", "install", "--quiet", "--constraint", constraints, *wheels, cwd=folder)
    shutil.copytree(SITE, site, ignore=shutil.ignore_patterns(*LEFT_OUT))
    environment = {
        **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(site),
    }
    for command in (
        ["-m", "django", "makemigrations", "people", "--verbosity=0"],
        ["-m", "django", "check"],
        ["-m", "django", "migrate", "--verbosity=0"],
        ["-m", "django", "makemigrations", "--check", "--dry-run"],
        ["-W", "error", "-m", "django", "play_tournament"],
    ):
        run(python, *command, cwd=site, env=environment)
        print(f"new site: {' '.join(command)}", flush=True)


def locked_versions() -> str:
    """Return the demo's lock without its hashes, which no local wheel has."""
    lock = (ROOT / "requirements" / "demo.txt").read_text()
    return "\n".join(re.findall(r"^[\w.-]+==[^\s\\]+", lock, flags=re.MULTILINE))


def main() -> int:
    """Build, check, try; the closing line says how it went."""
    start = time.monotonic()
    try:
        build()
        check_contents()
        with tempfile.TemporaryDirectory() as folder:
            try_in_new_site(Path(folder))
    except BuildError as error:
        print(f"make build: FAILED: {error}.")
        return 1
    made = len(list(DIST.iterdir()))
    seconds = time.monotonic() - start
    print(f"make build: {made} files in dist/ are built and tried in a new site in {seconds:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
