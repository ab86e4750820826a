"""What the tests of races share: people who act at once, and answers in place of errors."""

from collections.abc import Callable
from typing import Any

from tests.people.models import Person

from tournament_engine.core.models import Tournament
from tournament_engine.errors import TournamentError
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration

__all__ = ["asking", "fresh", "leaving", "lost", "someone", "told"]


def told(act: Callable[[], Any]) -> Callable[[], str]:
    """Return a call that answers "done" or the code of the refusal."""

    def call() -> str:
        try:
            act()
        except TournamentError as error:
            return error.code
        return "done"

    return call


def lost(call: Callable[[], str]) -> Callable[[], str]:
    """Return a call that answers what the database says without the guard."""

    def attempt() -> str:
        try:
            return call()
        except Exception as error:  # noqa: BLE001 - whatever it is
            return type(error).__name__

    return attempt


def asking(cup: Tournament, user: Person, **facts: Any) -> Callable[[], str]:
    """Return a call that asks for a place and answers the state or the code."""

    def ask() -> str:
        tournament = Tournament.objects.get(pk=cup.pk)
        try:
            return services.register(tournament=tournament, user=user, by=user, **facts).state
        except TournamentError as error:
            return error.code

    return ask


def fresh(registration: Registration) -> Registration:
    """Return the row as another request reads it."""
    return Registration.objects.select_related("tournament").get(pk=registration.pk)


def someone(registration: Registration) -> Person:
    """Return who registered."""
    assert registration.user is not None
    return registration.user


def leaving(registration: Registration) -> Callable[[], str]:
    """Return a call that gives a place back."""
    user = someone(registration)
    return told(lambda: services.withdraw_registration(registration=fresh(registration), by=user))
