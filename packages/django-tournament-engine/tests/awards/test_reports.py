"""Reports of wrong certificates: from anybody, to whoever runs the tournament."""

import pytest
from django.utils import timezone
from tests.awards.prizes import concluded
from tests.desk.browsing import address, log_in, post
from tests.factories import a_user
from tests.playing import a_live_tournament_of_people

from tournament_engine.awards import services
from tournament_engine.awards.codes import new_code
from tournament_engine.awards.models import Certificate, CertificateReport
from tournament_engine.awards.services.reports import MOST_OPEN
from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.hooks.models import InboxMessage

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    concluded(a_live_tournament_of_people(2))
    services.make_certificates(timezone.now())
    return Certificate.objects.select_related("tournament").order_by("place")[0]


def test_anybody_reports_a_certificate_and_the_organiser_is_told(client, paper, committed):
    verified = client.get(paper.get_absolute_url()).content.decode()
    assert address("report_certificate", paper.code) in verified

    with committed():
        answer = post(client, "report_certificate", paper.code, text="Not me", contact="me@x.org")

    assert answer.status_code == 302
    report = CertificateReport.objects.get()
    assert (report.certificate, report.text, report.by) == (paper, "Not me", None)
    told = InboxMessage.objects.get(event="certificate_reported")
    assert told.user == paper.tournament.organizer
    assert "me@x.org" not in str(vars(told))


def test_a_report_says_what_is_wrong(client, paper):
    answer = post(client, "report_certificate", paper.code, text="  ", contact="me")

    assert answer.status_code == 422
    assert 'value="me"' in answer.content.decode()
    assert not CertificateReport.objects.exists()


def test_of_an_unknown_certificate_nothing_is_reported(client):
    for code in (new_code(), "nonsense"):
        assert client.get(address("report_certificate", code)).status_code == 404
        assert post(client, "report_certificate", code, text="x").status_code == 404


def test_the_organiser_reads_and_closes_it_and_the_contact_is_gone(paper):
    person = a_user()
    services.report_certificate(certificate=paper, text="<b>Not</b> me", contact="Ann", by=person)
    report = CertificateReport.objects.get()
    desk = log_in(paper.tournament.organizer)
    shown = desk.get(address("certificates", paper.tournament.slug)).content.decode()
    assert "&lt;b&gt;Not&lt;/b&gt; me" in shown

    act = {"action": "close_report", "report": report.pk, "reason": "Revoked"}
    answer = post(desk, "certificates", paper.tournament.slug, **act)

    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.note, report.contact, report.by) == ("Revoked", "", person)
    assert post(desk, "certificates", paper.tournament.slug, **act).status_code == 409


def test_only_who_runs_the_tournament_closes_a_report(paper):
    report = services.report_certificate(certificate=paper, text="Not me", by=None)

    with pytest.raises(NotAllowed):
        services.close_report(report=report, note="x", by=a_user())


def test_a_certificate_that_many_reported_is_reported_enough(paper):
    for _number in range(MOST_OPEN):
        services.report_certificate(certificate=paper, text="Not me", by=None)

    with pytest.raises(Conflict):
        services.report_certificate(certificate=paper, text="Not me either", by=None)


def test_a_certificate_of_an_archived_tournament_is_valid_and_archived(client, paper):
    tournaments.archive_tournament(tournament=paper.tournament, by=paper.tournament.organizer)

    assert services.verify_certificate(code=paper.code).verdict == "archived"
    shown = client.get(paper.get_absolute_url()).content.decode()
    assert "This certificate is valid" in shown
    assert "was put away" in shown

    services.revoke_certificate(certificate=paper, reason="x", by=paper.tournament.organizer)
    assert services.verify_certificate(code=paper.code).verdict == "revoked"


def test_a_changed_name_is_a_new_certificate_by_the_page(paper):
    desk = log_in(paper.tournament.organizer)
    act = {"action": "reissue", "certificate": paper.pk, "name": "Zoë", "reason": "Two dots"}

    answer = post(desk, "certificates", paper.tournament.slug, **act)

    assert answer.status_code == 302
    assert services.verify_certificate(code=paper.code).verdict == "revoked"
    assert Certificate.objects.get(replaces=paper).name == "Zoë"
