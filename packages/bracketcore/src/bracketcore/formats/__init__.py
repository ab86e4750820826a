"""The formats: a file each."""

from bracketcore.formats.double_elimination import DoubleElimination
from bracketcore.formats.pools import Pools
from bracketcore.formats.round_robin import Points, RoundRobin
from bracketcore.formats.single_elimination import SingleElimination

__all__ = ["DoubleElimination", "Points", "Pools", "RoundRobin", "SingleElimination"]
