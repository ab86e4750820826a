"""Certificates: made once each, genuine or known not to be, put right by a new one."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.utils import timezone
from tests.awards.prizes import concluded, played
from tests.factories import a_tournament, a_user
from tests.playing import a_live_tournament, a_live_tournament_of_people, play, started

from tournament_engine.audit.models import AuditEntry
from tournament_engine.awards import services
from tournament_engine.awards.codes import new_code
from tournament_engine.awards.lifecycle import CertificateState
from tournament_engine.awards.models import Audience, Certificate
from tournament_engine.awards.paper import PageSize, Paper
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import EntrantKind
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.jobs import PartlyDone
from tournament_engine.match import services as matches
from tournament_engine.match.models import Match
from tournament_engine.privacy.services import erase_user
from tournament_engine.registration import services as registrations
from tournament_engine.registration.models import Entrant
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import remove_orphan_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")


def made(tournament=None, entrants=2):
    """Return the certificates of a tournament, the champion's first, every file made."""
    concluded(tournament or a_live_tournament_of_people(entrants))
    services.make_certificates(timezone.now())
    return list(Certificate.objects.order_by("place", "pk"))


def choose(tournament, **facts):
    look = {"audience": Audience.EVERYBODY, "page_size": PageSize.A4, "signer": ""}
    pictures = {"logo": None, "signature": None}
    return services.choose_look(
        tournament=tournament, by=tournament.organizer, **{**look, **pictures, **facts}
    )


def bytes_of(row):
    with row.file.file.open("rb") as file:
        return file.read()


def verdict(row):
    return services.verify_certificate(code=row.code).verdict


def test_the_conclusion_gives_everybody_the_right_one():
    rows = made(entrants=5)

    assert [row.kind for row in rows] == [
        "champion",
        "runner_up",
        "third",
        "third",
        "participant",
    ]
    assert all(row.recipient is not None and row.state == "issued" for row in rows)
    assert all(row.file.is_private and bytes_of(row).startswith(b"%PDF-") for row in rows)


def test_each_is_made_once_however_often_it_is_asked_for():
    rows = made()

    services.issue_certificates(tournament=rows[0].tournament)
    services.make_certificates(timezone.now())
    services.make_certificate(certificate=rows[0])

    assert list(Certificate.objects.order_by("place", "pk")) == rows
    assert StoredFile.objects.count() == 2
    with pytest.raises(IntegrityError):
        Certificate.objects.filter(pk=rows[1].pk).update(
            slot=rows[0].slot, kind=rows[0].kind, place=rows[0].place
        )


def test_one_that_is_not_stored_yet_is_unknown():
    cup = concluded(a_live_tournament_of_people(2))

    rows = Certificate.objects.filter(tournament=cup)

    assert {row.state for row in rows} == {CertificateState.PENDING}
    assert {verdict(row) for row in rows} == {"unknown"}


def test_a_worker_that_was_faster_leaves_one_file_and_the_other_to_be_removed():
    concluded(a_live_tournament_of_people(2))
    row = Certificate.objects.order_by("pk")[0]
    same = Certificate.objects.get(pk=row.pk)

    services.make_certificate(certificate=row)
    services.make_certificate(certificate=same)

    row.refresh_from_db()
    assert row.file is not None
    orphan = StoredFile.objects.exclude(pk=row.file.pk).get()
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert (same.file_id, orphan.sha256) == (row.file_id, row.file.sha256)
    assert remove_orphan_files(timezone.now()) == 1
    assert StoredFile.objects.get().pk == row.file_id


def test_the_audience_is_the_organisers_choice():
    for audience, count in ((Audience.PLACED, 4), (Audience.NOBODY, 0)):
        cup = a_live_tournament(entrants=6)
        choose(cup, audience=audience)
        concluded(cup)
        assert Certificate.objects.filter(tournament=cup).count() == count


def test_each_member_of_a_team_gets_one_and_a_team_without_members_one():
    cup = a_tournament(entrants=0, entrant_kind=EntrantKind.TEAM)
    ann = a_user()
    registrations.register(
        tournament=cup, user=ann, by=ann, name="Owls", members=["Ann A", "Bob B"]
    )
    registrations.add_entrants(tournament=cup, names=["Bats"], by=cup.organizer)
    tournaments.close_registration(tournament=cup, by=cup.organizer)

    rows = made(started(cup))

    members = {row.name for row in rows if row.team == "Owls"}
    assert {"Ann A", "Bob B"} <= members
    assert [(row.name, row.team) for row in rows if row.name == "Bats"] == [("Bats", "")]


def test_a_valid_one_a_revoked_one_and_an_unknown_one():
    first, second = made()

    services.revoke_certificate(
        certificate=second, reason="Wrong tournament", by=second.tournament.organizer
    )

    assert (verdict(first), verdict(second)) == ("valid", "revoked")
    assert services.verify_certificate(code=new_code()).verdict == "unknown"
    assert services.verify_certificate(code="x").verdict == "unknown"
    with pytest.raises(Conflict):
        services.revoke_certificate(
            certificate=second, reason="Again", by=second.tournament.organizer
        )


def test_whose_account_is_forgotten_leaves_one_that_was_taken_back():
    row = made()[0]
    name = row.name

    erase_user(user=row.recipient, by=None, forfeit=True)

    found = services.verify_certificate(code=row.code)
    assert found.verdict == "revoked"
    assert found.certificate is not None
    assert found.certificate.name != name


def test_a_row_that_was_changed_behind_our_back_is_unknown():
    first, _second = made()

    Certificate.objects.filter(pk=first.pk).update(name="Mallory")

    assert verdict(first) == "unknown"


def test_a_name_is_put_right_by_a_new_row_with_a_new_code():
    first, _second = made()
    organizer = first.tournament.organizer

    new = services.reissue_certificate(
        certificate=first, name="Zoë", reason="It has two dots", by=organizer
    )
    services.make_certificates(timezone.now())
    services.issue_certificates(tournament=first.tournament)

    new.refresh_from_db()
    assert new.replaces == first
    assert (new.name, new.state, verdict(new), verdict(first)) == (
        "Zoë",
        "issued",
        "valid",
        "revoked",
    )
    assert new.code != first.code
    assert new.sha256 != first.sha256
    assert Certificate.objects.count() == 3


def test_corrected_standings_revoke_what_they_do_not_ask_for():
    cup = a_live_tournament_of_people(2)
    played(cup)
    services.issue_certificates(tournament=cup)
    services.make_certificates(timezone.now())
    match = Match.objects.with_stage().get(tournament=cup)
    matches.reopen_match(match=match, by=cup.organizer, reason="Wrong score")
    play(match, 1)
    played(cup)

    services.issue_certificates(tournament=cup)
    services.make_certificates(timezone.now())

    states = Certificate.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["revoked", "revoked", "issued", "issued"]


def test_a_name_that_no_font_has_waits_for_one_and_keeps_nobody_else_waiting(settings):
    concluded(a_live_tournament(entrants=["Ann", "漢字"]))

    with pytest.raises(PartlyDone):
        services.make_certificates(timezone.now())

    waiting = Certificate.objects.get(state=CertificateState.PENDING)
    assert "漢字" in waiting.problem
    assert services.make_certificates(timezone.now()) == 0
    services.reissue_certificate(
        certificate=waiting, name="Kanji", reason="", by=waiting.tournament.organizer
    )
    assert services.make_certificates(timezone.now()) == 1


def test_a_site_draws_certificates_of_its_own(settings):
    settings.TOURNAMENT_ENGINE = {
        "CERTIFICATE_RENDERER": f"{__name__}.plain",
        "BASE_URL": "https://example.org",
    }

    first, _second = made()

    address = f"https://example.org/tournaments/verify/{first.code}/"
    assert bytes_of(first).decode() == f"%PDF {first.name} {address}"


def plain(paper: Paper) -> bytes:
    return f"%PDF {paper.name} {paper.url}".encode()


def test_the_most_valuable_player_is_one():
    cup = a_live_tournament_of_people(2)
    entrant = Entrant.objects.filter(tournament=cup).select_related("tournament")[0]
    with pytest.raises(Conflict):
        services.award_mvp(entrant=entrant, by=cup.organizer)
    concluded(cup)

    row = services.award_mvp(entrant=entrant, by=cup.organizer)

    assert (row.kind, row.name, row.place) == ("mvp", entrant.name, 0)
    with pytest.raises(Conflict) as raised:
        services.award_mvp(entrant=entrant, by=cup.organizer)
    assert raised.value.code == "mvp_known"
    with pytest.raises(InvalidInput):
        services.award_mvp(entrant=entrant, member="Nobody", by=cup.organizer)


def test_only_the_organiser_revokes_reissues_and_chooses():
    first, _second = made()
    stranger = a_user()

    for act in (
        lambda: services.revoke_certificate(certificate=first, reason="x", by=stranger),
        lambda: services.reissue_certificate(certificate=first, name="x", reason="x", by=stranger),
        lambda: services.issue_certificates(tournament=first.tournament, by=stranger),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert verdict(first) == "valid"


def test_what_is_done_to_a_certificate_is_logged():
    first, _second = made()
    services.revoke_certificate(certificate=first, reason="Oops", by=first.tournament.organizer)

    entries = AuditEntry.objects.filter(subject_id=str(first.pk), action__startswith="certificate.")
    assert [entry.action for entry in entries.order_by("pk")] == [
        "certificate.issued",
        "certificate.revoked",
    ]


def test_codes_are_many_and_alike_in_form():
    codes = {new_code() for _ in range(500)}

    assert len(codes) == 500
    assert {len(code) for code in codes} == {19}
