"""What stages hold of people: the keys of entrants, and who did what."""

from tournament_engine.bracket.models import Bracket, BracketEvent, DrawSeed
from tournament_engine.privacy.holdings import Holding, declare

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold: a snapshot knows entrants by their keys, never by a name."""
    declare(
        Holding(model=BracketEvent, tournament="bracket__tournament", impersonal=("data",)),
        Holding(model=DrawSeed, impersonal=("commitment", "seed", "seeding")),
        Holding(model=Bracket, impersonal=("seeding", "snapshot")),
    )
