"""Who asks for a place: one person, or a team with its members."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.core.models import EntrantKind, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration.models import MAX_NAME, MemberRole
from tournament_engine.text import fold, one_line
from tournament_engine.users import User

__all__ = ["MAX_MEMBERS", "Applicant", "understand"]

#: More people than any game puts into a team.
MAX_MEMBERS = 50


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """A request for a place, its names as they will be stored; a single player has no members."""

    user: User
    name: str
    team_ref: str = ""
    members: Sequence[TeamMember] = ()


def understand(
    *, tournament: Tournament, user: User, name: str, team_ref: str, members: Sequence[str]
) -> Applicant:
    """Return what was asked for, completed by what the site knows of the person or team."""
    if tournament.entrant_kind == EntrantKind.SOLO:
        return _single_player(user, name, team_ref, members)
    if team_ref:
        return _known_team(user, name, team_ref)
    return _new_team(user, name, members)


def _single_player(user: User, name: str, team_ref: str, members: Sequence[str]) -> Applicant:
    if team_ref or members:
        message = _("Single players compete here; register without a team.")
        raise InvalidInput(message, code="not_a_team_tournament", field="members")
    return Applicant(user=user, name=_entrant_name(name or hooks.users().display_name(user)))


def _known_team(user: User, name: str, team_ref: str) -> Applicant:
    """Take name and members from the site's own team; the input's name wins."""
    known = str(hooks.teams().snapshot(team_ref).get("name", ""))
    roster = hooks.teams().members(team_ref)[:MAX_MEMBERS]
    accounts = hooks.users().get_many(
        [member.user_id for member in roster if member.user_id is not None]
    )
    members = [
        TeamMember(
            user_id=member.user_id if member.user_id in accounts else None,
            name=one_line(member.name, field="members", longest=MAX_NAME),
            role=member.role if member.role in MemberRole.values else MemberRole.PLAYER,
        )
        for member in roster
    ]
    return Applicant(
        user=user, name=_entrant_name(name or known), team_ref=team_ref, members=members
    )


def _new_team(user: User, name: str, members: Sequence[str]) -> Applicant:
    """Make a team of typed names; who registers is its captain."""
    captain = one_line(hooks.users().display_name(user), field="members", longest=MAX_NAME)
    names = [one_line(member, field="members", longest=MAX_NAME) for member in members]
    others = {fold(name): name for name in names}
    others.pop(fold(captain), None)
    if len(others) >= MAX_MEMBERS:
        message = _("Name at most %(most)d members.") % {"most": MAX_MEMBERS}
        raise InvalidInput(message, code="too_many_members", field="members")
    roster = [TeamMember(str(user.pk), captain, MemberRole.CAPTAIN)]
    roster += [TeamMember(None, name) for name in others.values()]
    return Applicant(user=user, name=_entrant_name(name), members=roster)


def _entrant_name(name: str) -> str:
    return one_line(name, field="name", longest=MAX_NAME)
