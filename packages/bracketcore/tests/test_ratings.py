"""Ratings: the published examples, and what must hold for every history."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bracketcore.ratings import Elo, Glicko2, Glicko2Rating, Outcome

PLAYERS = st.sampled_from(["ann", "bob", "cyd", "dee"])
OUTCOMES = st.lists(
    st.builds(
        lambda pair, score: Outcome(pair[0], pair[1], score),
        st.lists(PLAYERS, min_size=2, max_size=2, unique=True),
        st.sampled_from([0, 0.5, 1]),
    ),
    max_size=30,
)


@pytest.mark.parametrize(
    ("lead", "expected"), [(0, 0.5), (50, 0.57), (100, 0.64), (200, 0.76), (400, 0.91)]
)
def test_the_expected_share_is_that_of_the_published_table(lead: int, expected: float) -> None:
    share = Elo().expected(1500 + lead, 1500)

    assert round(share, 2) == expected


@given(OUTCOMES)
def test_elo_gives_to_one_what_it_takes_from_the_other(outcomes: list[Outcome]) -> None:
    ratings = Elo().rate(outcomes)

    assert sum(ratings.values()) == pytest.approx(1500 * len(ratings))


def test_elo_goes_on_from_the_ratings_before() -> None:
    before = {"ann": 1700.0, "bob": 1500.0, "cyd": 1400.0}

    after = Elo(k=20).rate([Outcome("bob", "ann", 0.5)], before=before)

    assert after == pytest.approx({"ann": 1694.8, "bob": 1505.2, "cyd": 1400}, abs=0.01)
    assert before == {"ann": 1700.0, "bob": 1500.0, "cyd": 1400.0}


def test_glicko_2_reproduces_its_authors_example() -> None:
    before = {
        "ann": Glicko2Rating(1500, 200, 0.06),
        "bob": Glicko2Rating(1400, 30),
        "cyd": Glicko2Rating(1550, 100),
        "dee": Glicko2Rating(1700, 300),
    }
    period = [Outcome("ann", "bob", 1), Outcome("ann", "cyd", 0), Outcome("ann", "dee", 0)]

    ann = Glicko2(tau=0.5).rate(period, before=before)["ann"]

    # The example rounds on its way, hence the last digit.
    assert ann.rating == pytest.approx(1464.06, abs=0.02)
    assert ann.deviation == pytest.approx(151.52, abs=0.01)
    assert ann.volatility == pytest.approx(0.05999, abs=0.00001)


def test_who_does_not_play_becomes_less_certain() -> None:
    before = {"ann": Glicko2Rating(1500, 200, 0.06)}

    after = Glicko2().rate([], before=before)

    assert after["ann"].rating == 1500
    assert after["ann"].deviation == pytest.approx(200.27, abs=0.01)


def test_a_great_surprise_raises_the_volatility() -> None:
    before = {"ann": Glicko2Rating(1500, 50), "bob": Glicko2Rating(2100, 50)}

    after = Glicko2(tau=1.2).rate([Outcome("ann", "bob", 1)] * 5, before=before)

    assert after["ann"].volatility > 0.06
    assert after["ann"].rating > 1500
    assert after["bob"].rating < 2100


@given(OUTCOMES)
def test_the_order_within_a_period_does_not_matter(outcomes: list[Outcome]) -> None:
    forward, backward = Glicko2().rate(outcomes), Glicko2().rate(outcomes[::-1])

    assert {k: v.rating for k, v in forward.items()} == pytest.approx(
        {k: v.rating for k, v in backward.items()}
    )


@pytest.mark.parametrize(("second", "score"), [("ann", 1), ("bob", 1.5), ("bob", float("nan"))])
def test_an_impossible_outcome_is_refused(second: str, score: float) -> None:
    with pytest.raises(ValueError, match=r"itself|between 0 and 1"):
        Outcome("ann", second, score)


@pytest.mark.parametrize("tau", [0, 2, -1, float("nan")])
def test_a_tau_out_of_range_is_refused(tau: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 2"):
        Glicko2(tau=tau)
