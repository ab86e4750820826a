"""How strong entrants are, from what they played: Elo and Glicko-2."""

from bracketcore.ratings.elo import Elo
from bracketcore.ratings.glicko2 import Glicko2, Glicko2Rating
from bracketcore.ratings.outcome import Outcome

__all__ = ["Elo", "Glicko2", "Glicko2Rating", "Outcome"]
