"""The pictures of the formats are those that the library draws of the examples now."""

import subprocess
import sys
from pathlib import Path

import pytest

from bracketcore.notation import FORMATS

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs/images/formats"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the pictures as they are drawn now."""
    folder = tmp_path_factory.mktemp("pictures")
    script = ROOT / "scripts/draw_formats.py"
    subprocess.run([sys.executable, script, folder], check=True, capture_output=True)
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.iterdir())}


def test_the_pictures_are_what_the_library_draws_now(drawn: Path):
    # If this fails because the drawing has changed: scripts/draw_formats.py draws them anew.
    assert texts(PICTURES) == texts(drawn)


def test_every_format_has_a_page_and_a_picture():
    assert sorted(path.stem for path in PICTURES.iterdir()) == sorted(FORMATS)
