"""Pictures, decoded by the one decoder that was chosen and encoded anew: nothing else survives.

Metadata, comments, profiles, further chunks and whatever follows the end are not copied,
because only pixels are. Orientation is applied before it is dropped.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from tournament_engine.errors import InvalidInput
from tournament_engine.uploads import png
from tournament_engine.uploads.kinds import GIF, JPEG, PNG, WEBP, Kind
from tournament_engine.uploads.policies import MOST_FRAMES, UploadPolicy

__all__ = ["Picture", "fingerprint", "remade"]

#: What Pillow's decoders raise for files that are not what they say.
_DECODER_ERRORS = (
    EOFError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    IndexError,
    MemoryError,
    OSError,
    OverflowError,
    SyntaxError,
    UnidentifiedImageError,
    ValueError,
    struct.error,
    zlib.error,
)

#: Modes that are encoded as they are; every other becomes one of these.
_PLAIN = {JPEG: {"L", "RGB"}, PNG: {"1", "L", "RGB", "RGBA"}, WEBP: {"RGB", "RGBA"}}

#: Level 1 packs a phone's photo in a quarter of the time of the default.
_OPTIONS = {JPEG: {"quality": 90}, PNG: {"compress_level": 1}, WEBP: {"quality": 90}}

_MILLISECONDS = 100

#: Cells of a fingerprint, each way.
_RASTER = 16


@dataclass(frozen=True)
class Picture:
    """A picture as it is stored."""

    content: bytes
    width: int
    height: int
    fingerprint: str


def remade(data: bytes, kind: Kind, policy: UploadPolicy) -> Picture:
    """Return a new picture with the same pixels; raise InvalidInput for what is none."""
    if kind == PNG:
        data = png.bare(data)
    try:
        with Image.open(BytesIO(data), formats=[kind.name]) as image:
            _check_budget(image, policy)
            return _remade(image, kind, policy)
    except _DECODER_ERRORS as error:
        message = _("The file is damaged or is not the picture that it says; send another.")
        raise InvalidInput(message, code="broken") from error


def _frame_count(image: Image.Image, most: int) -> int:
    """Count frames by going through them, and no further than one too many."""
    if not getattr(image, "is_animated", False):
        return 1
    count = 1
    try:
        while count <= most:
            image.seek(count)
            count += 1
    except EOFError:
        pass
    image.seek(0)
    return count


def _check_budget(image: Image.Image, policy: UploadPolicy) -> None:
    # One frame that is too large is refused before any other is looked at.
    _check_pixels(image, 1, policy)
    # Where only the first is kept, a file of thousands is an attack all the same.
    most = policy.max_frames if policy.max_frames > 1 else MOST_FRAMES
    frames = _frame_count(image, most)
    if frames > most:
        message = _("The animation has too many frames; at most %(most)d are taken.")
        raise InvalidInput(message % {"most": most}, code="too_many_frames")
    if policy.max_frames > 1:
        _check_pixels(image, frames, policy)


def _check_pixels(image: Image.Image, frames: int, policy: UploadPolicy) -> None:
    if image.width * image.height * frames > policy.max_pixels:
        message = _("The picture has too many pixels; at most %(most)d million are taken.")
        words = {"most": policy.max_pixels // 1_000_000}
        raise InvalidInput(message % words, code="too_many_pixels")


def _remade(image: Image.Image, kind: Kind, policy: UploadPolicy) -> Picture:
    if policy.max_frames > 1 and kind in {GIF, WEBP} and getattr(image, "is_animated", False):
        return _animation(image, kind)
    image.load()
    upright = ImageOps.exif_transpose(image)
    flat = _plain(upright, kind)
    packed = BytesIO()
    flat.save(packed, kind.name, **_OPTIONS.get(kind, {}))
    return Picture(packed.getvalue(), flat.width, flat.height, fingerprint(flat))


def _plain(image: Image.Image, kind: Kind) -> Image.Image:
    """Return pixels alone, in a mode that the kind can hold."""
    modes = _PLAIN.get(kind, {"RGBA"})
    if image.mode in modes and "transparency" not in image.info:
        plain = image
    elif "RGBA" in modes and image.has_transparency_data:
        plain = image.convert("RGBA")
    else:
        plain = image.convert("RGB")
    # Encoders write what they find here: comments, profiles, EXIF.
    plain.info = {}
    return plain


def _animation(image: Image.Image, kind: Kind) -> Picture:
    durations = []
    frames = []
    for frame in _frames(image):
        durations.append(int(image.info.get("duration", _MILLISECONDS)))
        frames.append(frame)
    packed = BytesIO()
    frames[0].save(
        packed,
        kind.name,
        save_all=True,
        append_images=frames[1:],
        duration=durations,
        loop=0,
    )
    first = frames[0]
    return Picture(packed.getvalue(), first.width, first.height, fingerprint(first))


def _frames(image: Image.Image) -> Iterator[Image.Image]:
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        frame = image.convert("RGBA")
        frame.info = {}
        yield frame


def fingerprint(image: Image.Image) -> str:
    """Return 256 bits that stay nearly the same when a picture is scaled or packed anew.

    Each bit says whether a cell of a coarse grey raster is brighter than its neighbour.
    A raster without any difference has no fingerprint: all plain pictures would share one.
    """
    wide = _RASTER + 1
    raster = image.resize((wide, _RASTER), Image.Resampling.BOX).convert("L").tobytes()
    number = 0
    for row in range(_RASTER):
        for column in range(_RASTER):
            at = row * wide + column
            number = number << 1 | (raster[at] > raster[at + 1])
    return f"{number:064x}" if number else ""
