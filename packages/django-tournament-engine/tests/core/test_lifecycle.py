from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from tests.factories import a_site_admin, a_tournament, a_user

from tests.conftest import Committed
from tournament_engine import events
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import guards, services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Tournament
from tournament_engine.errors import Conflict, IllegalTransition, InvalidInput, NotAllowed
from tournament_engine.outbox import OutboxMessage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("core_alone")]

_S = TournamentState


def cancel(*, tournament: Tournament, by: Any) -> Tournament:
    return services.cancel_tournament(tournament=tournament, by=by, reason="Rain")


def open_check_in(*, tournament: Tournament, by: Any) -> Tournament:
    now = timezone.now()
    Tournament.objects.filter(pk=tournament.pk).update(
        check_in_opens_at=now, check_in_closes_at=now + timedelta(hours=1)
    )
    return services.open_check_in(tournament=tournament, by=by)


#: From which states each service leads to its own: §1 of the requirements, but for approval.
SERVICES: list[tuple[Callable[..., Tournament], TournamentState, set[TournamentState]]] = [
    (services.publish_tournament, _S.PUBLISHED, {_S.DRAFT}),
    (services.open_registration, _S.REGISTRATION_OPEN, {_S.PUBLISHED, _S.REGISTRATION_CLOSED}),
    (services.close_registration, _S.REGISTRATION_CLOSED, {_S.REGISTRATION_OPEN}),
    (open_check_in, _S.CHECK_IN, {_S.REGISTRATION_CLOSED}),
    (services.start_tournament, _S.LIVE, {_S.REGISTRATION_CLOSED, _S.CHECK_IN}),
    (services.complete_tournament, _S.COMPLETED, {_S.LIVE}),
    (services.resume_tournament, _S.LIVE, {_S.COMPLETED}),
    (services.conclude_tournament, _S.CONCLUDED, {_S.COMPLETED}),
    (services.archive_tournament, _S.ARCHIVED, {_S.CONCLUDED, _S.CANCELLED}),
    (
        cancel,
        _S.CANCELLED,
        {
            _S.DRAFT,
            _S.PENDING_APPROVAL,
            _S.PUBLISHED,
            _S.REGISTRATION_OPEN,
            _S.REGISTRATION_CLOSED,
            _S.CHECK_IN,
            _S.LIVE,
        },
    ),
]
each_service = pytest.mark.parametrize(
    ("service", "target", "sources"), SERVICES, ids=[row[0].__name__ for row in SERVICES]
)
BY_NOBODY = [
    services.open_registration,
    services.close_registration,
    services.start_tournament,
    services.complete_tournament,
    services.resume_tournament,
    services.conclude_tournament,
    services.archive_tournament,
    open_check_in,
]


def a_tournament_in(state: str) -> Tournament:
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    Tournament.objects.filter(pk=tournament.pk).update(state=state)
    tournament.refresh_from_db()
    return tournament


@each_service
@pytest.mark.parametrize("state", TournamentState)
def test_each_service_follows_its_edges_and_no_other(
    service: Callable[..., Tournament], target: str, sources: set[str], state: TournamentState
):
    tournament = a_tournament_in(state)

    with nullcontext() if state in sources else pytest.raises(IllegalTransition):
        service(tournament=tournament, by=tournament.organizer)

    stored = Tournament.objects.get()
    expected = (target, 2) if state in sources else (state, 1)
    assert (stored.state, stored.version) == expected


@each_service
def test_strangers_move_nothing(service: Callable[..., Tournament], target: str, sources: set[str]):
    tournament = a_tournament_in(min(sources))

    with pytest.raises(NotAllowed):
        service(tournament=tournament, by=a_user())

    assert Tournament.objects.get().state == min(sources)


@each_service
def test_the_site_staff_may_move_everything(
    service: Callable[..., Tournament], target: str, sources: set[str]
):
    tournament = a_tournament_in(min(sources))

    assert service(tournament=tournament, by=a_site_admin()).state == target


@each_service
def test_nobody_moves_only_what_the_system_moves(
    service: Callable[..., Tournament], target: str, sources: set[str]
):
    tournament = a_tournament_in(min(sources))

    try:
        service(tournament=tournament, by=None)
    except NotAllowed:
        moved = False
    else:
        moved = True

    assert moved == (service in BY_NOBODY)


def test_a_step_is_logged_with_both_states():
    tournament = a_tournament_in("draft")

    services.publish_tournament(tournament=tournament, by=tournament.organizer)

    entry = AuditEntry.objects.first()
    assert entry is not None
    assert (entry.action, entry.actor) == ("tournament.published", tournament.organizer)
    assert (entry.before, entry.after) == ({"state": "draft"}, {"state": "published"})
    assert (entry.scope, entry.subject_id) == (str(tournament.pk), str(tournament.pk))


def test_a_tournament_without_a_stage_is_not_published():
    tournament = a_tournament(state=_S.DRAFT, entrants=0, stages=())

    with pytest.raises(Conflict, match="Add a stage first") as refused:
        services.publish_tournament(tournament=tournament, by=tournament.organizer)

    assert refused.value.field == "stages"


def test_publishing_and_completing_keep_their_times():
    draft, live = a_tournament_in("draft"), a_tournament_in("live")

    services.publish_tournament(tournament=draft, by=draft.organizer)
    services.complete_tournament(tournament=live, by=None)

    assert draft.published_at is not None
    assert live.completed_at is not None


def test_a_tournament_that_goes_on_is_not_completed():
    tournament = a_tournament_in("live")
    services.complete_tournament(tournament=tournament, by=None)

    services.resume_tournament(tournament=tournament, by=None)

    assert (tournament.state, tournament.completed_at) == ("live", None)


def test_who_calls_a_tournament_off_says_why():
    tournament = a_tournament(entrants=0)
    organizer = tournament.organizer

    with pytest.raises(InvalidInput) as refused:
        services.cancel_tournament(tournament=tournament, by=organizer, reason=" ")
    services.cancel_tournament(tournament=tournament, by=organizer, reason="Rain")

    assert refused.value.field == "reason"
    assert tournament.cancel_reason == "Rain"
    assert AuditEntry.objects.filter(reason="Rain").count() == 1


def test_a_step_is_announced_to_the_sites_own_code(committed: Committed):
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    heard: list[tuple[str, int]] = []

    def listen(sender: object, *, signal: object, key: str, tournament: int, **_: Any) -> None:
        heard.append((key, tournament))

    events.tournament_published.connect(listen)
    with committed():
        services.publish_tournament(tournament=tournament, by=tournament.organizer)
    events.tournament_published.disconnect(listen)

    assert heard == [(f"tournament_published:{tournament.pk}:2", tournament.pk)]


def test_a_guard_stops_a_step_before_anything_is_written():
    tournament = a_tournament_in("live")
    messages = OutboxMessage.objects.count()

    def refuse(_: Tournament) -> None:
        raise Conflict("A match is open.")

    guards.register("complete", refuse)
    with pytest.raises(Conflict, match="A match is open"):
        services.complete_tournament(tournament=tournament, by=None)

    stored = Tournament.objects.get()
    assert (stored.state, stored.version, OutboxMessage.objects.count()) == ("live", 1, messages)


def test_a_consequence_that_fails_takes_the_step_back():
    tournament = a_tournament_in("registration_closed")

    def fail(_: Tournament, by: object) -> None:
        raise Conflict("No board is free.")

    guards.then("start", fail)
    with pytest.raises(Conflict):
        services.start_tournament(tournament=tournament, by=tournament.organizer)

    assert Tournament.objects.get().state == "registration_closed"
    assert not AuditEntry.objects.filter(action="tournament.live").exists()


def test_a_guard_and_a_consequence_count_once_however_often_they_register():
    calls: list[str] = []

    def guard(_: Tournament) -> None:
        calls.append("guard")

    def consequence(_: Tournament, by: object) -> None:
        calls.append("consequence")

    for _ in range(2):
        guards.register("close", guard)
        guards.then("close", consequence)
    tournament = a_tournament(state=_S.REGISTRATION_OPEN, entrants=0)
    services.close_registration(tournament=tournament, by=None)

    assert calls == ["guard", "consequence"]
