"""Whom somebody means who types a name, a login or an e-mail address."""

from collections.abc import Sequence

from django.contrib.auth import get_user_model
from django.db.models import Q

from tournament_engine import hooks
from tournament_engine.hooks.users import UserRef
from tournament_engine.users import User

__all__ = ["find_people", "person_of"]


def find_people(text: str) -> Sequence[UserRef]:
    """Return the one whose login or address it is; otherwise those whom the site finds by name."""
    model = get_user_model()
    exact = Q(**{f"{model.USERNAME_FIELD}__iexact": text})
    address = model.get_email_field_name()
    if address in {field.name for field in model._meta.get_fields()}:
        exact |= Q(**{f"{address}__iexact": text})
    own = list(model._default_manager.filter(exact, is_active=True)[:2])
    if len(own) == 1:
        return [UserRef(str(own[0].pk), hooks.users().display_name(own[0]))]
    return hooks.users().search(text)


def person_of(found: UserRef) -> User:
    """Return the account of somebody who was found."""
    return get_user_model()._default_manager.get(pk=found.id)
