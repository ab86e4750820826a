"""Entrants, and the order in which they are seeded and spread over brackets and pools."""

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
