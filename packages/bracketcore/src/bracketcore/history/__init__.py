"""The events of a stage, in the order in which they happened: replaying them gives the stage."""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.history.events import (
        Corrected,
        Entry,
        Event,
        Recorded,
        Reopened,
        Replaced,
        Swapped,
        TiebreakGiven,
        Withdrawn,
        told,
    )
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.history.events": (
                "Corrected",
                "Entry",
                "Event",
                "Recorded",
                "Reopened",
                "Replaced",
                "Swapped",
                "TiebreakGiven",
                "Withdrawn",
                "told",
            ),
        },
    )

__all__ = [
    "Corrected",
    "Entry",
    "Event",
    "Recorded",
    "Reopened",
    "Replaced",
    "Swapped",
    "TiebreakGiven",
    "Withdrawn",
    "told",
]
