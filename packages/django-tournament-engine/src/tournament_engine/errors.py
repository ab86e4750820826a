"""What the engine refuses, grouped by who must act.

TournamentError
├── InvalidInput         the caller sent something wrong: a form error, HTTP 422
├── NotAllowed           this person may not do it: HTTP 403
├── Conflict             not now, or not any more: HTTP 409
│   ├── IllegalTransition
│   └── StaleVersion
└── HookError            a class of the site's own could not do its part
"""

from typing import ClassVar

__all__ = [
    "Conflict",
    "HookError",
    "IllegalTransition",
    "InvalidInput",
    "NotAllowed",
    "StaleVersion",
    "TournamentError",
]


class TournamentError(Exception):
    """One sentence for a person, one stable code for a program.

    `field` names the form field the sentence belongs to, where there is one.
    """

    default_code: ClassVar[str] = "tournament_error"

    def __init__(self, message: str, *, code: str | None = None, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or self.default_code
        self.field = field


class InvalidInput(TournamentError):
    """The input is wrong; nothing was changed."""

    default_code = "invalid_input"


class NotAllowed(TournamentError):
    """This person may not do this; nothing was changed."""

    default_code = "not_allowed"


class Conflict(TournamentError):
    """The state of things forbids it at this moment; nothing was changed."""

    default_code = "conflict"


class IllegalTransition(Conflict):
    """The life cycle has no such edge."""

    default_code = "illegal_transition"


class StaleVersion(Conflict):
    """Somebody else changed the row after it was read."""

    default_code = "stale_version"


class HookError(TournamentError):
    """A hook could not do its part; `retryable` says whether it may work later."""

    default_code = "hook_failed"

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
