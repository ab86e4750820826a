"""Who sits where before play: two change seats, or a substitute takes one."""

from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import Stage
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.services.flow import change, check_version, lock
from tournament_engine.errors import InvalidInput
from tournament_engine.registration.models import Entrant
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["swap_entrants"]

_LONGEST_REASON = 500


@transaction.atomic
def swap_entrants(
    *,
    bracket: Bracket,
    first: Entrant,
    second: Entrant,
    by: User,
    reason: str,
    version: int | None = None,
) -> Bracket:
    """Let two entrants who have not played yet change their seats, and so their seeds."""
    bracket = _managed(bracket, by, version)
    reason = _checked_reason(reason)
    swap = partial(Stage.swap, entrant=str(first.pk), other=str(second.pk))
    changed = change(bracket, by, swap, reason=reason)
    after = {"entrants": [first.pk, second.pk], "matches": list(changed)}
    audit.log(by=by, action="bracket.swapped", subject=bracket, after=after, reason=reason)
    return bracket


def _managed(bracket: Bracket, by: User, version: int | None) -> Bracket:
    bracket = lock(bracket)
    permissions.require(by, MANAGE_BRACKET, bracket.tournament)
    check_version(bracket, version)
    return bracket


def _checked_reason(reason: str) -> str:
    if not reason.strip():
        raise InvalidInput(_("Say why: those concerned will read it."), field="reason")
    return one_line(reason, field="reason", longest=_LONGEST_REASON)
