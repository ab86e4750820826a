from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError
from django.utils import timezone
from tests.factories import KNOCKOUT, PLAYOFF, POOLS, a_game, a_user

from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import configuration
from tournament_engine.core.models import Game, Tournament
from tournament_engine.core.services import create_tournament
from tournament_engine.errors import InvalidInput, NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("core_alone")]

NOW = timezone.now()


def create(**facts: Any) -> Tournament:
    given: dict[str, Any] = {"name": "Summer Cup", "game": "Chess", "by": a_user(), **facts}
    return create_tournament(**given)


def test_a_new_tournament_is_a_draft_of_its_maker():
    ann = a_user()

    tournament = create(by=ann, stages=[POOLS, PLAYOFF])

    assert (tournament.state, tournament.organizer, tournament.version) == ("draft", ann, 1)
    assert (str(tournament), tournament.slug) == ("Summer Cup", "summer-cup")
    assert [str(stage) for stage in tournament.stages.all()] == ["Pools", "Playoff"]


def test_making_a_tournament_is_in_the_log():
    tournament = create()

    entry = AuditEntry.objects.get()
    assert (entry.action, entry.actor) == ("tournament.created", tournament.organizer)
    assert entry.after == {"name": "Summer Cup", "slug": "summer-cup"}


def test_only_people_who_are_logged_in_make_tournaments():
    for nobody in (AnonymousUser(), None, a_user(is_active=False)):
        with pytest.raises(NotAllowed):
            create(by=nobody)


def test_the_second_of_a_name_gets_the_next_address():
    slugs = [create().slug for _ in range(3)]

    assert slugs == ["summer-cup", "summer-cup-2", "summer-cup-3"]


@pytest.mark.parametrize(
    ("name", "slug"),
    [("東京", "tournament"), ("New", "new-2"), ("Inbox", "inbox-2"), ("x" * 100, "x" * 70)],
)
def test_every_name_gives_an_address_that_the_site_can_serve(name: str, slug: str):
    assert create(name=name).slug == slug


def test_an_address_that_is_taken_is_refused():
    create(slug="cup")

    with pytest.raises(InvalidInput, match="'cup' is taken") as refused:
        create(slug="cup")

    assert refused.value.field == "slug"
    assert Tournament.objects.count() == 1


def test_a_game_is_found_in_whatever_case_and_made_when_it_is_new():
    chess = a_game("Chess")

    games = [create(game=game).game for game in (chess, "CHESS", "囲碁", "Go")]

    assert games == [chess, chess, *Game.objects.exclude(pk=chess.pk).order_by("pk")]
    assert [game.slug for game in games] == ["chess", "chess", "game", "go"]


def test_a_name_is_stored_trimmed():
    assert create(name="  Summer   Cup ").name == "Summer Cup"


def test_texts_keep_their_lines_in_one_form():
    tournament = create(rules=" Be kind.\r\nBe on time.\r")

    assert tournament.rules == "Be kind.\nBe on time."


WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " "}, "name", "Enter a name"),
    ({"name": "x" * 121}, "name", "at most 120"),
    ({"name": "Cup\u202e"}, "name", "cannot be seen"),
    ({"game": ""}, "game", "Enter a name"),
    ({"slug": "new"}, "slug", "belongs to a page"),
    ({"slug": "Not a slug"}, "slug", "Enter a valid"),
    ({"slug": ""}, "slug", "cannot be blank"),
    ({"entrant_kind": "robots"}, "entrant_kind", "not a valid choice"),
    ({"visibility": "secret"}, "visibility", "not a valid choice"),
    ({"min_entrants": 1}, "min_entrants", "two entrants"),
    ({"max_entrants": 1025}, "max_entrants", "at most 1024"),
    ({"min_entrants": 9, "max_entrants": 8}, "max_entrants", "as many places"),
    ({"description": "x" * 20_001}, "description", "at most 20000"),
    ({"rules": "Be\x00kind"}, "rules", r"control character \(U\+0000\)"),
    ({"opens_at": NOW, "closes_at": NOW}, "closes_at", "close after it opens"),
    ({"opens_at": NOW, "starts_at": NOW}, "starts_at", "after registration opens"),
    (
        {"closes_at": NOW, "starts_at": NOW - timedelta(hours=1)},
        "starts_at",
        "not be before registration closes",
    ),
    ({"check_in_opens_at": NOW}, "check_in_closes_at", "when it closes, or neither"),
    ({"check_in_closes_at": NOW}, "check_in_opens_at", "when it closes, or neither"),
    (
        {"check_in_opens_at": NOW, "check_in_closes_at": NOW},
        "check_in_closes_at",
        "check-in must close after it opens",
    ),
    (
        {
            "closes_at": NOW,
            "check_in_opens_at": NOW - timedelta(hours=1),
            "check_in_closes_at": NOW + timedelta(hours=1),
        },
        "check_in_opens_at",
        "not open before registration closes",
    ),
    (
        {
            "check_in_opens_at": NOW,
            "check_in_closes_at": NOW + timedelta(hours=2),
            "starts_at": NOW + timedelta(hours=1),
        },
        "starts_at",
        "not be before the check-in closes",
    ),
    ({"opens_at": datetime(2026, 1, 1, 12, 0)}, "opens_at", "time zone"),  # noqa: DTZ001
]


@pytest.mark.parametrize(("facts", "field", "sentence"), WRONG)
def test_facts_that_cannot_be_are_refused_by_field(
    facts: dict[str, Any], field: str, sentence: str
):
    with pytest.raises(InvalidInput, match=sentence) as refused:
        create(**facts)

    assert refused.value.field == field
    assert Tournament.objects.count() == 0


def test_registration_may_close_in_the_moment_of_the_start():
    later = NOW + timedelta(days=1)

    tournament = create(opens_at=NOW, closes_at=later, starts_at=later)

    assert (tournament.closes_at, tournament.starts_at) == (later, later)


def test_what_the_database_alone_refuses_is_not_called_a_taken_address(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(configuration, "check", lambda tournament: None)

    with pytest.raises(IntegrityError):
        create(min_entrants=1)


def test_a_tournament_with_a_bad_stage_is_not_made_at_all():
    with pytest.raises(InvalidInput):
        create(game="Brand new game", stages=[KNOCKOUT, KNOCKOUT])

    assert (Tournament.objects.count(), Game.objects.count()) == (0, 0)
