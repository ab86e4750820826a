"""The documents are true: their code runs, their links lead somewhere, their commands exist."""

import doctest
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import bracketcore

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path.relative_to(ROOT).as_posix()
    for pattern in ("*.md", "packages/*/*.md", "docs/**/*.md", "example_project/*.md")
    for path in ROOT.glob(pattern)
    if "_build" not in path.parts
)
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(bracketcore.__path__, "bracketcore.")
    if not module.name.endswith("__main__")
)
FENCE = re.compile(r"^```\w*$.*?^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^ *```pycon\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
MAKE = re.compile(r"(?:`|\$ )make ([a-z][a-z-]*)")
ENVIRONMENT_READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z][A-Z0-9_]*)\"")
ENVIRONMENT_LISTED = re.compile(r"^#? ?([A-Z][A-Z0-9_]*)=", re.MULTILINE)


def scripts_in(document: str) -> list[str]:
    """Return the Python blocks that stand alone: those that begin by importing bracketcore."""
    blocks = PYTHON.findall((ROOT / document).read_text())
    return [
        block for block in blocks if block.startswith(("from bracketcore", "import bracketcore"))
    ]


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def leads_nowhere(document: str, target: str) -> bool:
    """Whether a relative link names a file or a heading that is not there."""
    name, _, fragment = target.partition("#")
    path = (ROOT / document).parent / name if name else ROOT / document
    if not path.exists():
        return True
    return bool(fragment) and fragment not in map(anchor, HEADING.findall(path.read_text()))


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if scripts_in(name)])
def test_the_scripts_run(document: str, tmp_path: Path):
    script = tmp_path / "script.py"
    for block in scripts_in(document):
        script.write_text(block)

        done = subprocess.run(
            [sys.executable, "-W", "error", script],
            cwd=tmp_path,
            check=False,
            capture_output=True,
            text=True,
        )

        assert (done.returncode, done.stderr) == (0, "")


def session_in(document: str) -> str:
    """Return the sessions of a page one after the other, as its reader types them."""
    return "\n".join(SESSION.findall((ROOT / document).read_text()))


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if session_in(name)])
def test_the_sessions_answer_as_shown(document: str):
    session = doctest.DocTestParser().get_doctest(session_in(document), {}, document, None, None)

    failed, _ = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(session)

    assert failed == 0


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_code_answer_as_shown(module: str):
    failed, _ = doctest.testmod(import_module(module))

    assert failed == 0


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_links_lead_somewhere(document: str):
    text = FENCE.sub("", (ROOT / document).read_text())
    links = [target for target in LINK.findall(text) if "://" not in target and ":" not in target]

    assert [target for target in links if leads_nowhere(document, target)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_make_targets_exist(document: str):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert set(MAKE.findall((ROOT / document).read_text())) - targets == set()


def test_the_example_environment_lists_exactly_what_the_site_reads():
    settings = (ROOT / "example_project/site_config/settings.py").read_text()
    listed = (ROOT / "example_project/.env.example").read_text()

    assert sorted(ENVIRONMENT_LISTED.findall(listed)) == sorted(
        set(ENVIRONMENT_READ.findall(settings))
    )
