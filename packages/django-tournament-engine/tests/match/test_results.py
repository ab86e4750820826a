import pytest
from tests.factories import LEAGUE
from tests.playing import a_duel, a_live_tournament, match_of, sides, win

from bracketcore import DoubleForfeit, Draw, Forfeit, Placement, Walkover, Win
from tournament_engine.core.stages import StageSpec
from tournament_engine.errors import InvalidInput
from tournament_engine.match import services
from tournament_engine.match.models import Match, ResultKind
from tournament_engine.match.results import (
    Columns,
    Report,
    columns,
    from_plain,
    occupants,
    parse_result,
    to_plain,
)
from tournament_engine.match.scores import check_score

pytestmark = pytest.mark.django_db

SERIES = StageSpec(code="cup", name="Cup", format="single_elimination", options={"best_of": 3})


@pytest.fixture
def single():
    return match_of(a_live_tournament(entrants=2), "R1.1")


@pytest.fixture
def series():
    return match_of(a_live_tournament(entrants=2, stages=(SERIES,)), "R1.1")


@pytest.fixture
def league():
    return Match.objects.get(tournament=a_live_tournament(entrants=2, stages=(LEAGUE,)))


def refusal(match, report):
    with pytest.raises(InvalidInput) as refused:
        parse_result(match, report)
    return refused.value.field


def test_the_score_says_who_won(single):
    first, second = sides(single)

    assert parse_result(single, Report(games=[(2, 1)])) == Win(first, score=(2, 1))
    assert parse_result(single, Report(games=[(0, 4)])) == Win(second, score=(0, 4))


def test_a_shootout_decides_a_level_score(single):
    result = parse_result(single, Report(games=[(3, 3)], shootout=(2, 4)))

    assert result == Win(sides(single)[1], score=(3, 3), shootout=(2, 4))


def test_a_series_has_its_games_or_the_number_of_games_won(series):
    first, second = sides(series)
    games = ((11, 9), (8, 11), (5, 11))

    assert parse_result(series, Report(games=games)) == Win(second, score=games)
    assert parse_result(series, Report(games=[(2, 0)])) == Win(first, score=(2, 0))


def test_a_league_may_end_level(league):
    assert parse_result(league, Report(games=[(1, 1)])) == Draw(score=(1, 1))
    assert parse_result(league, Report(kind=ResultKind.DRAW)) == Draw()


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (ResultKind.WIN, lambda first, second: Win(second)),
        (ResultKind.WALKOVER, lambda first, second: Walkover(second)),
        (ResultKind.FORFEIT, lambda first, second: Forfeit(first)),
    ],
)
def test_the_side_that_goes_on_is_named_where_there_is_no_score(single, kind, expected):
    assert parse_result(single, Report(kind=kind, winner=1)) == expected(*sides(single))
    assert refusal(single, Report(kind=kind)) == "winner"


def test_both_sides_may_forfeit(single):
    assert parse_result(single, Report(kind=ResultKind.DOUBLE_FORFEIT)) == DoubleForfeit()


@pytest.mark.parametrize(
    ("report", "field"),
    [
        (Report(games=[(1, 1)]), "shootout"),
        (Report(kind=ResultKind.DRAW), "shootout"),
        (Report(games=[(2, 1)], shootout=(4, 3)), "shootout"),
        (Report(games=[(1, 1)], shootout=(3, 3)), "shootout"),
        (Report(games=[(1, 1)], shootout=(-1, 3)), "shootout"),
        (Report(games=[(2, -1)]), "games"),
        (Report(games=[(2, 1), (1, 0)]), "games"),
        (Report(games=[(2, 1)], winner=1), "winner"),
        (Report(winner=2), "winner"),
        (Report(kind=ResultKind.NONE), "kind"),
    ],
)
def test_what_cannot_be_names_the_field_that_is_wrong(single, report, field):
    assert refusal(single, report) == field


@pytest.mark.parametrize(
    ("games", "words"),
    [
        ([(1, 0)], "A best of 3 is won with 2 games"),
        ([(2, 2)], "A best of 3 is won with 2 games"),
        ([(11, 9)], "A best of 3 is won with 2 games"),
        ([(11, 9), (3, 11)], "A best of 3 is won with 2 games"),
        ([(11, 9), (5, 5)], "Game 2 is level"),
        ([(11, 9), (11, 9), (11, 9)], "over before game 3"),
    ],
)
def test_games_that_no_series_has_are_refused_in_words(series, games, words):
    with pytest.raises(InvalidInput, match=words):
        parse_result(series, Report(games=games))


def test_a_match_without_both_sides_takes_no_result():
    final = match_of(a_live_tournament(entrants=4), "R2.1")

    with pytest.raises(InvalidInput, match="not known yet"):
        occupants(final)


@pytest.mark.parametrize(
    "result",
    [
        Win("1"),
        Win("1", score=(2, 1)),
        Win("2", score=((1, 0), (0, 1), (0, 1))),
        Win("2", score=(1, 1), shootout=(3, 4)),
        Draw(),
        Draw(score=(0, 0)),
        Walkover("1"),
        Forfeit("1"),
        DoubleForfeit(),
    ],
)
def test_a_result_comes_back_from_its_plain_data(result):
    assert from_plain(to_plain(result)) == result


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        (None, (ResultKind.NONE, [], [], (None, None), None)),
        (Win("a"), (ResultKind.WIN, [], [], (None, None), 0)),
        (Win("b", score=(1, 2)), (ResultKind.WIN, [[1, 2]], [], (1, 2), 1)),
        (
            Win("a", score=((3, 1), (0, 3), (3, 2))),
            (ResultKind.WIN, [[3, 1], [0, 3], [3, 2]], [], (2, 1), 0),
        ),
        (
            Win("a", score=(1, 1), shootout=(4, 2)),
            (ResultKind.WIN, [[1, 1]], [4, 2], (1, 1), 0),
        ),
        (Draw(score=(2, 2)), (ResultKind.DRAW, [[2, 2]], [], (2, 2), None)),
        (Walkover("b"), (ResultKind.WALKOVER, [], [], (None, None), 1)),
        (Forfeit("b"), (ResultKind.FORFEIT, [], [], (None, None), 0)),
        (DoubleForfeit(), (ResultKind.DOUBLE_FORFEIT, [], [], (None, None), None)),
    ],
)
def test_a_result_has_its_columns(result, expected):
    kind, games, shootout, scores, winner = expected

    assert columns(result, ("a", "b")) == Columns(
        kind=kind,
        games=games,
        shootout=shootout,
        scores=scores,
        winner=winner,
        places=(None, None),
        points=(None, None),
    )


def test_a_placing_gives_each_side_its_place_and_what_that_is_worth():
    told = columns(Placement(("c", "a")), ("a", "b", "c", None), points=(5, 3))

    assert (told.kind, told.winner) == (ResultKind.PLACEMENT, 2)
    assert (told.places, told.points) == ((2, None, 1, None), (3, None, 5, None))


def test_the_points_of_a_heat_itself_count_before_those_of_its_format():
    told = columns(Placement(("a", "b", "c"), points=(9, 4, 0)), ("a", "b", "c"), points=(5, 3))

    assert told.points == (9, 4, 0)


def volleyball(match):
    game = match.tournament.game
    game.score_rule, game.score_options = "sets", {"points": 25, "margin": 2}
    game.save()
    return match


def test_a_score_that_the_game_does_not_know_is_refused_before_it_is_stored():
    match, ann, _bob = a_duel()
    volleyball(match)

    for act in (
        lambda: services.submit_score(match=match, side=0, result=win(match, score=(9, 1)), by=ann),
        lambda: services.confirm_result(
            match=match, result=win(match, score=(9, 1)), by=match.tournament.organizer
        ),
        lambda: services.override_result(
            match=match, result=win(match, score=(9, 1)), by=match.tournament.organizer
        ),
    ):
        with pytest.raises(InvalidInput) as refused:
            act()
        assert (refused.value.code, refused.value.field) == ("score_rule", "games")

    assert not match.claims.exists()


def test_a_win_without_numbers_and_a_forfeit_need_no_rule():
    match, ann, _bob = a_duel()
    volleyball(match)

    services.submit_score(match=match, side=0, result=win(match), by=ann)
    services.override_result(match=match, result=DoubleForfeit(), by=match.tournament.organizer)

    match.refresh_from_db()
    assert match.result_kind == "double_forfeit"


def test_the_services_refuse_a_score_that_does_not_fit_the_length(series):
    first, _second = sides(series)

    for score in ((3, 0), ((5, 1), (5, 2), (5, 3))):
        with pytest.raises(InvalidInput):
            check_score(series, Win(first, score=score))


def test_the_games_won_are_no_points_of_a_game(series):
    volleyball(series)

    check_score(series, Win(sides(series)[0], score=(2, 1)))
