"""What registration has to say when a tournament moves on."""

from django.urls import reverse
from django.utils.translation import gettext as _

from tournament_engine import events
from tournament_engine.core import audience, guards
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.registration import rulebook, services
from tournament_engine.registration.models import Registration
from tournament_engine.registration.payments import terms
from tournament_engine.registration.permissions import takes_part
from tournament_engine.users import User

__all__ = ["declare"]


def declare() -> None:
    """Put registration's guards, consequences and audience where core finds them."""
    audience.register(takes_part)
    guards.register("configure", places_hold_the_entrants)
    guards.register("configure", rulebook.check)
    guards.register("configure", terms.check)
    guards.register("start", entrants_are_enough)
    guards.register("start", nobody_is_undecided)
    guards.register("draw", nobody_is_undecided)
    guards.then("open", services.tell_of_opening)
    guards.then("close", tell_of_too_few)
    guards.then("check_in", services.call_to_check_in)
    guards.then("close_check_in", services.mark_absent)
    guards.then("start", services.expire_waitlist)
    guards.then("cancel", services.cancel_all)
    guards.then("cancel", services.refund_all)
    guards.then("cancel", services.tell_of_cancellation)


def places_hold_the_entrants(tournament: Tournament) -> None:
    """Refuse fewer places than are taken."""
    taken = Registration.objects.holding().filter(tournament=tournament).count()
    if tournament.max_entrants < taken:
        message = _("%(taken)d places are taken; offer as many, or take entrants out first.")
        raise Conflict(message % {"taken": taken}, code="places_taken", field="max_entrants")


def tell_of_too_few(tournament: Tournament, _by: User | None) -> None:
    """Tell the organiser that registration closed with too few: to extend it, or call it off."""
    found = Registration.objects.confirmed().filter(tournament=tournament).count()
    if found < tournament.min_entrants:
        events.notify(
            "too_few_entrants",
            to=[tournament.organizer],
            key=f"{tournament.pk}:{tournament.version}",
            about=tournament.pk,
            context={
                "tournament": tournament.name,
                "url": reverse("tournament_engine:console", args=(tournament.slug,)),
                "found": found,
                "needed": tournament.min_entrants,
            },
        )


def entrants_are_enough(tournament: Tournament) -> None:
    """Refuse to start with too few: the organiser finds more, asks for fewer or calls it off."""
    found = Registration.objects.confirmed().filter(tournament=tournament).count()
    if found < tournament.min_entrants:
        message = _("%(found)d of at least %(needed)d entrants are there; add some or call it off.")
        words = {"found": found, "needed": tournament.min_entrants}
        raise Conflict(message % words, code="too_few_entrants")


def nobody_is_undecided(tournament: Tournament) -> None:
    """Refuse to draw while somebody has a place without being in."""
    open_ones = Registration.objects.undecided().filter(tournament=tournament)
    first = open_ones.order_by("pk").first()
    if first is not None:
        message = _("%(name)s is %(state)s: decide on it before the draw.")
        words = {"name": first.name, "state": standing_words(first)}
        raise Conflict(message % words, code="undecided")


def standing_words(registration: Registration) -> str:
    """Return where a registration stands; an offer of a place is a state of its own to people."""
    if registration.accept_by is not None:
        return _("offered a place")
    return registration.get_state_display()
