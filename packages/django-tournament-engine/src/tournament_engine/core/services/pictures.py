"""The banner and the logo of a tournament: put in place, replaced, taken away."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.core.lifecycle import OVER
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.core.services.edges import announce_change
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.services import remove_file, store_upload
from tournament_engine.users import User

__all__ = ["PICTURES", "change_pictures"]

#: The pictures of a tournament, and for which purpose each is judged.
PICTURES: Mapping[str, str] = MappingProxyType({"banner": "image", "logo": "logo"})


def change_pictures(
    *,
    tournament: Tournament,
    by: User,
    banner: "File[bytes] | None" = None,
    logo: "File[bytes] | None" = None,
    drops: Collection[str] = (),
) -> Tournament:
    """Put a banner or a logo in place of the one that stands; `drops` are taken away.

    Everybody may see them. The file of one that is replaced goes once this has committed.
    """
    permissions.require(by, MANAGE, tournament)
    sent = {"banner": banner, "logo": logo}
    stored = {
        name: store_upload(
            file=file, purpose=PICTURES[name], by=by, tournament_id=tournament.pk, field=name
        )
        for name, file in sent.items()
        if file is not None
    }
    news: dict[str, StoredFile | None] = {**dict.fromkeys(drops), **stored}
    return _change(tournament, news, by) if news else tournament


@transaction.atomic
def _change(tournament: Tournament, news: Mapping[str, StoredFile | None], by: User) -> Tournament:
    lock(tournament)
    permissions.require(by, MANAGE, tournament)
    if tournament.state in OVER:
        message = _("The tournament is %(state)s: its pictures stay.")
        words = {"state": tournament.get_state_display()}
        raise Conflict(message % words, code="locked")
    before = {name: getattr(tournament, name) for name in news}
    for name, picture in news.items():
        setattr(tournament, name, picture)
    tournament.version += 1
    tournament.save()
    for old in filter(None, before.values()):
        remove_file(stored=old)
    audit.log(
        by=by,
        action="tournament.pictures",
        subject=tournament,
        before={name: old and old.pk for name, old in before.items()},
        after={name: new and new.pk for name, new in news.items()},
    )
    announce_change(tournament)
    return tournament
