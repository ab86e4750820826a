"""Every file of the corpus, sent by the real forms, each judged by the limits of its own."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.desk.browsing import address, log_in
from tests.disputes import a_dispute
from tests.factories import a_tournament, a_user

from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.policies import MEGABYTE

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

CORPUS = Path(__file__).parent / "corpus"

#: The test's browser and the test's server share the memory that the oracle looks at, and hold
#: a file of 50 MB several times between them.
MEMORY = 1024 * MEGABYTE

#: What a form takes, where that is not what the corpus takes for granted of its kind.
SMALL_FILES = 1 * MEGABYTE
LARGE_FILES = 10 * MEGABYTE


@dataclass(frozen=True)
class Form:
    """A form that takes files: who sends it where, what else is in it, and its limit."""

    client: Client
    where: str
    field: str
    more: dict[str, str]
    most: int


def sponsor_form() -> Form:
    cup = a_tournament(entrants=0)
    more = {"action": "add", "name": "Ajax", "url": "https://ajax.example.org", "tier": "gold"}
    where = address("sponsors", cup.slug)
    return Form(log_in(cup.organizer), where, "logo", more, SMALL_FILES)


def picture_form(field: str, most: int) -> Form:
    cup = a_tournament(entrants=0)
    where = address("edit", cup.slug)
    return Form(log_in(cup.organizer), where, field, {"action": "pictures"}, most)


def evidence_form(field: str, most: int) -> Form:
    dispute, ann, _bob = a_dispute()
    more = {"action": "evidence", "text": "", "link": ""}
    return Form(log_in(ann), dispute.get_absolute_url(), field, more, most)


def question_form() -> Form:
    asked = FieldSpec(code="photo", label="Photo", kind="image")
    cup = a_tournament(entrants=0, custom_fields=[asked])
    where = address("register", cup.slug)
    return Form(log_in(a_user()), where, "field_photo", {"name": "Ann"}, 5 * MEGABYTE)


FORMS: dict[str, tuple[str, Callable[[], Form]]] = {
    "sponsor": ("image", sponsor_form),
    "banner": ("image", lambda: picture_form("banner", 5 * MEGABYTE)),
    "logo": ("image", lambda: picture_form("logo", SMALL_FILES)),
    "evidence": ("image", lambda: evidence_form("pictures", LARGE_FILES)),
    "question": ("image", question_form),
    "film": ("video", lambda: evidence_form("film", 50 * MEGABYTE)),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("corpus")
    subprocess.run([sys.executable, CORPUS / "make_uploads.py", made], check=True)
    return made


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.TOURNAMENT_ENGINE = {
        "UPLOADS": {"DAILY_QUOTA": 2**40, "VIDEO": True},
        "RATE_LIMITS": None,
    }


def oracle() -> ModuleType:
    spec = spec_from_file_location("upload_oracle", CORPUS / "upload_oracle.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def judged_by(folder: Path) -> Iterator[Callable[[int], None]]:
    """Return what writes the verdicts on pictures of another size into the manifest."""
    manifest = folder / "manifest.json"
    before = manifest.read_text()

    def write(most: int) -> None:
        told = json.loads(before)
        for case in told["cases"]:
            if case["cls"] == "size" and not case["file"].endswith(".mp4"):
                case["verdict"]["image"] = "accept" if case["size"] <= most else "reject"
        manifest.write_text(json.dumps(told))

    yield write
    manifest.write_text(before)


# The oracle forks a child for each file, to hold it to its memory, and leaves files to close.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.django_db
@pytest.mark.parametrize("name", FORMS)
def test_every_file_of_the_corpus_is_judged_right_by_a_form(name, folder, judged_by):
    judged, problems = judgements(name, folder, judged_by)

    assert judged > 70
    assert problems == []


# A process for each of them takes its time: here with what takes long anyway.
@pytest.mark.services
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.django_db
def test_every_picture_is_judged_right_within_the_limits_that_are_written(
    settings: Any, folder: Path, judged_by: Callable[[int], None]
):
    # A picture that takes more than two seconds of a processor or 256 MiB is refused then.
    uploads = {**settings.TOURNAMENT_ENGINE["UPLOADS"], "CHILD_PROCESS": True}
    settings.TOURNAMENT_ENGINE = {**settings.TOURNAMENT_ENGINE, "UPLOADS": uploads}

    judged, problems = judgements("evidence", folder, judged_by)

    assert judged > 70
    assert problems == []


def judgements(
    name: str, folder: Path, judged_by: Callable[[int], None]
) -> tuple[int, list[object]]:
    """Send every file of the corpus by a form; return how many there are, and what is wrong."""
    kind, make = FORMS[name]
    form = make()
    judged_by(form.most)

    def process(_kind, file_name, content_type, path):
        sent = SimpleUploadedFile(file_name, Path(path).read_bytes(), content_type)
        # Each file is the first one, also where the oracle's child shares our database.
        with transaction.atomic():
            answer = form.client.post(form.where, {**form.more, form.field: sent})
            stored = StoredFile.objects.first()
            transaction.set_rollback(True)
        assert answer.status_code in {302, 422}
        if stored is None:
            return None
        with stored.file.open("rb") as file:
            return stored.file.name, file.read()

    judged, problems = oracle().run(str(folder), process, [kind], seconds=20.0, mem=MEMORY)
    return judged, problems
