"""Over how many games the matches of a round are played, as long as nobody has begun one."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from bracketcore import Match as Fixture
from tournament_engine import permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket import stages
from tournament_engine.bracket.limits import MOST_GAMES
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.bracket.projection import projections
from tournament_engine.bracket.services.flow import check_version, lock, require_changeable, save
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.users import User

__all__ = ["set_best_of"]


@transaction.atomic
def set_best_of(
    *,
    bracket: Bracket,
    part: str,
    number: int,
    best_of: int,
    by: User,
    version: int | None = None,
) -> Bracket:
    """Say how many games each match of a round has; the other rounds stay as they are.

    Refused once a match of the round has begun. The stage is then what it would be if it had
    been drawn so: its history replays to the same.
    """
    bracket = lock(bracket)
    permissions.require(by, MANAGE_BRACKET, bracket.tournament)
    check_version(bracket, version)
    require_changeable(bracket)
    before = stages.load(bracket)
    fixtures = [one for one in before.matches if (one.bracket, one.round) == (part, number)]
    _check(fixtures, best_of)
    for fixture in fixtures:
        if before.state(fixture.id) == "played":
            message = _("Match %(match)s is played: the games of its round stay as they are.")
            raise Conflict(message % {"match": fixture.id}, code="round_begun")
    stage = stages.with_best_of(bracket, part, number, best_of)
    save(bracket)
    codes = [fixture.id for fixture in fixtures]
    for projection in projections():
        projection.changed(bracket, stage, codes, "")
    told = {"part": part, "round": number}
    audit.log(
        by=by,
        action="round.best_of",
        subject=bracket,
        before=told | {"best_of": before.best_of(codes[0])},
        after=told | {"best_of": best_of},
    )
    return bracket


def _check(fixtures: Sequence[Fixture], best_of: int) -> None:
    if not fixtures:
        raise InvalidInput(_("The stage has no such round: choose one of its own."), field="round")
    if not 1 <= best_of <= MOST_GAMES:
        message = _("A match has between 1 and %(most)d games.") % {"most": MOST_GAMES}
        raise InvalidInput(message, field="best_of")
    if best_of % 2 == 0 and any(fixture.decisive for fixture in fixtures):
        message = _("Somebody must win these matches: use an odd number of games.")
        raise InvalidInput(message, field="best_of")
