"""The type of the site's own user model, whatever it is. For annotations only."""

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    # The stubs know these as the model that AUTH_USER_MODEL names.
    from django.contrib.auth.models import _AnyUser, _User

    User: TypeAlias = _User
    AnyUser: TypeAlias = _AnyUser
else:
    from django.contrib.auth.base_user import AbstractBaseUser as AnyUser
    from django.contrib.auth.base_user import AbstractBaseUser as User

__all__ = ["AnyUser", "User"]
