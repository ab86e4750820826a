"""Which posts wait for a moderator before anybody reads them."""

import re
from typing import Any

from django.utils.module_loading import import_string

from tournament_engine.conf import settings

__all__ = ["must_wait"]

#: What a person or a spammer would call a link: an address with a scheme, or one that begins
#: as those of the web do, or a name with a usual ending.
_LINK = re.compile(
    r"[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\b[a-z0-9-]{2,60}\.(?:com|net|org|info|io|ru|xyz|top)\b",
    re.IGNORECASE,
)


def must_wait(text: str) -> bool:
    """Whether a text holds a link, or a word that the site's filter does not let through."""
    if _LINK.search(text):
        return True
    return bool(settings.WORD_FILTER) and bool(_filter()(text))


def _filter() -> Any:
    return import_string(settings.WORD_FILTER)
