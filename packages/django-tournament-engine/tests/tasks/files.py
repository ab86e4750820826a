"""A notifications hook that other processes can watch: it writes what it sends into a folder."""

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tournament_engine.hooks.notifications import Notifications

__all__ = ["Files", "lose"]


class Files(Notifications):
    """A file begun for each call, a line sent for each key; `hold` in the folder lets it wait."""

    def __init__(self) -> None:
        self.folder = Path(os.environ["TOURNAMENT_TEST_FOLDER"])

    def send(
        self,
        event: str,
        recipients: Sequence[str],
        context: Mapping[str, Any],
        idempotency_key: str,
        **_more: Any,
    ) -> None:
        name = idempotency_key.replace(":", "_")
        (self.folder / f"{name}.begun").touch()
        while (self.folder / "hold").exists():
            time.sleep(0.05)
        with (self.folder / f"{name}.sent").open("a") as sent:
            sent.write("sent\n")


def lose(key: str) -> None:
    """A task runner that loses everything: only the outbox knows of it."""
