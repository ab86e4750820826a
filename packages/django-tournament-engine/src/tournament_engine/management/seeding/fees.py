"""Entry fees of the players of an example, each as far as it says."""

from collections.abc import Mapping

from tournament_engine import money
from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.examples import PaymentStand
from tournament_engine.management.seeding.pictures import drawn
from tournament_engine.registration import services as registrations
from tournament_engine.registration.payments.models import Payment
from tournament_engine.users import User

__all__ = ["settle"]


def settle(
    tournament: Tournament,
    stands: Mapping[str, PaymentStand],
    players: Mapping[str, User],
    *,
    by: User,
) -> None:
    """Bring the fee of each of these players, by login, as far as is said."""
    for login, stand in stands.items():
        payer = players[login]
        payment = Payment.objects.select_related("registration").get(
            tournament=tournament, registration__user=payer
        )
        _bring(payment, stand, payer, by)


def _bring(payment: Payment, stand: PaymentStand, payer: User, by: User) -> None:
    if stand is PaymentStand.WAIVED:
        registrations.waive_fee(payment=payment, reason="Helps with the tables.", by=by)
        return
    _prove(payment, payer)
    if stand is PaymentStand.VERIFIED:
        registrations.verify_payment(payment=payment, by=by)
    if stand is PaymentStand.REJECTED:
        reason = "The picture shows another amount: send the page with the total."
        registrations.reject_payment(payment=payment, reason=reason, by=by)


def _prove(payment: Payment, payer: User) -> None:
    reference = f"DEMO-{payment.pk:05}"
    amount = money.shown(payment.amount, payment.currency)
    registrations.submit_payment_proof(
        payment=payment,
        reference=reference,
        amount=payment.amount,
        file=drawn(("Town Bank", "Transfer executed", reference, amount), name="proof.png"),
        by=payer,
    )
