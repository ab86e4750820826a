import csv

import pytest

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
    Win,
)
from bracketcore.tournament import qualifiers

from .playing import DATA, EIGHT, favourites_win, names

# The official tables: who, points, score difference, goals.
WORLD_CUP_TABLES = {
    "A": "Netherlands 7 4 5, Senegal 6 1 5, Ecuador 4 1 4, Qatar 0 -6 1",
    "B": "England 7 7 9, United States 5 1 2, Iran 3 -3 4, Wales 1 -5 1",
    "C": "Argentina 6 3 5, Poland 4 0 2, Mexico 4 -1 2, Saudi Arabia 3 -2 3",
    "D": "France 6 3 6, Australia 6 -1 3, Tunisia 4 0 1, Denmark 1 -2 1",
    "E": "Japan 6 1 4, Spain 4 6 9, Germany 4 1 6, Costa Rica 3 -8 3",
    "F": "Morocco 7 3 4, Croatia 5 3 4, Belgium 4 -1 1, Canada 0 -5 2",
    "G": "Brazil 6 2 3, Switzerland 6 1 4, Cameroon 4 0 4, Serbia 1 -3 5",
    "H": "Portugal 6 2 6, South Korea 4 0 4, Uruguay 4 0 2, Ghana 3 -2 5",
}
WORLD_CUP = Tournament(
    stages=[
        (
            "pools",
            Pools(pools=8, distribution="effort", tiebreaks=("football_goal_difference",)),
        ),
        ("knockout", SingleElimination(third_place=True)),
    ],
    advance=[
        Advance(
            "pools",
            places=(1, 2),
            to="knockout",
            seeding=[
                "A1",
                "B2",
                "C1",
                "D2",
                "E1",
                "F2",
                "G1",
                "H2",
                "B1",
                "A2",
                "D1",
                "C2",
                "F1",
                "E2",
                "H1",
                "G2",
            ],
        )
    ],
)


def world_cup_rows(stage):
    with (DATA / "world_cup_2022.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["stage"] == stage]


def pool_by_pool(rows):
    """The teams so that dealing them in turn gives the pools of the draw."""
    pools: dict[str, dict[str, None]] = {}
    for row in rows:
        pools.setdefault(row["pool"], {}).update({row["first"]: None, row["second"]: None})
    return [list(pool)[seat] for seat in range(4) for pool in pools.values()]


def pair(row, field, *, turned):
    if not row[f"first_{field}"]:
        return None
    numbers = int(row[f"first_{field}"]), int(row[f"second_{field}"])
    return numbers[::-1] if turned else numbers


def play(stage, rows):
    for row in rows:
        teams = {row["first"], row["second"]}
        match = next(one.id for one in stage.ready_matches() if set(stage.pairing(one.id)) == teams)
        sides = stage.pairing(match)
        turned = sides[0] != row["first"]
        score, shootout = (pair(row, field, turned=turned) for field in ("score", "penalties"))
        decided = shootout or score
        winner = sides[decided.index(max(decided))]
        level = decided[0] == decided[1]
        stage.record(match, Draw(score) if level else Win(winner, score, shootout))
    return stage


def test_the_world_cup_of_2022_comes_out_as_it_did():
    rows = world_cup_rows("pools")

    pools = play(WORLD_CUP.create(pool_by_pool(rows)), rows)
    knockout = play(WORLD_CUP.create_next("knockout", {"pools": pools}), world_cup_rows("knockout"))

    tables = {
        label: ", ".join(
            f"{row.entrant} {row.points} {row.tiebreaks['SD']} {row.tiebreaks['SF']}"
            for row in pools.standings(pool=label)
        )
        for label in pools.pools
    }
    assert tables == WORLD_CUP_TABLES
    assert [row.entrant for row in knockout.standings()][:4] == [
        "Argentina",
        "France",
        "Croatia",
        "Morocco",
    ]
    assert (knockout.champion, knockout.is_complete) == ("Argentina", True)


def first_round(stage):
    return [stage.pairing(match.id) for match in stage.matches if match.round == 1]


def cup(seeding="cross", places=(1, 2)):
    return Tournament(
        stages=[("groups", Pools(pools=2)), ("playoff", SingleElimination())],
        advance=[Advance("groups", places=places, to="playoff", seeding=seeding)],
    )


@pytest.mark.parametrize(
    ("seeding", "pairs"),
    [
        ("cross", [("ann", "cyd"), ("bob", "dee")]),
        ("standings", [("ann", "dee"), ("bob", "cyd")]),
        (("A1", "A2", "B1", "B2"), [("ann", "dee"), ("bob", "cyd")]),
    ],
)
def test_the_first_round_is_paired_as_the_seeding_says(seeding, pairs):
    # Pool A has ann first and dee second, pool B bob and cyd.
    plan = cup(seeding)
    groups = favourites_win(plan.create(EIGHT))

    playoff = plan.create_next("playoff", {"groups": groups})

    assert first_round(playoff) == pairs


def test_entrants_bring_their_names_along():
    people = [Entrant(id, name=id.title()) for id in EIGHT]
    groups = favourites_win(cup().create(people))

    playoff = cup().create_next("playoff", {"groups": groups})

    assert [entrant.name for entrant in playoff.entrants] == ["Ann", "Bob", "Dee", "Cyd"]


def test_a_stage_can_be_fed_by_several():
    advances = [Advance("north", to="final"), Advance("south", to="final", seeding="standings")]
    stages = {
        "north": favourites_win(RoundRobin().create(["ann", "bob", "cyd"])),
        "south": favourites_win(RoundRobin().create(["xia", "yan", "zoe"])),
    }

    going = qualifiers(advances, stages)

    assert sorted(going) == ["ann", "bob", "xia", "yan"]
    assert {frozenset(pair) for pair in first_round(SingleElimination().create(going))} == {
        frozenset({"ann", "yan"}),
        frozenset({"bob", "xia"}),
    }


def test_several_stages_that_feed_by_standings_keep_their_order():
    advances = [
        Advance("north", to="final", seeding="standings"),
        Advance("south", places=[1], to="final", seeding="standings"),
    ]
    stages = {
        "north": favourites_win(RoundRobin().create(["ann", "bob", "cyd"])),
        "south": favourites_win(RoundRobin().create(["xia", "yan", "zoe"])),
    }

    assert qualifiers(advances, stages) == ("ann", "bob", "xia")


def test_nobody_goes_on_twice():
    stage = favourites_win(RoundRobin().create(["ann", "bob", "cyd"]))
    advances = [Advance("league", to="final"), Advance("league", places=[2], to="final")]

    with pytest.raises(QualifiersUndecided, match="goes on twice"):
        qualifiers(advances, {"league": stage})


def test_a_stage_that_is_not_complete_sends_nobody_on():
    groups = cup().create(EIGHT)

    with pytest.raises(QualifiersUndecided, match=r"groups is not complete.*A\.R1\.1"):
        cup().create_next("playoff", {"groups": groups})


def test_a_stage_that_is_not_there_sends_nobody_on():
    with pytest.raises(QualifiersUndecided, match="groups is not there yet"):
        qualifiers([Advance("groups", to="playoff")], {})


def test_a_shared_place_sends_nobody_on():
    groups = cup().create(EIGHT)
    for match in groups.matches:
        groups.record(match.id, Draw())

    with pytest.raises(QualifiersUndecided, match=r"share a place in pool A of groups.*1st place"):
        cup().create_next("playoff", {"groups": groups})


def test_a_place_that_is_not_there_sends_nobody_on():
    plan = cup(places=(1, 5))
    groups = favourites_win(plan.create(EIGHT))

    with pytest.raises(QualifiersUndecided, match="no 5th place in pool A of groups"):
        plan.create_next("playoff", {"groups": groups})


def test_a_place_below_a_shared_one_is_open_too():
    stage = SingleElimination().create(names(4))
    favourites_win(stage)

    with pytest.raises(QualifiersUndecided, match="share a place in cup, so its 4th place is open"):
        qualifiers([Advance("cup", places=(4,), to="next")], {"cup": stage})


def test_the_bracket_order_names_every_place_that_goes_on():
    plan = cup(seeding=("A1", "B2"))
    groups = favourites_win(plan.create(EIGHT))

    with pytest.raises(InvalidStage, match="must name A1, A2, B1, B2"):
        plan.create_next("playoff", {"groups": groups})


@pytest.mark.parametrize(
    "options",
    [
        {"seeding": "random"},
        {"best": 0},
        {"best": True},
        {"seeding": ("A1", "pool A")},
        {"seeding": ("A1", "A1")},
        {"places": ()},
        {"places": (0,)},
        {"places": (1, 1)},
    ],
)
def test_an_advance_without_meaning_is_refused(options):
    with pytest.raises(InvalidStage):
        Advance("groups", to="playoff", **options)


GROUPS, PLAYOFF = ("groups", Pools(pools=2)), ("playoff", SingleElimination())


@pytest.mark.parametrize(
    ("stages", "advance"),
    [
        ([], []),
        ([GROUPS, GROUPS], []),
        ([GROUPS, PLAYOFF], []),
        ([GROUPS, PLAYOFF], [Advance("league", to="playoff")]),
        ([GROUPS, PLAYOFF], [Advance("playoff", to="groups")]),
        ([GROUPS, PLAYOFF], [Advance("groups", to="playoff", seeding=("A1", "A3"))]),
        (
            [GROUPS, PLAYOFF],
            [
                Advance("groups", to="playoff", seeding=("A1", "B1")),
                Advance("groups", places=(3,), to="playoff", seeding=("B1", "A1")),
            ],
        ),
    ],
)
def test_a_plan_that_leads_nowhere_is_refused(stages, advance):
    with pytest.raises(InvalidStage):
        Tournament(stages, advance)


def test_only_a_later_stage_is_fed():
    with pytest.raises(InvalidStage, match="'groups' is no later stage: choose from playoff"):
        cup().create_next("groups", {})
