import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    Advance,
    Draw,
    Entrant,
    InvalidStage,
    Pools,
    QualifiersUndecided,
    RoundRobin,
    SingleElimination,
    Tournament,
)
from bracketcore.tiebreaks import lots
from bracketcore.tournament import qualifiers

from .playing import EIGHT, favourites_win, names


def first_round(stage):
    return [stage.pairing(match.id) for match in stage.matches if match.round == 1]


def groups(entrants=EIGHT, pools=2):
    return favourites_win(Pools(pools=pools).create(entrants))


def test_the_best_of_a_place_go_on_in_the_order_of_the_whole_stage():
    # Seven in two pools: the second of the pool of four has the better points a match.
    stages = {"groups": groups(names(7))}

    best = qualifiers([Advance("groups", places=(2,), best=1, to="cup")], stages)
    both = qualifiers([Advance("groups", places=(2,), best=2, to="cup")], stages)

    assert (best, both) == (("e0004",), ("e0004", "e0003"))


def test_who_is_level_at_the_last_place_of_the_best_must_be_parted():
    stages = {"groups": groups()}
    ways = [Advance("groups", places=(3,), best=1, to="cup")]

    with pytest.raises(QualifiersUndecided, match="eve, fay are level in groups"):
        qualifiers(ways, stages)

    drawn = lots(["fay", "eve"])
    assert qualifiers(ways, stages, tiebreaks={"groups": ["DE", drawn]}) == ("fay",)


def test_who_is_level_among_the_best_goes_on_where_all_of_them_do():
    ways = [Advance("groups", places=(3,), best=2, to="cup", seeding="standings")]

    assert qualifiers(ways, {"groups": groups()}) == ("eve", "fay")


def test_the_best_are_chosen_where_a_pool_is_too_small_for_the_place():
    stages = {"groups": groups(names(5))}

    assert qualifiers([Advance("groups", places=(3,), best=1, to="cup")], stages) == ("e0005",)
    with pytest.raises(QualifiersUndecided, match="groups has 1 at these places"):
        qualifiers([Advance("groups", places=(3,), best=2, to="cup")], stages)


def test_an_upper_and_a_lower_playoff_divide_the_pools():
    ways = [
        Advance("groups", places=(1, 2), to="upper"),
        Advance("groups", places=(3, 4), to="lower"),
    ]
    plan = Tournament(
        [("groups", Pools(pools=2)), ("upper", SingleElimination()), ("lower", RoundRobin())], ways
    )
    stages = {"groups": favourites_win(plan.create(EIGHT))}

    upper, lower = (plan.create_next(name, stages) for name in ("upper", "lower"))

    assert first_round(upper) == [("ann", "cyd"), ("bob", "dee")]
    assert [one.id for one in lower.entrants] == ["eve", "fay", "hal", "gus"]


def test_all_losers_of_a_round_go_on_in_the_order_of_their_seeds():
    stages = {"upper": favourites_win(SingleElimination().create(EIGHT[::-1]))}

    going = qualifiers([Advance("upper", places=(3, 4, 5, 6, 7, 8), to="lower")], stages)

    assert going == ("fay", "eve", "dee", "cyd", "bob", "ann")


def test_two_who_share_a_place_of_a_table_are_not_seeded_by_chance():
    league = RoundRobin().create(["ann", "bob"])
    league.record("R1.1", Draw())

    with pytest.raises(QualifiersUndecided, match="its 1st place is open"):
        qualifiers([Advance("league", to="final")], {"league": league})


def test_losers_who_share_a_place_have_no_label_of_their_own():
    stages = {"upper": favourites_win(SingleElimination().create(EIGHT[:4]))}

    with pytest.raises(QualifiersUndecided, match="cyd and dee are both upper:3"):
        qualifiers([Advance("upper", (3, 4), "lower", seeding=("3", "4"))], stages)


def test_the_winners_of_one_stage_join_the_best_of_another():
    ways = [
        Advance("league", places=(1,), to="cup", seeding="standings"),
        Advance("groups", places=(1,), to="cup"),
        Advance("groups", places=(2,), best=1, to="cup"),
    ]
    league = favourites_win(RoundRobin().create(["kim", "leo"]))

    going = qualifiers(ways, {"league": league, "groups": groups(names(7))})

    assert going == ("kim", "e0001", "e0002", "e0004")


def test_a_bracket_order_names_those_of_several_stages():
    order = ("north:1", "south:2", "south:1", "A1")
    ways = [
        Advance("north", places=(1,), to="cup", seeding=order),
        Advance("south", places=(1, 2), to="cup", seeding=order),
        Advance("groups", places=(1,), to="cup", seeding=order),
    ]
    stages = {
        "north": favourites_win(RoundRobin().create(["ann", "bob"])),
        "south": favourites_win(RoundRobin().create(["cyd", "dee"])),
        "groups": favourites_win(Pools(pools=1).create(["eve", "fay"])),
    }

    going = qualifiers(ways, stages)

    assert first_round(SingleElimination().create(going)) == [("ann", "dee"), ("cyd", "eve")]


def test_a_function_of_the_labels_gives_the_bracket_order():
    asked = []

    def order(labels):
        asked.append(labels)
        return sorted(labels, reverse=True)

    ways = [Advance("groups", to="cup", seeding=order)]
    going = qualifiers(ways, {"groups": groups()})

    assert asked == [("A1", "B1", "A2", "B2")]
    assert first_round(SingleElimination().create(going)) == [("cyd", "bob"), ("dee", "ann")]


def test_a_function_that_forgets_somebody_is_told_whom_to_name():
    ways = [Advance("groups", to="cup", seeding=lambda labels: labels[:2])]

    with pytest.raises(InvalidStage, match="must name A1, A2, B1, B2"):
        qualifiers(ways, {"groups": groups()})


def test_two_of_one_club_meet_late_where_the_pools_allow_it():
    clubs = {"ann": "x", "cyd": "x"}
    people = [Entrant(id, club=clubs.get(id)) for id in [*EIGHT, *names(8)]]
    stages = {"groups": groups(people, pools=4)}
    ways = [Advance("groups", to="cup")]

    cup = SingleElimination().create(qualifiers(ways, stages))

    halves = [side for pair in first_round(cup) for side in pair]
    assert (halves.index("ann") < 4) != (halves.index("cyd") < 4)


@given(random=st.randoms(use_true_random=False))
def test_stages_that_send_the_same_places_are_seeded_as_pools_of_one(random):
    leagues = random.sample(["north", "south"], 2)
    ways = [Advance(name, to="cup") for name in leagues]
    stages = {
        name: favourites_win(RoundRobin().create([f"{name}{seed}" for seed in range(3)]))
        for name in leagues
    }
    one, two = leagues

    assert qualifiers(ways, stages) == (f"{one}0", f"{two}0", f"{one}1", f"{two}1")


def test_lots_decide_who_goes_on():
    plan = Tournament(
        [("league", RoundRobin()), ("final", SingleElimination())],
        [Advance("league", places=(1, 2), to="final", seeding="standings")],
    )
    league = plan.create(["ann", "bob", "cyd"])
    for match in league.matches:
        league.record(match.id, Draw())

    drawn = {"league": [lots(["cyd", "ann", "bob"])]}

    final = plan.create_next("final", {"league": league}, tiebreaks=drawn)
    assert [one.id for one in final.entrants] == ["cyd", "ann"]
