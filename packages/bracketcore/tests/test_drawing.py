import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore import (
    DoubleElimination,
    DoubleForfeit,
    Draw,
    Entrant,
    Forfeit,
    Placement,
    Pools,
    RoundRobin,
    SingleElimination,
    Stepladder,
    Walkover,
    Win,
)
from bracketcore.drawing import svg
from bracketcore.drawing.fitting import fitted, width_of
from bracketcore.drawing.words import match_title, round_name
from bracketcore.structure import Round, Structure, place_of, seed

from .playing import EIGHT, FOUR, favourites_win, names
from .test_heats import OneHeat

# What XML cannot hold.
UNREADABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SVG = "{http://www.w3.org/2000/svg}"
FORMATS = [
    SingleElimination(),
    SingleElimination(third_place=True),
    DoubleElimination(),
    DoubleElimination(grand_final="none"),
    DoubleElimination(upper_entrants=4),
    SingleElimination(classification="all"),
    Stepladder(),
    RoundRobin(legs=2),
    Pools(pools=2),
]


def picture(stage):
    return ET.fromstring(svg(stage))  # noqa: S314  our own text


def titles(stage):
    """The titles in the order in which they are read out, that of the picture first."""
    return [one.text for one in picture(stage).iter(f"{SVG}title")]


def lines(stage):
    return [one.text for one in picture(stage).iter(f"{SVG}text")]


def marked(stage):
    """The lines in bold, of which each match won has a name."""
    return [one.text for one in picture(stage).iter(f"{SVG}text") if "won" in styles(one)]


def styles(element):
    return element.get("class", "").split()


def ways(stage):
    return [one for one in picture(stage).iter(f"{SVG}path") if "way" in styles(one)]


def boxes(stage):
    """The edges of each card: left, top, right, bottom."""
    cards = [one for one in picture(stage).iter(f"{SVG}rect") if "card" in styles(one)]
    return [
        (x, y, x + width, y + height)
        for x, y, width, height in (
            (int(one.get(name, "")) for name in ("x", "y", "width", "height")) for one in cards
        )
    ]


@pytest.mark.parametrize("format_", FORMATS, ids=repr)
def test_the_picture_stands_alone(format_):
    text = svg(favourites_win(format_.create(EIGHT)))

    assert re.findall(r"https?://[^\"]*", text) == ["http://www.w3.org/2000/svg"]
    assert re.findall(r"url\(|@import|href|<script|<image", text) == []
    assert "prefers-color-scheme:dark" in text


@pytest.mark.parametrize("format_", FORMATS, ids=repr)
def test_the_same_stage_gives_the_same_picture(format_):
    assert svg(favourites_win(format_.create(EIGHT))) == svg(favourites_win(format_.create(EIGHT)))


@pytest.mark.parametrize("format_", FORMATS, ids=repr)
def test_every_match_is_read_out(format_):
    stage = favourites_win(format_.create(EIGHT))

    told = {match_title(stage, match) for match in stage.matches}

    assert told <= set(titles(stage))
    assert len(told) == len(stage.matches)


def test_the_picture_says_what_it_is_and_how_far_the_stage_is():
    stage = favourites_win(SingleElimination().create(FOUR))

    root = picture(stage)

    assert titles(stage)[0] == "Single elimination of 4 entrants"
    assert root[1].text == "3 of 3 matches are played. ann is the champion."


def test_a_stage_that_goes_on_names_no_champion():
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("ann"))

    assert picture(stage)[1].text == "1 of 3 matches are played."


def test_the_titles_of_a_knockout_say_where_who_and_how():
    stage = SingleElimination(third_place=True).create(
        ["ann", Entrant("bob", name="Bob"), "cyd", "dee"]
    )
    stage.record("R1.1", Win("dee", score=(1, 2)))
    stage.record("R1.2", Win("bob", score=(1, 1), shootout=(5, 4)))
    stage.record("R2.1", Walkover("dee"))

    assert titles(stage)[1:] == [
        "Round 1, match 1: ann 1, dee 2, played",
        "Round 1, match 2: Bob 1 (5), cyd 1 (4), played",
        "Round 2, match 1: dee, Bob, walkover",
        "Third place: ann, cyd, to be played",
    ]


def test_the_titles_of_a_double_elimination_name_its_brackets():
    stage = DoubleElimination().create(["ann", "bob", "cyd"])
    stage.record("U1.2", DoubleForfeit())

    assert titles(stage)[1:] == [
        "Upper bracket, round 1, match 1: ann, bye, not to be played",
        "Upper bracket, round 1, match 2: bob, cyd, forfeited",
        "Upper bracket, round 2, match 1: ann, bye, not to be played",
        "Lower bracket, round 1, match 1: bye, bye, not to be played",
        "Lower bracket, round 2, match 1: bye, bye, not to be played",
        "Grand final: ann, bye, not to be played",
        "Grand final, reset: ann, bye, not to be played",
    ]


def test_a_slot_that_waits_says_for_whom():
    stage = SingleElimination().create(FOUR)

    assert titles(stage)[-1] == "Round 2, match 1: winner of R1.1, winner of R1.2, waiting"
    assert lines(stage)[-2:] == ["winner of R1.1", "winner of R1.2"]


def test_a_winner_is_bold_and_has_a_mark():
    stage = SingleElimination().create(FOUR)
    stage.record("R1.1", Win("dee", score=(1, 2)))

    marks = [one for one in picture(stage).iter(f"{SVG}path") if "mark" in styles(one)]

    assert marked(stage) == ["dee", "2"]
    assert len(marks) == 1


def test_who_meets_a_bye_has_no_mark_and_a_box_of_its_own_kind():
    stage = SingleElimination().create(["ann", "bob", "cyd"])

    skipped = [one for one in picture(stage).iter(f"{SVG}rect") if "skipped" in styles(one)]

    assert marked(stage) == []
    assert len(skipped) == 1


@pytest.mark.parametrize("entrants", [4, 5, 6, 16, 33])
@pytest.mark.parametrize("format_", FORMATS[:-2], ids=repr)
def test_no_match_stands_on_another_and_all_stand_in_the_picture(format_, entrants):
    stage = format_.create(names(entrants))
    root = picture(stage)
    width, height = int(root.get("width", "")), int(root.get("height", ""))

    placed = sorted(boxes(stage))

    assert len(placed) == len(stage.matches)
    assert max(right for _, _, right, _ in placed) == width - 32
    assert max(bottom for _, _, _, bottom in placed) == height - 32
    assert all(above[0] < below[0] or above[3] < below[1] for above, below in pairwise(placed))


def test_a_match_stands_midway_between_those_that_feed_it():
    first, second, _, _, semi, _, _ = boxes(SingleElimination().create(EIGHT))

    assert semi[1] + semi[3] == (first[1] + second[3])


def test_every_winner_has_a_way():
    stage = DoubleElimination().create(EIGHT)

    assert len(ways(stage)) == 14


def test_the_third_place_stands_below_the_final():
    *_, final, third = boxes(SingleElimination(third_place=True).create(EIGHT))

    assert third[0] == final[0]
    assert third[1] > final[3]


def test_the_brackets_of_all_places_stand_in_the_order_of_their_places():
    words = lines(SingleElimination(classification="all").create(EIGHT))

    named = [word for word in words if word.startswith(("Third", "Places"))]

    assert named == ["Third place", "Places from 5", "Places from 7"]


def test_the_rounds_of_a_knockout_have_the_names_that_people_use():
    assert [round_name("R", number, [8, 4, 2, 1]) for number in range(1, 5)] == [
        "Round 1",
        "Quarter-finals",
        "Semi-finals",
        "Final",
    ]
    assert [round_name("R", number, [1, 1, 1]) for number in (2, 3)] == ["Round 2", "Final"]
    assert round_name("U", 2, [2, 1]) == "Round 2"


def test_the_brackets_of_a_double_elimination_are_named():
    words = lines(DoubleElimination().create(FOUR))

    assert [words.index(name) for name in ("Upper bracket", "Lower bracket", "Grand final")]


def test_a_table_stands_in_the_order_of_the_standings():
    league = RoundRobin(tiebreaks=["SD"]).create(["ann", "bob", "cyd"])
    league.record("R1.1", Win("bob", score=(3, 1)))
    league.record("R2.1", Draw(score=(0, 0)))

    assert lines(league) == [
        *["bob", "ann", "cyd", "PTS", "SD"],
        *["1", "bob", "0\N{EN DASH}0", "3\N{EN DASH}1", "4", "2"],
        *["2", "ann", "0\N{EN DASH}0", "R3.1", "1", "0"],
        *["3", "cyd", "1\N{EN DASH}3", "R3.1", "0", "-2"],
    ]


def test_a_table_tells_results_without_a_score_in_letters():
    league = RoundRobin(tiebreaks=[]).create(FOUR)
    league.record("R1.1", Forfeit("ann"))
    league.record("R1.2", Draw())
    league.record("R2.1", DoubleForfeit())

    assert lines(league)[5:] == [
        *["1", "dee", "R3.1", "L", "W", "3"],
        *["2", "bob", "R3.1", "D", "R2.2", "1"],
        *["2", "cyd", "L", "D", "R3.2", "1"],
        *["4", "ann", "L", "R2.2", "R3.2", "0"],
    ]


def test_a_row_of_a_table_is_read_out_with_its_place():
    league = favourites_win(RoundRobin().create(["ann", "bob"]))

    assert titles(league)[1:] == [
        "1st: ann, 3 points",
        "Round 1, match 1: ann, bob, played",
        "2nd: bob, 0 points",
        "Round 1, match 1: ann, bob, played",
    ]


def test_pools_are_named_and_stand_side_by_side_as_far_as_there_is_room():
    stage = Pools(pools=4).create(names(16))

    moved = [
        one.get("transform", "") for one in picture(stage).iter(f"{SVG}g") if one.get("transform")
    ]

    assert [line for line in lines(stage) if line and line.startswith("Pool")] == [
        "Pool A",
        "Pool B",
        "Pool C",
        "Pool D",
    ]
    assert moved[1:] == [
        "translate(0 0)",
        "translate(639 0)",
        "translate(0 198)",
        "translate(639 198)",
    ]


def test_pools_of_one_have_a_table_each():
    assert titles(Pools(pools=2).create(["ann", "bob"])) == [
        "Pools of 2 entrants",
        "1st: ann, 0 points",
        "1st: bob, 0 points",
    ]


def test_a_heat_that_is_over_stands_in_the_order_of_coming_in():
    stage = OneHeat().create(["ann", "bob", "cyd"])
    stage.record("H1.1", Placement(("cyd", "ann", "bob"), points=(3, 1, 0)))

    assert lines(stage) == [
        *["H", "F"],
        *["H1.1", "cyd", "3", "ann", "1", "bob", "0"],
        *["F", "cyd", "bob"],
    ]
    assert titles(stage)[1:] == [
        "H, round 1, match 1: ann 1, bob 0, cyd 3, played",
        "F: cyd, bob, to be played",
    ]


@given(st.text(min_size=1))
def test_any_name_is_told_as_it_is(name):
    stage = SingleElimination().create([name, f"{name}2"])
    readable = UNREADABLE.sub("\ufffd", name)

    assert titles(stage)[1] == f"Round 1, match 1: {readable}, {readable}2, to be played"


def test_a_long_name_is_cut_and_stands_whole_in_the_title():
    long = "Borussia Mönchengladbach von 1900 e. V."
    stage = SingleElimination().create([long, "ann"])

    assert lines(stage) == ["R1.1", "Borussia Mönchengladbach vo…", "ann"]
    assert titles(stage)[1] == f"Round 1, match 1: {long}, ann, to be played"


@given(st.text(), st.integers(12, 200))
def test_a_name_takes_no_more_than_its_room(words, room):
    assert width_of(fitted(words, room)) <= room


def test_what_is_written_with_several_characters_is_not_cut_in_half():
    assert fitted("e\u0301" * 9, 28) == "e\u0301e\u0301…"
    assert fitted("Al👩\u200d🚀", 40) == "Al…"


@dataclass(frozen=True, kw_only=True)
class Heats(OneHeat):
    """Two heats of three, of which the best two go on: to one final, or crossed to two."""

    crossed: bool = False

    def layout(self, entrants):
        heats = Round("H", 1, ["H1.1", "H1.2"], [seed(number) for number in range(1, 7)])
        (a1, a2), (b1, b2) = ([place_of(heat, place) for place in (1, 2)] for heat in (0, 1))
        finals = [a1, b2, 0, b1, a2, 0] if self.crossed else [a1, a2, b1]
        ids = ["F.1", "F.2"] if self.crossed else ["F.1"]
        return Structure([heats, Round("F", 2, ids, finals)], width=3)


def test_ways_lead_on_from_a_heat_whose_best_stay_together():
    together, crossed = Heats().create(names(6)), Heats(crossed=True).create(names(6))

    assert (len(ways(together)), len(ways(crossed))) == (2, 0)


def test_the_empty_seats_of_a_heat_are_not_drawn():
    stage = Heats(crossed=True).create(names(6))

    assert [bottom - top for _, top, _, bottom in boxes(stage)] == [72, 72, 48, 48]
