"""Who shows sponsors in a tournament, and who may change what is known of one."""

from tournament_engine import permissions
from tournament_engine.core.models import Tournament
from tournament_engine.core.permissions import MANAGE
from tournament_engine.sponsor.models import Sponsor
from tournament_engine.users import AnyUser

__all__ = ["EDIT", "MANAGE", "declare"]

EDIT = "tournament_engine.edit_sponsor"


def declare() -> None:
    """Put the capability of sponsors into the registry; to show them is part of managing."""
    permissions.define(EDIT, may_edit)


def may_edit(user: AnyUser, sponsor: Sponsor) -> bool:
    """Whether someone may change a sponsor, and so what is shown wherever it is.

    The site's staff, its owner while it is not the site's, and who runs every tournament
    that shows it.
    """
    if not user.is_authenticated or not user.is_active:
        return False
    if permissions.is_site_staff(user):
        return True
    if sponsor.is_site_wide:
        return False
    return sponsor.owner_id == user.pk or _runs_all(user, sponsor)


def _runs_all(user: AnyUser, sponsor: Sponsor) -> bool:
    shown = Tournament.objects.filter(sponsorships__sponsor=sponsor)
    run = Tournament.objects.manageable_by(user)
    return shown.exists() and not shown.exclude(pk__in=run.values("pk")).exists()
