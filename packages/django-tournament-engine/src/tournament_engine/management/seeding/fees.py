"""Entry fees of the players of an example, each as far as it says."""

from collections.abc import Mapping
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from tournament_engine import money
from tournament_engine.core.models import Tournament
from tournament_engine.management.seeding.examples import PaymentStand
from tournament_engine.registration import services as registrations
from tournament_engine.registration.payments.models import Payment
from tournament_engine.users import User

__all__ = ["settle"]

_SIZE = (640, 400)
_INK = "#1f2937"


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
    registrations.submit_payment_proof(
        payment=payment,
        reference=reference,
        amount=payment.amount,
        file=_receipt(reference, money.shown(payment.amount, payment.currency)),
        by=payer,
    )


def _receipt(reference: str, amount: str) -> "ContentFile[bytes]":
    """Return the picture of a bank's page, another one for each reference."""
    picture = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for line, text in enumerate(("Town Bank", "Transfer executed", reference, amount)):
        draw.text((40, 40 + 70 * line), text, fill=_INK, font_size=32)
    packed = BytesIO()
    picture.save(packed, format="PNG")
    return ContentFile(packed.getvalue(), name="proof.png")
