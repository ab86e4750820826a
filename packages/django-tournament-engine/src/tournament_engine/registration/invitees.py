"""Whom an invitation is for: a login or an e-mail address, compared without regard to case."""

from django.contrib.auth import get_user_model
from django.db.models import Q

from tournament_engine import hooks
from tournament_engine.text import fold
from tournament_engine.users import User

__all__ = ["find", "is_for"]


def find(addressed_to: str) -> list[User]:
    """Return those whom the site knows by this login or address."""
    model = get_user_model()
    known = Q(**{f"{model.USERNAME_FIELD}__iexact": addressed_to})
    address = model.get_email_field_name()
    if address in {field.name for field in model._meta.get_fields()}:
        known |= Q(**{f"{address}__iexact": addressed_to})
    return list(model._default_manager.filter(known, is_active=True).order_by("pk")[:2])


def is_for(addressed_to: str, user: User) -> bool:
    """Whether a person is whom an invitation is for; one for nobody in particular is for all."""
    if not addressed_to:
        return True
    return fold(addressed_to) in {fold(user.get_username()), fold(hooks.users().email(user))}
