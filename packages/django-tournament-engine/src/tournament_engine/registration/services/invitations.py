"""Links by which people join a roster: signed, for a time, used once.

Every link that lets nobody in gives the same answer, and whom the site knows is told by
none: an invitation for a person is made whether or not there is such a person.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, hooks
from tournament_engine.audit import services as audit
from tournament_engine.core.identities import identity_of
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict
from tournament_engine.locks import lock
from tournament_engine.registration import rulebook
from tournament_engine.registration.applicant import MAX_MEMBERS
from tournament_engine.registration.invitees import find, is_for
from tournament_engine.registration.models import (
    MemberRole,
    Registration,
    RosterInvitation,
    RosterMember,
)
from tournament_engine.registration.rosters import is_open
from tournament_engine.registration.services.rosters import enrol, take_roster
from tournament_engine.registration.services.steps import take
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = [
    "LIFETIME",
    "accept_invitation",
    "invite_member",
    "read_invitation",
    "revoke_invitation",
    "token_of",
]

#: How long a link lets somebody join.
LIFETIME = timedelta(days=7)

_SALT = "tournament_engine.registration.invitation"


@transaction.atomic
def invite_member(
    *,
    registration: Registration,
    by: User,
    to: str = "",
    role: str = MemberRole.PLAYER,
    now: datetime | None = None,
) -> RosterInvitation:
    """Make a link by which one person joins a roster.

    `to` is a login or an e-mail address: the link is theirs alone, and they get a notice if
    the site knows them. Without it, whoever has the link may use it.
    """
    now = now or timezone.now()
    tournament = take_roster(registration, by)
    if registration.invitations.usable(now).count() >= MAX_MEMBERS:
        message = _("Too many invitations are open; take one back first.")
        raise Conflict(message, code="too_many_invitations")
    invitation = RosterInvitation.objects.create(
        tournament=tournament,
        registration=registration,
        role=MemberRole.SUBSTITUTE if role == MemberRole.SUBSTITUTE else MemberRole.PLAYER,
        addressed_to=one_line(to, field="to", longest=254) if to.strip() else "",
        made_by=by,
        expires_at=now + LIFETIME,
    )
    audit.log(
        by=by,
        action="roster.invited",
        subject=registration,
        after={"invitation": invitation.pk, "role": invitation.role},
    )
    if invitation.addressed_to:
        _tell(tournament, invitation)
    return invitation


@transaction.atomic
def revoke_invitation(
    *, invitation: RosterInvitation, by: User, now: datetime | None = None
) -> RosterInvitation:
    """Take a link back that nobody used; a second time changes nothing."""
    registration = invitation.registration
    take_roster(registration, by)
    lock(invitation)
    if invitation.used_at is not None:
        raise Conflict(_("The invitation was used already."), code="used")
    if invitation.revoked_at is None:
        invitation.revoked_at = now or timezone.now()
        invitation.save(update_fields=("revoked_at",))
        facts = {"invitation": invitation.pk}
        audit.log(by=by, action="roster.uninvited", subject=registration, after=facts)
    return invitation


def accept_invitation(
    *, token: str, by: User, identity: str = "", now: datetime | None = None
) -> RosterMember:
    """Join the roster that a link leads to.

    `identity` is what the person is known by in the game, unless the profile says it.
    """
    # The site's hooks may ask a network; nobody waits for them under the lock.
    if hooks.users().is_banned(by):
        raise Conflict(_("Your account may not register for tournaments."), code="banned")
    now = now or timezone.now()
    invitation = read_invitation(token=token, user=by, now=now)
    registration = invitation.registration
    name = hooks.users().display_name(by)
    known_as = identity_of(registration.tournament.game, by, given=identity)
    evidence = _met(registration.tournament, by, now)
    with transaction.atomic():
        tournament = take(registration)
        lock(invitation)
        if not _is_usable(invitation, tournament, now):
            raise _void()
        _require_free(tournament, registration, by)
        member = enrol(
            registration, name=name, user=by, role=invitation.role, by=by, identity=known_as
        )
        _keep(registration, evidence)
        invitation.used_at, invitation.used_by = now, by
        invitation.save(update_fields=("used_at", "used_by"))
        return member


def read_invitation(*, token: str, user: User, now: datetime | None = None) -> RosterInvitation:
    """Return the invitation of a link that lets this person join; all others fail alike."""
    try:
        content: Any = signing.Signer(salt=_SALT).unsign_object(token)
    except signing.BadSignature as error:
        raise _void() from error
    rows = RosterInvitation.objects.select_related("registration__tournament__game")
    invitation = rows.filter(pk=content["invitation"]).first()
    if (
        invitation is None
        or not _is_usable(invitation, invitation.registration.tournament, now or timezone.now())
        or not is_for(invitation.addressed_to, user)
    ):
        raise _void()
    return invitation


def token_of(invitation: RosterInvitation) -> str:
    """Return what the link of an invitation carries."""
    return signing.Signer(salt=_SALT).sign_object({"invitation": invitation.pk})


def _is_usable(invitation: RosterInvitation, tournament: Tournament, now: datetime) -> bool:
    return (
        invitation.used_at is None
        and invitation.revoked_at is None
        and invitation.expires_at > now
        and is_open(tournament, invitation.registration)
    )


def _met(tournament: Tournament, user: User, now: datetime) -> dict[str, Any]:
    """Return what the rules for members see of a newcomer; raise what they refuse."""
    verdict = rulebook.judge(tournament, [user], code="", now=now, members_only=True)
    for refusal in verdict.refusals:
        raise Conflict(refusal.message, code=refusal.code)
    return verdict.evidence


def _keep(registration: Registration, evidence: dict[str, Any]) -> None:
    """Keep what the rules saw of a newcomer beside what they saw of the others."""
    if not evidence:
        return
    kept = registration.evidence or {"at": evidence["at"], "rules": {}}
    for code, seen in evidence["rules"].items():
        kept["rules"].setdefault(code, {}).update(seen)
    registration.evidence = kept
    registration.save(update_fields=("evidence",))


def _require_free(tournament: Tournament, registration: Registration, user: User) -> None:
    """Refuse somebody who plays already, here or for others."""
    entered = Registration.objects.standing().filter(tournament=tournament, user=user)
    member = RosterMember.objects.filter(tournament=tournament, user=user, is_active=True)
    if entered.exclude(pk=registration.pk).exists() or member.exists():
        message = _("You already play in this tournament.")
        raise Conflict(message, code="member_registered")


def _tell(tournament: Tournament, invitation: RosterInvitation) -> None:
    """Send the link to whom it is addressed, as far as the site knows them."""
    events.notify(
        "roster_invitation",
        to=find(invitation.addressed_to),
        key=str(invitation.pk),
        context={
            "tournament": tournament.name,
            "name": invitation.registration.name,
            "url": reverse("tournament_engine:join", args=(token_of(invitation),)),
        },
        about=tournament.pk,
    )


def _void() -> Conflict:
    message = _("This link lets nobody join any more; ask the captain for a new one.")
    return Conflict(message, code="invitation_void")
