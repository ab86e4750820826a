"""Stages in sequence, and who goes on from one to the next."""

from bracketcore.tournament.advance import Advance, BracketOrder, Seeding
from bracketcore.tournament.plan import RunningTournament, Tournament
from bracketcore.tournament.qualification import qualifiers

__all__ = ["Advance", "BracketOrder", "RunningTournament", "Seeding", "Tournament", "qualifiers"]
