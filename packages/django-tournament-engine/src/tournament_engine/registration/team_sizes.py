"""How many play for a team, and how many wait beside it: what the game says. Reads only."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tournament_engine.core.models import Game
from tournament_engine.errors import Conflict, InvalidInput, TournamentError
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration.models import MemberRole, Registration

__all__ = ["in_captains_words", "in_words", "require_complete", "require_room_for", "sized"]

_FIELD = "members"


def sized(game: Game, members: Sequence[TeamMember]) -> list[TeamMember]:
    """Return the members of a new team; who is one too many to play is a substitute.

    Raise InvalidInput where too few play, or where too many wait. A site that does not say who
    is in its teams is asked nothing.
    """
    roster = list(_with_bench(members, game.team_max))
    waiting = sum(member.role == MemberRole.SUBSTITUTE for member in roster)
    playing = len(roster) - waiting
    if roster and playing < game.team_min:
        raise _too_few(playing, game.team_min)
    if game.substitutes_max is not None and waiting > game.substitutes_max:
        raise _too_many(game, len(roster))
    return roster


def require_room_for(registration: Registration, role: str) -> None:
    """Raise Conflict where a team has no room for one more in this role."""
    game = registration.tournament.game
    is_bench = role == MemberRole.SUBSTITUTE
    most = game.substitutes_max if is_bench else game.team_max
    there = registration.members.filter(is_active=True)
    bench = {"role": MemberRole.SUBSTITUTE}
    count = (there.filter(**bench) if is_bench else there.exclude(**bench)).count()
    if most is None or count < most:
        return
    message = _("The team has all the players that the game allows: add a substitute instead.")
    if is_bench:
        message = _("The team has all the substitutes that the game allows: take one off first.")
    raise Conflict(message, code="team_full", field="role")


def require_complete(registration: Registration) -> None:
    """Raise Conflict where fewer play for a team than the game needs."""
    roles = registration.members.filter(is_active=True).values_list("role", flat=True)
    fewest = registration.tournament.game.team_min
    playing = sum(role != MemberRole.SUBSTITUTE for role in roles)
    if roles and playing < fewest:
        raise Conflict(_too_few(playing, fewest).message, code="team_too_small")


def in_words(game: Game) -> str:
    """Return what a captain must know of the size of a team; empty where nothing is said."""
    parts = []
    if game.team_min > 1 or game.team_max is not None:
        parts.append(_players(game.team_min, game.team_max))
    if game.substitutes_max is not None:
        waiting = ngettext("%(most)d substitute", "%(most)d substitutes", game.substitutes_max)
        parts.append(_("at most %(those)s") % {"those": waiting % {"most": game.substitutes_max}})
    return ", ".join(parts)


def in_captains_words(game: Game) -> str:
    """Return what the form says of the size of a team that somebody names."""
    sizes = in_words(game)
    if not sizes:
        return ""
    return _("With you: %(sizes)s. Who is one too many to play is a substitute.") % {"sizes": sizes}


def _players(fewest: int, most: int | None) -> str:
    if most is None:
        return _("%(fewest)d players or more") % {"fewest": fewest}
    if most == fewest:
        return ngettext("%(most)d player", "%(most)d players", most) % {"most": most}
    return _("%(fewest)d to %(most)d players") % {"fewest": fewest, "most": most}


def _with_bench(members: Sequence[TeamMember], most: int | None) -> Iterator[TeamMember]:
    """Yield the members; beyond the most who play, the captain apart, they are substitutes."""
    captained = any(member.role == MemberRole.CAPTAIN for member in members)
    left = None if most is None else most - captained
    for member in members:
        if member.role == MemberRole.PLAYER and left is not None:
            left -= 1
            yield replace(member, role=MemberRole.SUBSTITUTE) if left < 0 else member
        else:
            yield member


def _too_few(playing: int, fewest: int) -> TournamentError:
    message = ngettext(
        "A team of this game has %(fewest)d player at least; %(playing)d is on the list.",
        "A team of this game has %(fewest)d players at least; %(playing)d are on the list.",
        fewest,
    )
    words = {"fewest": fewest, "playing": playing}
    return InvalidInput(message % words, code="team_too_small", field=_FIELD)


def _too_many(game: Game, named: int) -> InvalidInput:
    message = _("A team of this game has %(sizes)s; %(named)d are on the list.")
    words = {"sizes": in_words(game), "named": named}
    return InvalidInput(message % words, code="team_too_large", field=_FIELD)
