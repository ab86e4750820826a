"""What the organiser does next: one step of the life cycle or of the first stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tournament_engine import permissions
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core import calls, panels
from tournament_engine.core.calls import Call
from tournament_engine.core.lifecycle import OVER, TRANSITIONS, TournamentState
from tournament_engine.core.models import StageConfig, Tournament
from tournament_engine.core.panels import Panel
from tournament_engine.core.permissions import MANAGE
from tournament_engine.registration.models import Entrant
from tournament_engine.users import AnyUser

__all__ = ["StageRow", "Step", "declare", "next_step", "stage_rows"]

_S = TournamentState

_TEMPLATES = "tournament_engine/bracket"

#: Until here everything that a draw needs can be done in one go.
_BEFORE_THE_DRAW = frozenset({_S.DRAFT, _S.PUBLISHED, _S.REGISTRATION_OPEN, _S.REGISTRATION_CLOSED})


#: The steps of the life cycle: what the button sends, what it says, why one would press it.
_BUTTONS: Mapping[TournamentState, tuple[str, Promise, Promise]] = {
    _S.DRAFT: (
        "publish",
        gettext_lazy("Publish"),
        gettext_lazy("Let people see the tournament."),
    ),
    _S.PUBLISHED: (
        "open",
        gettext_lazy("Open registration"),
        gettext_lazy("Let people ask for a place."),
    ),
    _S.REGISTRATION_OPEN: (
        "close",
        gettext_lazy("Close registration"),
        gettext_lazy("Nobody else comes in; the stages can be drawn."),
    ),
    _S.COMPLETED: (
        "conclude",
        gettext_lazy("Conclude"),
        gettext_lazy("Results become final, and what hangs on them is done."),
    ),
    _S.CONCLUDED: (
        "archive",
        gettext_lazy("Archive"),
        gettext_lazy("It leaves the lists; its pages stay at their addresses."),
    ),
    _S.CANCELLED: (
        "archive",
        gettext_lazy("Archive"),
        gettext_lazy("It leaves the lists; its pages stay at their addresses."),
    ),
}

#: What comes before the draw, where there is a check-in.
_CHECK_IN: Mapping[TournamentState, tuple[str, Promise, Promise]] = {
    _S.REGISTRATION_CLOSED: (
        "check_in",
        gettext_lazy("Open check-in"),
        gettext_lazy("Those who have a place say that they are there."),
    ),
    _S.CHECK_IN: (
        "close_check_in",
        gettext_lazy("Close check-in"),
        gettext_lazy("Who is not there gives the place to those who wait."),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A button: where it posts, what it says, and why one would press it.

    Without an action it leads to a page where there is more to say.
    """

    url: str
    label: str
    why: str
    action: str = ""
    capability: str = MANAGE_BRACKET


@dataclass(frozen=True, kw_only=True)
class StageRow:
    """A stage as the console lists it."""

    stage: StageConfig
    state: StageState
    url: str


def declare() -> None:
    """Put the way ahead on top of the console, and the stages below what waits."""
    calls.register("next_step", _call)
    panels.register(
        Panel(
            key="step",
            order=0,
            template=f"{_TEMPLATES}/step.html",
            context=_step_panel,
            capabilities=(MANAGE, MANAGE_BRACKET),
        )
    )
    panels.register(
        Panel(
            key="stages",
            order=30,
            template=f"{_TEMPLATES}/panel.html",
            context=_stages_panel,
            capabilities=(MANAGE, MANAGE_BRACKET),
        )
    )


def stage_rows(tournament: Tournament) -> list[StageRow]:
    """Return the stages in playing order, drawn or not."""
    states = dict(Bracket.objects.filter(tournament=tournament).values_list("stage", "state"))
    return [
        StageRow(
            stage=stage,
            state=StageState(states.get(stage.pk, StageState.PENDING)),
            url=reverse("tournament_engine:manage_stage", args=(tournament.slug, stage.code)),
        )
        for stage in tournament.stages.all()
    ]


def next_step(tournament: Tournament, stages: Sequence[StageRow]) -> Step | None:
    """Return the one act that brings the tournament on; None while it plays by itself."""
    state = TournamentState(tournament.state)
    button = (_CHECK_IN if tournament.awaits_check_in else {}).get(state) or _BUTTONS.get(state)
    if button is not None:
        action, label, why = button
        return _transition(tournament, action, str(label), str(why))
    if state == _S.LIVE:
        return _later_step(stages)
    is_next = state in {_S.REGISTRATION_CLOSED, _S.CHECK_IN} and stages
    return _stage_step(tournament, stages[0]) if is_next else None


def _transition(tournament: Tournament, action: str, label: str, why: str) -> Step:
    url = reverse("tournament_engine:transition", args=(tournament.slug,))
    return Step(url=url, action=action, label=label, why=why, capability=MANAGE)


def _stage_step(tournament: Tournament, first: StageRow) -> Step:
    match first.state:
        case StageState.PENDING:
            return _drawing(first)
        case StageState.GENERATED:
            return _publishing(first)
        case _:
            why = _("From now on the sides can report their scores.")
            return _transition(tournament, "start", _("Start"), why)


def _later_step(stages: Sequence[StageRow]) -> Step | None:
    """Return what a later stage waits for: its draw, where places are shared, or to be shown."""
    states = {row.stage.code: row.state for row in stages}
    for row in stages:
        if row.state == StageState.GENERATED:
            return _publishing(row)
        played = all(states[one["stage"]] == StageState.COMPLETED for one in row.stage.sources)
        if row.state == StageState.PENDING and played:
            return _choosing(row) if row.stage.sources else _drawing(row)
    return None


def _choosing(row: StageRow) -> Step:
    label = _("Choose who goes on to “%(stage)s”") % {"stage": row.stage.name}
    why = _("The stages before it are played, and it is not drawn.")
    return Step(url=row.url, label=label, why=why)


def _drawing(row: StageRow) -> Step:
    why = _("Put the entrants into their matches.")
    return Step(url=row.url, action="generate", label=_("Seed and draw"), why=why)


def _publishing(row: StageRow) -> Step:
    why = _("Let everybody see who meets whom.")
    return Step(url=row.url, action="publish", label=_("Publish bracket"), why=why)


def _call(tournament: Tournament, user: AnyUser) -> Call | None:
    """Ask who runs the tournament for its next step; the console has the button."""
    if not any(permissions.can(user, one, tournament) for one in (MANAGE, MANAGE_BRACKET)):
        return None
    url = reverse("tournament_engine:console", args=(tournament.slug,))
    if tournament.state == _S.PENDING_APPROVAL:
        return Call(words=_("The site's staff looks at it."), label=_("To the console"), url=url)
    step = next_step(tournament, stage_rows(tournament))
    if step is None or not permissions.can(user, step.capability, tournament):
        return None
    # While people register, and once all is over, nothing presses.
    waits = tournament.state in OVER | {_S.REGISTRATION_OPEN}
    return Call(words=step.why, label=step.label, url=url, is_urgent=not waits)


def _step_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    """Return what brings the tournament on, step by step or in one go, as far as one may."""
    stages = stage_rows(tournament)
    step = next_step(tournament, stages)
    runs_it = permissions.can(user, MANAGE, tournament)
    entrants = Entrant.objects.competing(tournament).count()
    return {
        "tournament": tournament,
        "step": step if step and permissions.can(user, step.capability, tournament) else None,
        "entrants": entrants,
        "can_draw": _can_draw(tournament, stages, entrants)
        and (runs_it or tournament.state == _S.REGISTRATION_CLOSED),
    }


def _stages_panel(tournament: Tournament, user: AnyUser) -> dict[str, Any]:
    """Return the stages, and the ways back."""
    stages = stage_rows(tournament)
    runs_it = permissions.can(user, MANAGE, tournament)
    return {
        "tournament": tournament,
        "stages": stages,
        "can_reopen": runs_it and _can_reopen(tournament, stages),
        "can_cancel": runs_it and _S.CANCELLED in TRANSITIONS[_S(tournament.state)],
    }


def _can_draw(tournament: Tournament, stages: Sequence[StageRow], entrants: int) -> bool:
    return (
        tournament.state in _BEFORE_THE_DRAW
        and not tournament.awaits_check_in
        and entrants >= tournament.min_entrants
        and bool(stages)
        and stages[0].state == StageState.PENDING
    )


def _can_reopen(tournament: Tournament, stages: Sequence[StageRow]) -> bool:
    is_drawn = any(row.state != StageState.PENDING for row in stages)
    return tournament.state == _S.REGISTRATION_CLOSED and not is_drawn
