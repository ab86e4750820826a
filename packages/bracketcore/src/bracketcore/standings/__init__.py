"""Standings: who stands where, and why."""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.standings.ranking import Row, Split, Standings, across, ordinal, rank, tiers
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.standings.ranking": (
                "Row",
                "Split",
                "Standings",
                "across",
                "ordinal",
                "rank",
                "tiers",
            ),
        },
    )

__all__ = ["Row", "Split", "Standings", "across", "ordinal", "rank", "tiers"]
