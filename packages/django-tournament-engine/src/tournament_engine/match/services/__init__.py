"""Everything that can happen to a match. Nothing else writes to its tables.

What a result does to the rows of matches, sides and claims follows from the stage: see
`projection.py`. Every act holds the tournament's row, then the bracket's, then the match's.
"""

from tournament_engine.match.services.contests import (
    contest_result,
    hold_matches,
    lock_match,
    release_match,
    replay_match,
)
from tournament_engine.match.services.forfeits import take_back_forfeit
from tournament_engine.match.services.lobbies import set_lobby
from tournament_engine.match.services.official import (
    award_walkover,
    confirm_result,
    decide_match,
    forfeit_match,
    override_result,
    reopen_match,
    undo_last,
)
from tournament_engine.match.services.play import (
    cancel_matches,
    check_in_side,
    mark_no_show,
    mark_no_shows,
    open_due_check_ins,
    open_matches,
    start_match,
)
from tournament_engine.match.services.reminders import send_match_reminders
from tournament_engine.match.services.reports import (
    accept_score,
    auto_confirm_due,
    claim_contested,
    submit_score,
)
from tournament_engine.match.services.rescheduling import (
    accept_time,
    counter_time,
    decide_time,
    decline_time,
    expire_requests,
    propose_time,
    withdraw_time,
)
from tournament_engine.match.services.rounds import schedule_round, set_round_window
from tournament_engine.match.services.scheduling import (
    ScheduleConflict,
    reschedule_match,
    schedule_match,
    schedule_stage,
)
from tournament_engine.match.services.vetoes import (
    choose_option,
    plan_veto,
    restart_veto,
    run_vetoes,
    start_veto,
)

__all__ = [
    "ScheduleConflict",
    "accept_score",
    "accept_time",
    "auto_confirm_due",
    "award_walkover",
    "cancel_matches",
    "check_in_side",
    "choose_option",
    "claim_contested",
    "confirm_result",
    "contest_result",
    "counter_time",
    "decide_match",
    "decide_time",
    "decline_time",
    "expire_requests",
    "forfeit_match",
    "hold_matches",
    "lock_match",
    "mark_no_show",
    "mark_no_shows",
    "open_due_check_ins",
    "open_matches",
    "override_result",
    "plan_veto",
    "propose_time",
    "release_match",
    "reopen_match",
    "replay_match",
    "reschedule_match",
    "restart_veto",
    "run_vetoes",
    "schedule_match",
    "schedule_round",
    "schedule_stage",
    "send_match_reminders",
    "set_lobby",
    "set_round_window",
    "start_match",
    "start_veto",
    "submit_score",
    "take_back_forfeit",
    "undo_last",
    "withdraw_time",
]
