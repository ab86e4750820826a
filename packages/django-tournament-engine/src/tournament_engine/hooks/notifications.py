"""The notifications hook: how people hear of what happened. A site may name several.

Called after commit, by the outbox, and again with the same key when it is not sure that the
first call came through: what was sent under a key is not sent again.
"""

from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["Notifications"]


class Notifications:
    """Base class: says what a notifications hook must do."""

    def supports(self, event: str) -> bool:  # noqa: ARG002 - for the site's own classes
        """Return whether this hook wants an event at all."""
        return True

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
    ) -> None:
        """Tell the people with these ids.

        `context` holds plain values, `url` among them: the path of the page to look at.
        Raise HookError(code, message, retryable=True) when it may work later.
        """
        raise NotImplementedError
