"""What may be sent for which purpose: one policy each, which a site may change in settings."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from tournament_engine import conf
from tournament_engine.uploads.kinds import GIF, JPEG, MP4, PNG, WEBM, WEBP

__all__ = [
    "MOST_FRAMES",
    "POLICIES",
    "UploadPolicy",
    "decodes_apart",
    "keeps_until",
    "policy",
    "takes_video",
]

MEGABYTE = 1024 * 1024

#: Of an animation, where a purpose says nothing else.
MOST_FRAMES = 60

#: Days that proofs and evidence outlive the tournament that they were sent in.
_KEEP_DAYS = 90


@dataclass(frozen=True, kw_only=True)
class UploadPolicy:
    """The limits of one purpose.

    kinds       names of `kinds.KINDS` that are taken
    max_bytes   of the file as it is sent
    max_pixels  width by height by frames, read from the header before anything is decoded
    max_frames  of an animation; 1 keeps only the first, so that no other hides behind it
    is_private  kept where only those may read it who may see what it belongs to
    """

    kinds: tuple[str, ...]
    max_bytes: int
    max_pixels: int = 40_000_000
    max_frames: int = MOST_FRAMES
    is_private: bool = False

    def deconstruct(self) -> tuple[str, tuple[()], dict[str, Any]]:
        """Return how a migration writes it: equal policies are written alike."""
        return f"{type(self).__module__}.{type(self).__qualname__}", (), asdict(self)


_PICTURES = (JPEG.name, PNG.name, WEBP.name, GIF.name)

POLICIES: Mapping[str, UploadPolicy] = {
    "image": UploadPolicy(kinds=_PICTURES, max_bytes=5 * MEGABYTE),
    "logo": UploadPolicy(kinds=_PICTURES, max_bytes=MEGABYTE, max_frames=1),
    "signature": UploadPolicy(kinds=_PICTURES, max_bytes=MEGABYTE, max_frames=1, is_private=True),
    "proof": UploadPolicy(
        kinds=(JPEG.name, PNG.name), max_bytes=2 * MEGABYTE, max_frames=1, is_private=True
    ),
    "evidence": UploadPolicy(kinds=_PICTURES, max_bytes=10 * MEGABYTE, is_private=True),
    "claim": UploadPolicy(kinds=_PICTURES, max_bytes=5 * MEGABYTE, is_private=True),
    "media": UploadPolicy(kinds=_PICTURES, max_bytes=5 * MEGABYTE, is_private=True),
    "video": UploadPolicy(kinds=(MP4.name, WEBM.name), max_bytes=50 * MEGABYTE, is_private=True),
}


def policy(purpose: str) -> UploadPolicy:
    """Return the policy of a purpose, with what `UPLOADS["POLICIES"]` changes in it."""
    changes: Mapping[str, Any] = conf.settings.UPLOADS.get("POLICIES", {}).get(purpose, {})
    return replace(POLICIES[purpose], **changes)


def decodes_apart() -> bool:
    """Return whether pictures are decoded in a process of their own."""
    return bool(conf.settings.UPLOADS.get("CHILD_PROCESS", False))


def takes_video() -> bool:
    """Return whether a film may be sent as evidence: only where the site says so."""
    return bool(conf.settings.UPLOADS.get("VIDEO", False))


def keeps_until(now: datetime) -> datetime:
    """Return when a tournament must have ended for its proofs and evidence to go now."""
    days: int = conf.settings.UPLOADS.get("KEEP_DAYS", _KEEP_DAYS)
    return now - timedelta(days=days)
