"""Who sees challenges, who claims one, and who checks claims: never one's own."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from tournament_engine import permissions
from tournament_engine.challenge.lifecycle import Subject
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.core.permissions import VIEW, define_by_role
from tournament_engine.core.roles import MANAGE_CHALLENGES, REVIEW_CLAIMS
from tournament_engine.registration.models import Entrant, RosterMember
from tournament_engine.registration.permissions import ANSWER, is_party, speakers
from tournament_engine.uploads import permissions as files
from tournament_engine.uploads.models import StoredFile
from tournament_engine.users import AnyUser, User

__all__ = [
    "CLAIM",
    "MANAGE_CHALLENGES",
    "REVIEW_CLAIMS",
    "VIEW",
    "declare",
    "is_own",
    "may_speak_for",
    "people_of",
]

#: To say that one has done a challenge, or that one's entrant has.
CLAIM = "tournament_engine.claim_challenge"


def declare() -> None:
    """Put the capabilities of challenges into the registry, and who sees what was sent."""
    permissions.define(CLAIM, may_claim)
    define_by_role(MANAGE_CHALLENGES)
    define_by_role(REVIEW_CLAIMS)
    files.let_read("claim", may_see_picture)


def may_claim(user: AnyUser, challenge: Challenge) -> bool:
    """Whether someone may claim anything here: everybody who can see it and is logged in."""
    return (
        user.is_authenticated
        and user.is_active
        and permissions.can(user, VIEW, challenge.tournament)
    )


def may_speak_for(user: AnyUser, entrant: Entrant, member: RosterMember | None) -> bool:
    """Whether someone claims for a subject: a member for themselves, else who speaks for it."""
    if not user.is_authenticated or not user.is_active:
        return False
    if member is not None:
        return member.user_id == user.pk and member.is_active
    return permissions.can(user, ANSWER, entrant.registration)


def is_own(user: AnyUser, completion: ChallengeCompletion) -> bool:
    """Whether a claim is somebody's own: nobody decides on that, whatever role one has."""
    if not user.is_authenticated:
        return False
    return completion.claimed_by_id == user.pk or is_party(user, [completion.entrant_id])


def may_see_picture(user: AnyUser, stored: StoredFile) -> bool:
    """Whether someone sees what was sent with a claim: who checks claims, and who sent it."""
    rows = ChallengeCompletion.objects.filter(picture=stored)
    row = rows.select_related("tournament", "entrant__registration", "member").first()
    if row is None:
        return False
    return may_speak_for(user, row.entrant, row.member) or permissions.can(
        user, REVIEW_CLAIMS, row.tournament
    )


def people_of(completion: ChallengeCompletion) -> Iterable[User]:
    """Return who hears of a completion: the member, or those who speak for the entrant."""
    if completion.challenge.subject == Subject.MEMBER:
        return [] if completion.member is None else _accounts([completion.member.user_id])
    return speakers([completion.entrant_id])


def _accounts(ids: Iterable[object]) -> QuerySet[User]:
    people: QuerySet[User] = get_user_model()._default_manager.filter(pk__in=list(ids))
    return people
