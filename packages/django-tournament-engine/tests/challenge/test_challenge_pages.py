"""The pages of challenges: read by everybody, claimed by players, set and checked by the staff."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.challenges import (
    a_challenge,
    a_checker,
    a_claim,
    a_dare,
    entrant_of,
    fresh,
    standings,
)
from tests.desk.browsing import address, filled, log_in, post
from tests.factories import a_tournament, a_user, somebody
from tests.paying import proof
from tests.people.models import Person
from tests.playing import a_live_tournament_of_people, entrant_at, play, playable

from tournament_engine.challenge.models import Challenge, ChallengeCompletion
from tournament_engine.core.models import Tournament
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db

MONEY = {"reward": "payout", "amount": 1250, "currency": "EUR"}


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Any) -> None:
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture
def cup() -> Tournament:
    return a_live_tournament_of_people(4)


@pytest.fixture
def desk(cup: Tournament) -> Client:
    return log_in(cup.organizer)


def players(cup: Tournament) -> list[Person]:
    rows = Entrant.objects.filter(tournament=cup).select_related("registration__user")
    return [somebody(row.registration.user) for row in rows.order_by("pk")]


def read(client: Client, route: str, *args: object) -> str:
    answer = client.get(address(route, *args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_everybody_reads_what_there_is_to_win(client: Client, cup: Tournament):
    a_challenge(cup, name="Two wins", target=2, winners=3, **MONEY)
    dare = a_dare(cup, description="Come as a knight.")

    shown = read(client, "challenges", cup.slug)
    one = read(client, "challenge", cup.slug, dare.pk)

    assert "Two wins" in shown
    assert "Win 2 matches." in shown
    assert "12.50" in shown
    assert "the first 3" in shown
    assert "Come as a knight." in one
    assert "Two wins" in read(client, "tournament", cup.slug)


def test_a_tournament_without_challenges_says_so(client: Client, cup: Tournament):
    assert "No challenges here" in read(client, "challenges", cup.slug)
    assert "Challenges" not in read(client, "tournament", cup.slug)


def test_challenges_of_a_private_tournament_are_as_absent(client: Client):
    cup = a_tournament(visibility="private")
    challenge = a_dare(cup)
    absent = client.get(address("challenge", "no-such-cup", 1))

    for route, args in (("challenges", ()), ("challenge", (challenge.pk,))):
        answer = client.get(address(route, cup.slug, *args))
        assert (answer.status_code, answer.content) == (404, absent.content)


def test_a_challenge_of_another_tournament_is_not_found_here(client: Client, cup: Tournament):
    other = a_dare(a_live_tournament_of_people(2))

    assert client.get(address("challenge", cup.slug, other.pk)).status_code == 404


def test_a_player_sees_the_own_progress_on_the_leaderboard(committed: Any, cup: Tournament):
    challenge = a_challenge(cup, target=2)
    with committed():
        match = play(playable(cup)[0])
    winner = entrant_at(match)

    shown = read(log_in(somebody(winner.registration.user)), "challenge", cup.slug, challenge.pk)

    assert shown.count("1 of 2") == 2
    assert '<progress value="1" max="2"' in shown
    assert winner.name in shown


def queries_of(client: Client, route: str, *args: object) -> int:
    with CaptureQueriesContext(connection) as asked:
        read(client, route, *args)
    return len(asked)


def test_lists_take_as_many_queries_for_three_rows_as_for_one(committed: Any):
    small, large = a_live_tournament_of_people(2), a_live_tournament_of_people(6)
    counts = []
    for cup, size in ((small, 1), (large, 3)):
        challenges = [a_challenge(cup, name=f"No. {number}") for number in range(size)]
        dare = a_dare(cup)
        for person in players(cup)[:size]:
            a_claim(dare, person)
        with committed():
            for match in playable(cup)[:size]:
                play(match)
        desk = log_in(cup.organizer)
        counts.append(
            [
                queries_of(desk, "challenges", cup.slug),
                queries_of(desk, "challenge", cup.slug, challenges[0].pk),
                queries_of(desk, "manage_challenges", cup.slug),
                queries_of(desk, "claims", cup.slug),
            ]
        )

    assert counts[0] == counts[1]


def test_a_challenge_is_claimed_with_a_picture_and_links(cup: Tournament):
    dare = a_dare(cup)
    ann = players(cup)[0]
    browser = log_in(ann)
    links = "https://example.org/one\n\n https://example.org/two \n"

    assert "I have done it" in read(browser, "challenge", cup.slug, dare.pk)
    answer = post(
        browser, "claim_challenge", cup.slug, dare.pk, text="Look!", links=links, picture=proof()
    )

    claim = ChallengeCompletion.objects.get()
    assert answer.status_code == 302
    assert claim.links == ["https://example.org/one", "https://example.org/two"]
    assert claim.picture is not None
    assert "to be checked" in read(browser, "challenge", cup.slug, dare.pk)


def test_what_is_wrong_in_a_claim_stands_at_its_field_and_nothing_is_lost(cup: Tournament):
    dare = a_dare(cup)
    browser = log_in(players(cup)[0])

    answer = post(browser, "claim_challenge", cup.slug, dare.pk, text="Look!", links="nowhere")

    assert answer.status_code == 422
    assert answer.context["form"].errors["links"]
    assert "Look!" in answer.content.decode()
    assert not ChallengeCompletion.objects.exists()


def test_other_evidence_is_sent_while_it_is_to_be_checked(cup: Tournament):
    dare = a_dare(cup)
    ann = players(cup)[0]
    claim = a_claim(dare, ann, text="First")
    browser = log_in(ann)

    assert "First" in read(browser, "claim_challenge", cup.slug, dare.pk)
    post(browser, "claim_challenge", cup.slug, dare.pk, text="Second", links="")

    assert fresh(claim).text == "Second"


@pytest.mark.parametrize("rule", ["match_wins", "undefeated", "upsets"])
def test_strangers_and_what_is_counted_have_nothing_to_claim(cup: Tournament, rule: str):
    params = {"undefeated": {"stage": "knockout"}, "upsets": {"seeds": 1}}.get(rule, {})
    counted = a_challenge(cup, rule=rule, params=params)
    dare = a_dare(cup)

    answers = [
        log_in(players(cup)[0]).get(address("claim_challenge", cup.slug, counted.pk)),
        log_in(a_user()).get(address("claim_challenge", cup.slug, dare.pk)),
    ]

    assert [answer.status_code for answer in answers] == [409, 409]


def test_an_organiser_chooses_what_is_counted_and_says_the_rest(cup: Tournament, desk: Client):
    assert "?rule=wins_by_difference" in read(desk, "new_challenge", cup.slug)
    form = desk.get(address("new_challenge", cup.slug), {"rule": "wins_by_difference"})
    told = filled(
        form.context["form"],
        **{
            "rule": "wins_by_difference",
            "wins_by_difference-difference": "3",
            "name": "Clear wins",
            "reward": "payout",
            "amount": "12.50",
            "currency": "eur",
        },
    )

    answer = desk.post(address("new_challenge", cup.slug), told)

    assert answer.status_code == 302, answer.context["form"].errors
    challenge = Challenge.objects.get()
    assert (challenge.params, challenge.amount, challenge.currency) == (
        {"difference": 3},
        1250,
        "EUR",
    )


def test_something_to_show_is_set_too(cup: Tournament, desk: Client):
    form = desk.get(address("new_challenge", cup.slug), {"rule": "manual"}).context["form"]

    desk.post(address("new_challenge", cup.slug), filled(form, rule="manual", name="Best costume"))

    assert Challenge.objects.get().kind == "manual"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"wins_by_difference-difference": ""}, "wins_by_difference-difference"),
        ({"name": ""}, "name"),
        ({"reward": "payout", "amount": "much", "currency": "EUR"}, "amount"),
        ({"reward": "payout", "amount": "5", "currency": ""}, "currency"),
        ({"opens_at": "2031-01-02T00:00", "closes_at": "2031-01-01T00:00"}, "closes_at"),
        ({"kind": "magic"}, "kind"),
    ],
)
def test_what_is_wrong_in_a_challenge_stands_at_its_field(
    cup: Tournament, desk: Client, changes: dict[str, str], field: str
):
    page = desk.get(address("new_challenge", cup.slug), {"rule": "wins_by_difference"})
    right = {"name": "Clear", "wins_by_difference-difference": "3", "rule": "wins_by_difference"}

    answer = desk.post(
        address("new_challenge", cup.slug), filled(page.context["form"], **right | changes)
    )

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_a_challenge_is_changed_ended_counted_and_called_off(cup: Tournament, desk: Client):
    challenge = a_challenge(cup)
    args = ("manage_challenge", cup.slug, challenge.pk)
    form = desk.get(address(*args)).context["form"]

    answers = [
        post(desk, *args, **filled(form, action="save", name="Better")),
        post(desk, *args, action="recount"),
        post(desk, *args, action="close"),
        post(desk, *args, action="cancel"),
        post(desk, *args, action="cancel", reason="Too easy"),
        post(desk, *args, action="dance"),
    ]

    challenge.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302, 302, 422, 302, 422]
    assert (challenge.name, challenge.state, challenge.reason) == (
        "Better",
        "cancelled",
        "Too easy",
    )
    assert "Called off: Too easy" in read(desk, "challenge", cup.slug, challenge.pk)


def test_once_somebody_has_done_it_the_rest_of_the_form_is_shown_and_not_taken(
    committed: Any, cup: Tournament, desk: Client
):
    challenge = a_challenge(cup)
    with committed():
        play(playable(cup)[0])
    args = ("manage_challenge", cup.slug, challenge.pk)
    form = desk.get(address(*args)).context["form"]

    answer = post(desk, *args, **filled(form, action="save", name="Better", target="5"))

    challenge.refresh_from_db()
    assert answer.status_code == 302
    assert (challenge.name, challenge.target) == ("Better", 1)


def test_of_two_organisers_the_second_is_told(cup: Tournament, desk: Client):
    challenge = a_challenge(cup)
    args = ("manage_challenge", cup.slug, challenge.pk)
    form = desk.get(address(*args)).context["form"]
    post(desk, *args, **filled(form, action="save", name="One"))

    answer = post(desk, *args, **filled(form, action="save", name="Two"))

    assert answer.status_code == 409


def test_a_checker_finds_what_waits_and_decides(cup: Tournament):
    dare = a_dare(cup, **MONEY)
    one, two = (a_claim(dare, person) for person in players(cup)[:2])
    browser = log_in(a_checker(cup))

    assert "2 claims wait for you" in read(browser, "console", cup.slug)
    assert "I came as a knight." in read(browser, "claim", cup.slug, one.pk)
    answers = [
        post(browser, "claim", cup.slug, one.pk, action="verify", version=one.version),
        post(browser, "claim", cup.slug, two.pk, action="reject", version=two.version),
        post(browser, "claim", cup.slug, two.pk, action="reject", version=two.version, reason="No"),
    ]

    assert [answer.status_code for answer in answers] == [302, 422, 302]
    assert [state for _name, state in standings(dare)] == ["awarded", "rejected"]
    assert "No claims here" in read(browser, "claims", cup.slug)


@pytest.mark.parametrize("version", ["", "x", "9" * 30, "7"])
def test_a_decision_names_the_evidence_that_was_seen(cup: Tournament, version: str):
    claim = a_claim(a_dare(cup), players(cup)[0])

    answer = post(
        log_in(a_checker(cup)), "claim", cup.slug, claim.pk, action="verify", version=version
    )

    assert answer.status_code in {409, 422}
    assert fresh(claim).state == "claimed"


def test_many_are_decided_with_a_result_a_row(cup: Tournament, desk: Client):
    dare = a_dare(cup)
    claims = [a_claim(dare, person) for person in players(cup)[:3]]
    ChallengeCompletion.objects.filter(pk=claims[0].pk).update(claimed_by=cup.organizer)
    rows = [claim.pk for claim in claims]

    nothing = post(desk, "claims", cup.slug, action="verify")
    silent = post(desk, "claims", cup.slug, action="reject", row=rows)
    answer = post(desk, "claims", cup.slug, action="verify", row=rows)

    assert [one.status_code for one in (nothing, silent, answer)] == [422, 422, 200]
    outcomes = answer.context["outcomes"]
    assert [outcome.error and outcome.error.code for outcome in outcomes].count("own_case") == 1
    assert "somebody else has to check it" in answer.content.decode()


def test_the_own_claim_has_no_buttons(cup: Tournament, desk: Client):
    claim = a_claim(a_dare(cup), players(cup)[0])
    ChallengeCompletion.objects.update(claimed_by=cup.organizer)

    shown = read(desk, "claim", cup.slug, claim.pk)

    assert "This is your own claim" in shown
    assert 'value="verify"' not in shown
    assert "wait for you" not in read(desk, "console", cup.slug)


def test_a_picture_that_was_sent_before_is_flagged(cup: Tournament, desk: Client):
    dare = a_dare(cup)
    one, two = (a_claim(dare, person, picture=proof()) for person in players(cup)[:2])

    shown = read(desk, "claim", cup.slug, two.pk)

    assert "nearly the same, was sent before" in shown
    assert address("claim", cup.slug, one.pk) in shown


def test_a_claim_of_another_tournament_is_not_decided_here(cup: Tournament, desk: Client):
    other = a_live_tournament_of_people(2)
    claim = a_claim(a_dare(other), players(other)[0])

    answer = post(desk, "claim", cup.slug, claim.pk, action="verify", version=1)

    assert answer.status_code == 404
    assert entrant_of(other, players(other)[0]) == claim.entrant
