"""Limits, quotas, storages and the way to private files."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from tests.factories import a_tournament, a_user

from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.uploads import kinds, permissions
from tournament_engine.uploads.checks import check_uploads
from tournament_engine.uploads.fields import UploadField
from tournament_engine.uploads.handlers import Capped
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.places import places
from tournament_engine.uploads.policies import UploadPolicy, policy
from tournament_engine.uploads.services import remove_file, remove_orphan_files, store_upload

pytestmark = pytest.mark.django_db

LATER = timedelta(days=2)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def picture(kind="PNG", size=(40, 30), colour="red", **options):
    packed = BytesIO()
    Image.new("RGB", size, colour).save(packed, kind, **options)
    return SimpleUploadedFile("me.png", packed.getvalue(), "image/png")


def animation(frames, size=(8, 8), kind="GIF"):
    packed = BytesIO()
    shades = [Image.new("RGB", size, (4 * number, 0, 0)) for number in range(frames)]
    shades[0].save(packed, kind, save_all=True, append_images=shades[1:], duration=50)
    return SimpleUploadedFile("me.gif", packed.getvalue())


def stored(purpose="proof", **fields):
    return store_upload(file=picture(), purpose=purpose, by=a_user(), **fields)


def refusal(file, purpose="image", by=None, field="banner"):
    with pytest.raises((InvalidInput, Conflict)) as raised:
        store_upload(file=file, purpose=purpose, by=by or a_user(), field=field)
    return raised.value.code, raised.value.field


def test_a_private_file_lies_out_of_reach_of_the_media(media):
    proof = stored("proof")

    assert proof.is_private
    assert [path.name for path in media.iterdir()] == ["media-private"]


def test_a_public_file_has_an_address(media):
    banner = stored("image")

    assert banner.file.url.endswith(f"/tournament_engine/{banner.file.name[len('public/') :]}")
    assert Path(media / "media" / "tournament_engine").exists()


def test_a_named_storage_takes_the_private_files(settings, media):
    settings.STORAGES = {
        **settings.STORAGES,
        "tournament_private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(media / "vault")},
        },
    }

    stored("proof")

    assert [path.name for path in media.iterdir()] == ["vault"]
    assert [one.id for one in check_uploads()] == []


def test_what_is_missing_is_said_when_a_site_is_deployed(monkeypatch):
    monkeypatch.setattr(kinds, "magic", None)

    assert [one.id for one in check_uploads()] == [
        "tournament_engine.W010",
        "tournament_engine.W011",
    ]


def test_without_libmagic_signatures_and_decoders_judge(monkeypatch):
    monkeypatch.setattr(kinds, "magic", None)

    assert stored("proof").content_type == "image/png"
    assert refusal(SimpleUploadedFile("a.png", b"<html>")) == ("unknown_kind", "banner")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (SimpleUploadedFile("a.png", b""), "empty"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n" + b"0" * 1024 * 1024), "too_large"),
        (SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n0000"), "broken"),
        (SimpleUploadedFile("a.mp4", b"\0\0\0\x18ftypisom"), "wrong_kind"),
    ],
    ids=["empty", "large", "broken", "kind"],
)
def test_a_refusal_says_what_is_wrong_and_where(file, code):
    assert refusal(file, "logo") == (code, "banner")
    assert not StoredFile.objects.exists()


def test_an_animation_is_kept_with_its_frames():
    kept = store_upload(file=animation(3), purpose="image", by=a_user())

    with kept.file.open() as file, Image.open(file) as image:
        assert (getattr(image, "n_frames", 1), image.size) == (3, (8, 8))


def test_only_the_first_frame_is_kept_where_another_could_hide():
    kept = store_upload(file=animation(3), purpose="logo", by=a_user())

    with kept.file.open() as file, Image.open(file) as image:
        assert getattr(image, "n_frames", 1) == 1


def test_an_animation_of_too_many_frames_is_refused():
    assert refusal(animation(61)) == ("too_many_frames", "banner")


def test_the_pixels_of_all_frames_count(settings):
    limits = {"image": {"max_pixels": 500}}
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"POLICIES": limits}}

    assert refusal(animation(8)) == ("too_many_pixels", "banner")
    assert store_upload(file=animation(7), purpose="image", by=a_user()).width == 8


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode_are_made_anew(mode):
    packed = BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (5, 4)).save(packed, kind)

    kept = store_upload(
        file=SimpleUploadedFile("a", packed.getvalue()), purpose="image", by=a_user()
    )

    with kept.file.open() as file, Image.open(file) as image:
        assert (image.size, image.format) == ((5, 4), kind)


def test_a_person_may_send_so_much_a_day(settings):
    size = picture().size
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"DAILY_QUOTA": 2 * size}}
    sender = a_user()
    store_upload(file=picture(), purpose="image", by=sender)
    StoredFile.objects.update(size=2 * size)

    assert refusal(picture(), by=sender) == ("quota", "banner")

    StoredFile.objects.update(created_at=timezone.now() - LATER)
    assert store_upload(file=picture(), purpose="image", by=sender).size > 0


def infected(content):
    return "a virus" if b"IDAT" in content.read() else ""


def test_the_site_s_antivirus_has_the_last_word(settings):
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"ANTIVIRUS": f"{__name__}.infected"}}

    assert refusal(picture()) == ("harmful", "banner")
    assert store_upload(file=picture("JPEG"), purpose="image", by=a_user()).height == 30


def test_policies_that_say_the_same_are_equal_and_can_be_written_down():
    policy_of_proofs = policy("proof")
    path, args, options = policy_of_proofs.deconstruct()

    assert path == "tournament_engine.uploads.policies.UploadPolicy"
    assert UploadPolicy(*args, **options) == policy_of_proofs


def test_a_field_says_what_it_takes():
    field = UploadField(purpose="proof")

    assert field.widget.attrs["accept"] == "image/jpeg,image/png"
    assert field.help_text == "JPEG, PNG, at most 2 MB."


def test_a_private_file_is_there_for_those_alone_who_may_read_it(client):
    proof = stored("proof")
    address = reverse("tournament_engine:file", args=[proof.pk])
    missing = client.get(reverse("tournament_engine:file", args=[proof.pk + 1]))
    assert client.get(address).content == missing.content

    reader = a_user()
    permissions.let_read("proof", lambda user, file: user == reader and file == proof)
    client.force_login(reader)
    response = client.get(address)

    with proof.file.open() as file:
        assert b"".join(response.streaming_content) == file.read()
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Disposition"] == f'inline; filename="proof-{proof.pk}.png"'
    assert client.post(address).status_code == 405


def test_the_web_server_may_send_the_bytes(client, settings):
    settings.TOURNAMENT_ENGINE = {"UPLOADS": {"ACCEL_PREFIX": "/protected/"}}
    proof = stored("proof")
    permissions.let_read("proof", lambda _user, _file: True)

    response = client.get(reverse("tournament_engine:file", args=[proof.pk]))

    assert response["X-Accel-Redirect"] == f"/protected/{proof.file.name}"
    assert response["Cache-Control"] == "private, no-store"


def test_a_file_goes_when_its_removal_is_committed(committed):
    proof = stored("proof")
    name = proof.file.name

    with committed():
        remove_file(stored=proof)
        assert places().exists(name)

    assert not places().exists(name)
    assert not StoredFile.objects.exists()


def test_files_that_nothing_points_at_go_after_a_day(committed):
    tournament = a_tournament()
    young = stored("proof", tournament_id=tournament.pk)
    now = timezone.now()
    assert remove_orphan_files(now) == 0

    assert remove_orphan_files(now + LATER, dry_run=True) == 1
    with committed():
        assert remove_orphan_files(now + LATER) == 1

    assert not places().exists(young.file.name)


def test_files_that_the_table_does_not_know_go_after_a_day():
    lost = stored("image")
    StoredFile.objects.all().delete()

    assert remove_orphan_files(timezone.now()) == 0
    assert remove_orphan_files(timezone.now() + LATER) == 1
    assert not places().exists(lost.file.name)


def test_a_file_larger_than_anything_that_is_taken_is_hung_up_on():
    handler = Capped()
    handler.new_file("file", "a.mp4", "video/mp4", None)
    most = bytes(50 * 1024 * 1024)
    assert handler.receive_data_chunk(most, 0) == most

    with pytest.raises(StopUpload) as raised:
        handler.receive_data_chunk(bytes(1024 * 1024), len(most))
    assert raised.value.connection_reset
    handler.file_complete(0)
