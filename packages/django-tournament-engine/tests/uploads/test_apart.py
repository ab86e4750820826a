"""Pictures that are decoded in a process of their own, within its limits and beyond them."""

import json
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from PIL import Image
from tests.factories import a_user

from tournament_engine.errors import InvalidInput
from tournament_engine.uploads import apart
from tournament_engine.uploads.checks import check_uploads
from tournament_engine.uploads.kinds import KINDS
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.pictures import remade
from tournament_engine.uploads.policies import policy
from tournament_engine.uploads.services import store_upload

pytestmark = pytest.mark.django_db

CORPUS = Path(__file__).parent / "corpus"

#: Classes of the corpus that are made to wear a decoder out or to break it, and good files.
WORST = frozenset({"bomb", "broken", "frames", "polyglot", "size", "benign"})


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    uploads = {"DAILY_QUOTA": 2**40, "CHILD_PROCESS": True}
    settings.TOURNAMENT_ENGINE = {"UPLOADS": uploads, "RATE_LIMITS": None}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    folder = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, CORPUS / "make_uploads.py", folder], check=True)
    told = json.loads((folder / "manifest.json").read_text())["cases"]
    worst = [case for case in told if case["cls"] in WORST]
    return [{**case, "content": (folder / case["file"]).read_bytes()} for case in worst]


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000)) -> bytes:
    packed = BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(packed, kind)
    return packed.getvalue()


def sent(content: bytes) -> StoredFile:
    file = SimpleUploadedFile("me.jpg", content, "image/jpeg")
    return store_upload(file=file, purpose="evidence", by=a_user())


def refusal(content: bytes) -> InvalidInput:
    with pytest.raises(InvalidInput) as refused:
        sent(content)
    assert not StoredFile.objects.exists()
    return refused.value


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_a_picture_is_the_same_wherever_it_is_decoded(kind: str):
    content = a_photo(kind, (60, 40))

    stored = sent(content)

    here = remade(content, KINDS[kind], policy("evidence"))
    with stored.file.open("rb") as file:
        assert file.read() == here.content
    assert (stored.width, stored.height) == (60, 40)


def test_what_needs_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "MEMORY", 4 * 2**20)

    refused = refusal(a_photo())

    assert (refused.code, refused.field) == ("too_heavy", "file")
    assert "send a smaller or a simpler one" in refused.message


def test_what_takes_too_long_is_ended_and_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "SECONDS", 0.02)

    assert refusal(a_photo()).code == "too_heavy"


def test_a_process_that_waits_for_ever_is_waited_for_no_longer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(apart, "_PATIENCE", 0.001)

    assert refusal(a_photo()).code == "too_heavy"


def test_a_process_that_fails_by_our_fault_is_no_fault_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(sys, "executable", "/bin/false")

    with pytest.raises(subprocess.CalledProcessError):
        sent(a_photo())


def test_a_refusal_speaks_the_language_of_the_reader():
    with translation.override("de"):
        refused = refusal(b"\x89PNG\r\n\x1a\nnothing else")

    assert refused.code == "broken"
    assert "Bild" in refused.message


def test_another_system_is_told_that_it_cannot(monkeypatch: pytest.MonkeyPatch):
    assert "tournament_engine.W016" not in [found.id for found in check_uploads()]

    monkeypatch.setattr(sys, "platform", "win32")

    assert "tournament_engine.W016" in [found.id for found in check_uploads()]


def test_the_worst_files_are_judged_the_same_and_good_ones_keep_to_the_limits(
    cases: list[dict[str, Any]],
):
    sender, wrong = a_user(), []
    for case in cases:
        file = SimpleUploadedFile(case["name"], case["content"], case["content_type"])
        try:
            store_upload(file=file, purpose="image", by=sender)
            verdict = "accept"
        except InvalidInput as error:
            verdict = "reject"
            # What is refused is refused for what it is, before it takes too much.
            if error.code == "too_heavy":
                wrong.append((case["file"], error.code))
        if case["verdict"]["image"] not in {verdict, "neutralise"}:
            wrong.append((case["file"], verdict))

    assert len(cases) > 30
    assert wrong == []
