"""Who asks for a place: one person, or a team with its members."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from tournament_engine import hooks
from tournament_engine.core import identities
from tournament_engine.core.models import EntrantKind, Game, Tournament
from tournament_engine.errors import InvalidInput
from tournament_engine.hooks.teams import TeamMember
from tournament_engine.registration import rulebook, team_sizes
from tournament_engine.registration.models import MAX_NAME, MAX_URL, MemberRole
from tournament_engine.text import fold, one_line
from tournament_engine.users import User

__all__ = ["MAX_MEMBERS", "Applicant", "clean_member", "require_room", "understand"]

#: More people than any game puts into a team.
MAX_MEMBERS = 50


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """A request for a place, its names as they will be stored; a single player has no members.

    `identities` are what people are known by in the game, by their ids as text.
    """

    user: User
    name: str
    team_ref: str = ""
    logo_url: str = ""
    members: Sequence[TeamMember] = ()
    identities: Mapping[str, str] = field(default_factory=dict)
    code: str = ""


def clean_member(name: str) -> str:
    """Return the name of a member as it is stored."""
    return one_line(name, field="members", longest=MAX_NAME)


def require_room(size: int) -> None:
    """Refuse a roster of more people than any game puts into a team."""
    if size > MAX_MEMBERS:
        message = _("Name at most %(most)d members.") % {"most": MAX_MEMBERS}
        raise InvalidInput(message, code="too_many_members", field="members")


def understand(
    *,
    tournament: Tournament,
    user: User,
    name: str,
    team_ref: str,
    members: Sequence[str],
    identity: str,
) -> Applicant:
    """Return what was asked for, completed by what the site knows of the person or team."""
    if tournament.entrant_kind == EntrantKind.SOLO:
        asking = _single_player(user, name, team_ref, members)
    else:
        asking = _known_team(user, name, team_ref) if team_ref else _new_team(user, name, members)
        asking = replace(asking, members=team_sizes.sized(tournament.game, asking.members))
    return replace(asking, identities=_identities(tournament.game, asking, identity))


def _identities(game: Game, asking: Applicant, given: str) -> Mapping[str, str]:
    """Return what those who have an account are known by; who asks must say it."""
    own = identities.identity_of(game, asking.user, given=given)
    if not own:
        return {}
    ids = [member.user_id for member in asking.members]
    _applicant, *others = rulebook.members_of(asking.user, ids)
    known = {str(one.pk): identities.known_identity(game, one) for one in others}
    return {**known, str(asking.user.pk): own}


def _single_player(user: User, name: str, team_ref: str, members: Sequence[str]) -> Applicant:
    if team_ref or members:
        message = _("Single players compete here; register without a team.")
        raise InvalidInput(message, code="not_a_team_tournament", field="members")
    return Applicant(user=user, name=_entrant_name(name or hooks.users().display_name(user)))


def _known_team(user: User, name: str, team_ref: str) -> Applicant:
    """Take name and members from the site's own team; the input's name wins."""
    snapshot = hooks.teams().snapshot(team_ref)
    known = str(snapshot.get("name", ""))
    roster = hooks.teams().members(team_ref)[:MAX_MEMBERS]
    accounts = hooks.users().get_many(
        [member.user_id for member in roster if member.user_id is not None]
    )
    members = [
        TeamMember(
            user_id=member.user_id if member.user_id in accounts else None,
            name=clean_member(member.name),
            role=member.role if member.role in MemberRole.values else MemberRole.PLAYER,
        )
        for member in roster
    ]
    return Applicant(
        user=user,
        name=_entrant_name(name or known),
        team_ref=team_ref,
        logo_url=shown_address(snapshot.get("logo_url")),
        members=list(_with_one_captain(members)),
    )


def _with_one_captain(members: Sequence[TeamMember]) -> Iterator[TeamMember]:
    """Yield the members; of several captains the first stays one."""
    captains = [member for member in members if member.role == MemberRole.CAPTAIN]
    for member in members:
        yield replace(member, role=MemberRole.PLAYER) if member in captains[1:] else member


def _new_team(user: User, name: str, members: Sequence[str]) -> Applicant:
    """Make a team of typed names; who registers is its captain."""
    captain = clean_member(hooks.users().display_name(user))
    others = {fold(name): name for name in map(clean_member, members)}
    others.pop(fold(captain), None)
    require_room(len(others) + 1)
    roster = [TeamMember(str(user.pk), captain, MemberRole.CAPTAIN)]
    roster += [TeamMember(None, name) for name in others.values()]
    return Applicant(user=user, name=_entrant_name(name), members=roster)


def _entrant_name(name: str) -> str:
    return one_line(name, field="name", longest=MAX_NAME)


def shown_address(value: object) -> str:
    """Return the address of a picture as pages may show it, empty where it is none.

    What a site's team holds is no input of the person: a bad address stops nobody.
    """
    if not isinstance(value, str) or not 0 < len(value) <= MAX_URL or not value.isprintable():
        return ""
    try:
        parts = urlsplit(value)
    except ValueError:
        return ""
    is_own = value.startswith("/") and not value.startswith(("//", "/\\"))
    is_web = parts.scheme in {"http", "https"} and bool(parts.hostname)
    return value if is_own or is_web else ""
