"""Whatever is done through the services, a bare stage of bracketcore does the same.

Random acts on a small stage: the database, the bare stage, and a projection made from
scratch must tell the same after each.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.playing import a_live_tournament, bracket_of, match_of

from bracketcore import DoubleForfeit, Forfeit, Walkover, Win
from bracketcore.errors import BracketError
from tournament_engine.bracket import services as brackets
from tournament_engine.bracket import stages
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput
from tournament_engine.match import services
from tournament_engine.match.consistency import check_projection
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db(transaction=False)

FORMATS = ("single_elimination", "double_elimination", "round_robin", "page_playoff")


def make(kind, code, winner):
    """Return a result of one of the kinds for a pairing, or None where nobody can be named."""

    def of(pairing):
        sides = [side for side in pairing if isinstance(side, str)]
        if len(sides) < 2:
            return Win("0")
        chosen, other = sides[winner], sides[1 - winner]
        return {
            "win": Win(chosen),
            "scored": Win(chosen, score=(2, 1) if winner == 0 else (1, 2)),
            "walkover": Walkover(chosen),
            "forfeit": Forfeit(other),
            "double": DoubleForfeit(),
        }[kind]

    return of


results = st.tuples(
    st.sampled_from(["win", "scored", "walkover", "forfeit", "double"]),
    st.just(""),
    st.integers(0, 1),
)
acts = st.one_of(
    st.tuples(st.just("record"), st.integers(0, 20), results),
    st.tuples(st.just("correct"), st.integers(0, 20), results, st.booleans()),
    st.tuples(st.just("reopen"), st.integers(0, 20), st.booleans()),
    st.tuples(st.just("undo")),
    st.tuples(st.just("swap"), st.integers(0, 4), st.integers(0, 4)),
)


def on_the_stage(bare, act):
    ids = [match.id for match in bare.matches]
    match act:
        case ("record", number, told):
            code = ids[number % len(ids)]
            return bare.record(code, make(*told)(bare.pairing(code)))
        case ("correct", number, told, cascade):
            code = ids[number % len(ids)]
            return bare.correct(code, make(*told)(bare.pairing(code)), cascade=cascade)
        case ("reopen", number, cascade):
            return bare.reopen(ids[number % len(ids)], cascade=cascade)
        case ("swap", first, second):
            entrants = [entrant.id for entrant in bare.entrants]
            return bare.swap(entrants[first % len(entrants)], entrants[second % len(entrants)])
        case _:
            return bare.undo()


def by_the_services(tournament, bare, act):
    """Do what `on_the_stage` does to `bare`, as an organiser does it."""
    by = tournament.organizer
    ids = [match.id for match in bare.matches]
    match act:
        case ("record", number, told):
            match = match_of(tournament, ids[number % len(ids)])
            result = make(*told)(bare.pairing(match.code))
            services.confirm_result(match=match, result=result, by=by)
        case ("correct", number, told, cascade):
            match = match_of(tournament, ids[number % len(ids)])
            if not match.result_kind:
                raise Conflict("There is nothing to correct.")
            result = make(*told)(bare.pairing(match.code))
            services.override_result(
                match=match, result=result, by=by, reason="Misread", cascade=cascade
            )
        case ("reopen", number, cascade):
            match = match_of(tournament, ids[number % len(ids)])
            services.reopen_match(match=match, by=by, reason="Again", cascade=cascade)
        case ("swap", first, second):
            entrants = [Entrant.objects.get(pk=entrant.id) for entrant in bare.entrants]
            brackets.swap_entrants(
                bracket=bracket_of(tournament),
                first=entrants[first % len(entrants)],
                second=entrants[second % len(entrants)],
                by=by,
                reason="Clubs",
            )
        case _:
            services.undo_last(bracket=bracket_of(tournament), by=by, reason="Mistake")


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    recipe=st.sampled_from(FORMATS),
    entrants=st.integers(2, 5),
    done=st.lists(acts, max_size=14),
)
def test_acts_through_the_services_are_those_on_a_bare_stage(db, recipe, entrants, done):
    size = 4 if recipe == "page_playoff" else entrants
    spec = StageSpec(code="stage", name="Stage", format=recipe)
    tournament = a_live_tournament(entrants=size, stages=(spec,))
    bare = stages.load(bracket_of(tournament))

    for act in done:
        twin = stages.load(bracket_of(tournament))
        try:
            on_the_stage(bare, act)
        except BracketError:
            bare = twin
            with pytest.raises((Conflict, InvalidInput)):
                by_the_services(tournament, bare, act)
        else:
            by_the_services(tournament, twin, act)

        bracket = bracket_of(tournament)
        assert stages.load(bracket) == bare
        assert stages.replay(bracket) == bare
        assert check_projection(bracket) == []
