"""The games that a site begins with, as data: how each is counted, and how players are known."""

from collections.abc import Mapping
from typing import Any

from tournament_engine.core.models import ResultKind

__all__ = ["GAMES"]

#: By name. A game that a site has already keeps what its staff made of it.
GAMES: Mapping[str, Mapping[str, Any]] = {
    "League of Legends": {
        "slug": "league-of-legends",
        "result_kind": ResultKind.BEST_OF,
        "identity_label": "Riot ID",
        "identity_preset": "riot",
        "team_min": 5,
        "team_max": 5,
        "substitutes_max": 2,
    },
    "Valorant": {
        "slug": "valorant",
        "result_kind": ResultKind.BEST_OF,
        "score_rule": "first_to",
        "score_options": {"points": 13, "margin": 2},
        "identity_label": "Riot ID",
        "identity_preset": "riot",
        "team_min": 5,
        "team_max": 5,
        "substitutes_max": 2,
    },
    "Counter-Strike 2": {
        "slug": "counter-strike-2",
        "result_kind": ResultKind.BEST_OF,
        "identity_label": "Steam ID",
        "identity_pattern": r"\d{17}",
        "team_min": 5,
        "team_max": 5,
        "substitutes_max": 2,
    },
    "Rocket League": {
        "slug": "rocket-league",
        "result_kind": ResultKind.BEST_OF,
        "identity_label": "Epic Games",
        "team_min": 3,
        "team_max": 3,
        "substitutes_max": 1,
    },
    "EA SPORTS FC": {
        "slug": "ea-sports-fc",
        "result_kind": ResultKind.SCORE,
        "identity_label": "EA ID",
        "team_min": 1,
        "team_max": 2,
    },
    "Fortnite": {
        "slug": "fortnite",
        "result_kind": ResultKind.PLACEMENT,
        "identity_label": "Epic Games",
        "team_min": 1,
        "team_max": 4,
    },
    "Chess": {
        "slug": "chess",
        "result_kind": ResultKind.POINTS,
        "identity_label": "FIDE ID",
        "identity_pattern": r"\d{4,10}",
        "team_min": 1,
        "team_max": 8,
    },
    "Football": {
        "slug": "football",
        "result_kind": ResultKind.SCORE,
        "team_min": 5,
        "team_max": 11,
        "substitutes_max": 12,
    },
}
