"""Tournaments that cost something, and people who pay for them."""

from datetime import timedelta
from functools import cache
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from tests.factories import a_registration, a_staff_member, a_tournament, a_user
from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.economy.models import Payout
from tournament_engine.economy.services import deposit, wallet
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments.models import Payment

__all__ = [
    "FEE",
    "a_cashier",
    "a_paying_cup",
    "a_payment",
    "leave",
    "overdue",
    "payer",
    "proof",
    "prove",
    "refunds",
    "rich",
    "standing",
    "verified",
]

FEE = 1250


def a_paying_cup(**facts: Any) -> Tournament:
    """Return a tournament that costs 12.50 EUR to enter."""
    terms: dict[str, Any] = {
        "fee_amount": FEE,
        "fee_currency": "EUR",
        "payment_methods": ["manual_proof", "wallet"],
    }
    return a_tournament(entrants=0, **terms | facts)


def a_cashier(cup: Tournament) -> Person:
    """Return one of the payment staff."""
    return a_staff_member(cup, Role.PAYMENT_STAFF)


def a_payment(cup: Tournament, user: Person | None = None, **fields: Any) -> Payment:
    """Return the payment of somebody who asked for a place."""
    return Payment.objects.get(registration=a_registration(cup, user, **fields))


def payer(payment: Payment) -> Person:
    """Return who registered and is to pay."""
    user = payment.registration.user
    assert isinstance(user, Person)
    return user


def leave(payment: Payment) -> None:
    """Let the entrant of a payment withdraw."""
    row = Registration.objects.get(pk=payment.registration_id)
    services.withdraw_registration(registration=row, by=payer(payment))


@cache
def _picture() -> bytes:
    packed = BytesIO()
    Image.effect_noise((40, 40), 90).save(packed, "PNG")
    return packed.getvalue()


def proof() -> SimpleUploadedFile:
    """Return a picture as a browser sends it."""
    return SimpleUploadedFile("proof.png", _picture(), content_type="image/png")


def prove(payment: Payment, reference: str = "", **facts: Any) -> Payment:
    """Send a proof of a payment."""
    by = facts.pop("by", None) or payer(payment)
    return services.submit_payment_proof(
        payment=payment,
        reference=reference or f"REF-{payment.pk:06}",
        amount=facts.pop("amount", FEE),
        file=facts.pop("file", None) or proof(),
        by=by,
        **facts,
    )


def verified(payment: Payment, by: Person | None = None) -> Payment:
    """Return a payment whose proof was verified."""
    prove(payment)
    return services.verify_payment(payment=payment, by=by or a_cashier(payment.tournament))


def rich(amount: int = 10 * FEE) -> Person:
    """Return somebody with money in the wallet."""
    user = a_user()
    deposit(key=f"gift:{user.pk}", account=wallet(user, "EUR"), amount=amount)
    return user


def refunds(cup: Tournament) -> list[tuple[int, str]]:
    """Return amount and method of each refund line of a tournament."""
    lines = Payout.objects.filter(tournament=cup, kind="refund").order_by("pk")
    return list(lines.values_list("amount", "method"))


def standing(payment: Payment) -> tuple[str, str]:
    """Return where the registration and its payment stand."""
    row = Payment.objects.select_related("registration").get(pk=payment.pk)
    return row.registration.state, row.state


def overdue(payment: Payment) -> Payment:
    """Let the time to pay be over."""
    Payment.objects.filter(pk=payment.pk).update(pay_by_at=timezone.now() - timedelta(minutes=1))
    payment.refresh_from_db()
    return payment
