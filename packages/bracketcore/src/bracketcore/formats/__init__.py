"""The formats: a file each."""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.formats.double_elimination import DoubleElimination
    from bracketcore.formats.dual_tournament import DualTournament
    from bracketcore.formats.free_for_all import FreeForAll
    from bracketcore.formats.page_playoff import PagePlayoff
    from bracketcore.formats.pools import Pools
    from bracketcore.formats.round_robin import Points, RoundRobin
    from bracketcore.formats.single_elimination import SingleElimination
    from bracketcore.formats.stepladder import Stepladder
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.formats.double_elimination": ("DoubleElimination",),
            "bracketcore.formats.dual_tournament": ("DualTournament",),
            "bracketcore.formats.free_for_all": ("FreeForAll",),
            "bracketcore.formats.page_playoff": ("PagePlayoff",),
            "bracketcore.formats.pools": ("Pools",),
            "bracketcore.formats.round_robin": ("Points", "RoundRobin"),
            "bracketcore.formats.single_elimination": ("SingleElimination",),
            "bracketcore.formats.stepladder": ("Stepladder",),
        },
    )

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
