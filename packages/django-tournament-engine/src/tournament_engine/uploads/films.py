"""Films: the container is walked from end to end; what is in it is neither decoded nor changed.

They are kept privately and served as attachments: what a player makes of them happens
outside our origin.
"""

import struct
from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput
from tournament_engine.uploads.kinds import MP4, Kind

__all__ = ["check_film"]

#: A container of ours has a handful of boxes; thousands are somebody's attack on the walk.
_MOST_BOXES = 10_000

_BRANDS = frozenset(
    {b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash"}
)

_EBML = 0x1A45DFA3
_DOC_TYPE = 0x4282
_SEGMENT = 0x18538067
_TRACKS = 0x1654AE6B
_CLUSTER = 0x1F43B675
_SIZES = 8


def check_film(file: IO[bytes], size: int, kind: Kind) -> None:
    """Raise InvalidInput unless the whole file is a container of this kind with a picture."""
    try:
        is_whole = _is_mp4(file, size) if kind == MP4 else _is_webm(file, size)
    except (struct.error, EOFError) as error:
        raise _broken() from error
    if not is_whole:
        raise _broken()


def _broken() -> InvalidInput:
    message = _("The film is damaged or of a kind that is not taken; send an MP4 or a WebM.")
    return InvalidInput(message, code="broken")


def _read(file: IO[bytes], count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _is_mp4(file: IO[bytes], size: int) -> bool:
    boxes = list(_boxes(file, 0, size))
    kinds = [kind for kind, _start, _end in boxes]
    if kinds[:1] != [b"ftyp"] or not {b"moov", b"mdat"} <= set(kinds):
        return False
    file.seek(boxes[0][1])
    if _read(file, 4) not in _BRANDS:
        return False
    return any(_has_picture(file, start, end) for kind, start, end in boxes if kind == b"moov")


def _boxes(file: IO[bytes], start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield the kind, the start and the end of the content of each box."""
    at = start
    for _number in range(_MOST_BOXES):
        if at == end:
            return
        file.seek(at)
        length, kind = struct.unpack(">I4s", _read(file, 8))
        head = 8
        if length == 1:
            (length,) = struct.unpack(">Q", _read(file, 8))
            head = 16
        if length < head or at + length > end:
            raise EOFError
        yield kind, at + head, at + length
        at += length
    raise EOFError


def _has_picture(file: IO[bytes], start: int, end: int) -> bool:
    """Whether some track of a movie says that it is video."""
    for track in _inside(file, [(start, end)], b"trak"):
        for media in _inside(file, [track], b"mdia"):
            for first, _last in _inside(file, [media], b"hdlr"):
                file.seek(first + 8)
                if _read(file, 4) == b"vide":
                    return True
    return False


def _inside(
    file: IO[bytes], parents: list[tuple[int, int]], wanted: bytes
) -> list[tuple[int, int]]:
    return [
        (first, last)
        for start, end in parents
        for kind, first, last in _boxes(file, start, end)
        if kind == wanted
    ]


def _is_webm(file: IO[bytes], size: int) -> bool:
    elements = list(_elements(file, 0, size))
    if [name for name, _start, _end in elements][:2] != [_EBML, _SEGMENT]:
        return False
    _name, start, end = elements[0]
    types = [
        _content(file, first, last)
        for name, first, last in _elements(file, start, end)
        if name == _DOC_TYPE
    ]
    _name, start, end = elements[1]
    parts = {name for name, _first, _last in _elements(file, start, end)}
    return types == [b"webm"] and {_TRACKS, _CLUSTER} <= parts


def _content(file: IO[bytes], start: int, end: int) -> bytes:
    file.seek(start)
    return _read(file, min(end - start, 16)).rstrip(b"\0")


def _elements(file: IO[bytes], start: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the name, the start and the end of the content of each EBML element."""
    at = start
    for _number in range(_MOST_BOXES):
        if at == end:
            return
        file.seek(at)
        name, name_length = _number_of(file, keep_marker=True)
        length, length_length = _number_of(file, keep_marker=False)
        first = at + name_length + length_length
        # A live recording leaves the length open: the element then goes to the end.
        is_open = length == (1 << (7 * length_length)) - 1
        last = end if is_open else first + length
        if last > end:
            raise EOFError
        yield name, first, last
        at = last
    raise EOFError


def _number_of(file: IO[bytes], *, keep_marker: bool) -> tuple[int, int]:
    """Read a number of EBML, whose first set bit tells how many bytes it has."""
    first = _read(file, 1)[0]
    length = _SIZES + 1 - first.bit_length()
    if length > _SIZES:
        raise EOFError
    number = first if keep_marker else first & ((1 << (_SIZES - length)) - 1)
    for byte in _read(file, length - 1):
        number = number << 8 | byte
    return number, length
