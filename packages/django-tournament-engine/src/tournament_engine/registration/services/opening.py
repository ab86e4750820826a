"""Who is told when registration opens: asked for until then, told once, and forgotten."""

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import events, permissions
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.registration.models import OpeningWatch
from tournament_engine.registration.permissions import REGISTER
from tournament_engine.users import User

__all__ = ["tell_of_cancellation", "tell_of_opening", "unwatch_opening", "watch_opening"]


@transaction.atomic
def watch_opening(*, tournament: Tournament, by: User) -> OpeningWatch:
    """Keep in mind that somebody wants to hear when registration opens; harmless when repeated.

    The tournament's lock decides between this and the opening: nobody who asked is passed over.
    """
    lock(tournament)
    permissions.require(by, REGISTER, tournament)
    if tournament.state != TournamentState.PUBLISHED:
        message = _("There is nothing to wait for: registration is open, or it is over.")
        raise Conflict(message, code="not_awaited")
    return OpeningWatch.objects.get_or_create(tournament=tournament, user=by)[0]


@transaction.atomic
def unwatch_opening(*, tournament: Tournament, by: User) -> None:
    """Take that back; harmless when there is nothing to take back."""
    OpeningWatch.objects.filter(tournament=tournament, user=by).delete()


def tell_of_opening(tournament: Tournament, _by: User | None) -> None:
    """Tell those who asked; follows the opening of registration."""
    _tell(tournament, "registration_opened")


def tell_of_cancellation(tournament: Tournament, _by: User | None) -> None:
    """Tell those who wait that there will be nothing to wait for; follows the cancellation."""
    _tell(tournament, "tournament_cancelled")


def _tell(tournament: Tournament, notice: str) -> None:
    watches = OpeningWatch.objects.filter(tournament=tournament)
    rows = watches.select_related("user").order_by("pk")
    # Who may not see the tournament any more hears nothing of it.
    people = [row.user for row in rows if permissions.can(row.user, REGISTER, tournament)]
    events.notify(
        notice,
        to=people,
        key=f"watched:{tournament.pk}:{tournament.version}",
        about=tournament.pk,
        context={
            "tournament": tournament.name,
            "url": tournament.get_absolute_url(),
            "reason": tournament.cancel_reason,
        },
    )
    watches.delete()
