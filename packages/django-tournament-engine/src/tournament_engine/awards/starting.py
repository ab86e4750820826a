"""The achievements that a site begins with, as data."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_noop as _

from tournament_engine.awards.models import Colour

__all__ = ["ACHIEVEMENTS"]

#: By code. One that a site has already keeps what its staff made of it.
ACHIEVEMENTS: Mapping[str, Mapping[str, Any]] = {
    "first_tournament": {
        "name": _("First steps"),
        "rule": "tournaments_played",
        "params": {"times": 1},
        "icon": "\N{WHITE CHESS PAWN}",
        "colour": Colour.GREEN,
    },
    "ten_tournaments": {
        "name": _("Regular"),
        "rule": "tournaments_played",
        "params": {"times": 10},
        "icon": "10",
        "colour": Colour.GREEN,
    },
    "first_win": {
        "name": _("First victory"),
        "rule": "match_wins",
        "params": {"times": 1},
        "icon": "\N{BLACK STAR}",
        "colour": Colour.BLUE,
    },
    "fifty_wins": {
        "name": _("Veteran"),
        "rule": "match_wins",
        "params": {"times": 50},
        "icon": "50",
        "colour": Colour.BLUE,
    },
    "first_title": {
        "name": _("First title"),
        "rule": "place",
        "params": {"place": 1, "times": 1},
        "icon": "\N{WHITE CHESS KING}",
        "colour": Colour.GOLD,
    },
    "champion": {
        "name": _("Champion"),
        "rule": "place",
        "params": {"place": 1, "times": 1},
        "per_tournament": True,
        "icon": "1",
        "colour": Colour.GOLD,
    },
    "podium": {
        "name": _("On the podium"),
        "rule": "place",
        "params": {"place": 3, "times": 1},
        "per_tournament": True,
        "icon": "3",
        "colour": Colour.BRONZE,
    },
    "undefeated": {
        "name": _("Undefeated"),
        "rule": "undefeated",
        "params": {"matches": 3, "times": 1},
        "per_tournament": True,
        "icon": "\N{HEAVY CHECK MARK}",
        "colour": Colour.SILVER,
    },
    "win_streak": {
        "name": _("On fire"),
        "rule": "win_streak",
        "params": {"times": 10},
        "icon": "\N{BLACK UP-POINTING TRIANGLE}",
        "colour": Colour.RED,
    },
    "comeback": {
        "name": _("Back from the dead"),
        "rule": "comeback",
        "params": {"place": 1, "times": 1},
        "icon": "\N{ANTICLOCKWISE OPEN CIRCLE ARROW}",
        "colour": Colour.VIOLET,
    },
    "mvp": {
        "name": _("Most valuable player"),
        "rule": "by_hand",
        "per_tournament": True,
        "icon": "\N{WHITE STAR}",
        "colour": Colour.GOLD,
    },
    "fair_play": {
        "name": _("Fair play"),
        "description": _("For conduct that others should follow."),
        "rule": "by_hand",
        "per_tournament": True,
        "icon": "\N{BLACK HEART SUIT}",
        "colour": Colour.GREEN,
    },
}
