"""What the outbox gave up on, and how somebody has it sent all the same."""

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import outbox, permissions
from tournament_engine.audit import services as audit
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.outbox import OutboxMessage
from tournament_engine.users import AnyUser, User

__all__ = ["SEND_AGAIN", "declare", "send_again"]

#: May have what was given up sent again.
SEND_AGAIN = "tournament_engine.send_again"


def declare() -> None:
    """Put the capability into the registry."""
    permissions.define(SEND_AGAIN, _may_send_again, has_object=False)


@transaction.atomic
def send_again(*, message: OutboxMessage, by: User) -> OutboxMessage:
    """Let a dead letter be tried again, once what kept it from being delivered is mended."""
    permissions.require(by, SEND_AGAIN, message)
    lock(message)
    if not message.is_given_up:
        raise Conflict(
            _("Only what was given up is sent again: this is delivered, or tried by itself."),
            code="not_given_up",
        )
    details = {"key": message.key, "attempts": message.attempts}
    audit.log(by=by, action="outbox.sent_again", subject=message, before=details)
    outbox.revive(message)
    return message


def _may_send_again(user: AnyUser, _message: object) -> bool:
    """Whether someone may have it sent again: the site's staff."""
    return permissions.is_site_staff(user)
