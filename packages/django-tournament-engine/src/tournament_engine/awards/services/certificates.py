"""Certificates: planned at the end, made one by one, taken back and given anew.

A certificate is issued once its file is stored; until then nobody can verify it. The file is
made outside of any transaction, and the same facts make the same bytes, so that a worker
that is killed leaves nothing worse than a certificate that is still to be made.
"""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from tournament_engine import conf, events, hooks, jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.awards.codes import new_code
from tournament_engine.awards.holders import Holder, holders, key_of, people_of
from tournament_engine.awards.lifecycle import TRANSITIONS, CertificateState
from tournament_engine.awards.looks import look_of, picture
from tournament_engine.awards.models import Certificate
from tournament_engine.awards.paper import CertificateKind, Paper
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.registration.models import MAX_NAME, Entrant
from tournament_engine.text import one_line, sentence
from tournament_engine.transitions import check_transition
from tournament_engine.uploads.services import store_made
from tournament_engine.users import User

__all__ = [
    "PURPOSE",
    "award_mvp",
    "issue_certificates",
    "make_certificate",
    "make_certificates",
    "reissue_certificate",
    "revoke_certificate",
]

#: What the files are kept as.
PURPOSE = "certificate"

#: So many a run: the next run goes on, and everything else gets its turn.
_BATCH = 200

_LONGEST_REASON = 500
_S = CertificateState
_OVER = frozenset({TournamentState.COMPLETED, TournamentState.CONCLUDED, TournamentState.ARCHIVED})


@transaction.atomic
def issue_certificates(*, tournament: Tournament, by: User | None = None) -> list[Certificate]:
    """Plan a certificate for everybody who gets one; again, it plans nothing twice.

    Those of standings that were corrected since are revoked.
    """
    lock(tournament)
    permissions.require_unless_system(by, MANAGE, tournament)
    _require_over(tournament)
    wanted = {one.key: one for one in holders(tournament, look_of(tournament).audience)}
    standing = Certificate.objects.filter(tournament=tournament).exclude(state=_S.REVOKED)
    for row in standing.exclude(kind=CertificateKind.MVP):
        # A name that was put right by hand stays as it is.
        if wanted.pop(key_of(row), None) is None and not _is_renamed(row, wanted):
            _drop(row)
    rows = [_row(tournament, one) for one in wanted.values()]
    return Certificate.objects.bulk_create(rows)


@transaction.atomic
def award_mvp(*, entrant: Entrant, member: str = "", by: User) -> Certificate:
    """Name the most valuable player: an entrant, or by name a member of its roster."""
    tournament = lock(entrant.tournament)
    permissions.require(by, MANAGE, tournament)
    _require_over(tournament)
    people = list(people_of(entrant, tournament, CertificateKind.MVP, 0))
    chosen = [one for one in people if not member or one.name == member]
    if len(chosen) != 1:
        message = _("Say which member of %(team)s it is, by the name on the roster.")
        raise InvalidInput(message % {"team": entrant.name}, code="which_member", field="member")
    known = Certificate.objects.filter(tournament=tournament, kind=CertificateKind.MVP)
    if known.exclude(state=_S.REVOKED).exists():
        message = _("There is a most valuable player already: revoke that certificate first.")
        raise Conflict(message, code="mvp_known")
    row = _row(tournament, chosen[0])
    row.save()
    audit.log(by=by, action="certificate.mvp", subject=row)
    return row


def make_certificate(*, certificate: Certificate) -> Certificate:
    """Draw a certificate, store its file and issue it. One that was made stays as it is."""
    if certificate.state != _S.PENDING:
        return certificate
    try:
        content = _renderer()(_paper(certificate))
    except InvalidInput as error:
        Certificate.objects.filter(pk=certificate.pk).update(problem=error.message[:300])
        raise
    stored = store_made(
        content=content,
        purpose=PURPOSE,
        extension="pdf",
        content_type="application/pdf",
        tournament_id=certificate.tournament_id,
    )
    with transaction.atomic():
        lock(certificate)
        if certificate.state != _S.PENDING:
            # Somebody was faster: this file belongs to nothing and is removed by itself.
            return certificate
        certificate.file, certificate.issued_at = stored, timezone.now()
        certificate.sha256, certificate.problem = certificate.digest(), ""
        _move(certificate, _S.ISSUED)
        audit.log(
            by=None,
            action="certificate.issued",
            subject=certificate,
            after={"code": certificate.code, "sha256": certificate.sha256},
        )
        events.announce(
            events.certificate_issued,
            key=str(certificate.pk),
            tournament=certificate.tournament_id,
            certificate=certificate.pk,
        )
    return certificate


def make_certificates(now: datetime) -> int:  # noqa: ARG001  a job's signature
    """Make what was planned; one that cannot be made is left to the organiser."""
    waiting = Certificate.objects.filter(state=_S.PENDING, problem="").order_by("pk")[:_BATCH]
    keys = list(waiting.values_list("pk", flat=True))
    rows = Certificate.objects.filter(pk__in=keys)
    return jobs.each(rows, lambda row: make_certificate(certificate=row), of=None)


@transaction.atomic
def revoke_certificate(*, certificate: Certificate, reason: str, by: User) -> Certificate:
    """Take back a certificate: from now on its code says so."""
    _take(certificate, by)
    certificate.reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    _revoke(certificate, by)
    return certificate


@transaction.atomic
def reissue_certificate(
    *, certificate: Certificate, name: str, reason: str, by: User
) -> Certificate:
    """Give a new certificate, with a code of its own, in place of one: a name was wrong."""
    _take(certificate, by)
    name = one_line(name, field="name", longest=MAX_NAME)
    if certificate.state == _S.PENDING:
        # Nobody has seen it: the paper itself is put right.
        certificate.name, certificate.problem = name, ""
        _save(certificate)
        audit.log(by=by, action="certificate.renamed", subject=certificate)
        return certificate
    certificate.reason = sentence(reason, field="reason", longest=_LONGEST_REASON)
    _revoke(certificate, by)
    new = Certificate.objects.get(pk=certificate.pk)
    new.pk, new.code, new.state, new.version = None, new_code(), _S.PENDING, 1
    new.name, new.replaces, new.sha256, new.file = name, certificate, "", None
    new.issued_at = new.revoked_at = None
    new.reason = ""
    new.save(force_insert=True)
    audit.log(by=by, action="certificate.reissued", subject=new, before={"of": certificate.code})
    return new


def _require_over(tournament: Tournament) -> None:
    if tournament.state not in _OVER:
        message = _("Play is not over: nobody knows yet who gets which certificate.")
        raise Conflict(message, code="not_over")


def _take(certificate: Certificate, by: User) -> None:
    lock(certificate)
    permissions.require(by, MANAGE, certificate)


def _is_renamed(row: Certificate, wanted: dict[tuple[str, str, int, str, str], Holder]) -> bool:
    """Whether a row is one of those wanted but for its name; then it is wanted no more."""
    same = [key for key in wanted if key[:3] == (row.slot, row.kind, row.place)]
    for key in same:
        del wanted[key]
    return bool(same)


def _row(tournament: Tournament, holder: Holder) -> Certificate:
    ended = tournament.completed_at or timezone.now()
    user = holder.user
    return Certificate(
        tournament=tournament,
        slot=holder.slot,
        kind=holder.kind,
        place=holder.place,
        recipient=user,
        name=holder.name,
        team=holder.team,
        tournament_name=tournament.name,
        game_name=tournament.game.name,
        held_on=timezone.localtime(ended, timezone.get_default_timezone()).date(),
        language=hooks.users().language(user) if user else settings.LANGUAGE_CODE,
        code=new_code(),
    )


def _drop(row: Certificate) -> None:
    """Let go of a certificate that the standings of now do not ask for."""
    if row.state == _S.PENDING:
        row.delete()
        return
    row.reason = _("The standings were corrected.")
    _revoke(row, None)


def _revoke(certificate: Certificate, by: User | None) -> None:
    certificate.revoked_at = timezone.now()
    _move(certificate, _S.REVOKED)
    audit.log(by=by, action="certificate.revoked", subject=certificate, reason=certificate.reason)


def _move(certificate: Certificate, target: CertificateState) -> None:
    check_transition(TRANSITIONS, certificate.state, target)
    certificate.state = target
    _save(certificate)


def _save(certificate: Certificate) -> None:
    certificate.version += 1
    certificate.save()


def _renderer() -> Callable[[Paper], bytes]:
    renderer: Callable[[Paper], bytes] = import_string(conf.settings.CERTIFICATE_RENDERER)
    return renderer


def _paper(row: Certificate) -> Paper:
    look = look_of(row.tournament)
    base = conf.settings.BASE_URL.rstrip("/")
    with translation.override(row.language):
        address = reverse("tournament_engine:verify", args=(row.code,))
    return Paper(
        kind=CertificateKind(row.kind),
        name=row.name,
        team=row.team,
        tournament=row.tournament_name,
        game=row.game_name,
        held_on=row.held_on,
        language=row.language,
        code=row.code,
        url=f"{base}{address}" if base else row.code,
        page_size=look.page_size,
        signer=look.signer,
        logo=picture(look.logo),
        signature=picture(look.signature),
    )
