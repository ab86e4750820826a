"""Sponsors for the tests, made as an organiser makes them: by the services."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone
from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.sponsor import services
from tournament_engine.sponsor.models import Sponsor, Sponsorship
from tournament_engine.sponsor.services import Place, SponsorFacts

__all__ = ["BROWSER", "a_sponsor", "a_sponsorship", "facts", "over"]

#: What a person's browser says of itself.
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"

_number = count(1)


def facts(**changes: Any) -> SponsorFacts:
    """Return what is known of a sponsor."""
    number = next(_number)
    told = {"name": f"Sponsor {number}", "url": f"https://sponsor{number}.example.org/"}
    return SponsorFacts(**{**told, **changes})


def a_sponsor(by: Person, *, logo: Any = None, **changes: Any) -> Sponsor:
    """Return a sponsor that somebody wrote down."""
    return services.add_sponsor(facts=facts(**changes), logo=logo, by=by)


def a_sponsorship(
    tournament: Tournament, *, sponsor: Sponsor | None = None, logo: Any = None, **place: Any
) -> Sponsorship:
    """Return a sponsor that a tournament shows."""
    by = tournament.organizer
    assert isinstance(by, Person)
    return services.add_sponsorship(
        tournament=tournament,
        sponsor=sponsor or a_sponsor(by, logo=logo),
        place=Place(**place),
        by=by,
    )


def over(row: Sponsorship) -> None:
    """Let the time of a sponsor be over."""
    Sponsorship.objects.filter(pk=row.pk).update(ends_at=timezone.now() - timedelta(seconds=1))
