"""The end of a tournament: every step once, and nothing over before all are done."""

from collections import defaultdict
from collections.abc import Callable

import pytest
from django.utils import timezone
from tests.factories import a_tournament, a_user

from tournament_engine import workflow
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core import conclusion, guards, services
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import Game, Tournament
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.workflow import Step, StepState, WorkflowRun, WorkflowStep

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("core_alone")]

_S = TournamentState


@pytest.fixture(autouse=True)
def no_other_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workflow, "_steps", defaultdict(dict))


@pytest.fixture
def completed() -> Tournament:
    tournament = a_tournament(state=_S.DRAFT, entrants=0)
    Tournament.objects.update(state=_S.COMPLETED)
    tournament.refresh_from_db()
    return tournament


def a_step(code: str, run: Callable[[Tournament], object], order: int = 1) -> None:
    conclusion.register(Step(code=code, label=code.title(), order=order, run=run))


def conclude(tournament: Tournament) -> Tournament:
    return services.conclude_tournament(tournament=tournament, by=None)


def steps() -> dict[str, str]:
    return dict(WorkflowStep.objects.values_list("code", "state"))


def break_down(_: Tournament) -> None:
    Game.objects.create(name="Half a prize", slug="half")
    raise ConnectionError("The bank is closed.")


def test_steps_are_done_in_their_order_and_then_it_is_over(completed: Tournament):
    done: list[str] = []
    a_step("notices", lambda _: done.append("notices"), order=90)
    a_step("prizes", lambda _: done.append("prizes"), order=20)

    conclude(completed)

    assert (done, completed.state) == (["prizes", "notices"], _S.CONCLUDED)
    assert completed.concluded_at is not None
    assert WorkflowRun.objects.get().finished_at is not None


def test_a_step_that_fails_stops_no_other_only_the_end(
    completed: Tournament, caplog: pytest.LogCaptureFixture
):
    done: list[str] = []
    a_step("prizes", break_down)
    a_step("notices", lambda _: done.append("notices"), order=2)

    with pytest.raises(Conflict, match="Not done yet: Prizes"):
        conclude(completed)

    assert (done, Tournament.objects.get().state) == (["notices"], _S.COMPLETED)
    assert steps() == {"prizes": StepState.FAILED, "notices": StepState.DONE}
    assert "The bank is closed." in caplog.text
    assert not Game.objects.filter(slug="half").exists()


def test_each_step_is_done_once_however_often_it_is_concluded(completed: Tournament):
    done: list[str] = []
    a_step("prizes", break_down)
    a_step("notices", lambda _: done.append("notices"), order=2)

    for _ in range(3):
        with pytest.raises(Conflict):
            conclude(completed)
    a_step("prizes", lambda _: done.append("prizes"))
    conclude(completed)

    assert done == ["notices", "prizes"]
    assert WorkflowStep.objects.get(code="prizes").attempts == 4
    assert completed.state == _S.CONCLUDED


def test_a_guard_stops_it_before_any_step(completed: Tournament):
    done: list[str] = []
    a_step("prizes", lambda _: done.append("prizes"))

    def refuse(_: Tournament) -> None:
        raise Conflict("A dispute is open.")

    guards.register("conclude", refuse)
    with pytest.raises(Conflict, match="A dispute is open"):
        conclude(completed)

    assert (done, Tournament.objects.get().state) == ([], _S.COMPLETED)


def test_a_step_that_cannot_be_done_is_waived_with_a_reason(completed: Tournament):
    a_step("prizes", break_down)
    with pytest.raises(Conflict):
        conclude(completed)

    services.waive_step(
        tournament=completed, step="prizes", by=completed.organizer, reason="Paid in cash."
    )
    conclude(completed)

    assert (completed.state, steps()) == (_S.CONCLUDED, {"prizes": StepState.WAIVED})
    assert AuditEntry.objects.get(action="conclusion.waived").reason == "Paid in cash."


def test_only_an_open_step_is_waived_and_only_by_who_runs_it(completed: Tournament):
    a_step("prizes", break_down)

    def waive(step: str, by: object) -> None:
        services.waive_step(tournament=completed, step=step, by=by, reason="So.")  # type: ignore[arg-type]

    with pytest.raises(Conflict):
        waive("prizes", completed.organizer)
    with pytest.raises(Conflict):
        conclude(completed)
    with pytest.raises(Conflict):
        waive("medals", completed.organizer)
    with pytest.raises(NotAllowed):
        waive("prizes", a_user())

    assert steps() == {"prizes": StepState.FAILED}


def test_who_resumes_play_has_every_step_done_again(completed: Tournament):
    done: list[str] = []
    a_step("standings", lambda _: done.append("standings"))
    a_step("prizes", break_down, order=2)
    with pytest.raises(Conflict):
        conclude(completed)

    services.resume_tournament(tournament=completed, by=None)
    services.complete_tournament(tournament=completed, by=None)
    a_step("prizes", lambda _: done.append("prizes"), order=2)
    conclude(completed)

    assert done == ["standings", "standings", "prizes"]


def test_what_a_killed_worker_had_not_done_is_still_to_be_done(completed: Tournament):
    a_step("prizes", lambda _: None)
    run = WorkflowRun.objects.create(kind=conclusion.KIND, key=conclusion.key_of(completed))
    WorkflowStep.objects.create(run=run, code="prizes")

    conclude(completed)

    assert steps() == {"prizes": StepState.DONE}


def test_where_a_worker_was_killed_the_next_tick_goes_on(completed: Tournament):
    a_step("prizes", lambda _: None)
    WorkflowRun.objects.create(kind=conclusion.KIND, key=conclusion.key_of(completed))

    resumed = services.resume_conclusions(timezone.now())

    completed.refresh_from_db()
    assert (resumed, completed.state) == (1, _S.CONCLUDED)
    assert services.resume_conclusions(timezone.now()) == 0


def test_neither_what_failed_nor_what_nobody_began_is_resumed(completed: Tournament):
    assert services.resume_conclusions(timezone.now()) == 0
    a_step("prizes", break_down)
    with pytest.raises(Conflict):
        conclude(completed)

    assert services.resume_conclusions(timezone.now()) == 0
    assert WorkflowStep.objects.get().attempts == 1


def test_a_step_that_no_domain_knows_any_more_holds_nothing_up(completed: Tournament):
    run = WorkflowRun.objects.create(kind=conclusion.KIND, key=conclusion.key_of(completed))
    step = WorkflowStep.objects.create(run=run, code="medals")

    conclude(completed)

    assert completed.state == _S.CONCLUDED
    assert conclusion.progress(completed) == []
    assert (str(run), str(step)) == (f"conclusion {completed.pk}", "medals")
