"""Pictures that people of the demo send: words on white, and a pattern that no other words have."""

from collections.abc import Sequence
from hashlib import sha256
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

__all__ = ["drawn"]

_SIZE = (640, 400)
_INK = "#1f2937"
_BARS = 16


def drawn(lines: Sequence[str], *, name: str) -> "ContentFile[bytes]":
    """Return a picture with these words as a file of that name."""
    picture = Image.new("RGB", _SIZE, "white")
    draw = ImageDraw.Draw(picture)
    for line, text in enumerate(lines):
        # The font has no narrow or fixed spaces.
        words = " ".join(text.split())
        draw.text((40, 30 + 60 * line), words, fill=_INK, font_size=32)
    for column, height in enumerate(sha256("".join(lines).encode()).digest()[:_BARS]):
        left = _SIZE[0] * column // _BARS
        draw.rectangle((left, _SIZE[1] - height // 2, left + 30, _SIZE[1]), fill=_INK)
    packed = BytesIO()
    picture.save(packed, format="PNG")
    return ContentFile(packed.getvalue(), name=name)
