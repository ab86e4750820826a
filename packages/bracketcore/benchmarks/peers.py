"""The peers: installed apart from the project under .build, and run in programs of their own."""

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from shutil import which

__all__ = ["Peer", "npm_peers", "ours", "pypi_peers"]

HERE = Path(__file__).resolve().parent
FOLDER = HERE.parents[2] / ".build" / "peers"

PYPI = ("double-elimination==1.4.1", "round-robin-tournament==1.0.0")
NPM = ("brackets-manager@1.11.1", "brackets-memory-db@1.0.6", "tournament-pairings@2.0.1")

# Seconds: a peer that takes longer is left out, so that the table always comes.
TO_INSTALL = 60
TO_RUN = 60


@dataclass(frozen=True)
class Peer:
    """What a peer needed for each work; without numbers, ``missing`` says why."""

    numbers: dict[str, float]
    missing: str = ""


def pypi_peers() -> Peer:
    folder = FOLDER / "python"
    python = folder / "bin" / "python"
    pip: list[str | Path] = [
        python,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "-q",
        *PYPI,
    ]
    try:
        if not _installed(folder, PYPI):
            venv.create(folder, clear=True, with_pip=True)
            _install(folder, pip, PYPI)
        return Peer(fresh(python, HERE / "python_peers.py"))
    except (OSError, subprocess.SubprocessError) as error:
        return Peer({}, f"the peers from PyPI are not installable here ({type(error).__name__})")


def npm_peers() -> Peer:
    npm, node = which("npm"), which("node")
    if npm is None or node is None:
        return Peer({}, "the peers from npm are left out: there is no Node here")
    folder = FOLDER / "node"
    options = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--silent"]
    try:
        if not _installed(folder, NPM):
            folder.mkdir(parents=True, exist_ok=True)
            _install(folder, [npm, "install", "--prefix", folder, *options, *NPM], NPM)
        return Peer(fresh(node, HERE / "node_peers.mjs", folder))
    except (OSError, subprocess.SubprocessError) as error:
        return Peer({}, f"the peers from npm are not installable here ({type(error).__name__})")


def _installed(folder: Path, pins: tuple[str, ...]) -> bool:
    stamp = folder / "pins.txt"
    return stamp.exists() and stamp.read_text().split() == list(pins)


def _install(folder: Path, command: list[str | Path], pins: tuple[str, ...]) -> None:
    subprocess.run(  # noqa: S603  our own pins
        command, check=True, cwd=folder, timeout=TO_INSTALL, stderr=subprocess.DEVNULL
    )
    (folder / "pins.txt").write_text("\n".join(pins))


def fresh(program: str | Path, script: Path, folder: Path = HERE) -> dict[str, float]:
    """What a script measures in a process of its own."""
    done = subprocess.run(  # noqa: S603  our own script
        [program, script], check=True, cwd=folder, timeout=TO_RUN, stdout=subprocess.PIPE
    )
    numbers: dict[str, float] = json.loads(done.stdout)
    return numbers


def ours() -> dict[str, float]:
    return fresh(sys.executable, HERE / "ours.py")
