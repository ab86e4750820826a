import pytest
from tests.factories import PLAYOFF, POOLS, a_user
from tests.playing import a_live_tournament, bracket_of, match_of, play, playable, sides, win

from bracketcore import Win
from tournament_engine.bracket import services
from tournament_engine.bracket.models import Bracket
from tournament_engine.core import services as tournaments
from tournament_engine.core.lifecycle import TournamentState
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import Conflict, InvalidInput, NotAllowed
from tournament_engine.match import services as matches
from tournament_engine.match.consistency import check_projection
from tournament_engine.match.models import Match
from tournament_engine.registration.models import Entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def cup():
    return a_live_tournament(entrants=6, stages=(POOLS, PLAYOFF))


def play_pools(tournament):
    """Let the better seed win every pool match, by a lot."""
    order = bracket_of(tournament, "pools").seeding
    while waiting := [one for one in playable(tournament) if one.bracket.stage.code == "pools"]:
        match = waiting[0]
        better = min((0, 1), key=lambda side: order.index(sides(match)[side]))
        score = (3, 0) if better == 0 else (0, 3)
        result = win(match, better, score=score)
        matches.confirm_result(match=match, result=result, by=tournament.organizer)


def level_pools(tournament):
    """Let everybody in a pool win one match by the same score: nothing parts them."""
    for match in Match.objects.filter(tournament=tournament).with_stage():
        ids = sorted(sides(match), key=int)
        same_pool = match.bracket.matches.filter(part=match.part)
        pool = sorted({side for other in same_pool for side in sides(other)}, key=int)
        ahead = pool[(pool.index(ids[0]) + 1) % 3] == ids[1]
        winner = ids[0] if ahead else ids[1]
        side = sides(match).index(winner)
        score = (1, 0) if side == 0 else (0, 1)
        result = Win(winner, score=score)
        matches.confirm_result(match=match, result=result, by=tournament.organizer)


def test_the_next_stage_is_drawn_and_published_when_the_pools_are_complete(cup):
    one, two, three, four, five, six = bracket_of(cup).seeding
    play_pools(cup)

    playoff = bracket_of(cup, "playoff")
    semis = playoff.matches.filter(round=1).order_by("position")
    assert playoff.state == "published"
    assert {match.state for match in semis} == {"ready"}
    # Pool A is seeds 1, 4 and 5; pool B is 2, 3 and 6: first meets second of the other.
    assert [set(sides(match)) for match in semis] == [{one, three}, {two, four}]
    assert check_projection(playoff) == []
    assert {five, six}.isdisjoint(playoff.seeding)


def test_the_tournament_is_complete_when_the_last_stage_is(cup):
    play_pools(cup)

    while ready := playable(cup):
        play(ready[0])

    cup.refresh_from_db()
    assert cup.state == TournamentState.COMPLETED


def test_a_correction_that_changes_who_goes_on_draws_an_unplayed_stage_again(cup):
    play_pools(cup)
    before = bracket_of(cup, "playoff").seeding
    match = decisive_match(cup)

    matches.override_result(
        match=match, result=win(match, 1, score=(0, 9)), by=cup.organizer, reason="Misread"
    )

    playoff = bracket_of(cup, "playoff")
    assert playoff.state == "published"
    assert playoff.seeding != before
    assert check_projection(playoff) == []


def decisive_match(tournament):
    """Return the match of the best two of pool A."""
    one, _two, _three, four, *_rest = bracket_of(tournament, "pools").seeding
    (match,) = [
        match
        for match in Match.objects.filter(bracket__stage__code="pools").with_stage()
        if set(sides(match)) == {one, four}
    ]
    assert sides(match)[0] == one
    return match


def test_a_correction_that_changes_who_goes_on_is_refused_once_they_have_played(cup):
    play_pools(cup)
    match = decisive_match(cup)
    play(match_of(cup, "R1.1", "playoff"))
    before = bracket_of(cup, "playoff").seeding

    with pytest.raises(Conflict) as refused:
        matches.override_result(
            match=match, result=win(match, 1, score=(0, 9)), by=cup.organizer, reason="Misread"
        )

    assert refused.value.code == "later_stage_played"
    assert "Playoff" in refused.value.message
    assert bracket_of(cup, "playoff").seeding == before
    assert check_projection(bracket_of(cup, "pools")) == []


def test_a_score_is_corrected_while_the_same_entrants_go_on(cup):
    play_pools(cup)
    play(match_of(cup, "R1.1", "playoff"))
    match = decisive_match(cup)

    matches.override_result(
        match=match, result=win(match, 0, score=(4, 1)), by=cup.organizer, reason="Typing"
    )

    assert match.games == [[4, 1]]
    assert bracket_of(cup, "playoff").state == "in_progress"


def test_a_stage_waits_where_the_places_are_open_and_the_organiser_decides(cup):
    level_pools(cup)
    pools, playoff = bracket_of(cup, "pools"), cup.stages.get(code="playoff")
    by = cup.organizer
    waiting = Bracket.objects.get(stage=playoff).state

    with pytest.raises(Conflict) as refused:
        services.generate_bracket(stage=playoff, by=by)
    order = [Entrant.objects.get(pk=key) for key in pools.seeding[:4]]
    services.seed_entrants(stage=playoff, order=order, by=by)
    services.qualify_entrants(stage=playoff, by=by)

    assert (pools.state, waiting) == ("completed", "pending")
    assert refused.value.code == "qualifiers_undecided"
    assert bracket_of(cup, "playoff").seeding == pools.seeding[:4]


def test_a_draw_by_hand_stands_while_a_correction_leaves_the_places_open(cup):
    level_pools(cup)
    playoff, by = cup.stages.get(code="playoff"), cup.organizer
    order = [Entrant.objects.get(pk=key) for key in bracket_of(cup).seeding[:4]]
    services.seed_entrants(stage=playoff, order=order, by=by)
    services.qualify_entrants(stage=playoff, by=by)
    play(match_of(cup, "R1.1", "playoff"))
    match = match_of(cup, "A.R1.1", "pools")

    unknown_score = win(match, match.sides.get(is_winner=True).side)
    matches.override_result(match=match, result=unknown_score, by=by, reason="Unknown score")

    drawn = bracket_of(cup, "playoff")
    assert (drawn.state, drawn.seeding) == ("in_progress", [str(one.pk) for one in order])


def test_only_entrants_of_the_stages_before_are_seeded_by_hand(cup):
    level_pools(cup)
    playoff, by = cup.stages.get(code="playoff"), cup.organizer
    few = [Entrant.objects.get(pk=key) for key in bracket_of(cup).seeding[:3]]

    for order in (few, [*few, few[0]], None):
        with pytest.raises(InvalidInput) as refused:
            services.seed_entrants(stage=playoff, order=order, by=by)
        assert refused.value.field == "order"


def test_nobody_qualifies_before_the_stages_that_feed_are_complete(cup):
    with pytest.raises(Conflict, match="play that to its end first"):
        services.qualify_entrants(stage=cup.stages.get(code="playoff"), by=cup.organizer)


def test_nobody_qualifies_for_a_first_stage(cup):
    with pytest.raises(Conflict, match="Nobody qualifies"):
        services.qualify_entrants(stage=cup.stages.get(code="pools"), by=cup.organizer)


def test_a_stranger_draws_no_later_stage(cup):
    play_pools(cup)

    with pytest.raises(NotAllowed):
        services.qualify_entrants(stage=cup.stages.get(code="playoff"), by=a_user())


def test_who_withdrew_in_the_pools_walks_over_in_the_playoff(cup):
    play_pools(cup)
    leader = Entrant.objects.get(pk=bracket_of(cup, "playoff").seeding[0])
    playoff = bracket_of(cup, "playoff")
    services.discard_bracket(bracket=playoff, by=cup.organizer)

    services.withdraw_entrant(entrant=leader, by=cup.organizer, reason="Ill")
    services.qualify_entrants(stage=playoff.stage, by=cup.organizer)

    theirs = Match.objects.get(bracket__stage__code="playoff", sides__entrant=leader)
    assert (theirs.state, theirs.result_kind) == ("completed", "walkover")
    assert check_projection(bracket_of(cup, "playoff")) == []


def test_a_stage_is_not_completed_by_hand_while_a_match_is_open(cup):
    with pytest.raises(Conflict, match="not played to its end"):
        tournaments.complete_tournament(tournament=cup, by=cup.organizer)


SEMIS = StageSpec(code="semis", name="Semis", format="single_elimination")
DECIDER = StageSpec(
    code="decider",
    name="Decider",
    format="single_elimination",
    sources=({"stage": "semis", "places": [1, 2]},),
    seeding="standings",
)


@pytest.fixture
def twice():
    """Return a knockout of four, played, whose best two meet once more."""
    tournament = a_live_tournament(entrants=4, stages=(SEMIS, DECIDER))
    for code in ("R1.1", "R1.2", "R2.1"):
        play(match_of(tournament, code, "semis"))
    return tournament


def test_a_stage_that_is_open_again_takes_back_the_one_after_it(twice):
    semi = match_of(twice, "R1.1", "semis")

    matches.override_result(
        match=semi, result=win(semi, 1), by=twice.organizer, reason="Misread", cascade=True
    )

    decider = bracket_of(twice, "decider")
    assert (decider.state, decider.seeding, decider.matches.count()) == ("pending", [], 0)
    play(match_of(twice, "R2.1", "semis"))
    assert sides(match_of(twice, "R1.1", "decider"))[0] == sides(semi)[1]


def test_a_stage_is_not_opened_again_when_the_one_after_it_was_played(twice):
    play(match_of(twice, "R1.1", "decider"))
    semi = match_of(twice, "R1.1", "semis")

    with pytest.raises(Conflict) as refused:
        matches.override_result(
            match=semi, result=win(semi, 1), by=twice.organizer, reason="Misread", cascade=True
        )

    twice.refresh_from_db()
    assert refused.value.code == "later_stage_played"
    assert twice.state == TournamentState.COMPLETED
    assert check_projection(bracket_of(twice, "semis")) == []


def test_a_tournament_is_not_complete_while_a_row_says_that_a_match_is_open(twice):
    Match.objects.filter(bracket__stage__code="semis", code="R1.1").update(
        state="ready", result_kind=""
    )

    with pytest.raises(Conflict) as refused:
        play(match_of(twice, "R1.1", "decider"))

    assert refused.value.code == "match_not_settled"
    assert bracket_of(twice, "decider").state == "published"
