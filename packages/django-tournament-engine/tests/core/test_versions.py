"""Versions: what a tournament said of itself, kept in time and put in force again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests.desk.browsing import address, log_in, post
from tests.factories import KNOCKOUT, LEAGUE, a_tournament, a_user
from tests.playing import a_closed_tournament, first_stage

from tournament_engine.audit.models import AuditEntry
from tournament_engine.bracket import services as brackets
from tournament_engine.core import services
from tournament_engine.core.custom_fields.specs import FieldSpec
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.core.versions import snapshots
from tournament_engine.core.versions.models import TournamentVersion
from tournament_engine.core.versions.snapshots import Part
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.registration.services import add_entrants

pytestmark = pytest.mark.django_db

_S = TournamentState
START = datetime(2030, 5, 1, 18, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def no_other_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshots, "_parts", {})


def occasions(tournament: Tournament) -> list[tuple[int, str]]:
    return list(tournament.versions.order_by("number").values_list("number", "occasion"))


def update(tournament: Tournament, **changes: Any) -> Tournament:
    return services.update_tournament(
        tournament=tournament, by=tournament.organizer, version=tournament.version, **changes
    )


def keep(tournament: Tournament, note: str = "") -> TournamentVersion:
    return services.create_version(tournament=tournament, by=tournament.organizer, note=note)


def restore(version: TournamentVersion) -> TournamentVersion:
    return services.restore_version(version=version, by=version.tournament.organizer)


def test_a_version_is_kept_at_publishing_at_each_change_and_before_the_draw():
    tournament = a_tournament(state=_S.DRAFT)
    update(tournament, description="A draft changes as it likes.")
    services.publish_tournament(tournament=tournament, by=tournament.organizer)
    update(tournament, rules="Be kind.")
    services.open_registration(tournament=tournament, by=None)
    services.close_registration(tournament=tournament, by=None)
    # Written past the services, as a site's own script does.
    Tournament.objects.update(description="Unseen")
    brackets.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert occasions(tournament) == [(1, "published"), (2, "changed"), (3, "drawn")]


def test_a_draw_that_nothing_was_changed_before_keeps_no_second_copy():
    tournament = a_closed_tournament()

    brackets.generate_bracket(stage=first_stage(tournament), by=tournament.organizer)

    assert occasions(tournament) == [(1, "published")]


def test_a_version_kept_by_hand_has_a_note():
    tournament = a_tournament(state=_S.DRAFT)

    first, second = keep(tournament, " Before  the change "), keep(tournament)

    assert (first.number, first.note, second.number) == (1, "Before the change", 2)
    assert str(second) == f"{tournament.pk}: 2"


def test_an_earlier_version_is_in_force_again_with_its_types():
    tournament = a_tournament(
        state=_S.DRAFT,
        entrants=0,
        starts_at=START,
        max_entrants=16,
        custom_fields=[FieldSpec(code="nick", label="Nick")],
    )
    old = keep(tournament)
    update(
        tournament,
        name="Other",
        game="Go",
        starts_at=START + DAY,
        max_entrants=8,
        stages=[LEAGUE],
        custom_fields=[],
    )

    new = restore(old)

    stored = Tournament.objects.get()
    assert (stored.name, stored.game.name, stored.starts_at, stored.max_entrants) == (
        old.content["facts"]["name"],
        "Chess",
        START,
        16,
    )
    assert [stage.format for stage in stored.stages.all()] == [KNOCKOUT.format]
    assert [row.code for row in stored.custom_fields.all()] == ["nick"]
    assert (new.number, new.occasion, new.note) == (2, "restored", "version 1")
    assert new.content == old.content
    entry = AuditEntry.objects.get(action="tournament.restored")
    assert (entry.after, entry.category) == ({"version": 1}, "rollback")


def test_the_state_is_never_restored():
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    draft = keep(tournament)
    services.publish_tournament(tournament=tournament, by=tournament.organizer)
    update(tournament, description="New words")

    restore(draft)

    assert Tournament.objects.get().state == _S.PUBLISHED


def test_what_is_settled_is_not_restored_and_then_nothing_is():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, max_entrants=8, description="Old")
    old = keep(tournament)
    update(tournament, max_entrants=16, description="New")
    services.publish_tournament(tournament=tournament, by=tournament.organizer)

    with pytest.raises(Conflict) as refused:
        restore(old)

    stored = Tournament.objects.get()
    assert (refused.value.code, refused.value.field) == ("locked", "max_entrants")
    assert (stored.description, stored.max_entrants) == ("New", 16)


def test_fewer_places_than_are_taken_are_not_restored():
    tournament = a_tournament(state=_S.DRAFT, entrants=2, max_entrants=2)
    old = keep(tournament)
    update(tournament, max_entrants=8)
    names = [f"Late {number}" for number in range(3)]
    add_entrants(tournament=tournament, names=names, by=tournament.organizer)

    with pytest.raises(Conflict) as refused:
        restore(old)

    assert refused.value.code == "places_taken"
    assert Tournament.objects.get().max_entrants == 8


def test_a_version_with_a_wrong_type_is_refused():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, max_entrants=8)
    old = keep(tournament)
    old.content["facts"]["max_entrants"] = "many"
    old.save()

    with pytest.raises(InvalidInput) as refused:
        restore(old)

    assert refused.value.field == "max_entrants"


def test_a_number_written_as_text_comes_back_as_a_number():
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    old = keep(tournament)
    old.content["facts"]["max_entrants"] = "32"
    old.save()

    restore(old)

    assert Tournament.objects.get().max_entrants == 32


def test_only_who_runs_the_tournament_keeps_and_restores():
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    old = keep(tournament)

    with pytest.raises(NotAllowed):
        services.create_version(tournament=tournament, by=a_user())
    with pytest.raises(NotAllowed):
        services.restore_version(version=old, by=a_user())


PRIZES: dict[int, list[int]] = {}


def a_prize_plan() -> None:
    def write(tournament: Tournament, plan: Any, by: object) -> None:
        PRIZES[tournament.pk] = plan

    PRIZES.clear()
    snapshots.register(
        Part(
            code="prizes",
            label="Prizes",
            read=lambda tournament: PRIZES.get(tournament.pk, []),
            write=write,
        )
    )


def test_what_another_domain_adds_comes_along_in_versions_and_copies():
    a_prize_plan()
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    PRIZES[tournament.pk] = [50, 30]
    old = keep(tournament)
    PRIZES[tournament.pk] = [100]

    copied = services.duplicate_tournament(
        tournament=tournament, name="Again", by=tournament.organizer
    )
    restore(old)

    assert (PRIZES[tournament.pk], PRIZES[copied.pk]) == ([50, 30], [100])


def test_what_another_domain_adds_is_settled_with_the_rest():
    a_prize_plan()
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    PRIZES[tournament.pk] = [50, 30]
    old = keep(tournament)
    PRIZES[tournament.pk] = [100]
    services.publish_tournament(tournament=tournament, by=tournament.organizer)

    with pytest.raises(Conflict, match="settled"):
        restore(old)

    assert PRIZES[tournament.pk] == [100]


def test_two_versions_are_compared_thing_by_thing():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, max_entrants=8)
    before = keep(tournament).content
    update(tournament, max_entrants=16, stages=[LEAGUE])

    found = snapshots.differences(before, snapshots.settings_of(tournament))

    rows = {row.label: (row.before, row.after) for row in found}
    assert rows["most entrants"] == ("8", "16")
    assert rows["Stage “Knockout”: format"] == ("single_elimination", "")
    assert rows["Stage “League”: format"] == ("", "round_robin")


def test_another_order_of_the_stages_is_a_change_that_is_kept_and_told():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, stages=[KNOCKOUT, LEAGUE])
    keep(tournament)
    update(tournament, stages=[LEAGUE, KNOCKOUT])
    services.publish_tournament(tournament=tournament, by=tournament.organizer)

    first, second = tournament.versions.order_by("number")

    (told,) = snapshots.differences(first.content, second.content)
    assert (told.label, told.before, told.after) == (
        "Stages",
        "Knockout, League",
        "League, Knockout",
    )


def test_a_version_tells_moments_and_choices_as_a_reader_says_them():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, starts_at=START)
    before = keep(tournament).content
    update(tournament, starts_at=START + DAY, visibility="private", needs_approval=True)

    found = snapshots.differences(before, snapshots.settings_of(tournament))

    assert sorted((row.before, row.after) for row in found) == [
        ("May 1, 2030, 6 p.m. UTC", "May 2, 2030, 6 p.m. UTC"),
        ("everybody", "the organiser and the entrants"),
        ("no", "yes"),
    ]


def test_the_pages_of_versions_keep_compare_and_restore():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, description="Old")
    client = log_in(tournament.organizer)
    empty = client.get(address("versions", tournament.slug)).content.decode()
    post(client, "versions", tournament.slug, note="First")
    update(tournament, description="New")
    post(client, "versions", tournament.slug)

    shown = client.get(address("version", tournament.slug, 1)).content.decode()
    later = client.get(address("version", tournament.slug, 2)).content.decode()
    answer = post(client, "version", tournament.slug, 1)
    listed = client.get(address("versions", tournament.slug)).content.decode()

    assert "None yet" in empty
    assert ("Old" in shown, "New" in shown, "First" in shown) == (True, True, True)
    assert "What changed after version 1" in later
    assert "Nothing: this version is in force." in later
    assert answer.status_code == 302
    assert "an earlier version restored" in listed
    tournament.refresh_from_db()
    assert tournament.description == "Old"


def test_a_restoring_that_is_refused_says_why_beside_what_differs():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, max_entrants=8)
    keep(tournament)
    update(tournament, max_entrants=16)
    services.publish_tournament(tournament=tournament, by=tournament.organizer)
    client = log_in(tournament.organizer)

    answer = post(client, "version", tournament.slug, 1)

    assert answer.status_code == 409
    assert "“most entrants” can no longer be changed" in answer.content.decode()
    assert client.get(address("version", tournament.slug, 9)).status_code == 404
