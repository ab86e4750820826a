"""One step in the life of a tournament: locked, checked, written, logged and told."""

from collections.abc import Set as AbstractSet

from tournament_engine import events, permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import guards
from tournament_engine.core.guards import Act
from tournament_engine.core.lifecycle import TRANSITIONS, TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.events import News
from tournament_engine.locks import lock
from tournament_engine.transitions import check_transition
from tournament_engine.users import User

__all__ = ["announce_change", "check_edge", "move", "take", "tell_organizer"]

_S = TournamentState


def take(tournament: Tournament, by: User | None, *, system: bool = False) -> None:
    """Lock the tournament for somebody who may run it; `system` lets nobody act as well."""
    lock(tournament)
    if by is not None or not system:
        permissions.require(by, MANAGE, tournament)


def check_edge(
    tournament: Tournament, sources: AbstractSet[TournamentState], target: TournamentState
) -> None:
    """Raise IllegalTransition unless an act that leads out of `sources` may lead to `target`."""
    edges = {state: TRANSITIONS[state] if state in sources else frozenset() for state in _S}
    check_transition(edges, tournament.state, target)


def move(
    tournament: Tournament,
    act: Act,
    sources: AbstractSet[TournamentState],
    target: TournamentState,
    *,
    by: User | None,
    news: News | None = None,
    reason: str = "",
) -> Tournament:
    """Follow one edge of the life cycle and tell everybody: guards, log, consequences, news.

    `sources` are the states that this act leads out of; another act may lead to the same target.
    """
    before = tournament.state
    check_edge(tournament, sources, target)
    guards.check(act, tournament)
    tournament.state = target
    tournament.version += 1
    tournament.save()
    audit.log(
        by=by,
        action=f"tournament.{target}",
        subject=tournament,
        before={"state": before},
        after={"state": target},
        reason=reason,
    )
    guards.follow(act, tournament, by)
    announce_change(tournament)
    if news is not None:
        events.announce(news, key=_key(tournament), tournament=tournament.pk)
    return tournament


def announce_change(tournament: Tournament) -> None:
    """Tell the site's code that the tournament is not what it was."""
    events.announce(
        events.tournament_changed,
        key=_key(tournament),
        tournament=tournament.pk,
        state=tournament.state,
    )


def tell_organizer(
    notice: str, tournament: Tournament, *, key: str = "", url: str = "", reason: str = ""
) -> None:
    """Send the organiser a notice: once for each `key`, or for each version of the tournament."""
    events.notify(
        notice,
        to=[tournament.organizer],
        key=f"{tournament.pk}:{key or tournament.version}",
        about=tournament.pk,
        context={
            "tournament": tournament.name,
            "url": url or tournament.get_absolute_url(),
            "reason": reason,
        },
    )


def _key(tournament: Tournament) -> str:
    return f"{tournament.pk}:{tournament.version}"
