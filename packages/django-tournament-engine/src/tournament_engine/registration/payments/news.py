"""What people hear of a payment: who is to pay, and the staff that checks proofs."""

from datetime import UTC, datetime

from django.db.models import Q
from django.urls import reverse

from tournament_engine import events
from tournament_engine.core.permissions import holders
from tournament_engine.core.roles import REVIEW_PAYMENTS
from tournament_engine.registration.models import MemberRole
from tournament_engine.registration.payments.models import Payment
from tournament_engine.users import User

__all__ = ["notify_payer", "notify_staff"]


def notify_payer(
    notice: str, payment: Payment, *, reason: str = "", amount: str = "", key: str = ""
) -> None:
    """Tell who paid, who registered and the captain what became of a payment.

    `key` names what changes no version of the payment, as a refund.
    """
    registration = payment.registration
    captains = registration.members.filter(
        Q(role=MemberRole.CAPTAIN), left_at=None, user__isnull=False
    )
    people: list[User | None] = [payment.payer, registration.user]
    people += [member.user for member in captains.select_related("user")]
    events.notify(
        notice,
        to=people,
        key=key or f"{payment.pk}:{payment.version}",
        context={
            "tournament": payment.tournament.name,
            "url": reverse("tournament_engine:my_payment", args=(payment.tournament.slug,)),
            "name": registration.name,
            "amount": amount or payment.asked,
            "reason": reason,
            "until": _told(payment.pay_by_at),
        },
    )


def notify_staff(notice: str, payment: Payment, *, amount: str = "", key: str = "") -> None:
    """Tell those who check payments that one of them waits."""
    address = (payment.tournament.slug, payment.pk)
    events.notify(
        notice,
        to=holders(payment.tournament, REVIEW_PAYMENTS),
        key=key or f"{payment.pk}:{payment.version}",
        context={
            "tournament": payment.tournament.name,
            "url": reverse("tournament_engine:payment", args=address),
            "name": payment.registration.name,
            "amount": amount or payment.paid,
        },
    )


def _told(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
