"""What the domains tell the floors below them, said once when Django is ready."""

from tournament_engine import events, hooks, outbox
from tournament_engine.core import permissions as core_permissions
from tournament_engine.registration import guards as registration_guards
from tournament_engine.registration import permissions as registration_permissions

__all__ = ["connect"]


def connect() -> None:
    """Make every registration. Each is harmless when it is made again."""
    events.carried.connect(outbox.receive, dispatch_uid="tournament_engine.outbox")
    outbox.handler(events.EVENT, events.deliver)
    outbox.handler(events.NOTICE, hooks.deliver)
    core_permissions.declare()
    registration_permissions.declare()
    registration_guards.declare()
