"""The command that replays every stage and says where the rows tell something else."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from tests.playing import a_live_tournament, match_of, play

from tournament_engine.match.models import MatchSide

pytestmark = pytest.mark.django_db


def told(*options):
    out = StringIO()
    call_command("check_brackets", *options, stdout=out)
    return out.getvalue()


def test_stages_that_are_as_they_were_played_are_counted():
    play(match_of(a_live_tournament(entrants=4), "R1.1"))

    assert told() == "1 stages checked, 0 differ.\n"
    assert json.loads(told("--json")) == {"checked": 1, "wrong": {}}


def test_a_row_that_somebody_wrote_by_hand_is_named():
    tournament = a_live_tournament(entrants=4)
    match = play(match_of(tournament, "R1.1"))
    MatchSide.objects.filter(match=match, is_winner=True).update(is_winner=False)
    out = StringIO()

    with pytest.raises(CommandError):
        call_command("check_brackets", tournament.slug, "--json", stdout=out)

    [(name, sentences)] = json.loads(out.getvalue())["wrong"].items()
    assert name == f"{tournament.slug}/knockout"
    assert sentences[0].startswith("R1.1:")


def test_only_the_tournament_that_is_named_is_looked_at():
    one, _other = a_live_tournament(entrants=4), a_live_tournament(entrants=4)

    assert told(one.slug) == "1 stages checked, 0 differ.\n"


@pytest.mark.parametrize("command", ["check_brackets", "check_draws"])
def test_a_tournament_that_is_not_there_is_no_good_answer(command: str):
    with pytest.raises(CommandError, match="There is no tournament 'nowhere'"):
        call_command(command, "nowhere")
