"""What sponsors hold of people: nothing; a click tells a day's digest of a visitor."""

from tournament_engine.privacy.holdings import Holding, declare
from tournament_engine.sponsor.models import Sponsor, SponsorClick, Sponsorship

__all__ = ["declare_personal"]


def declare_personal() -> None:
    """Say what these tables hold. Nobody's account is behind a click, nor behind a sponsor."""
    declare(
        Holding(model=SponsorClick, impersonal=("visitor",)),
        Holding(model=Sponsorship, impersonal=("stage",)),
        Holding(model=Sponsor, impersonal=("name", "url", "alt_text")),
    )
