"""Games come into the site."""

from django.db import transaction

from tournament_engine.audit import services as audit
from tournament_engine.core.games import GAMES
from tournament_engine.core.models import Game
from tournament_engine.users import User

__all__ = ["install_games"]


@transaction.atomic
def install_games(*, by: User | None) -> list[Game]:
    """Add the starting games that the site does not have; return those that are new.

    One that is there, by its name in whatever case or by its address, stays as it is.
    """
    known = {name.casefold() for name in Game.objects.values_list("name", flat=True)}
    addresses = set(Game.objects.values_list("slug", flat=True))
    new = [
        Game.objects.create(name=name, **facts)
        for name, facts in GAMES.items()
        if name.casefold() not in known and facts["slug"] not in addresses
    ]
    for game in new:
        audit.log(by=by, action="game.created", subject=game, after={"name": game.name})
    return new
