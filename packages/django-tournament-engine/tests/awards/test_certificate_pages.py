"""The pages of certificates: the organiser's, the holder's, and the one for everybody."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.awards.prizes import concluded
from tests.desk.browsing import address, log_in, post
from tests.factories import a_user
from tests.playing import a_live_tournament, a_live_tournament_of_people

from tournament_engine.awards import services
from tournament_engine.awards.codes import new_code
from tournament_engine.awards.models import Certificate, CertificateLook
from tournament_engine.core.models import Tournament

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def made(entrants=2):
    concluded(a_live_tournament_of_people(entrants))
    services.make_certificates(timezone.now())
    return list(Certificate.objects.order_by("place", "pk"))


def status(person, address):
    answer: Any = log_in(person).get(address)
    if answer.streaming:
        # Read to its end, as a browser does: that closes the file.
        b"".join(answer.streaming_content)
    return answer.status_code


def a_picture() -> SimpleUploadedFile:
    buffer = BytesIO()
    Image.new("RGB", (60, 30), "navy").save(buffer, "PNG")
    return SimpleUploadedFile("mark.png", buffer.getvalue(), content_type="image/png")


def test_anybody_verifies_a_code_however_it_is_typed(client):
    first, _second = made()
    typed = first.code.replace("-", " ").lower()

    answer = client.get(address("verify_form"), {"code": typed}, follow=True)

    page = answer.content.decode()
    assert "This certificate is valid" in page
    assert first.name in page
    assert first.sha256 in page
    assert answer["X-Robots-Tag"] == "noindex"
    assert first.recipient.email not in page.replace(first.name, "")


def test_a_revoked_one_says_so_without_its_reason(client):
    first, _second = made()
    services.revoke_certificate(
        certificate=first, reason="Somebody complained", by=first.tournament.organizer
    )

    page = client.get(first.get_absolute_url()).content.decode()

    assert "This certificate was revoked" in page
    assert "Somebody complained" not in page


@pytest.mark.parametrize("code", [None, "unknown", "x" * 300])
def test_what_nobody_issued_is_unknown(client, code):
    answer = client.get(address("verify", code or new_code()))

    assert answer.status_code == 404
    assert "This certificate is unknown" in answer.content.decode()


def test_a_certificate_of_a_private_tournament_shows_no_link_to_it(client):
    first, _second = made()
    Tournament.objects.update(visibility="private")

    page = client.get(first.get_absolute_url()).content.decode()

    assert first.tournament.slug not in page


def test_the_holder_downloads_it_and_nobody_else(client):
    first, second = made()
    file = address("file", first.file_id)
    holder = log_in(first.recipient)

    page = holder.get(address("own_certificates")).content.decode()
    answer: Any = holder.get(file)

    assert file in page
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    assert answer["Content-Type"] == "application/pdf"
    assert "attachment" in answer["Content-Disposition"]
    assert status(first.tournament.organizer, file) == 200
    assert log_in(second.recipient).get(file).status_code == 404
    assert client.get(file).status_code == 404


def test_a_revoked_one_is_no_longer_the_holders_to_download():
    first, _second = made()
    services.revoke_certificate(certificate=first, reason="x", by=first.tournament.organizer)

    assert log_in(first.recipient).get(address("file", first.file_id)).status_code == 404


def test_the_organiser_chooses_the_look_and_takes_a_picture_away():
    cup = a_live_tournament(entrants=2)
    browser = log_in(cup.organizer)
    look = {"action": "look", "audience": "placed", "page_size": "letter", "signer": " Bob "}

    sent = browser.post(
        address("certificates", cup.slug),
        {**look, "logo": a_picture(), "signature": a_picture()},
    )

    row = CertificateLook.objects.get()
    assert sent.status_code == 302
    assert (row.audience, row.page_size, row.signer) == ("placed", "letter", "Bob")
    assert row.logo is not None
    assert row.signature is not None
    assert (row.logo.is_private, row.signature.is_private) == (False, True)
    assert status(cup.organizer, address("file", row.signature_id)) == 200
    assert log_in(a_user()).get(address("file", row.signature_id)).status_code == 404

    post(browser, "certificates", cup.slug, **look, drop_logo="on")
    row = CertificateLook.objects.get()
    assert (row.logo is None, row.signature is None) == (True, False)
    concluded(cup)
    services.make_certificates(timezone.now())
    assert set(Certificate.objects.values_list("state", flat=True)) == {"issued"}


def test_what_is_no_picture_is_refused_at_its_field():
    cup = a_live_tournament(entrants=2)
    look = {"action": "look", "audience": "placed", "page_size": "A4"}
    file = SimpleUploadedFile("mark.png", b"no picture", content_type="image/png")

    answer = post(log_in(cup.organizer), "certificates", cup.slug, **look, logo=file)

    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"logo"}


def test_the_organiser_revokes_reissues_and_names_the_best():
    first, second = made()
    cup = first.tournament
    browser = log_in(cup.organizer)

    def act(**fields: object) -> int:
        return int(post(browser, "certificates", cup.slug, **fields).status_code)

    assert act(action="revoke", certificate=first.pk) == 422
    assert act(action="dance", certificate=first.pk) == 422
    assert act(action="revoke", certificate=first.pk, reason="Wrong") == 302
    assert act(action="reissue", certificate=second.pk, name="Zoë", reason="Dots") == 302
    new = Certificate.objects.get(name="Zoë")
    assert act(action="make", certificate=new.pk) == 302
    entrant = cup.entrants.all()[0]
    assert act(action="mvp", entrant=entrant.pk) == 302
    assert act(action="mvp", entrant=entrant.pk) == 409
    new.refresh_from_db()
    assert new.state == "issued"
    assert "Zoë" in browser.get(address("certificates", cup.slug)).content.decode()


def test_a_certificate_of_another_tournament_is_not_there():
    first, _second = made()
    other = a_live_tournament(entrants=2)

    answer = post(
        log_in(other.organizer),
        "certificates",
        other.slug,
        action="revoke",
        certificate=first.pk,
        reason="x",
    )

    assert answer.status_code == 404


def test_the_pages_take_as_many_queries_for_three_as_for_one(django_assert_max_num_queries):
    counts = []
    for entrants in (2, 5):
        first, *_others = made(entrants)
        cup = first.tournament
        with django_assert_max_num_queries(40) as queries:
            log_in(cup.organizer).get(address("certificates", cup.slug))
        counts.append(len(queries))
        Certificate.objects.all().delete()

    assert counts[0] == counts[1]
