"""Where a site plugs in what it has itself: users, teams, notifications and more.

`hooks.users()`, `hooks.teams()` and the others return what the site chose in
`TOURNAMENT_ENGINE["HOOKS"]`, or the defaults.
"""

from tournament_engine.hooks.registry import (
    deliver,
    economy,
    frame,
    managed_teams,
    notifications,
    or_else,
    profiles,
    rankings,
    site_ui,
    teams,
    thread_for,
    users,
)

__all__ = [
    "deliver",
    "economy",
    "frame",
    "managed_teams",
    "notifications",
    "or_else",
    "profiles",
    "rankings",
    "site_ui",
    "teams",
    "thread_for",
    "users",
]
