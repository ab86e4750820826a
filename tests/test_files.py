"""What no file of the project may hold: hosts of registries, paths of a machine, work left over."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
UNWANTED = {
    "a package registry's host": r"py[p]i\.org|python[h]osted|npm[j]s\.(org|com)|deb[.]debian",
    "a path of one machine": r"(^|[^A-Za-z0-9_.-])/(work|farm|root|Users|home/[a-z]+)/",
    "a folder beside the checkout": r"\.\./share[d]",
    "work left over": r"\b(TO[D]O|FIX[M]E|XX[X])\b",
}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every tracked text file by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    return {
        str(path.relative_to(ROOT)): path.read_text()
        for path in paths
        if path.is_file() and b"\0" not in path.read_bytes()
    }


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str, texts: dict[str, str]):
    unwanted = re.compile(UNWANTED[what])

    found = [
        f"{path}:{number}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if unwanted.search(line)
    ]

    assert found == []


def test_no_file_is_empty(texts: dict[str, str]):
    # A py.typed file is a mark; an __init__.py makes a folder a package.
    marks = ("py.typed", "__init__.py")

    assert [
        path for path, text in texts.items() if not text.strip() and not path.endswith(marks)
    ] == []
