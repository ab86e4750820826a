"""Who looks at a proof now, so that two people do not work on one.

A reviewer takes a payment and gives it back; somebody else takes it over knowingly or leaves it
alone. One that is forgotten is free again by itself.
"""

from django.db import transaction
from django.utils import timezone

from tournament_engine.audit import services as audit
from tournament_engine.registration.payments.models import Payment
from tournament_engine.registration.services.payments import (
    refuse_taken,
    require_submitted,
    take_for_review,
)
from tournament_engine.users import User

__all__ = ["give_back_review", "take_review"]


@transaction.atomic
def take_review(*, payment: Payment, by: User, take_over: bool = False) -> Payment:
    """Tell the others that one looks at this proof; `take_over` takes it from whoever does.

    Who has it already has it from now on again.
    """
    take_for_review(payment, by)
    require_submitted(payment)
    before = payment.reviewer
    if not take_over:
        refuse_taken(payment, by)
    payment.taken_by, payment.taken_at = by, timezone.now()
    payment.save(update_fields=("taken_by", "taken_at"))
    # Who had it before is the actor of the entry before: an entry names nobody else.
    if before is None:
        audit.log(by=by, action="payment.taken", subject=payment)
    elif before.pk != by.pk:
        audit.log(by=by, action="payment.taken_over", subject=payment)
    return payment


@transaction.atomic
def give_back_review(*, payment: Payment, by: User) -> Payment:
    """Let somebody else look at a proof; what one does not have stays where it is."""
    take_for_review(payment, by)
    if payment.taken_by_id == by.pk:
        payment.taken_by = payment.taken_at = None
        payment.save(update_fields=("taken_by", "taken_at"))
        audit.log(by=by, action="payment.given_back", subject=payment)
    return payment
