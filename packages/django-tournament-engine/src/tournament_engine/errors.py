"""What the engine refuses, grouped by who must act.

TournamentError
├── InvalidInput         the caller sent something wrong: a form error, HTTP 422
├── NotAllowed           this person may not do it: HTTP 403
├── Conflict             not now, or not any more: HTTP 409
│   ├── IllegalTransition
│   └── StaleVersion
├── TooManyRequests      this person did it too often: HTTP 429
└── HookError            a class of the site's own could not do its part
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

__all__ = [
    "Conflict",
    "HookError",
    "IllegalTransition",
    "InvalidInput",
    "NotAllowed",
    "StaleVersion",
    "TooManyRequests",
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
    """Somebody else changed the row after it was read; `version` is the one that stands now."""

    default_code = "stale_version"

    def __init__(self, message: str, *, version: int | None = None) -> None:
        super().__init__(message)
        self.version = version


class TooManyRequests(TournamentError):
    """Somebody did this too often; `retry_after` says in how many seconds it is possible again.

    `headers` are what the answer says of the limit.
    """

    default_code = "too_many_requests"

    def __init__(
        self,
        message: str,
        *,
        retry_after: int,
        code: str | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        super().__init__(message, code=code)
        self.retry_after = retry_after
        self.headers = {**headers, "Retry-After": str(retry_after)}


class HookError(TournamentError):
    """A hook could not do its part; `retryable` says whether it may work later."""

    default_code = "hook_failed"

    def __init__(self, code: str, message: str, *, retryable: bool = False) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
