"""Who an entrant is to the rankings hook: the person or the team of the site behind it."""

from collections.abc import Iterable, Mapping

from tournament_engine import hooks
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.registration.models import Entrant, Registration

__all__ = ["ranked_id", "scope_of", "seed_values"]


def ranked_id(registration: Registration, kind: str) -> str:
    """Return "team:ID" or "user:ID", empty for names that stand for nobody on the site."""
    if registration.team_ref:
        return f"team:{registration.team_ref}"
    if kind == EntrantKind.SOLO and registration.user_id is not None:
        return f"user:{registration.user_id}"
    return ""


def scope_of(tournament: Tournament) -> str:
    """Return what a result of this tournament counts in: its game, by id."""
    return str(tournament.game_id)


def seed_values(tournament: Tournament, entrants: Iterable[Entrant]) -> Mapping[int, float]:
    """Return by what to seed the ranked among these entrants, the highest first; by their keys."""
    kind = tournament.entrant_kind
    ranked = {entrant.pk: ranked_id(entrant.registration, kind) for entrant in entrants}
    ids = sorted(set(ranked.values()) - {""})
    values = hooks.rankings().seed_values(ids, scope_of(tournament))
    return {key: values[one] for key, one in ranked.items() if one in values}
