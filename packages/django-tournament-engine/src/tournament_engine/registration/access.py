"""The tournament that an address names, for those who run its registrations."""

from django.shortcuts import get_object_or_404

from tournament_engine.core.access import managed_tournament
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Registration
from tournament_engine.registration.permissions import MANAGE_REGISTRATIONS
from tournament_engine.users import AnyUser

__all__ = ["desk_registration", "desk_tournament"]


def desk_tournament(user: AnyUser, slug: str) -> Tournament:
    """Return the tournament to registration staff; NotAllowed for those who only see it."""
    return managed_tournament(user, slug, MANAGE_REGISTRATIONS)


def desk_registration(tournament: Tournament, key: int) -> Registration:
    """Return a registration of this very tournament, or raise Http404."""
    rows = Registration.objects.for_list().filter(tournament=tournament)
    return get_object_or_404(rows, pk=key)
