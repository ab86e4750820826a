"""What a tournament's page asks because of its matches: of who plays, runs it, or looks on."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import permissions
from tournament_engine.core import calls
from tournament_engine.core.calls import Call
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.match.attendance import absent
from tournament_engine.match.lifecycle import MatchState
from tournament_engine.match.models import Match
from tournament_engine.match.permissions import CONFIRM, MANAGE
from tournament_engine.match.queries import sides_of
from tournament_engine.match.results import is_heat
from tournament_engine.users import AnyUser, User

__all__ = ["declare"]

_M, _S = MatchState, TournamentState

#: States of a match in the order in which they press those who play it.
_PRESSING = (_M.CHECK_IN, _M.PENDING_RESULT, _M.LIVE, _M.READY, _M.DISPUTED, _M.SCHEDULED)

#: In these a side may have something to do at once.
_PRESSED = frozenset({_M.CHECK_IN, _M.PENDING_RESULT, _M.LIVE, _M.READY})

#: A person looks after few matches at once; the others follow when these are done.
_LOOKED_AT = 12

_SIGHTS: Mapping[TournamentState, tuple[Promise, Promise]] = {
    _S.LIVE: (gettext_lazy("It is being played."), gettext_lazy("See the bracket")),
    _S.COMPLETED: (gettext_lazy("All is played."), gettext_lazy("See the results")),
    _S.CONCLUDED: (gettext_lazy("It is over."), gettext_lazy("See the results")),
    _S.ARCHIVED: (gettext_lazy("It is over."), gettext_lazy("See the results")),
}


def declare() -> None:
    """Say what matches ask for."""
    calls.register("own_match", _own_match)
    calls.register("desk", _desk)
    calls.register("sight", _sight)


def _own_match(tournament: Tournament, user: AnyUser) -> Call | None:
    if not user.is_authenticated or tournament.state != _S.LIVE:
        return None
    mine = Match.objects.for_tournament_page(tournament).for_user(user)
    rows = list(mine.filter(state__in=_PRESSING).order_by("scheduled_at", "pk")[:_LOOKED_AT])
    rows.sort(key=lambda row: _PRESSING.index(_M(row.state)))
    # Only these may press: of the others the first is enough to look at.
    pressing = (_of_match(row, user) for row in rows if row.state in _PRESSED)
    urgent = next((call for call in pressing if call.is_urgent), None)
    return urgent or (_of_match(rows[0], user) if rows else None)


def _of_match(match: Match, user: User) -> Call:
    """Return what one match asks of somebody who acts for a side of it."""
    other = {"other": _against(match, user)}
    page = _address("match", match)
    match _M(match.state):
        case _M.CHECK_IN if sides_of(user, match) & set(absent(match)):
            words = _("Check in for your match: %(other)s.") % other
            return Call(words=words, label=_("Check in"), url=page, is_urgent=True)
        case _M.PENDING_RESULT if permissions.can(user, CONFIRM, match):
            words = _("A score is reported of your match: %(other)s.") % other
            label, url = _("Look at the score"), _address("report", match)
            return Call(words=words, label=label, url=url, is_urgent=True)
        case _M.READY | _M.LIVE:
            words = _("Your match is on: %(other)s.") % other
            label, url = _("Report the score"), _address("report", match)
            return Call(words=words, label=label, url=url, is_urgent=True)
        case _M.PENDING_RESULT:
            words = _("Your score waits for the other side: %(other)s.") % other
        case _M.DISPUTED:
            words = _("The result of your match is contested: %(other)s.") % other
        case _:
            words = _("Your next match: %(other)s.") % other
    return Call(words=words, label=_("Your match"), url=page)


def _against(match: Match, user: User) -> str:
    """Return whom somebody meets, in words."""
    if is_heat(match):
        return _("a heat of %(size)d") % {"size": len(match.sides.all())}
    mine = sides_of(user, match)
    names = [side.entrant.name for side in match.sides.all() if side.entrant is not None]
    others = [
        side.entrant.name
        for side in match.sides.all()
        if side.entrant is not None and side.side not in mine
    ]
    return _("against %(name)s") % {"name": ", ".join(others or names)}


def _address(route: str, match: Match) -> str:
    where = (match.tournament.slug, match.bracket.stage.code, match.code)
    return reverse(f"tournament_engine:{route}", args=where)


def _desk(tournament: Tournament, user: AnyUser) -> Call | None:
    """Lead the staff to what waits while people play; what is contested is the disputes' call."""
    if tournament.state != _S.LIVE or not permissions.can(user, MANAGE, tournament):
        return None
    url = reverse("tournament_engine:console", args=(tournament.slug,))
    return Call(words=_("It is being played."), label=_("To the console"), url=url)


def _sight(tournament: Tournament, _user: AnyUser) -> Call | None:
    sight = _SIGHTS.get(_S(tournament.state))
    if sight is None:
        return None
    words, label = sight
    url = reverse("tournament_engine:bracket", args=(tournament.slug,))
    return Call(words=str(words), label=str(label), url=url)
