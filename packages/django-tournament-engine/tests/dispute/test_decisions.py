"""What the staff decides, and what becomes of the match."""

import pytest
from tests.disputes import (
    a_case,
    a_contradiction,
    a_dispute,
    a_finished_duel,
    a_referee,
    raise_dispute,
    taken,
)
from tests.factories import a_site_admin
from tests.playing import (
    match_of,
    win,
)

from bracketcore import DoubleForfeit, Win
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import services as tournaments
from tournament_engine.core.models import Tournament
from tournament_engine.core.roles import Role
from tournament_engine.dispute import services
from tournament_engine.dispute.models import Dispute
from tournament_engine.errors import (
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    StaleVersion,
)
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection

pytestmark = pytest.mark.django_db


def claims(match):
    return list(match.claims.order_by("pk").values_list("side", "state"))


def decide(dispute, outcome, **facts):
    """Let a new referee take the case, unless somebody has it, and decide it."""
    by = dispute.handler or a_referee(dispute.tournament)
    if dispute.state == "open":
        taken(dispute, by)
    told = {"decision": "We saw it.", **facts}
    return services.resolve_dispute(dispute=dispute, outcome=outcome, by=by, **told)


def now(dispute):
    return match_of(dispute.tournament, dispute.match.code)


def test_the_claim_of_a_side_is_upheld():
    dispute, _ann, _bob = a_contradiction()

    decide(dispute, "claim_upheld", side=1)

    match = now(dispute)
    assert (match.state, match.games, match.is_held) == ("completed", [[0, 2]], False)
    assert claims(match) == [(0, "rejected"), (1, "confirmed")]
    assert (dispute.state, dispute.outcome, dispute.upheld_side) == ("resolved", "claim_upheld", 1)
    assert check_projection(match.bracket) == []


def test_another_result_replaces_a_frozen_one():
    dispute, _ann, _bob = a_dispute()

    decide(dispute, "custom_result", result=win(dispute.match, 1, (0, 1)))

    match = now(dispute)
    assert (match.state, match.games) == ("completed", [[0, 1]])
    assert claims(match) == [(0, "rejected")]
    entry = AuditEntry.objects.get(action="dispute.resolved")
    assert (entry.actor, entry.reason) == (dispute.decided_by, "We saw it.")
    assert entry.after["outcome"] == "custom_result"


def test_the_same_result_may_be_the_decision():
    dispute, _ann, _bob = a_dispute()

    decide(dispute, "claim_upheld", side=0)

    match = now(dispute)
    assert (match.state, match.games, claims(match)) == ("completed", [[2, 1]], [(0, "confirmed")])


def test_both_sides_may_lose():
    dispute, _ann, _bob = a_contradiction()

    decide(dispute, "double_forfeit")

    assert (now(dispute).state, now(dispute).result_kind) == ("completed", "double_forfeit")


@pytest.mark.parametrize("made", [a_contradiction, a_dispute])
def test_a_match_may_have_to_be_played_again(made):
    dispute, ann, _bob = made()

    decide(dispute, "replay")

    match = now(dispute)
    assert (match.state, match.result_kind, match.is_held) == ("ready", "", False)
    assert {state for _side, state in claims(match)} == {"rejected"}
    assert matches.submit_score(match=match, side=0, result=win(match), by=ann).state == (
        "pending_result"
    )
    assert check_projection(match.bracket) == []


def test_a_dispute_without_grounds_leaves_everything_as_it_was():
    dispute, _ann, _bob = a_dispute()
    by = a_referee(dispute.tournament)

    services.dismiss_dispute(dispute=taken(dispute, by), decision="Nothing of it.", by=by)

    match = now(dispute)
    assert (match.state, match.games, match.is_held) == ("completed", [[2, 1]], False)
    assert claims(match) == [(0, "confirmed")]
    assert (dispute.decided_by, dispute.decision, dispute.outcome) == (by, "Nothing of it.", "")


def test_a_contradiction_without_grounds_leaves_the_first_claim():
    dispute, _ann, _bob = a_contradiction()
    by = a_referee(dispute.tournament)

    services.dismiss_dispute(dispute=taken(dispute, by), decision="Bob erred.", by=by)

    assert now(dispute).state == "pending_result"
    assert claims(now(dispute)) == [(0, "pending"), (1, "rejected")]


@pytest.mark.parametrize(
    ("outcome", "facts", "field"),
    [
        ("claim_upheld", {}, "outcome"),
        ("claim_upheld", {"side": 1}, "outcome"),
        ("custom_result", {}, "outcome"),
        ("a coin", {}, "outcome"),
        ("replay", {"decision": " "}, "decision"),
        ("replay", {"decision": "x" * 501}, "decision"),
    ],
)
def test_a_decision_that_says_too_little_changes_nothing(outcome, facts, field):
    dispute, _ann, _bob = a_dispute()

    with pytest.raises(InvalidInput) as refused:
        decide(dispute, outcome, **facts)

    assert refused.value.field == field
    assert (Dispute.objects.get().state, now(dispute).state) == ("under_review", "disputed")


def test_a_result_that_the_stage_does_not_take_undoes_the_decision():
    dispute, _ann, _bob = a_dispute()

    with pytest.raises(InvalidInput):
        decide(dispute, "custom_result", result=Win("999"))

    assert (Dispute.objects.get().state, now(dispute).is_held) == ("under_review", True)


def test_a_decision_on_a_case_that_moved_on_is_told_so():
    dispute, _ann, _bob = a_dispute()
    by = a_referee(dispute.tournament)
    read_at = dispute.version
    taken(dispute, by)

    with pytest.raises(StaleVersion):
        services.dismiss_dispute(dispute=dispute, decision="Late.", by=by, version=read_at)
    with pytest.raises(StaleVersion):
        services.resolve_dispute(
            dispute=dispute, outcome="replay", decision="Late.", by=by, version=read_at
        )


def test_a_case_is_taken_before_it_is_decided():
    dispute, _ann, _bob = a_dispute()
    by = a_referee(dispute.tournament)

    with pytest.raises(IllegalTransition):
        services.resolve_dispute(dispute=dispute, outcome="replay", decision="Now.", by=by)

    assert now(dispute).state == "disputed"


def test_an_official_result_decides_the_case():
    dispute, _ann, _bob = a_contradiction()
    by = a_referee(dispute.tournament)

    matches.override_result(match=now(dispute), result=win(dispute.match, 0), by=by)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.outcome, dispute.decided_by) == (
        "resolved",
        "custom_result",
        by,
    )
    assert list(dispute.comments.values_list("step", flat=True)) == [
        "opened",
        "review",
        "resolved",
    ]


def test_an_official_result_ends_an_escalated_case_only_by_the_head_referee():
    dispute, _ann, _bob = a_case("escalated")
    referee = a_referee(dispute.tournament)
    head = a_referee(dispute.tournament, Role.HEAD_REFEREE)
    result = win(dispute.match, 1)

    with pytest.raises(NotAllowed):
        matches.override_result(match=now(dispute), result=result, reason="So.", by=referee)
    matches.override_result(match=now(dispute), result=result, reason="So.", by=head)

    dispute.refresh_from_db()
    assert (dispute.state, dispute.decided_by) == ("resolved", head)


def test_nobody_decides_a_case_of_their_own_whatever_they_are():
    match, ann, bob = a_finished_duel()
    tournament = match.tournament
    tournaments.assign_staff(
        tournament=tournament, user=ann, role="referee", by=tournament.organizer
    )
    Tournament.objects.update(organizer=bob)
    bob.is_superuser = True
    bob.save()
    for assignment in tournament.staff.all():
        tournaments.accept_staff_invitation(assignment=assignment, by=ann)
    dispute = raise_dispute(match, bob)
    acts = {
        "review": lambda by: services.review_dispute(dispute=dispute, by=by),
        "escalate": lambda by: services.escalate_dispute(dispute=dispute, by=by),
        "resolve": lambda by: services.resolve_dispute(
            dispute=dispute, outcome="replay", decision="Mine.", by=by
        ),
        "dismiss": lambda by: services.dismiss_dispute(dispute=dispute, decision="Mine.", by=by),
        "override": lambda by: matches.override_result(
            match=now(dispute), result=DoubleForfeit(), reason="Mine.", by=by
        ),
        "note": lambda by: services.add_comment(
            dispute=dispute, text="Mine.", internal=True, by=by
        ),
    }

    for by in (ann, bob):
        for name, act in acts.items():
            with pytest.raises(NotAllowed):
                act(by)
            assert Dispute.objects.get().state == "open", name

    assert taken(dispute, a_site_admin()).state == "under_review"
