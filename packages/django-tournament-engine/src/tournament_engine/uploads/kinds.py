"""The kinds of file that are known, and how the first bytes tell them apart."""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["GIF", "JPEG", "KINDS", "MP4", "PNG", "WEBM", "WEBP", "Kind", "has_magic", "sniff"]

#: What the second opinion reads of a file.
_HEAD = 4096

#: Answers of libmagic that say nothing.
_UNDECIDED = frozenset({"application/octet-stream", "application/x-empty"})


def _libmagic() -> ModuleType | None:
    """Return the second opinion; without libmagic its package cannot be imported."""
    try:
        return import_module("magic")
    except ImportError:
        return None


magic = _libmagic()


@dataclass(frozen=True)
class Kind:
    """What a file decodes to: its name in Pillow or of its container, and how it is served."""

    name: str
    extension: str
    content_type: str
    is_picture: bool = True


JPEG = Kind("JPEG", "jpg", "image/jpeg")
PNG = Kind("PNG", "png", "image/png")
WEBP = Kind("WEBP", "webp", "image/webp")
GIF = Kind("GIF", "gif", "image/gif")
MP4 = Kind("MP4", "mp4", "video/mp4", is_picture=False)
WEBM = Kind("WEBM", "webm", "video/webm", is_picture=False)

KINDS = {kind.name: kind for kind in (JPEG, PNG, WEBP, GIF, MP4, WEBM)}

_SIGNATURES = (
    (JPEG, 0, b"\xff\xd8\xff"),
    (PNG, 0, b"\x89PNG\r\n\x1a\n"),
    (GIF, 0, b"GIF87a"),
    (GIF, 0, b"GIF89a"),
    (WEBP, 8, b"WEBPVP8"),
    (MP4, 4, b"ftyp"),
    (WEBM, 0, b"\x1a\x45\xdf\xa3"),
)


def has_magic() -> bool:
    """Return whether libmagic is there to be asked."""
    return magic is not None


def sniff(head: bytes) -> Kind:
    """Return what a file says that it is; raise InvalidInput when it is none of the known.

    This only chooses a decoder: the decoder decides.
    """
    for kind, at, signature in _SIGNATURES:
        if head[at : at + len(signature)] == signature and not _is_contradicted(head):
            return kind
    raise InvalidInput(
        _("This is no picture or film that we know; choose another file."), code="unknown_kind"
    )


def _is_contradicted(head: bytes) -> bool:
    if magic is None:
        return False
    opinion: str = magic.from_buffer(head[:_HEAD], mime=True)
    return opinion not in _UNDECIDED and opinion.partition("/")[0] not in {"image", "video"}
