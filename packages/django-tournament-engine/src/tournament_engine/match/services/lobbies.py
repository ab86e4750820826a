"""How the sides get into a match. The log keeps which of it was written, never what it says."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.links import checked_link
from tournament_engine.match.lifecycle import SETTLED
from tournament_engine.match.models import Lobby, Match
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.services.contests import lock_match
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["set_lobby"]

_LONGEST = {"server": 200, "code": 120, "password": 120, "map_name": 120}


@transaction.atomic
def set_lobby(
    *,
    match: Match,
    by: User,
    server: str = "",
    code: str = "",
    password: str = "",
    map_name: str = "",
    chat_url: str = "",
    opens_at: datetime | None = None,
) -> Lobby:
    """Say how the sides get into a match, and from when they see it; empty takes it back."""
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    if match.state in SETTLED:
        raise Conflict(_("The match is over: nobody has to get into it any more."))
    if opens_at is not None and timezone.is_naive(opens_at):
        raise InvalidInput(_("Say in which time zone this is."), field="opens_at")
    texts = {"server": server, "code": code, "password": password, "map_name": map_name}
    clean = {
        name: text.strip() and one_line(text, field=name, longest=_LONGEST[name])
        for name, text in texts.items()
    }
    clean["chat_url"] = chat_url.strip() and checked_link(chat_url, field="chat_url")
    lobby, _made = Lobby.objects.update_or_create(
        match=match, defaults={**clean, "opens_at": opens_at}
    )
    written = [name for name, text in clean.items() if text]
    audit.log(by=by, action="match.lobby_set", subject=match, after={"fields": written})
    return lobby
