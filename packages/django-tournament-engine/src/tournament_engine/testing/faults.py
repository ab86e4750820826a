"""What goes wrong between a site and the service behind a hook, as a test orders it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from tournament_engine.errors import HookError

__all__ = ["Faulty", "faulty"]

F = TypeVar("F", bound="Faulty")
P = ParamSpec("P")
T = TypeVar("T")


@dataclass
class Faulty:
    """A hook that fails as often as it is told to.

    The next `refuse` calls fail and do nothing; after those the next `lose` calls do their
    work and then seem to have failed. `refusal` is the error of the first kind. Each call takes
    `delay`: nobody sleeps, `waited` adds it up. `calls` counts them all.
    """

    refuse: int = 0
    lose: int = 0
    delay: timedelta = timedelta()
    waited: timedelta = timedelta()
    calls: int = 0
    refusal: HookError = HookError("refused", "The service is down.", retryable=True)  # noqa: RUF009 - never changed


def faulty(
    operation: Callable[Concatenate[F, P], T],
) -> Callable[Concatenate[F, P], T]:
    """Let an operation of a fake fail when its `Faulty` part says so."""

    @wraps(operation)
    def attempt(self: F, /, *args: P.args, **kwargs: P.kwargs) -> T:
        self.calls += 1
        self.waited += self.delay
        if self.refuse:
            self.refuse -= 1
            raise self.refusal
        answer = operation(self, *args, **kwargs)
        if self.lose:
            self.lose -= 1
            raise HookError("lost", "The answer was lost.", retryable=True)
        return answer

    return attempt
