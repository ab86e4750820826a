"""Who sees prizes, certificates and badges, and who asks whether a certificate is genuine."""

from tournament_engine import permissions
from tournament_engine.awards.models import Certificate
from tournament_engine.core.permissions import MANAGE
from tournament_engine.uploads import permissions as files
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import AnyUser

__all__ = ["OWN_PRIZES", "VERIFY", "VIEW_BADGES", "declare"]

OWN_PRIZES = "tournament_engine.view_own_prizes"
VERIFY = "tournament_engine.verify_certificate"
VIEW_BADGES = "tournament_engine.view_badges"


def declare() -> None:
    """Put the capabilities of awards into the registry."""
    permissions.define(OWN_PRIZES, may_have_prizes, has_object=False)
    permissions.define(VERIFY, lambda _user, _obj: True, has_object=False)
    permissions.define(VIEW_BADGES, lambda _user, _obj: True, has_object=False)
    files.let_read("certificate", may_read_certificate)
    files.let_read("signature", may_see_signature)


def may_have_prizes(user: AnyUser, _: object) -> bool:
    """Whether somebody can have won anything."""
    return user.is_authenticated and user.is_active


def may_read_certificate(user: AnyUser, stored: StoredFile) -> bool:
    """Whether somebody may download a certificate: its holder while it stands, the organiser."""
    row = Certificate.objects.filter(file=stored).select_related("tournament").first()
    if row is None or not user.is_authenticated:
        return False
    is_holder = row.recipient_id == user.pk and row.revoked_at is None
    return is_holder or permissions.can(user, MANAGE, row)


def may_see_signature(user: AnyUser, stored: StoredFile) -> bool:
    """Whether somebody may see the picture of a signature: who puts it on certificates."""
    tournament = stored.tournament
    return tournament is not None and permissions.can(user, MANAGE, tournament)
