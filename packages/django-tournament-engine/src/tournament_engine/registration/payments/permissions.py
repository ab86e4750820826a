"""Who checks payments, and who sees a proof."""

from tournament_engine import permissions
from tournament_engine.core.permissions import define_by_role
from tournament_engine.core.roles import REVIEW_PAYMENTS
from tournament_engine.registration.payments.models import PaymentTransition
from tournament_engine.registration.permissions import ANSWER
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.permissions import let_read
from tournament_engine.users import AnyUser

__all__ = ["ANSWER", "DELIVER", "REVIEW_PAYMENTS", "declare"]

#: To send what a gateway tells: everybody may knock, its signature opens.
DELIVER = "tournament_engine.deliver_payment_event"


def declare() -> None:
    """Put the capability of payments into the registry, and who reads proofs."""
    define_by_role(REVIEW_PAYMENTS)
    permissions.define(DELIVER, may_deliver, has_object=False)
    let_read("proof", may_read_proof)


def may_deliver(_user: AnyUser, _: object) -> bool:
    """Whether somebody may send a gateway's message: the service looks at its signature."""
    return True


def may_read_proof(user: AnyUser, stored: StoredFile) -> bool:
    """Whether someone may see a proof: who checks payments, and who speaks for the entrant."""
    steps = PaymentTransition.objects.filter(proof=stored)
    step = steps.select_related("payment__tournament", "payment__registration").first()
    return step is not None and (
        permissions.can(user, REVIEW_PAYMENTS, step.payment)
        or permissions.can(user, ANSWER, step.payment.registration)
    )
