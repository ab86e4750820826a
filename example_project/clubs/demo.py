"""The clubs of the demo."""

from django.contrib.auth import get_user_model
from django.db import transaction

from clubs.models import Club, Handle, Membership

__all__ = ["seed_clubs"]

CLUBS = {
    "Riverside Rovers": ("ann", "cleo"),
    "Castle Lane": ("bob", "dan"),
}
HANDLES = {"ann": "annalog", "bob": "bobsled", "cleo": "cleopatra_7", "eve": "evening"}
GAME = "Comet Rally"


@transaction.atomic
def seed_clubs() -> None:
    """Make what is not there yet: the first of each club is its captain."""
    people = {user.get_username(): user for user in get_user_model().objects.all()}
    for name, logins in CLUBS.items():
        club, _made = Club.objects.get_or_create(name=name)
        for login in logins:
            role = Membership.Role.CAPTAIN if login == logins[0] else Membership.Role.PLAYER
            Membership.objects.get_or_create(club=club, user=people[login], defaults={"role": role})
    for login, handle in HANDLES.items():
        Handle.objects.get_or_create(user=people[login], game=GAME, defaults={"name": handle})
