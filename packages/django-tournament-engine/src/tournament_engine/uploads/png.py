"""A PNG with the chunks that hold the picture and no other, without inflating any of them."""

import struct
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["bare"]

_SIGNATURE = 8
_FRAME = 12
_LENGTH_LIMIT = 2**31

#: Header, palette, transparency, data and end. Text, profiles, metadata and further frames
#: are left out: a few kilobytes of them may inflate to hundreds of megabytes.
_PICTURE = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})


def bare(data: bytes) -> bytes:
    """Return the file with its picture alone; what follows the end is gone as well."""
    parts = [data[:_SIGNATURE]]
    parts += [chunk for kind, chunk in _chunks(data) if kind in _PICTURE]
    return b"".join(parts)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = _SIGNATURE
    while at + _FRAME <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + _FRAME + length
        if length >= _LENGTH_LIMIT or end > len(data):
            break
        yield kind, data[at:end]
        if kind == b"IEND":
            return
        at = end
    raise InvalidInput(_("The picture is cut off; send the whole file."), code="broken")
