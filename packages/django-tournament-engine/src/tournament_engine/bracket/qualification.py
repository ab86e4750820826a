"""Who goes into a stage: the tournament's entrants, or those whom other stages send on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from bracketcore import Stage
from bracketcore.standings import Row
from bracketcore.tournament import Advance, qualifiers
from tournament_engine.bracket import stages
from tournament_engine.bracket.lifecycle import StageState
from tournament_engine.bracket.models import Bracket
from tournament_engine.bracket.seeding import up_to_date
from tournament_engine.bracket.stages import QualifiersUndecided
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.models import StageConfig
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.registration.models import Entrant

__all__ = ["Choice", "by_hand", "choice_of", "fed_by", "outlook", "qualified", "starters"]


# Entrants are settled in these; before them people still come and go.
_DRAWABLE = frozenset(
    {TournamentState.REGISTRATION_CLOSED, TournamentState.CHECK_IN, TournamentState.LIVE}
)


def starters(bracket: Bracket) -> list[str]:
    """Return the ids of a stage's entrants in seed order, or say why they are not known yet."""
    if bracket.tournament.state not in _DRAWABLE:
        raise Conflict(_("Close registration first: the draw needs to know who competes."))
    if bracket.tournament.awaits_check_in:
        message = _("Close the check-in first: the draw needs to know who is there.")
        raise Conflict(message, code="check_in_open")
    if bracket.stage.sources:
        return bracket.seeding or qualified(bracket.stage)
    competing = list(Entrant.objects.competing(bracket.tournament))
    if len(competing) < bracket.tournament.min_entrants:
        message = _(
            "%(found)d of at least %(needed)d entrants are there: add some, or ask for fewer."
        )
        numbers = {"found": len(competing), "needed": bracket.tournament.min_entrants}
        raise Conflict(message % numbers, code="too_few_entrants")
    return up_to_date(bracket.seeding, competing)


@dataclass(frozen=True, kw_only=True)
class Choice:
    """So many are wanted for a stage; `standings` has all candidates, with their pool's label."""

    wanted: int
    standings: tuple[tuple[str, Row], ...]


def fed_by(stage: StageConfig) -> list[StageConfig]:
    """Return the stages of the same tournament that take entrants from this one."""
    return [
        later
        for later in StageConfig.objects.filter(tournament=stage.tournament_id)
        if any(source["stage"] == stage.code for source in later.sources)
    ]


def _feeding(stage: StageConfig) -> dict[str, Bracket]:
    """Return the brackets of the stages that feed this one, complete, by their code."""
    codes = [source["stage"] for source in stage.sources]
    rows = Bracket.objects.filter(
        tournament=stage.tournament_id, stage__code__in=codes, state=StageState.COMPLETED
    )
    found = {row.stage.code: row for row in rows.select_related("stage")}
    for code in codes:
        if code not in found:
            message = _("“%(stage)s” waits for “%(source)s”: play that to its end first.")
            words = {"stage": stage.name, "source": code}
            raise QualifiersUndecided(message % words)
    return found


def qualified(stage: StageConfig, instead: Mapping[str, Stage] | None = None) -> list[str]:
    """Return who goes on to a stage, in seed order; a Conflict while that is open.

    A stage in `instead`, by its code, counts in place of the stored one.
    """
    stored = {code: stages.load(row) for code, row in _feeding(stage).items()}
    with stages.translated():
        return list(qualifiers(_advances(stage), {**stored, **(instead or {})}))


def outlook(stage: StageConfig, instead: Mapping[str, Stage] | None = None) -> list[str] | None:
    """Return who goes on as `qualified` does, and None while that is open."""
    try:
        return qualified(stage, instead)
    except QualifiersUndecided:
        return None


def choice_of(stage: StageConfig) -> Choice:
    """Return among whom an organiser chooses; a Conflict while they still play for it."""
    found = {code: stages.load(row) for code, row in _feeding(stage).items()}
    played = [(source, found[source["stage"]]) for source in stage.sources]
    return Choice(
        wanted=sum(len(source["places"]) * max(1, len(past.pools)) for source, past in played),
        standings=tuple(
            (pool, row)
            for past in found.values()
            for pool in past.pools or ("",)
            for row in past.standings(pool=pool or None)
        ),
    )


def by_hand(stage: StageConfig, order: Sequence[Entrant] | None) -> list[str]:
    """Return an order that the organiser gives, where the places left open who goes on."""
    choice = choice_of(stage)
    candidates = {row.entrant for _pool, row in choice.standings}
    given = [str(entrant.pk) for entrant in order or ()]
    is_whole = len(given) == len(set(given)) == choice.wanted
    if not is_whole or not candidates.issuperset(given):
        message = _("Name the %(count)d who go on, each once, from the stages before this one.")
        raise InvalidInput(message % {"count": choice.wanted}, field="order")
    return given


def _advances(stage: StageConfig) -> list[Advance]:
    return [
        Advance(
            source["stage"],
            places=source["places"],
            to=stage.code,
            seeding=stage.seeding or "standings",
        )
        for source in stage.sources
    ]
