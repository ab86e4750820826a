"""The tables of brackets-model, which the widget brackets-viewer draws: out of a stage, and in.

Single and double eliminations, round robins and pools go there and back with their sides,
scores, games and forfeits. These tables have no place for the rest:

- points and tie-breaks are left out, and read as the defaults;
- the numbers of a shootout are left out: such a win is read without a score;
- a walkover is a forfeit there, and so is read as one;
- the history is left out: results are read as if recorded once, in playing order, and a
  withdrawal as the forfeits that it led to;
- ratings and clubs are left out.

Any other format is refused, and so are eliminations in which all places are played out or
some start in the lower bracket.
"""

from bracketcore.brackets_model.loading import load
from bracketcore.brackets_model.writing import dump

__all__ = ["dump", "load"]
