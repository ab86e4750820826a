"""Everything that can happen to a stage. Nothing else writes to its tables."""

from tournament_engine.bracket.previews import (
    Preview,
    check_result,
    preview_correction,
    preview_reopening,
)
from tournament_engine.bracket.seats import preview_replacement
from tournament_engine.bracket.services.drawing import (
    discard_bracket,
    generate_bracket,
    publish_bracket,
    qualify_entrants,
    seed_entrants,
)
from tournament_engine.bracket.services.flow import check_version, lock
from tournament_engine.bracket.services.games import set_best_of
from tournament_engine.bracket.services.leaving import (
    disqualify_entrant,
    reinstate_entrant,
    withdraw_entrant,
)
from tournament_engine.bracket.services.lots import announce_draw, announce_draws
from tournament_engine.bracket.services.results import (
    correct_result,
    record_result,
    reopen_result,
    undo_last,
)
from tournament_engine.bracket.services.seats import (
    replace_entrant,
    substitute_entrant,
    swap_entrants,
)

__all__ = [
    "Preview",
    "announce_draw",
    "announce_draws",
    "check_result",
    "check_version",
    "correct_result",
    "discard_bracket",
    "disqualify_entrant",
    "generate_bracket",
    "lock",
    "preview_correction",
    "preview_reopening",
    "preview_replacement",
    "publish_bracket",
    "qualify_entrants",
    "record_result",
    "reinstate_entrant",
    "reopen_result",
    "replace_entrant",
    "seed_entrants",
    "set_best_of",
    "substitute_entrant",
    "swap_entrants",
    "undo_last",
    "withdraw_entrant",
]
