"""Who stands in for an entrant that cannot play: the place and the seed go over."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.lifecycle import OVER, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.registration.lifecycle import BEFORE_PLAY, PaymentState, RegistrationState
from tournament_engine.registration.models import MAX_NAME, Entrant, Registration, RosterMember
from tournament_engine.registration.news import announce, notify
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.refunds import left_of
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.registration.services.steps import (
    change_all,
    make_entrants,
    refuse_own_case,
    take,
)
from tournament_engine.registration.services.waitlist import fill_places
from tournament_engine.text import fold, one_line, sentence
from tournament_engine.users import User

__all__ = ["readmit", "replace_registration", "undo_replacement"]

_S = RegistrationState

#: Somebody competes in these.
_PLAYING = BEFORE_PLAY | {TournamentState.LIVE}

#: Whoever is in one of these gave up a place, or had it taken.
_GIVEN_UP = frozenset({_S.WITHDRAWN, _S.CANCELLED})

#: These wait for a place and are given it as they are.
_WAITING = frozenset({_S.WAITLISTED, _S.PENDING})


@transaction.atomic
def replace_registration(
    *,
    registration: Registration,
    substitute: Registration | None = None,
    name: str = "",
    by: User,
    reason: str,
) -> Entrant:
    """Let another take over the place of an entrant; return the new entrant with its seed.

    `substitute` waits for a place, or waited for one until play began; without one `name`
    is who stands in. `bracket.services.replace_entrant` sees to the matches.

    The entry fee belongs to the place: the substitute takes over what was paid or waived and
    is asked for nothing, and nothing goes back to the one replaced. A place whose fee is still
    due, or went back, is taken over by nobody; one that the organiser gave by name owes nothing.
    """
    tournament = take(registration)
    permissions.require(by, MANAGE_REGISTRATIONS, tournament)
    reason = sentence(reason, field="reason", longest=500)
    _require_replaceable(tournament, registration)
    _require_paid(registration)
    seed = registration.entrant.seed
    change_all([registration], _S.CANCELLED, by=by, reason=reason, is_fee_kept=True)
    notify("registration_cancelled", tournament, [registration], reason=reason)
    held = Registration.objects.holding().filter(pk=substitute.pk).exists() if substitute else False
    if substitute is None:
        standing_in = _named(tournament, name)
    else:
        standing_in = _waiting(tournament, substitute, by)
    entrant = Entrant.objects.get(registration=standing_in)
    entrant.seed = seed
    entrant.save(update_fields=("seed",))
    facts = {"from": registration.pk, "to": standing_in.pk, "seed": seed}
    audit.log(
        by=by, action="registration.replaced", subject=registration, after=facts, reason=reason
    )
    if held and tournament.state in BEFORE_PLAY:
        # Who asked had a place of their own already: it is free for the next who waits.
        fill_places(tournament, by)
    return entrant


@transaction.atomic
def readmit(*, registration: Registration, by: User | None, reason: str) -> Registration:
    """Let one who withdrew or was replaced compete again; `bracket.services` sees to the matches.

    The entrant stays the same and gets a request of its own, confirmed: the one that was given
    up stays as it is. No fee is asked for again.
    """
    tournament = take(registration)
    permissions.require_unless_system(by, MANAGE_REGISTRATIONS, tournament)
    if by is not None:
        refuse_own_case(by, registration)
    reason = sentence(reason, field="reason", longest=500)
    if tournament.state not in _PLAYING or registration.state not in _GIVEN_UP:
        message = _("%(name)s cannot come back now.") % {"name": registration.name}
        raise Conflict(message, code="not_readmitted")
    entrant = registration.entrant
    again = _copied(tournament, registration)
    entrant.registration = again
    entrant.save(update_fields=("registration",))
    announce([again], _S.CONFIRMED)
    notify("registration_readmitted", tournament, [again], reason=reason)
    facts = {"from": registration.pk, "to": again.pk}
    audit.log(by=by, action="registration.readmitted", subject=again, after=facts, reason=reason)
    return again


@transaction.atomic
def undo_replacement(
    *, registration: Registration, substitute: Registration, by: User | None, reason: str
) -> Registration:
    """Give the place back to one who was replaced; the substitute is cancelled, and told so."""
    tournament = take(substitute)
    permissions.require_unless_system(by, MANAGE_REGISTRATIONS, tournament)
    reason = sentence(reason, field="reason", longest=500)
    change_all([substitute], _S.CANCELLED, by=by, reason=reason)
    notify("registration_cancelled", tournament, [substitute], reason=reason)
    return readmit(registration=registration, by=by, reason=reason)


def _require_replaceable(tournament: Tournament, registration: Registration) -> None:
    if tournament.state in OVER or tournament.state == TournamentState.COMPLETED:
        raise Conflict(_("Play is over: nobody is replaced any more."), code="closed")
    if registration.state == _S.PAYMENT_PENDING:
        message = _(
            "The fee of %(name)s is not settled: verify or waive it before a substitute comes."
        )
        raise Conflict(message % {"name": registration.name}, code="not_paid")
    if registration.state != _S.CONFIRMED:
        message = _("%(name)s has no place that somebody could take over.")
        raise Conflict(message % {"name": registration.name}, code="not_confirmed")


def _require_paid(registration: Registration) -> None:
    """Refuse a place whose whole fee went back, or is on its way."""
    payment = Payment.objects.filter(registration=registration).first()
    if payment is None or payment.state == PaymentState.WAIVED:
        return
    if payment.state != PaymentState.VERIFIED or left_of(payment) <= 0:
        message = _(
            "The fee of %(name)s goes back, so the place is not paid for: cancel that refund, "
            "or take them out and let the substitute register."
        )
        raise Conflict(message % {"name": registration.name}, code="not_paid")


def _waiting(tournament: Tournament, substitute: Registration, by: User) -> Registration:
    """Give the place to one who waits; who waited until play began asks anew, in a row of its own.

    Nobody gives a place to themselves.
    """
    if substitute.tournament_id != tournament.pk:
        message = _("Choose a substitute from this tournament's own waitlist.")
        raise InvalidInput(message, code="foreign", field="substitute")
    lock(substitute)
    substitute.tournament = tournament
    refuse_own_case(by, substitute)
    if substitute.state in _WAITING:
        change_all([substitute], _S.CONFIRMED, by=by)
        make_entrants([substitute])
        notify("registration_confirmed", tournament, [substitute])
        return substitute
    if substitute.state != _S.EXPIRED:
        message = _("%(name)s does not wait for a place.") % {"name": substitute.name}
        raise Conflict(message, code="not_waiting", field="substitute")
    again = _copied(tournament, substitute)
    _confirm(tournament, again)
    return again


def _named(tournament: Tournament, name: str) -> Registration:
    clean = one_line(name, field="name", longest=MAX_NAME)
    row = Registration(tournament=tournament, name=clean, name_key=fold(clean), state=_S.CONFIRMED)
    _save(row, ())
    _confirm(tournament, row)
    return row


def _copied(tournament: Tournament, waited: Registration) -> Registration:
    row = Registration(
        tournament=tournament,
        user=waited.user,
        name=waited.name,
        name_key=waited.name_key,
        identity=waited.identity,
        team_ref=waited.team_ref,
        logo_url=waited.logo_url,
        evidence=waited.evidence,
        state=_S.CONFIRMED,
    )
    members = [
        RosterMember(
            tournament=tournament,
            registration=row,
            user_id=member.user_id,
            name=member.name,
            identity=member.identity,
            role=member.role,
        )
        for member in waited.members.filter(left_at=None)
    ]
    _save(row, members)
    return row


def _save(row: Registration, members: "list[RosterMember] | tuple[()]") -> None:
    try:
        with transaction.atomic():
            row.save()
            RosterMember.objects.bulk_create(members)
    except IntegrityError as error:
        message = _("'%(name)s' or a member of theirs is in already; choose another.")
        raise Conflict(
            message % {"name": row.name}, code="already_registered", field="name"
        ) from error


def _confirm(tournament: Tournament, row: Registration) -> None:
    make_entrants([row])
    announce([row], _S.CONFIRMED)
    notify("registration_confirmed", tournament, [row])
