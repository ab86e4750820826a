"""Every act on a dispute in every state, by everybody who could think of it."""

import pytest
from django.db import transaction
from tests.disputes import a_case, a_referee
from tests.factories import a_site_admin, a_staff_member, a_user

from tournament_engine.core import services as tournaments
from tournament_engine.core.roles import Role
from tournament_engine.dispute import services
from tournament_engine.dispute.lifecycle import TRANSITIONS, DisputeState
from tournament_engine.dispute.models import Dispute
from tournament_engine.errors import Conflict, NotAllowed

pytestmark = pytest.mark.django_db

_S = DisputeState

#: What each act does to a case, by the state that it is in.
ACTS = {
    "review": (services.review_dispute, {_S.OPEN: _S.UNDER_REVIEW}),
    "escalate": (
        services.escalate_dispute,
        {_S.OPEN: _S.ESCALATED, _S.UNDER_REVIEW: _S.ESCALATED},
    ),
    "resolve": (
        lambda **who: services.resolve_dispute(outcome="replay", decision="So.", **who),
        {_S.UNDER_REVIEW: _S.RESOLVED, _S.ESCALATED: _S.RESOLVED},
    ),
    "dismiss": (
        lambda **who: services.dismiss_dispute(decision="So.", **who),
        {_S.UNDER_REVIEW: _S.DISMISSED, _S.ESCALATED: _S.DISMISSED},
    ),
    "withdraw": (
        services.withdraw_dispute,
        {_S.OPEN: _S.WITHDRAWN, _S.UNDER_REVIEW: _S.WITHDRAWN},
    ),
    "appeal": (
        lambda **who: services.appeal_dispute(statement="No.", **who),
        {_S.RESOLVED: _S.ESCALATED, _S.DISMISSED: _S.ESCALATED},
    ),
}

STAFF_ACTS = {"review", "escalate", "resolve", "dismiss"}
JUDGES = {"organizer", "co_organizer", "head_referee", "referee", "site_admin"}
SENIORS = JUDGES - {"referee"}

PEOPLE = [
    "raiser",
    "opponent",
    "stranger",
    "organizer",
    "co_organizer",
    "head_referee",
    "referee",
    "bracket_manager",
    "registration_staff",
    "payment_staff",
    "moderator",
    "site_admin",
]


def somebody(name, dispute, ann, bob):
    match name:
        case "raiser":
            return bob
        case "opponent":
            return ann
        case "stranger":
            return a_user()
        case "organizer":
            return dispute.tournament.organizer
        case "site_admin":
            return a_site_admin()
        case role:
            return a_staff_member(dispute.tournament, Role(role))


def may(who, act, state):
    if act in STAFF_ACTS:
        return who in (SENIORS if state == _S.ESCALATED else JUDGES)
    return who == "raiser" or (who == "opponent" and act == "appeal")


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("state", DisputeState)
def test_each_act_follows_the_table_and_the_role(state: str, who: str):
    dispute, ann, bob = a_case(state)
    by = somebody(who, dispute, ann, bob)

    outcomes = {act: outcome_of(do, by) for act, (do, _edges) in ACTS.items()}

    assert outcomes == {
        act: edges.get(_S(state), "conflict") if may(who, act, state) else "not allowed"
        for act, (_do, edges) in ACTS.items()
    }
    assert Dispute.objects.get().state == state


def outcome_of(do, by):
    """Return the state that an act leads to, or how it is refused; and take it back."""
    with transaction.atomic():
        try:
            do(dispute=Dispute.objects.get(), by=by)
            return Dispute.objects.get().state
        except NotAllowed:
            return "not allowed"
        except Conflict:
            return "conflict"
        finally:
            transaction.set_rollback(True)


@pytest.mark.parametrize("state", DisputeState)
def test_the_timer_escalates_what_nobody_decided(state: str):
    dispute, _ann, _bob = a_case(state)
    _do, edges = ACTS["escalate"]

    if _S(state) in edges:
        assert services.escalate_dispute(dispute=dispute, by=None).state == "escalated"
        return
    with pytest.raises(Conflict):
        services.escalate_dispute(dispute=dispute, by=None)


def test_the_acts_use_every_edge_of_the_table():
    used = {(source, target) for _do, edges in ACTS.values() for source, target in edges.items()}
    called_off = {(_S.ESCALATED, _S.WITHDRAWN)}

    edges = {(source, target) for source, targets in TRANSITIONS.items() for target in targets}
    assert edges == used | called_off


def test_a_revoked_role_decides_nothing_any_more():
    dispute, _ann, _bob = a_case("open")
    referee = a_referee(dispute.tournament)
    services.review_dispute(dispute=dispute, by=referee)
    [assignment] = dispute.tournament.staff.all()
    tournaments.revoke_staff(assignment=assignment, by=dispute.tournament.organizer)

    with pytest.raises(NotAllowed):
        services.dismiss_dispute(dispute=dispute, decision="So.", by=referee)
