import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import Draw, InvalidStage, Match, Points, Pools, Seed, Win
from bracketcore.standings import Split
from bracketcore.tiebreaks import lots

from .playing import EIGHT, favourites_win, names


def test_pools_are_dealt_and_their_rounds_stand_side_by_side():
    stage = Pools(pools=2).create(EIGHT)

    assert stage.pools == {"A": ("ann", "dee", "eve", "hal"), "B": ("bob", "cyd", "fay", "gus")}
    assert [match.id for match in stage.matches][:5] == [
        "A.R1.1",
        "A.R1.2",
        "B.R1.1",
        "B.R1.2",
        "A.R2.1",
    ]
    assert stage.match("A.R1.1") == Match("A.R1.1", (Seed(1), Seed(8)), 1, "A", decisive=False)


@pytest.mark.parametrize(
    ("distribution", "first"),
    [("snake", ("ann", "hal")), ("effort", ("ann", "eve")), ("bracket", ("ann", "hal"))],
)
def test_the_organiser_chooses_how_to_deal(distribution, first):
    stage = Pools(pools=4, distribution=distribution).create(EIGHT)

    assert stage.pools["A"] == first


@given(entrants=st.integers(2, 60), pools=st.integers(1, 20), data=st.data())
def test_pools_differ_by_one_entrant_at_most(entrants, pools, data):
    distribution = data.draw(st.sampled_from(["snake", "effort", "bracket"]))
    format_ = Pools(pools=min(pools, entrants), distribution=distribution)

    sizes = [len(pool) for pool in format_.create(names(entrants)).pools.values()]

    assert sum(sizes) == entrants
    assert max(sizes) - min(sizes) <= 1


def test_more_pools_than_entrants_are_refused():
    with pytest.raises(InvalidStage, match="choose fewer pools"):
        Pools(pools=3).create(["ann", "bob"])


@pytest.mark.parametrize(
    "options",
    [{"pools": 0}, {"pools": 1.5}, {"pools": 2, "distribution": "odd"}, {"pools": 2, "legs": 0}],
)
def test_an_option_without_meaning_is_refused(options):
    with pytest.raises(InvalidStage):
        Pools(**options)


def test_each_pool_has_its_own_standings():
    stage = favourites_win(Pools(pools=2).create(EIGHT))

    assert [row.entrant for row in stage.standings(pool="B")] == ["bob", "cyd", "fay", "gus"]


def test_an_unknown_pool_is_refused():
    with pytest.raises(InvalidStage, match="no pool C: choose from A, B"):
        Pools(pools=2).create(EIGHT).standings(pool="C")


def test_entrants_of_different_pools_are_parted_by_what_they_won_a_match():
    stage = Pools(pools=2).create(["ann", "bob", "cyd", "dee", "eve"])
    for match in stage.matches:
        stage.record(match.id, Win(min(map(str, stage.pairing(match.id)))))

    assert stage.pools == {"A": ("ann", "dee", "eve"), "B": ("bob", "cyd")}
    assert [(row.place, row.entrant, row.points) for row in stage.standings()] == [
        (1, "ann", 6),
        (1, "bob", 3),
        (3, "dee", 3),
        (4, "cyd", 0),
        (5, "eve", 0),
    ]
    assert stage.standings()[2].explain() == (
        "dee is 3rd: 2nd in pool A with 3 points; behind bob on place in the pool (2 to 1); "
        "ahead of cyd on points for each opponent (3/2 to 0)."
    )


def test_entrants_of_different_pools_are_never_parted_by_who_met_whom():
    stage = favourites_win(Pools(pools=2, tiebreaks=("DE", "SB")).create(EIGHT))

    first, second = stage.standings()[:2]

    assert first.explain() == (
        "ann is 1st (shared): 1st in pool A with 9 points; "
        "ahead of cyd on place in the pool (1 to 2); level with bob on everything that counts."
    )
    assert (second.entrant, second.place) == ("bob", 1)


def test_numbers_from_outside_part_entrants_of_different_pools_as_they_are():
    stage = favourites_win(Pools(pools=2).create([*EIGHT, "ivy"]))

    rows = stage.standings(tiebreaks=[lots(["bob", "ann"])])

    # In the larger pool dee has 9 points of four matches, and cyd 6 of three.
    assert [(row.place, row.entrant) for row in rows][:4] == [
        (1, "bob"),
        (2, "ann"),
        (3, "dee"),
        (4, "cyd"),
    ]
    assert rows[0].below == Split("ann", "LOTS", "the drawing of lots", 2, 1)


def test_pools_play_the_options_of_a_round_robin():
    stage = Pools(pools=2, legs=2, best_of=2, points=Points(win=2)).create(EIGHT)

    stage.record("A.R6.1", Draw(score=(1, 1)))

    assert stage.best_of("A.R1.1") == 2
    assert len(stage.matches) == 24
    assert stage.standings(pool="A")[0].points == 1


def test_standings_can_be_asked_by_other_tie_breaks():
    stage = Pools(pools=2).create(EIGHT)

    codes = [
        list(stage.standings(pool="A", tiebreaks=names)[0].tiebreaks) for names in (["SB"], ())
    ]

    assert codes == [["SB"], []]


def test_pools_have_no_champion():
    assert favourites_win(Pools(pools=2).create(EIGHT)).champion is None


def test_an_entrant_alone_in_a_pool_has_nothing_to_play():
    stage = Pools(pools=2).create(["ann", "bob"])

    assert stage.is_complete
    assert [(row.place, row.entrant) for row in stage.standings()] == [(1, "ann"), (1, "bob")]


def test_the_text_shows_pool_after_pool():
    stage = Pools(pools=2, tiebreaks=()).create(["ann", "bob", "cyd"])

    assert str(stage).splitlines() == [
        "Pool A",
        "#  entrant  PTS",
        "1  ann        0",
        "1  cyd        0",
        "",
        "A.R1.1  ann - cyd",
        "",
        "Pool B",
        "#  entrant  PTS",
        "1  bob        0",
    ]
