"""Everything that can happen to a tournament. Nothing else writes to its tables."""

from tournament_engine.core.services.answers import store_field_values, store_pictures
from tournament_engine.core.services.clock import (
    advance_due_tournaments,
    archive_due_tournaments,
    conclude_due_tournaments,
    resume_conclusions,
)
from tournament_engine.core.services.conclusion import (
    archive_tournament,
    conclude_tournament,
    waive_step,
)
from tournament_engine.core.services.copies import (
    create_from_template,
    create_template,
    delete_template,
    duplicate_tournament,
)
from tournament_engine.core.services.games import check_game, install_games, save_game
from tournament_engine.core.services.keeping import keep_version
from tournament_engine.core.services.pictures import PICTURES, change_pictures
from tournament_engine.core.services.staff import (
    accept_staff_invitation,
    assign_staff,
    decline_staff_invitation,
    expire_invitations,
    leave_staff,
    revoke_staff,
    transfer_ownership,
)
from tournament_engine.core.services.steps import (
    approve_tournament,
    cancel_tournament,
    close_check_in,
    close_registration,
    complete_tournament,
    open_check_in,
    open_registration,
    publish_tournament,
    resume_tournament,
    return_tournament,
    start_tournament,
)
from tournament_engine.core.services.tournaments import create_tournament, lock, update_tournament
from tournament_engine.core.services.versions import create_version, restore_version

__all__ = [
    "PICTURES",
    "accept_staff_invitation",
    "advance_due_tournaments",
    "approve_tournament",
    "archive_due_tournaments",
    "archive_tournament",
    "assign_staff",
    "cancel_tournament",
    "change_pictures",
    "check_game",
    "close_check_in",
    "close_registration",
    "complete_tournament",
    "conclude_due_tournaments",
    "conclude_tournament",
    "create_from_template",
    "create_template",
    "create_tournament",
    "create_version",
    "decline_staff_invitation",
    "delete_template",
    "duplicate_tournament",
    "expire_invitations",
    "install_games",
    "keep_version",
    "leave_staff",
    "lock",
    "open_check_in",
    "open_registration",
    "publish_tournament",
    "restore_version",
    "resume_conclusions",
    "resume_tournament",
    "return_tournament",
    "revoke_staff",
    "save_game",
    "start_tournament",
    "store_field_values",
    "store_pictures",
    "transfer_ownership",
    "update_tournament",
    "waive_step",
]
