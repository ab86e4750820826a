"""Everything that happens to sponsors. Nothing else writes to their tables."""

from tournament_engine.sponsor.services.counting import (
    forget_visitors,
    record_click,
    record_impressions,
)
from tournament_engine.sponsor.services.placing import (
    MAX_SPONSORSHIPS,
    Place,
    add_sponsorship,
    copy_sponsorships,
    move_sponsorship,
    remove_sponsorship,
    update_sponsorship,
)
from tournament_engine.sponsor.services.sponsors import (
    SponsorFacts,
    add_sponsor,
    remove_sponsor,
    update_sponsor,
)

__all__ = [
    "MAX_SPONSORSHIPS",
    "Place",
    "SponsorFacts",
    "add_sponsor",
    "add_sponsorship",
    "copy_sponsorships",
    "forget_visitors",
    "move_sponsorship",
    "record_click",
    "record_impressions",
    "remove_sponsor",
    "remove_sponsorship",
    "update_sponsor",
    "update_sponsorship",
]
