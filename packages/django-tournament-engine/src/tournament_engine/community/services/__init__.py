"""Everything that can happen to announcements and posts. Nothing else writes to their tables."""

from tournament_engine.community.services.announcements import (
    edit_announcement,
    pin_announcement,
    publish_announcement,
    remove_announcement,
)
from tournament_engine.community.services.posts import (
    ask_question,
    edit_post,
    hide_post,
    lock_thread,
    pin_question,
    reply_to_post,
    report_post,
    show_post,
)

__all__ = [
    "ask_question",
    "edit_announcement",
    "edit_post",
    "hide_post",
    "lock_thread",
    "pin_announcement",
    "pin_question",
    "publish_announcement",
    "remove_announcement",
    "reply_to_post",
    "report_post",
    "show_post",
]
