"""The events of a stage, in the order in which they happened: replaying them gives the stage.

``Event`` is any of them. ``Entry`` is how a stage keeps one: an event, or a match with its
result, which `told` makes an event.
"""

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
