"""The virtual environment of this checkout: `environment.py [LOCK…]` makes .venv hold those locks.

It is made anew when a lock changed, when the checkout was moved or when its Python is gone, so that
it never holds more or less than the files say.
"""

import hashlib
import json
import shutil
import subprocess
import sys
import venv
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "stamp.json"
PACKAGES = ("packages/bracketcore", "packages/django-tournament-engine")
# The demo's lock holds the build backend, without which the packages cannot be installed in place.
FIRST_LOCK = "demo"


@dataclass
class Stamp:
    """What the environment holds: the digest of each file that was installed from."""

    root: str
    installed: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Self | None:
        """Return the stamp of an environment that can still be used."""
        try:
            stamp = cls(**json.loads(STAMP.read_text()))
        except (OSError, ValueError, TypeError):
            return None
        return stamp if stamp.is_current() else None

    def is_current(self) -> bool:
        """Whether the checkout, its Python and every installed file are still the same."""
        return (
            self.root == str(ROOT)
            and runs(PYTHON)
            and all(digest(Path(ROOT, path)) == known for path, known in self.installed.items())
        )

    def add(self, path: str) -> None:
        """Remember that `path` is installed as it is now."""
        self.installed[path] = digest(Path(ROOT, path))
        STAMP.write_text(json.dumps(asdict(self), indent=2))


def runs(python: Path) -> bool:
    """Whether this interpreter is there and starts."""
    return python.exists() and subprocess.run([python, "-c", ""], check=False).returncode == 0


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, or "" when it is gone."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def pip(*arguments: str) -> None:
    """Run the environment's own pip."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "-qq"]
    subprocess.run([*command, *arguments], check=True, cwd=ROOT)


def create() -> Stamp:
    """Make an empty environment."""
    print("Making the virtual environment .venv …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, with_pip=True)
    return Stamp(root=str(ROOT))


def install_lock(stamp: Stamp, name: str) -> None:
    """Install exactly what a lock names, checked by hash."""
    path = f"requirements/{name}.txt"
    if path not in stamp.installed:
        print(f"Installing {path} …", flush=True)
        pip("--require-hashes", "--requirement", path)
        stamp.add(path)


def install_package(stamp: Stamp, folder: str) -> None:
    """Install one of the two packages in place, with nothing from elsewhere."""
    path = f"{folder}/pyproject.toml"
    if path not in stamp.installed:
        pip("--no-deps", "--no-build-isolation", "--editable", folder)
        stamp.add(path)


def main(locks: list[str]) -> int:
    """Bring the environment up to date and say so by the exit status."""
    try:
        stamp = Stamp.read() or create()
        for name in (FIRST_LOCK, *locks):
            install_lock(stamp, name)
        for folder in PACKAGES:
            install_package(stamp, folder)
    except subprocess.CalledProcessError as error:
        print(f"The virtual environment is not complete: `{error.cmd[-1]}` did not install.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
