"""Every hostile and every harmless file of the corpus, sent as a person would send it."""

import json
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from pytest_django import Settings
from tests.factories import a_user

from tournament_engine.errors import InvalidInput
from tournament_engine.uploads.duplicates import seen_before
from tournament_engine.uploads.services import store_upload

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, CORPUS / "make_uploads.py", made], check=True)
    return made


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"DAILY_QUOTA": 2**40}}
    return tmp_path


def oracle() -> ModuleType:
    """Return what judges a pipeline by the manifest of the corpus."""
    spec = spec_from_file_location("upload_oracle", CORPUS / "upload_oracle.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The oracle forks a child for each file, to hold it to its memory, and leaves files to close.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.django_db
def test_every_file_of_the_corpus_is_judged_right(folder, kept):
    sender = a_user()

    def process(kind, name, content_type, path):
        sent = SimpleUploadedFile(name, Path(path).read_bytes(), content_type)
        try:
            with transaction.atomic():
                stored = store_upload(file=sent, purpose=kind, by=sender)
        except InvalidInput:
            return None
        with stored.file.open("rb") as file:
            return stored.file.name, file.read()

    judged, problems = oracle().run(str(folder), process, seconds=20.0)

    assert judged > 200
    assert problems == []


@pytest.mark.django_db
def test_a_picture_that_was_sent_before_is_found_whatever_its_bytes(folder, kept):
    sender = a_user()
    first, second, other = (
        store_upload(
            file=SimpleUploadedFile(name, (folder / name).read_bytes()),
            purpose="proof",
            by=sender,
        )
        for name in ("replay_a.png", "replay_b.png", "ok_plain.png")
    )

    assert seen_before(second) == [first]
    assert seen_before(other) == []


def test_the_corpus_has_good_files_too(folder):
    cases = json.loads((folder / "manifest.json").read_text())["cases"]

    verdicts = [verdict for case in cases for verdict in case["verdict"].values()]
    assert {"accept", "reject", "neutralise"} == set(verdicts)
