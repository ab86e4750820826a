"""System checks of uploads: where private files go, and whether libmagic is there.

W010 no storage is named for private files     W011 libmagic is missing
W016 pictures cannot be decoded in a process of their own on this system
"""

import sys
from collections.abc import Iterator

from django.core.checks import CheckMessage, Warning, register  # noqa: A004  Django's name

from tournament_engine.uploads import kinds
from tournament_engine.uploads.places import has_private_alias
from tournament_engine.uploads.policies import decodes_apart

__all__ = ["check_uploads", "declare"]


def declare() -> None:
    """Let Django ask, when a site is deployed."""
    register(check_uploads, deploy=True)


def check_uploads(**_: object) -> list[CheckMessage]:
    """Look at what uploads need."""
    return list(_messages())


def _messages() -> Iterator[CheckMessage]:
    if not has_private_alias():
        yield Warning(
            "Payment proofs and evidence are kept in a folder beside MEDIA_ROOT.",
            hint="Name a private storage: STORAGES['tournament_private'].",
            id="tournament_engine.W010",
        )
    if not kinds.has_magic():
        yield Warning(
            "libmagic is missing: files are judged by their signatures and decoders alone.",
            hint="Install it (on Debian: apt install libmagic1).",
            id="tournament_engine.W011",
        )
    if decodes_apart() and sys.platform != "linux":
        yield Warning(
            "UPLOADS['CHILD_PROCESS'] holds a picture to its limits on Linux alone.",
            hint="Take it off here: every picture would be an error.",
            id="tournament_engine.W016",
        )
