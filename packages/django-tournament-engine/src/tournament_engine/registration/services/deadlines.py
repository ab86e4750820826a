"""Until when a fee is to be paid: reminders, more time, and the end of it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import jobs
from tournament_engine.audit import services as audit
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.registration.lifecycle import BEFORE_PLAY, DUE, RegistrationState
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.payments.news import notify_payer
from tournament_engine.registration.services.payments import take_for_review
from tournament_engine.registration.services.steps import change_all
from tournament_engine.registration.services.waitlist import fill_places
from tournament_engine.registration.services.wallet import DEAD_AFTER
from tournament_engine.users import User

__all__ = ["expire_unpaid", "extend_payment", "remind_unpaid"]

#: So long before the end people are reminded.
_REMINDER = timedelta(hours=12)

_LOCKED = ("registration__tournament", "registration", "self")


@transaction.atomic
def extend_payment(*, payment: Payment, until: datetime, by: User) -> Payment:
    """Give somebody more time to pay."""
    tournament = take_for_review(payment, by)
    if payment.state not in DUE:
        raise Conflict(_("Nothing is to be paid here any more."), code="not_due")
    if until.tzinfo is None or until <= max(timezone.now(), payment.pay_by_at):
        message = _("Choose a later moment than the one that stands.")
        raise InvalidInput(message, code="not_later", field="until")
    if tournament.starts_at is not None and until > tournament.starts_at:
        message = _("The fee is to be paid before the tournament starts.")
        raise InvalidInput(message, code="after_start", field="until")
    before = {"pay_by_at": payment.pay_by_at.isoformat()}
    payment.pay_by_at, payment.reminded_at = until, None
    payment.version += 1
    payment.save(update_fields=("pay_by_at", "reminded_at", "version"))
    after = {"pay_by_at": until.isoformat()}
    audit.log(by=by, action="payment.extended", subject=payment, before=before, after=after)
    notify_payer("payment_extended", payment)
    return payment


def expire_unpaid(now: datetime) -> int:
    """Free each place whose fee was not paid in time; a proof that was sent never expires."""
    quiet = Q(tried_at=None) | Q(tried_at__lt=now - DEAD_AFTER)
    over = Payment.objects.filter(
        quiet,
        state__in=DUE,
        pay_by_at__lte=now,
        registration__state=RegistrationState.PAYMENT_PENDING,
    )
    return jobs.each(over.select_related("registration__tournament"), _expire, of=_LOCKED)


def remind_unpaid(now: datetime) -> int:
    """Tell each once that the time to pay is nearly over."""
    soon = Payment.objects.filter(
        state__in=DUE, reminded_at=None, pay_by_at__gt=now, pay_by_at__lte=now + _REMINDER
    )
    return jobs.each(soon.select_related("registration__tournament"), _remind)


def _expire(payment: Payment) -> None:
    registration = payment.registration
    tournament = registration.tournament
    change_all([registration], RegistrationState.EXPIRED, by=None)
    payment.tournament = tournament
    notify_payer("payment_expired", payment)
    if tournament.state in BEFORE_PLAY:
        fill_places(tournament, None)


def _remind(payment: Payment) -> None:
    payment.reminded_at = timezone.now()
    payment.save(update_fields=("reminded_at",))
    notify_payer("payment_reminder", payment)
