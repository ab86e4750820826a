"""What separates entrants of equal points: a table of rules, one pure function each.

========================  ==============================================================
PTS                       points (FIDE C.07; IFAB competition rules)
WON                       matches won on the field, walkovers apart (FIDE C.07, 7.2)
WIN                       matches won, also by walkover (FIDE C.07, 7.1)
DE                        direct encounter: points among the tied, again on any smaller
                          set that stays tied (FIDE C.07, 6)
SB                        Sonneborn-Berger: each opponent's points by the share of the
                          points taken from it (FIDE C.07, 9.1)
SD                        score difference, all matches (FIFA World Cup 2022, article 12)
SF                        score for, all matches (the same)
PD, PF                    difference of the points inside the games, and points for:
                          rounds of a map, points of a set; a match of one game gives
                          its score (BWF general competition regulations, 16.2)
football_goal_difference  SD, SF, then points, difference and goals among the tied
                          (FIFA World Cup 2022, article 12)
football_head_to_head     points, difference and goals among the tied, again on any
                          smaller set that stays tied; then SD, SF (UEFA, EURO 2024
                          regulations, article 20)
games                     WIN, DE, SD, PD: for matches of several games, in which SD is
                          the difference of games
========================  ==============================================================

Numbers from outside the matches, as fair play or a drawing of lots, stand in a chain as
`Given`. Those that are known before the matches are an option of the format; those that
come later are given to the stage, `stage.give_tiebreak(lots([...]))`, which keeps them in
its history. They count after the chain, or where it has a `Given` of the same code.

A rule gives each of the tied a number, and more is better. It sees the tied entrants as
a set, so the order in which they entered never counts. An unplayed match has no score:
it is no 0:0.

``RULES`` has the step of each rule by its code, and ``CHAINS`` the steps of each chain. A
``Tiebreak`` is a code or a `Given`, a ``Number`` an integer or a fraction. The ``Scope`` of a
criterion says how entrants of different pools compare by it: "match" for each opponent,
"pool" not at all, "given" as it is.
"""

from bracketcore.lazy import from_homes

# What `typing.TYPE_CHECKING` is, without the time that it takes to import `typing`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from bracketcore.tiebreaks.chains import (
        Given,
        Tiebreak,
        chain,
        fair_play,
        lots,
        merged,
        with_given,
    )
    from bracketcore.tiebreaks.games import Game, Number, Table
    from bracketcore.tiebreaks.rules import CHAINS, RULES, Criterion, Scope, Step
else:
    __getattr__ = from_homes(
        __name__,
        {
            "bracketcore.tiebreaks.chains": (
                "Given",
                "Tiebreak",
                "chain",
                "fair_play",
                "lots",
                "merged",
                "with_given",
            ),
            "bracketcore.tiebreaks.games": ("Game", "Number", "Table"),
            "bracketcore.tiebreaks.rules": ("CHAINS", "RULES", "Criterion", "Scope", "Step"),
        },
    )

__all__ = [
    "CHAINS",
    "RULES",
    "Criterion",
    "Game",
    "Given",
    "Number",
    "Scope",
    "Step",
    "Table",
    "Tiebreak",
    "chain",
    "fair_play",
    "lots",
    "merged",
    "with_given",
]
