"""People as somebody at a terminal names them."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError

from tournament_engine.users import User

__all__ = ["somebody"]


def somebody(text: str) -> User:
    """Return the person with this login or, where there is none, with this key."""
    people = get_user_model()._default_manager
    found = people.filter(**{people.model.USERNAME_FIELD: text}).first()
    if found is None:
        found = people.filter(pk=text).first() if _is_key(text) else None
    if found is None:
        raise CommandError(f"Nobody has the login or the key '{text}'.")
    return found


def _is_key(text: str) -> bool:
    try:
        get_user_model()._meta.pk.to_python(text)
    except ValidationError:
        return False
    return True
