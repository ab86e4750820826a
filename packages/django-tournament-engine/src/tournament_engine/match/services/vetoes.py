"""The veto before a match: step by step, by its sides, the staff, or the lot when time is over."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tournament_engine import events, jobs, permissions
from tournament_engine.audit import services as audit
from tournament_engine.bracket.permissions import MANAGE_BRACKET
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.locks import lock
from tournament_engine.match import results
from tournament_engine.match.lifecycle import BEFORE_RESULT
from tournament_engine.match.models import Match, Veto, VetoChoice, VetoPlan
from tournament_engine.match.permissions import MANAGE
from tournament_engine.match.services.contests import lock_match, require_free
from tournament_engine.match.services.steps import announce, checked_reason, require_side
from tournament_engine.match.vetoing import Step, checked_steps, is_current, left_over, turn_of
from tournament_engine.text import one_line
from tournament_engine.users import User

__all__ = ["choose_option", "plan_veto", "restart_veto", "run_vetoes", "start_veto"]

_LONGEST_OPTION = 60
_MOST_OPTIONS = 40
_MOST_SECONDS = 3600


@transaction.atomic
def plan_veto(
    *,
    stage: StageConfig,
    options: Sequence[str],
    steps: str,
    by: User,
    seconds: int = 0,
    is_automatic: bool = True,
) -> VetoPlan | None:
    """Say how the sides of a stage choose what is played; without options there is no veto.

    Vetoes that have begun go on as they began.
    """
    tournament = lock(stage.tournament)
    permissions.require(by, MANAGE_BRACKET, tournament)
    if not options:
        VetoPlan.objects.filter(stage=stage).delete()
        audit.log(by=by, action="veto.unplanned", subject=stage)
        return None
    clean = [one_line(one, field="options", longest=_LONGEST_OPTION) for one in options]
    if len(clean) > _MOST_OPTIONS or len({one.casefold() for one in clean}) < len(clean):
        message = _("Name each option once, %(most)d at most.") % {"most": _MOST_OPTIONS}
        raise InvalidInput(message, field="options")
    if not 0 <= seconds <= _MOST_SECONDS:
        message = _("A step takes %(most)d seconds at most.") % {"most": _MOST_SECONDS}
        raise InvalidInput(message, field="seconds")
    facts = {
        "options": clean,
        "steps": checked_steps(steps, len(clean)),
        "seconds": seconds,
        "is_automatic": is_automatic,
    }
    plan, _made = VetoPlan.objects.update_or_create(stage=stage, defaults=facts)
    audit.log(by=by, action="veto.planned", subject=stage, after=facts)
    return plan


@transaction.atomic
def start_veto(*, match: Match, by: User, first_side: int = 0, now: datetime | None = None) -> Veto:
    """Let the sides begin to ban and pick; the side that begins is the first one, or as named."""
    match = lock_match(match)
    if not permissions.can(by, MANAGE, match):
        require_side(by, match)
        first_side = 0
    require_free(match)
    if match.state not in BEFORE_RESULT:
        raise Conflict(_("What is played is chosen before the match has a result."))
    if (veto := Veto.objects.filter(match=match).first()) is not None:
        if is_current(veto, match):
            return veto
        veto.delete()
    return _begin(match, first_side, by, now or timezone.now())


@transaction.atomic
def restart_veto(
    *, match: Match, by: User, reason: str, first_side: int = 0, now: datetime | None = None
) -> Veto:
    """Throw away what was chosen and begin anew, as whoever runs the match."""
    match = lock_match(match)
    permissions.require(by, MANAGE, match)
    reason = checked_reason(reason)
    veto = Veto.objects.filter(match=match).first()
    if veto is None or match.state not in BEFORE_RESULT:
        raise Conflict(_("There is no veto that could begin anew."))
    chosen = [str(choice) for choice in veto.choices.all()]
    veto.delete()
    audit.log(
        by=by, action="veto.restarted", subject=match, before={"choices": chosen}, reason=reason
    )
    return _begin(match, first_side, by, now or timezone.now())


@transaction.atomic
def choose_option(
    *, match: Match, option: str, by: User, step: int | None = None, now: datetime | None = None
) -> Veto:
    """Ban or pick, for the side whose turn it is; the staff may choose in its place.

    `step` is the number of the step that was read: who was overtaken chooses nothing.
    """
    match = lock_match(match)
    veto = _running(match)
    choices = list(veto.choices.all())
    turn = turn_of(veto, choices)
    if turn is None or (step is not None and step != len(choices)):
        raise Conflict(_("This step is done already: look at the veto again."), code="step_done")
    if not permissions.can(by, MANAGE, match):
        require_side(by, match, turn.side)
    if option not in left_over(veto, choices):
        raise InvalidInput(_("Choose one of the options that are left."), field="option")
    return _take(veto, turn, option, choices, by, now or timezone.now())


def run_vetoes(now: datetime) -> int:
    """Draw an option in the vetoes whose step took too long; return in how many."""
    due = Veto.objects.filter(finished_at=None, due_at__lte=now, is_automatic=True)
    rows = due.select_related("match__tournament", "match__bracket")
    return jobs.each(rows, lambda veto: _draw(veto, now), of=("match__tournament",))


def _draw(veto: Veto, now: datetime) -> bool:
    match = lock_match(veto.match)
    veto.refresh_from_db()
    is_due = veto.due_at is not None and veto.due_at <= now and veto.finished_at is None
    if not is_due or match.state not in BEFORE_RESULT or not is_current(veto, match):
        Veto.objects.filter(pk=veto.pk).update(due_at=None)
        return False
    veto.match = match
    choices = list(veto.choices.all())
    turn = turn_of(veto, choices)
    if turn is None:
        return False
    _take(veto, turn, secrets.choice(left_over(veto, choices)), choices, None, now)
    return True


def _begin(match: Match, first_side: int, by: User, now: datetime) -> Veto:
    plan = VetoPlan.objects.filter(stage=match.bracket.stage_id).first()
    if plan is None or results.is_heat(match):
        raise Conflict(_("Nothing is banned or picked in this stage."), code="no_veto")
    if first_side not in (0, 1):
        raise InvalidInput(_("Choose the side that begins."), field="first_side")
    veto = Veto.objects.create(
        match=match,
        pairing=list(results.occupants(match)),
        first_side=first_side,
        options=plan.options,
        steps=plan.steps,
        seconds=plan.seconds,
        is_automatic=plan.is_automatic,
        due_at=now + timedelta(seconds=plan.seconds) if plan.seconds else None,
    )
    audit.log(by=by, action="veto.begun", subject=match, after={"first_side": first_side})
    announce(events.match_veto, match, f"{veto.pk}:0")
    return veto


def _running(match: Match) -> Veto:
    veto = Veto.objects.filter(match=match).first()
    if veto is None or not is_current(veto, match) or match.state not in BEFORE_RESULT:
        raise Conflict(_("Nobody bans or picks here now: begin the veto first."), code="no_veto")
    veto.match = match
    return veto


def _take(
    veto: Veto,
    turn: Step,
    option: str,
    choices: Sequence[VetoChoice],
    by: User | None,
    now: datetime,
) -> Veto:
    """Write a step, and the decider where that alone is left."""
    done = [*choices, _write(veto, turn, option, len(choices), by)]
    following = turn_of(veto, done)
    if following is not None and following.side is None:
        [last] = left_over(veto, done)
        done.append(_write(veto, following, last, len(done), None))
        following = None
    veto.finished_at = now if following is None else None
    has_timer = following is not None and veto.seconds
    veto.due_at = now + timedelta(seconds=veto.seconds) if has_timer else None
    veto.save(update_fields=["finished_at", "due_at"])
    announce(events.match_veto, veto.match, f"{veto.pk}:{len(done)}")
    return veto


def _write(veto: Veto, turn: Step, option: str, number: int, by: User | None) -> VetoChoice:
    choice = VetoChoice.objects.create(
        veto=veto, number=number, act=turn.act, side=turn.side, option=option, by=by
    )
    facts = {"act": str(turn.act), "side": turn.side, "option": option}
    audit.log(by=by, action=f"veto.{turn.act}", subject=veto.match, after=facts)
    return choice
