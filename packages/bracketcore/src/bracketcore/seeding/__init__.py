"""Entrants, and the order in which they are seeded and spread over brackets and pools."""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.seeding.clubs import separate
    from bracketcore.seeding.crossing import cross
    from bracketcore.seeding.entrants import Entrant, as_entrant, by_rating, checked_ids, shuffled
    from bracketcore.seeding.exchanges import Qualifier
    from bracketcore.seeding.orders import (
        bracket_size,
        effort,
        from_bracket_order,
        pool_labels,
        snake,
        snake_in_bracket_order,
        standard_order,
    )
    from bracketcore.seeding.pots import draw_pots
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.seeding.clubs": ("separate",),
            "bracketcore.seeding.crossing": ("cross",),
            "bracketcore.seeding.entrants": (
                "Entrant",
                "as_entrant",
                "by_rating",
                "checked_ids",
                "shuffled",
            ),
            "bracketcore.seeding.exchanges": ("Qualifier",),
            "bracketcore.seeding.orders": (
                "bracket_size",
                "effort",
                "from_bracket_order",
                "pool_labels",
                "snake",
                "snake_in_bracket_order",
                "standard_order",
            ),
            "bracketcore.seeding.pots": ("draw_pots",),
        },
    )

__all__ = [
    "Entrant",
    "Qualifier",
    "as_entrant",
    "bracket_size",
    "by_rating",
    "checked_ids",
    "cross",
    "draw_pots",
    "effort",
    "from_bracket_order",
    "pool_labels",
    "separate",
    "shuffled",
    "snake",
    "snake_in_bracket_order",
    "standard_order",
]
