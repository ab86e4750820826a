"""What registration asks of people: to come in, to wait, or nothing; and the console's counts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine import permissions
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.lifecycle import OVER, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.registration.lifecycle import (
    BEFORE_PLAY,
    BLOCKING,
    PaymentState,
    RegistrationState,
)
from tournament_engine.registration.models import Correction, OpeningWatch, Registration
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.permissions import DISQUALIFY, MANAGE_REGISTRATIONS
from tournament_engine.registration.standing import latest_registration, standing_of
from tournament_engine.users import AnyUser, User

__all__ = ["declare"]

_S = TournamentState


def declare() -> None:
    """Say what registration asks for, and put its counts into the console."""
    calls.register("own_place", _own_place)
    calls.register("place", _place)
    calls.register("registrations", _registrations)
    calls.register("check_in", _check_in)
    panels.register(
        Panel(
            key="entrants",
            order=20,
            template="tournament_engine/registration/panel.html",
            context=_console_panel,
            capabilities=(MANAGE_REGISTRATIONS, DISQUALIFY),
        )
    )


def _own_place(tournament: Tournament, user: AnyUser) -> Call | None:
    """Say where one's own registration stands, and what it asks for."""
    if not user.is_authenticated or tournament.state in OVER | {_S.COMPLETED}:
        return None
    own = latest_registration(tournament, user)
    is_standing = own is not None and own.state in BLOCKING
    return _standing_call(tournament, own, user) if own is not None and is_standing else None


def _place(tournament: Tournament, user: AnyUser) -> Call | None:
    """Say whether there is a place for who has none."""
    match TournamentState(tournament.state):
        case _S.REGISTRATION_OPEN:
            return _open_call(tournament)
        case _S.PUBLISHED:
            return _early_call(tournament, user)
        case _S.REGISTRATION_CLOSED | _S.CHECK_IN:
            return Call(words=_("Registration is closed."))
        case _:
            return None


def _early_call(tournament: Tournament, user: AnyUser) -> Call:
    """Offer to tell of the opening; a visitor is led to the login by the same address."""
    url = reverse("tournament_engine:watch_opening", args=(tournament.slug,))
    if not user.is_authenticated:
        return Call(words=_("Registration is not open yet."), label=_("Notify me"), url=url)
    if OpeningWatch.objects.filter(tournament=tournament, user=user).exists():
        words = _("Registration is not open yet. You will be told when it opens.")
        return Call(words=words, label=_("Do not notify me"), url=url, act="unwatch")
    words = _("Registration is not open yet.")
    return Call(words=words, label=_("Notify me"), url=url, act="watch")


def _open_call(tournament: Tournament) -> Call:
    url = reverse("tournament_engine:register", args=(tournament.slug,))
    taken = Registration.objects.holding().filter(tournament=tournament).count()
    free = tournament.max_entrants - taken
    if free <= 0:
        words = _("All places are taken. Whoever waits moves up when one is given back.")
        return Call(words=words, label=_("Join the waitlist"), url=url)
    words = _("%(free)d of %(most)d places are free.")
    numbers = {"free": free, "most": tournament.max_entrants}
    return Call(words=words % numbers, label=_("Register"), url=url, is_urgent=True)


def _standing_call(tournament: Tournament, own: Registration, user: User) -> Call:
    standing = standing_of(own, user)
    words = standing.words
    if standing.position is not None:
        words = _("%(name)s is number %(position)d on the waitlist.")
        words %= {"name": own.name, "position": standing.position}
    page = reverse("tournament_engine:my_registration", args=(tournament.slug,))
    if standing.accept_by is not None:
        return Call(
            words=words, url=page, label=_("Accept the place"), act="accept", is_urgent=True
        )
    if own.state == RegistrationState.PAYMENT_PENDING and standing.speaks:
        return _fee_call(tournament, own, words)
    if standing.can_check_in:
        return Call(words=words, url=page, label=_("Check in"), act="check_in", is_urgent=True)
    if standing.wanted:
        words = _("The organiser asks you to put something right for %(name)s.")
        label = _("See what")
        return Call(words=words % {"name": own.name}, label=label, url=page, is_urgent=True)
    return Call(words=words, url=page, label=_("Your registration"))


def _fee_call(tournament: Tournament, own: Registration, words: str) -> Call:
    """Ask for the fee, for the first time or again; while it is being checked, for nothing."""
    url = reverse("tournament_engine:my_payment", args=(tournament.slug,))
    payment = Payment.objects.get(registration=own)
    if payment.state == PaymentState.SUBMITTED or payment.tried_at is not None:
        words = _("The entry fee of %(name)s is being checked.") % {"name": own.name}
        return Call(words=words, url=url, label=_("Your entry fee"))
    if payment.state == PaymentState.REJECTED:
        words = _("The proof of payment of %(name)s was rejected: %(reason)s")
        words %= {"name": own.name, "reason": payment.reason}
        return Call(words=words, url=url, label=_("Send it again"), is_urgent=True)
    return Call(words=words, url=url, label=_("Pay the entry fee"), is_urgent=True)


def _registrations(tournament: Tournament, user: AnyUser) -> Call | None:
    """Ask the staff for its word on requests; one that was sent back waits for its sender."""
    if tournament.state not in BEFORE_PLAY or not user.is_authenticated:
        return None
    if not permissions.can(user, MANAGE_REGISTRATIONS, tournament):
        return None
    rows = Registration.objects.filter(tournament=tournament, state=RegistrationState.PENDING)
    asked = Correction.objects.filter(tournament=tournament, answered_at=None)
    count = rows.exclude(user=user).exclude(pk__in=asked.values("registration")).count()
    if not count:
        return None
    words = ngettext(
        "%(count)d registration waits for approval.",
        "%(count)d registrations wait for approval.",
        count,
    ) % {"count": count}
    return calls.at_desk(tournament, words, _("To the registrations"), "registrations")


def _check_in(tournament: Tournament, user: AnyUser) -> Call | None:
    """Lead the staff to its desk while people say that they are there."""
    is_open = tournament.state == _S.CHECK_IN and not tournament.is_check_in_over
    if not is_open or not permissions.can(user, MANAGE_REGISTRATIONS, tournament):
        return None
    numbers = Registration.objects.filter(tournament=tournament).numbers()
    words = _("%(there)d of %(expected)d are checked in.") % numbers
    return calls.at_desk(tournament, words, _("To the check-in desk"), "check_in_desk")


def _console_panel(tournament: Tournament, _user: AnyUser) -> dict[str, Any]:
    return {
        "tournament": tournament,
        "is_open": tournament.state in BEFORE_PLAY,
        "is_checking_in": tournament.state == _S.CHECK_IN and not tournament.is_check_in_over,
        **Registration.objects.filter(tournament=tournament).numbers(),
    }
