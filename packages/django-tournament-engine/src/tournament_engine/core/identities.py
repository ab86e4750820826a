"""What a player is known by in a game: how it must look, and what the profile says of it."""

from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.core.custom_fields.patterns import compile_pattern
from tournament_engine.core.custom_fields.presets import PRESETS
from tournament_engine.core.models import Game
from tournament_engine.errors import InvalidInput
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["MAX_IDENTITY", "checked_identity", "identity_of", "known_identity"]

MAX_IDENTITY = 80

_FIELD = "identity"


def identity_of(game: Game, user: User, *, given: str) -> str:
    """Return what a player is known by as it is stored, empty where the game has no such thing.

    What was typed wins over what the profile says. Raise InvalidInput where neither says
    anything, or where it does not look as it does in this game.
    """
    if not game.identity_label:
        return ""
    told = given.strip() or known_identity(game, user)
    if not told:
        message = _("Enter your %(identity)s.") % {"identity": game.identity_label}
        raise InvalidInput(message, code="no_identity", field=_FIELD)
    return checked_identity(game, told)


def known_identity(game: Game, user: User) -> str:
    """Return what the profile says, empty where it says nothing or nothing that fits the game."""
    if not game.identity_label:
        return ""
    told = hooks.or_else("", lambda: hooks.profiles().game_identity(user, game))
    try:
        return checked_identity(game, told) if told else ""
    except InvalidInput:
        # The profile may be of another time; the person types in what is right.
        return ""


def checked_identity(game: Game, text: str) -> str:
    """Return a text as it is stored; raise InvalidInput where it does not look so in the game."""
    clean = one_line(text, field=_FIELD, longest=MAX_IDENTITY)
    if game.identity_preset and not PRESETS[game.identity_preset].accepts(clean):
        raise _refusal(str(PRESETS[game.identity_preset].sentence))
    if game.identity_pattern and not compile_pattern(game.identity_pattern).matches(clean):
        message = _("This is no %(identity)s: correct it.")
        raise _refusal(message % {"identity": game.identity_label})
    return clean


def _refusal(message: str) -> InvalidInput:
    return InvalidInput(message, code="identity", field=_FIELD)
