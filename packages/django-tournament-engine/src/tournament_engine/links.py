"""Links that people give: shown to others, never fetched."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["LONGEST_LINK", "checked_link"]

LONGEST_LINK = 500

_check = URLValidator(schemes=["http", "https"])


def checked_link(text: str, *, field: str) -> str:
    """Return a link as it is stored; InvalidInput unless it is a whole http(s) address.

    An address that carries a name or a password looks like another place: it is refused.
    """
    link = text.strip()
    try:
        _check(link)
        is_plain = urlsplit(link).username is None and link.isprintable()
    except (ValidationError, ValueError):
        is_plain = False
    if not is_plain or len(link) > LONGEST_LINK:
        message = _("Give a whole address that begins with https:// or http://.")
        raise InvalidInput(message, code="bad_link", field=field)
    return link
