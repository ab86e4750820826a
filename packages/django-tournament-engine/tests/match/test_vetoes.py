"""Bans and picks before a match: in turn, in time, by who may, and shown to who plays."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.browsing import address, log_in, match_address, post
from tests.factories import a_staff_member, a_user
from tests.match.test_out_of_heats import a_heat
from tests.playing import a_duel, a_live_tournament, match_of, organizer, play

from tests.conftest import Committed
from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core.roles import Role
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services
from tournament_engine.match.models import Match, Veto, VetoChoice, VetoPlan
from tournament_engine.registration.models import Entrant
from tournament_engine.testing import FakeNotifications

pytestmark = pytest.mark.django_db

MAPS = ["Dust", "Mirage", "Nuke", "Train", "Vertigo"]
STEPS = "B1 B2 P1 P2 D"


def plan(match: Match, **facts: Any) -> VetoPlan | None:
    told: dict[str, Any] = {"options": MAPS, "steps": STEPS, "by": organizer(match)} | facts
    return services.plan_veto(stage=match.bracket.stage, **told)


@pytest.fixture
def duel() -> tuple[Match, Any, Any]:
    match, ann, bob = a_duel()
    plan(match)
    return match, ann, bob


def choose(match: Match, option: str, by: Any, **facts: Any) -> Veto:
    return services.choose_option(match=match, option=option, by=by, **facts)


def chosen() -> list[tuple[str, str, int | None]]:
    return list(VetoChoice.objects.values_list("option", "act", "side"))


def test_sides_ban_and_pick_in_turn_and_what_is_left_is_played_last(duel: tuple[Match, Any, Any]):
    match, ann, bob = duel
    veto = services.start_veto(match=match, by=ann)

    for option, by in (("Dust", ann), ("Nuke", bob), ("Mirage", ann), ("Train", bob)):
        veto = choose(match, option, by)

    assert chosen() == [
        ("Dust", "ban", 0),
        ("Nuke", "ban", 1),
        ("Mirage", "pick", 0),
        ("Train", "pick", 1),
        ("Vertigo", "decider", None),
    ]
    assert (veto.finished_at is not None, veto.due_at) == (True, None)
    assert AuditEntry.objects.filter(action__startswith="veto.").count() == 7


def test_nobody_chooses_out_of_turn_or_as_a_stranger(duel: tuple[Match, Any, Any]):
    match, ann, bob = duel
    services.start_veto(match=match, by=bob)

    for by in (bob, a_user()):
        with pytest.raises(NotAllowed):
            choose(match, "Dust", by)
    choose(match, "Dust", ann)

    with pytest.raises(InvalidInput):
        choose(match, "Dust", bob)


def test_the_staff_chooses_for_a_side(duel: tuple[Match, Any, Any]):
    match, ann, _bob = duel
    services.start_veto(match=match, by=ann)

    choose(match, "Dust", organizer(match))

    assert chosen() == [("Dust", "ban", 0)]


def test_who_read_an_older_step_chooses_nothing(duel: tuple[Match, Any, Any]):
    match, ann, _bob = duel
    services.start_veto(match=match, by=ann)
    choose(match, "Dust", ann, step=0)

    with pytest.raises(Conflict) as refused:
        choose(match, "Nuke", organizer(match), step=0)

    assert refused.value.code == "step_done"


def test_the_lot_chooses_when_the_time_is_over():
    match, ann, _bob = a_duel()
    plan(match, seconds=60)
    services.start_veto(match=match, by=ann)
    now = timezone.now()

    early = services.run_vetoes(now + timedelta(seconds=30))
    done = [services.run_vetoes(now + timedelta(minutes=number)) for number in range(2, 10, 2)]

    assert (early, done) == (0, [1, 1, 1, 1])
    assert [act for _option, act, _side in chosen()] == ["ban", "ban", "pick", "pick", "decider"]
    assert set(VetoChoice.objects.values_list("by", flat=True)) == {None}
    assert services.run_vetoes(now + timedelta(days=1)) == 0


def test_the_staff_chooses_when_the_time_is_over_and_nothing_is_drawn():
    match, ann, _bob = a_duel()
    plan(match, seconds=60, is_automatic=False)
    services.start_veto(match=match, by=ann)

    assert services.run_vetoes(timezone.now() + timedelta(hours=1)) == 0
    choose(match, "Dust", organizer(match))

    assert chosen() == [("Dust", "ban", 0)]


def test_a_veto_that_has_begun_goes_on_as_it_began(duel: tuple[Match, Any, Any]):
    match, ann, bob = duel
    services.start_veto(match=match, by=ann)

    plan(match, options=["A", "B"], steps="P1 D")
    choose(match, "Dust", ann)
    again = services.start_veto(match=match, by=bob)

    assert again.options == MAPS
    assert chosen() == [("Dust", "ban", 0)]


def test_the_staff_begins_anew_with_another_side(duel: tuple[Match, Any, Any]):
    match, ann, bob = duel
    services.start_veto(match=match, by=ann)
    choose(match, "Dust", ann)

    with pytest.raises(NotAllowed):
        services.restart_veto(match=match, by=ann, reason="Oops")
    services.restart_veto(match=match, by=organizer(match), reason="Misclick", first_side=1)
    choose(match, "Dust", bob)

    assert chosen() == [("Dust", "ban", 1)]
    assert AuditEntry.objects.get(action="veto.restarted").reason == "Misclick"


def test_a_substitute_begins_anew():
    cup = a_live_tournament(entrants=2)
    match = match_of(cup, "R1.1")
    plan(match)
    services.start_veto(match=match, by=cup.organizer)
    choose(match, "Dust", cup.organizer)
    entrant = Entrant.objects.select_related("registration", "tournament").get(
        sides__match=match, sides__side=0
    )
    brackets.substitute_entrant(entrant=entrant, name="Zoe", by=cup.organizer, reason="Ill")

    with pytest.raises(Conflict):
        choose(match, "Nuke", cup.organizer)
    services.start_veto(match=match, by=cup.organizer)

    assert chosen() == []


def test_nothing_is_chosen_without_a_plan_in_heats_or_after_the_result(
    duel: tuple[Match, Any, Any],
):
    played, ann, _bob = duel
    services.start_veto(match=played, by=ann)
    play(played, by=organizer(played))
    unplanned, cyd, _dee = a_duel()
    heat, people = a_heat(3)
    plan(heat)

    with pytest.raises(Conflict):
        choose(played, "Dust", ann)
    for match, by in ((unplanned, cyd), (heat, people[0])):
        with pytest.raises(Conflict) as refused:
            services.start_veto(match=match, by=by)
        assert refused.value.code == "no_veto"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"steps": "B1 X2"}, "steps"),
        ({"steps": ""}, "steps"),
        ({"steps": "D B1"}, "steps"),
        ({"steps": "B1 B2"}, "steps"),
        ({"steps": "B1 D"}, "options"),
        ({"options": ["A"], "steps": "P1 P2"}, "options"),
        ({"options": ["A", "a"]}, "options"),
        ({"seconds": 9999}, "seconds"),
    ],
)
def test_a_plan_that_cannot_be_names_the_field(facts: dict[str, Any], field: str):
    match, _ann, _bob = a_duel()

    with pytest.raises(InvalidInput) as refused:
        plan(match, **facts)

    assert refused.value.field == field


def test_the_organiser_plans_it_on_a_page_and_takes_it_away_again():
    match, _ann, _bob = a_duel()
    words = (match.tournament.slug, match.bracket.stage.code)
    client = log_in(organizer(match))
    sent = {"options": "\n".join(MAPS), "steps": STEPS, "seconds": 60, "is_automatic": "on"}

    post(client, "veto_plan", *words, **sent)
    shown = client.get(address("veto_plan", *words)).content.decode()
    wrong = post(client, "veto_plan", *words, **sent | {"steps": "B1"})
    referee = a_staff_member(match.tournament, Role.REFEREE)
    refused = post(log_in(referee), "veto_plan", *words, **sent)

    assert VetoPlan.objects.get().options == MAPS
    assert STEPS in shown
    assert (wrong.status_code, refused.status_code) == (422, 403)
    post(client, "veto_plan", *words, seconds=0)
    assert not VetoPlan.objects.exists()


def page(person: Any, match: Match) -> str:
    client = Client() if person is None else log_in(person)
    return client.get(match_address("match", match)).content.decode()


def act(person: Any, match: Match, action: str, **fields: object) -> Any:
    return log_in(person).post(match_address("match_act", match), {"action": action, **fields})


def test_sides_choose_on_the_page_of_the_match_and_everybody_reads_what_is_played(
    duel: tuple[Match, Any, Any],
):
    match, ann, bob = duel
    assert 'value="begin_veto"' in page(ann, match)
    act(ann, match, "begin_veto")

    assert 'name="option"' in page(ann, match)
    assert 'name="option"' not in page(bob, match)
    assert "Bans and picks" not in page(None, match)
    for step, (option, by) in enumerate(
        [("Dust", ann), ("Nuke", bob), ("Mirage", ann), ("Train", bob)]
    ):
        act(by, match, "choose", option=option, step=step)

    public = page(None, match)
    assert [name in public for name in MAPS] == [False, True, False, True, True]
    assert "Throw these choices away" in page(organizer(match), match)
    assert act(organizer(match), match, "restart_veto", reason="Misclick").status_code == 302


def test_whose_turn_it_is_hears_of_it(
    fake_notifications: FakeNotifications, committed: Committed, duel: tuple[Match, Any, Any]
):
    match, ann, bob = duel

    with committed():
        services.start_veto(match=match, by=ann)
    with committed():
        choose(match, "Dust", ann)

    told = [sent for sent in fake_notifications.sent if sent.event == "match_veto_turn"]
    assert [sent.recipients for sent in told] == [(str(ann.pk),), (str(bob.pk),)]


def test_who_reads_the_lobby_or_reports_the_score_sees_what_is_played(
    duel: tuple[Match, Any, Any],
):
    match, ann, bob = duel
    services.set_lobby(match=match, by=organizer(match), server="eu-1")
    services.start_veto(match=match, by=ann)
    before = log_in(ann).get(match_address("report", match)).text
    for option, by in (("Dust", ann), ("Nuke", bob), ("Mirage", ann), ("Train", bob)):
        choose(match, option, by)

    lobby = page(ann, match).partition('id="lobby"')[2].partition("</section>")[0]
    report = log_in(ann).get(match_address("report", match)).text

    for shown in (lobby, report):
        assert [name in shown for name in MAPS] == [False, True, False, True, True]
        assert "Game 3" in shown
    assert "Mirage" not in before
