"""Games come into the site, and its staff says how each is counted."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core import score_rules
from tournament_engine.core.custom_fields.patterns import compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.games import GAMES
from tournament_engine.core.models import Game
from tournament_engine.core.permissions import EDIT_GAMES
from tournament_engine.errors import InvalidInput
from tournament_engine.users import User

__all__ = ["check_game", "install_games", "save_game"]


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


@transaction.atomic
def save_game(*, game: Game, by: User) -> Game:
    """Write a game as it stands in the instance: a new one, or one that is there already."""
    permissions.require(by, EDIT_GAMES)
    check_game(game)
    stored = Game.objects.filter(pk=game.pk).first()
    before = {} if stored is None else _facts(stored)
    game.save()
    after = {name: value for name, value in _facts(game).items() if before.get(name) != value}
    action = "game.created" if stored is None else "game.changed"
    audit.log(
        by=by,
        action=action,
        subject=game,
        before={name: before[name] for name in after if name in before},
        after=after,
    )
    return game


def check_game(game: Game) -> None:
    """Raise InvalidInput where the rule of scores or the look of an identity cannot be."""
    score_rules.rule_of(game)
    if game.identity_preset and game.identity_preset not in PRESETS:
        message = _("Nobody knows this pattern: choose another.")
        raise InvalidInput(message, field="identity_preset")
    if game.identity_preset and game.identity_pattern:
        message = _("Choose one of the patterns, or write your own: not both.")
        raise InvalidInput(message, field="identity_pattern")
    if game.identity_pattern:
        _check_pattern(game.identity_pattern)


def _check_pattern(source: str) -> None:
    try:
        compile_pattern(source)
    except InvalidInput as error:
        raise InvalidInput(error.message, code=error.code, field="identity_pattern") from error


def _facts(game: Game) -> dict[str, Any]:
    return {field.attname: getattr(game, field.attname) for field in Game._meta.concrete_fields}
