"""The people of the demo: one who runs the tournaments, and some who play."""

from django.contrib.auth import get_user_model
from django.db.models import EmailField

from tournament_engine.users import User

__all__ = ["ORGANIZER", "PASSWORD", "PLAYERS", "login_of", "person"]

ORGANIZER = "organizer"
#: The same for everybody; it is printed, so it is no secret.
PASSWORD = "demo"  # noqa: S105
#: Those who play, and the names that they play under.
PLAYERS = {
    "ann": "Ann Becker",
    "bob": "Bob Tanner",
    "cleo": "Cleo Marsh",
    "dan": "Dan Oyelaran",
    "eve": "Eve Laurent",
}


def login_of(name: str) -> str:
    """Return what this site asks for at login: a word, or an e-mail address."""
    model = get_user_model()
    field = model._meta.get_field(model.USERNAME_FIELD)
    is_email = isinstance(field, EmailField)
    return f"{name}@example.org" if is_email else name


def person(name: str) -> User:
    """Return somebody of the demo, made the first time."""
    people = get_user_model()._default_manager
    login = {get_user_model().USERNAME_FIELD: login_of(name)}
    return people.filter(**login).first() or people.create_user(**login, password=PASSWORD)
