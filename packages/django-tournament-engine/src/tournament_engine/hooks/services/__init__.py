"""Everything that the default hooks write: the inbox with its mails, and the ratings."""

from tournament_engine.hooks.services.inbox import (
    choose_notices,
    fill_inbox,
    mail_notices,
    mail_postponed,
    mark_read,
)
from tournament_engine.hooks.services.ratings import apply_outcomes, revert_outcomes

__all__ = [
    "apply_outcomes",
    "choose_notices",
    "fill_inbox",
    "mail_notices",
    "mail_postponed",
    "mark_read",
    "revert_outcomes",
]
