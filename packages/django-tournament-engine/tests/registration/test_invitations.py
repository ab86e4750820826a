"""Links by which people join a team: signed, for a time, once, and telling nobody anything."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.utils import timezone
from tests.factories import a_registration, a_tournament, a_user
from tests.people.models import Person

from tests.conftest import Committed
from tournament_engine.core import services as tournaments
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.registration import services
from tournament_engine.registration.models import Registration, RosterInvitation, RosterMember
from tournament_engine.testing import FakeNotifications, FakeUsers

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Registration:
    cup = a_tournament(entrants=0, entrant_kind="team")
    return a_registration(cup, a_user("ann"), name="Rooks", members=["bob"])


def invite(team: Registration, by: Any = None, **facts: Any) -> RosterInvitation:
    captain = by or team.user
    assert isinstance(captain, Person)
    return services.invite_member(registration=team, by=captain, **facts)


def join(invitation: RosterInvitation, user: Person, **facts: Any) -> RosterMember:
    token = services.token_of(invitation)
    return services.accept_invitation(token=token, by=user, **facts)


def refusal(invitation: RosterInvitation, user: Person, **facts: Any) -> tuple[str, str]:
    with pytest.raises(Conflict) as refused:
        join(invitation, user, **facts)
    return refused.value.code, refused.value.message


def test_whoever_has_the_link_joins(team: Registration):
    cyd = a_user("cyd")

    member = join(invite(team, role="substitute"), cyd)

    assert (member.registration, member.user, member.name, member.role) == (
        team,
        cyd,
        "cyd",
        "substitute",
    )


def test_who_was_on_the_list_by_name_is_found_there(team: Registration):
    join(invite(team), a_user("bob"))

    assert [row.name for row in team.members.filter(is_active=True)] == ["ann", "bob"]


def test_a_link_that_lets_nobody_in_says_the_same_whatever_the_reason(team: Registration):
    used, revoked, mine, gone = (invite(team) for _ in range(4))
    for_eve = invite(team, to="eve@example.org")
    join(used, a_user())
    services.revoke_invitation(invitation=revoked, by=team.user)  # type: ignore[arg-type]
    late = timezone.now() + services.LIFETIME
    gone_token = services.token_of(gone)
    gone.delete()
    bob = a_user()

    answers = {
        refusal(used, bob),
        refusal(revoked, bob),
        refusal(for_eve, bob),
        refusal(mine, bob, now=late),
    }
    for token in (gone_token, "nonsense", signing.Signer(salt="x").sign_object({"invitation": 1})):
        with pytest.raises(Conflict) as refused:
            services.accept_invitation(token=token, by=bob)
        answers.add((refused.value.code, refused.value.message))

    assert answers == {
        (
            "invitation_void",
            "This link lets nobody join any more; ask the captain for a new one.",
        )
    }


def test_an_invitation_for_a_person_is_theirs_alone(
    team: Registration, fake_notifications: FakeNotifications, committed: Committed
):
    eve = a_user("eve")

    with committed():
        invitation = invite(team, to="EVE@example.org")
    member = join(invitation, eve)

    [notice] = fake_notifications.sent
    assert (notice.event, notice.recipients) == ("roster_invitation", (str(eve.pk),))
    assert notice.context["url"] == f"/tournaments/join/{services.token_of(invitation)}/"
    assert member.user == eve


def test_inviting_somebody_whom_the_site_does_not_know_looks_the_same(
    team: Registration, fake_notifications: FakeNotifications, committed: Committed
):
    a_user("eve")

    with committed():
        known, unknown = invite(team, to="eve@example.org"), invite(team, to="zoe@example.org")

    assert [row.addressed_to for row in (known, unknown)] == ["eve@example.org", "zoe@example.org"]
    assert known.expires_at - unknown.expires_at < timedelta(seconds=9)
    assert len(fake_notifications.sent) == 1
    assert join(unknown, a_user("zoe")).name == "zoe"


def test_nobody_joins_two_teams(team: Registration):
    other = a_registration(team.tournament, name="Bishops")
    cyd = a_user()
    join(invite(team), cyd)

    assert refusal(invite(other), cyd)[0] == "member_registered"
    assert refusal(invite(team), other.user)[0] == "member_registered"  # type: ignore[arg-type]


def test_who_is_banned_joins_nobody(team: Registration, fake_users: FakeUsers):
    cyd = a_user()
    fake_users.banned.add(str(cyd.pk))

    assert refusal(invite(team), cyd)[0] == "banned"


def test_a_link_ends_with_its_team(team: Registration):
    invitation = invite(team)
    services.withdraw_registration(registration=team, by=team.user)  # type: ignore[arg-type]

    assert refusal(invitation, a_user())[0] == "invitation_void"


def test_a_link_ends_when_the_roster_is_locked(team: Registration):
    invitation = invite(team)
    cup = team.tournament
    tournaments.cancel_tournament(tournament=cup, by=cup.organizer, reason="Rain")

    assert refusal(invitation, a_user())[0] == "invitation_void"


def test_a_used_invitation_is_not_taken_back(team: Registration):
    invitation = invite(team)
    join(invitation, a_user())

    with pytest.raises(Conflict) as refused:
        services.revoke_invitation(invitation=invitation, by=team.user)  # type: ignore[arg-type]

    assert refused.value.code == "used"


def test_taking_back_twice_changes_nothing(team: Registration):
    invitation = invite(team)

    for _ in range(2):
        services.revoke_invitation(invitation=invitation, by=team.user)  # type: ignore[arg-type]

    assert RosterInvitation.objects.get().revoked_at == invitation.revoked_at


def test_strangers_invite_nobody(team: Registration):
    with pytest.raises(NotAllowed):
        invite(team, by=a_user())


def test_nobody_makes_links_without_end(team: Registration):
    for _ in range(50):
        invite(team)

    with pytest.raises(Conflict) as refused:
        invite(team)

    assert refused.value.code == "too_many_invitations"
