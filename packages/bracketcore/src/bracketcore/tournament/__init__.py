"""Stages in sequence, and who goes on from one to the next.

A ``Seeding`` is "cross", "standings" or a ``BracketOrder``: the places as they stand in the
bracket, one such order for each set of the best that can go on, or a function of all who go on.
"""

from bracketcore.tournament.advance import Advance, BracketOrder, Seeding
from bracketcore.tournament.plan import RunningTournament, Tournament
from bracketcore.tournament.qualification import qualifiers

__all__ = ["Advance", "BracketOrder", "RunningTournament", "Seeding", "Tournament", "qualifiers"]
