"""Claims: made with evidence, once, and decided by somebody whose claim it is not."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from tests.challenges import (
    a_challenge,
    a_checker,
    a_claim,
    a_cup_of_teams,
    a_dare,
    entrant_of,
    fresh,
    standings,
)
from tests.factories import a_staff_member, a_user, somebody
from tests.paying import proof
from tests.people.models import Person
from tests.playing import a_live_tournament_of_people, entrant_at, play, playable

from tournament_engine import permissions
from tournament_engine.challenge import services
from tournament_engine.challenge.lifecycle import TRANSITIONS, CompletionState
from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.challenge.services import steps
from tournament_engine.core.models import Tournament
from tournament_engine.errors import (
    Conflict,
    IllegalTransition,
    InvalidInput,
    NotAllowed,
    StaleVersion,
)
from tournament_engine.hooks.models import InboxMessage
from tournament_engine.registration.models import Entrant, RosterMember
from tournament_engine.uploads.permissions import READ

pytestmark = pytest.mark.django_db

_S = CompletionState


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament_of_people(4)


@pytest.fixture
def dare(cup: Tournament) -> Challenge:
    return a_dare(cup)


@pytest.fixture
def ann(cup: Tournament) -> Person:
    return players(cup)[0]


def players(cup: Tournament) -> list[Person]:
    rows = Entrant.objects.filter(tournament=cup).select_related("registration__user")
    return [somebody(row.registration.user) for row in rows.order_by("pk")]


def notices(person: Person) -> list[str]:
    return list(InboxMessage.objects.filter(user=person).values_list("event", flat=True))


def test_a_claim_is_verified_and_rewarded_at_once(committed, dare: Challenge, ann: Person):
    checker = a_checker(dare.tournament)
    with committed():
        claim = a_claim(dare, ann, links=["https://example.org/film"])

    with committed():
        services.verify_completion(completion=fresh(claim), by=checker)

    assert fresh(claim).state == _S.AWARDED
    assert fresh(claim).decided_by == checker
    assert "challenge_to_check" in notices(checker)
    assert notices(ann)[-1:] == ["challenge_awarded"]


def test_a_claim_is_rejected_with_a_reason_and_never_made_again(
    committed, dare: Challenge, ann: Person
):
    claim = a_claim(dare, ann)
    with committed():
        services.reject_completion(
            completion=claim, by=a_checker(dare.tournament), reason="No knight to be seen"
        )

    with pytest.raises(Conflict) as refused:
        a_claim(dare, ann)

    assert refused.value.code == "claimed_already"
    assert (fresh(claim).state, fresh(claim).reason) == (_S.REJECTED, "No knight to be seen")
    assert notices(ann)[-1:] == ["challenge_rejected"]


def test_a_claim_without_evidence_is_no_claim(dare: Challenge, ann: Person):
    with pytest.raises(InvalidInput) as refused:
        a_claim(dare, ann, text="  ")

    assert refused.value.field == "text"


@pytest.mark.parametrize(
    ("links", "code"),
    [(["javascript:alert(1)"], "bad_link"), (["https://example.org"] * 6, "too_many")],
)
def test_links_are_whole_addresses_and_few(
    dare: Challenge, ann: Person, links: list[str], code: str
):
    with pytest.raises(InvalidInput) as refused:
        a_claim(dare, ann, links=links)

    assert (refused.value.code, refused.value.field) == (code, "links")


def test_a_picture_is_seen_by_the_claimer_and_the_checkers_alone(dare: Challenge, ann: Person):
    claim = a_claim(dare, ann, text="", picture=proof())

    readers = [ann, a_checker(dare.tournament), a_user(), players(dare.tournament)[1]]

    assert claim.picture is not None
    assert claim.picture.is_private
    seen = [permissions.can(reader, READ, claim.picture) for reader in readers]
    assert seen == [True, True, False, False]


def test_a_file_that_is_no_picture_is_refused_at_its_field(dare: Challenge, ann: Person):
    film = SimpleUploadedFile("me.png", b"<svg onload=alert(1)>", content_type="image/png")

    with pytest.raises(InvalidInput) as refused:
        a_claim(dare, ann, picture=film)

    assert refused.value.field == "picture"
    assert not ChallengeCompletion.objects.exists()


def test_nobody_claims_for_others(dare: Challenge, ann: Person):
    _ann, bob, *_others = players(dare.tournament)

    with pytest.raises(NotAllowed):
        services.claim_challenge(
            challenge=dare, entrant=entrant_of(dare.tournament, bob), by=ann, text="He did."
        )


def test_a_claim_is_for_somebody_of_this_tournament(dare: Challenge):
    other = a_live_tournament_of_people(2)
    stranger = players(other)[0]

    with pytest.raises(InvalidInput) as refused:
        services.claim_challenge(
            challenge=dare, entrant=entrant_of(other, stranger), by=stranger, text="I did."
        )

    assert refused.value.field == "subject"


def test_a_member_claims_for_oneself():
    cup = a_cup_of_teams()
    dare = a_dare(cup, subject="member")
    member = RosterMember.objects.filter(tournament=cup, role="player")[0]
    entrant = Entrant.objects.get(registration=member.registration)
    captain, player = somebody(member.registration.user), somebody(member.user)
    claimed = partial(
        services.claim_challenge, challenge=dare, entrant=entrant, member=member, text="I did."
    )

    with pytest.raises(NotAllowed):
        claimed(by=captain)
    claim = claimed(by=player)

    assert claim.key == (entrant.pk, member.pk)


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_claim_out_of_the_window_is_refused(cup: Tournament, ann: Person, when: str):
    now = timezone.now()
    windows = {
        "before": {"opens_at": now + timedelta(hours=1)},
        "after": {"closes_at": now - timedelta(hours=1)},
    }
    dare = a_dare(cup, **windows[when])

    with pytest.raises(Conflict) as refused:
        a_claim(dare, ann)

    assert refused.value.code == "closed"


def test_what_is_counted_is_not_claimed(cup: Tournament, ann: Person):
    with pytest.raises(Conflict) as refused:
        a_claim(a_challenge(cup), ann)

    assert refused.value.code == "counted"


def test_nobody_decides_on_their_own_claim(cup: Tournament, dare: Challenge):
    boss = cup.organizer
    claim = a_claim(dare, players(cup)[0])
    ChallengeCompletion.objects.update(claimed_by=boss)

    for act in (
        lambda: services.verify_completion(completion=fresh(claim), by=boss),
        lambda: services.reject_completion(completion=fresh(claim), by=boss, reason="No"),
    ):
        with pytest.raises(NotAllowed) as refused:
            act()
        assert refused.value.code == "own_case"


def test_a_player_of_the_staff_does_not_check_the_claim_of_the_own_team():
    cup = a_cup_of_teams()
    dare = a_dare(cup)
    team = Entrant.objects.filter(tournament=cup)[0]
    player = somebody(team.registration.members.get(role="player").user)
    a_staff_member(cup, user=player)
    claim = a_claim(dare, somebody(team.registration.user))

    with pytest.raises(NotAllowed):
        services.verify_completion(completion=fresh(claim), by=player)


def test_strangers_decide_nothing(dare: Challenge, ann: Person):
    claim = a_claim(dare, ann)

    with pytest.raises(NotAllowed):
        services.verify_completion(completion=claim, by=a_user())


def test_many_are_decided_at_once_with_a_result_a_row(cup: Tournament, dare: Challenge):
    ann, bob, cyd, _dan = players(cup)
    one, two, three = (a_claim(dare, person) for person in (ann, bob, cyd))
    ChallengeCompletion.objects.filter(pk=two.pk).update(claimed_by=cup.organizer)
    rows = ChallengeCompletion.objects.for_list().order_by("pk")

    outcomes = services.bulk_verify_completions(completions=rows, by=cup.organizer)

    assert [outcome.error and outcome.error.code for outcome in outcomes] == [
        None,
        "own_case",
        None,
    ]
    assert [fresh(row).state for row in (one, two, three)] == [_S.AWARDED, _S.CLAIMED, _S.AWARDED]


def test_many_are_rejected_for_one_reason(cup: Tournament, dare: Challenge):
    for person in players(cup)[:2]:
        a_claim(dare, person)
    rows = ChallengeCompletion.objects.for_list()

    services.bulk_reject_completions(completions=rows, by=cup.organizer, reason="All the same")

    states = ChallengeCompletion.objects.values_list("state", "reason")
    assert set(states) == {(_S.REJECTED, "All the same")}


def test_the_same_decision_twice_is_one(dare: Challenge, ann: Person):
    checker = a_checker(dare.tournament)
    claim = a_claim(dare, ann)
    services.verify_completion(completion=claim, by=checker)
    before = fresh(claim).version

    services.verify_completion(completion=fresh(claim), by=checker)

    assert fresh(claim).version == before


def test_another_decision_afterwards_is_refused(dare: Challenge, ann: Person):
    checker = a_checker(dare.tournament)
    claim = a_claim(dare, ann)
    services.reject_completion(completion=claim, by=checker, reason="No")

    with pytest.raises(Conflict) as refused:
        services.verify_completion(completion=fresh(claim), by=checker)

    assert refused.value.code == "not_waiting"


def test_evidence_that_came_meanwhile_is_to_be_looked_at_first(dare: Challenge, ann: Person):
    claim = a_claim(dare, ann)
    seen = fresh(claim)
    services.submit_evidence(completion=claim, by=ann, text="And as a dragon.")

    with pytest.raises(StaleVersion):
        services.verify_completion(
            completion=seen, by=a_checker(dare.tournament), version=seen.version
        )

    assert fresh(claim).text == "And as a dragon."


def test_evidence_is_sent_for_what_the_results_say_too(committed, cup: Tournament):
    a_challenge(cup, kind="hybrid")
    with committed():
        match = play(playable(cup)[0])
    winner = somebody(entrant_at(match).registration.user)
    claim = ChallengeCompletion.objects.for_list().get()

    services.submit_evidence(completion=claim, by=winner, links=["https://example.org/film"])

    assert "challenge_claimed" in notices(winner)
    assert fresh(claim).links == ["https://example.org/film"]
    with pytest.raises(NotAllowed):
        services.submit_evidence(completion=fresh(claim), by=a_user(), text="Mine")


@pytest.mark.parametrize("state", CompletionState)
@pytest.mark.parametrize("target", CompletionState)
def test_only_the_edges_of_the_table_are_followed(
    dare: Challenge, ann: Person, state: CompletionState, target: CompletionState
):
    claim = a_claim(dare, ann)
    claim.state = state
    claim.decided_at = claim.awarded_at = timezone.now()

    if target in TRANSITIONS[state]:
        claim.awarded_at = timezone.now() if target == _S.AWARDED else None
        claim.reason = "Why"
        steps.move(claim, target, by=None)
        assert claim.state == target
    else:
        with pytest.raises(IllegalTransition):
            steps.move(claim, target, by=None)


@pytest.mark.parametrize(
    "columns",
    [
        {"state": "won"},
        {"state": "verified"},
        {"state": "rejected", "decided_at": "2030-01-01T00:00Z"},
        {"state": "awarded", "decided_at": "2030-01-01T00:00Z"},
        {"decided_at": "2030-01-01T00:00Z"},
    ],
)
def test_the_database_refuses_impossible_completions(
    dare: Challenge, ann: Person, columns: dict[str, str]
):
    claim = a_claim(dare, ann)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChallengeCompletion.objects.filter(pk=claim.pk).update(**columns)


def test_the_database_refuses_a_second_completion(dare: Challenge, ann: Person):
    claim = a_claim(dare, ann)

    with pytest.raises(IntegrityError), transaction.atomic():
        ChallengeCompletion.objects.create(
            challenge=dare,
            tournament=dare.tournament,
            entrant=claim.entrant,
            reached_at=timezone.now(),
        )
    assert standings(dare) == [(claim.entrant.name, "claimed")]
