"""Where a site plugs in its own users, teams and notifications.

`hooks.users()`, `hooks.teams()` and `hooks.notifications()` return what the site chose in
`TOURNAMENT_ENGINE["HOOKS"]`, or the defaults.
"""

from tournament_engine.hooks.registry import deliver, notifications, teams, users

__all__ = ["deliver", "notifications", "teams", "users"]
