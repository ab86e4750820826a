"""Wrong certificates: somebody says so, whoever runs the tournament looks at it."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.models import Certificate, CertificateReport
from tournament_engine.core.permissions import MANAGE, holders
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.text import one_line, prose, sentence
from tournament_engine.users import AnyUser, User

__all__ = ["MOST_OPEN", "close_report", "report_certificate"]

#: Of one certificate. Whoever comes after that says nothing new.
MOST_OPEN = 20

_LONGEST_TEXT = 1000
_LONGEST_CONTACT = 200
_LONGEST_NOTE = 300


@transaction.atomic
def report_certificate(
    *, certificate: Certificate, text: str, contact: str = "", by: AnyUser | None
) -> CertificateReport:
    """Say what is wrong with a certificate; whoever runs its tournament is told.

    Anybody may, with an account or without.
    """
    lock(certificate)
    text = prose(text, field="text", longest=_LONGEST_TEXT)
    if not text:
        message = _("Say what is wrong with the certificate.")
        raise InvalidInput(message, code="no_text", field="text")
    if contact:
        contact = one_line(contact, field="contact", longest=_LONGEST_CONTACT)
    if (
        CertificateReport.objects.filter(certificate=certificate, closed_at=None).count()
        >= MOST_OPEN
    ):
        message = _("This certificate was reported already, and the organiser looks at it.")
        raise Conflict(message, code="reported_already")
    report = CertificateReport.objects.create(
        tournament=certificate.tournament,
        certificate=certificate,
        text=text,
        contact=contact,
        by=by if by is not None and by.is_authenticated else None,
    )
    audit.log(by=report.by, action="certificate.reported", subject=report)
    _tell_staff(report)
    return report


@transaction.atomic
def close_report(*, report: CertificateReport, note: str, by: User) -> CertificateReport:
    """Say what came of a report: the certificate was revoked, or nothing is wrong with it."""
    lock(report)
    permissions.require(by, MANAGE, report)
    if report.closed_at is not None:
        raise Conflict(_("This report is closed already."), code="closed_already")
    report.note = sentence(note, field="reason", longest=_LONGEST_NOTE)
    report.closed_at, report.closed_by, report.contact = timezone.now(), by, ""
    report.save()
    audit.log(by=by, action="certificate.report_closed", subject=report, reason=report.note)
    return report


def _tell_staff(report: CertificateReport) -> None:
    tournament = report.tournament
    events.notify(
        "certificate_reported",
        to=holders(tournament, MANAGE),
        key=str(report.pk),
        context={
            "tournament": tournament.name,
            "code": report.certificate.code,
            "url": reverse("tournament_engine:certificates", args=(tournament.slug,)),
        },
    )
