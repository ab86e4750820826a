"""The formats: a file each."""

from bracketcore.formats.double_elimination import DoubleElimination
from bracketcore.formats.dual_tournament import DualTournament
from bracketcore.formats.free_for_all import FreeForAll
from bracketcore.formats.page_playoff import PagePlayoff
from bracketcore.formats.pools import Pools
from bracketcore.formats.round_robin import Points, RoundRobin
from bracketcore.formats.single_elimination import SingleElimination
from bracketcore.formats.stepladder import Stepladder

__all__ = [
    "DoubleElimination",
    "DualTournament",
    "FreeForAll",
    "PagePlayoff",
    "Points",
    "Pools",
    "RoundRobin",
    "SingleElimination",
    "Stepladder",
]
