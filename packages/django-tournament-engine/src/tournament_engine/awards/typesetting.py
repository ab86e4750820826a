"""The fonts of certificates: which one can write a text, and how text fits into its space."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from tournament_engine import conf
from tournament_engine.errors import InvalidInput

__all__ = ["BOLD", "PLAIN", "Fitted", "fitted", "font_for"]

_FOLDER = Path(__file__).parent / "fonts"

#: Latin, Greek, Cyrillic, Armenian and Georgian; their licence lies beside them.
PLAIN = str(_FOLDER / "DejaVuSerif.ttf")
BOLD = str(_FOLDER / "DejaVuSerif-Bold.ttf")

_MOST_LINES = 3
_ELLIPSIS = "…"

#: Signs that a text can do without: pictures, modifiers and what joins them.
_SIGNS = frozenset({"So", "Sk", "Cf", "Mn", "Me"})


@dataclass(frozen=True)
class Fitted:
    """Lines of text that fit: in which font and size."""

    font: str
    size: int
    lines: tuple[str, ...]


def font_for(text: str, own: str) -> tuple[str, str]:
    """Return the name of a font that has every letter of a text, and what it writes of it.

    `own` is asked first, then the fonts of the site's settings. Signs that no font has, as
    emoji, are left out; a letter that none has is refused: a box in its place is no name.
    """
    for path in (own, *conf.settings.CERTIFICATE_FONTS):
        name = _registered(path)
        if all(map(_has(name), text)):
            return name, text
    known = _has(_registered(own))
    kept = "".join(sign for sign in text if known(sign) or unicodedata.category(sign) not in _SIGNS)
    missing = dict.fromkeys(sign for sign in kept if not known(sign))
    if missing or not kept.strip():
        message = _("No font has '%(signs)s': name one that does in CERTIFICATE_FONTS.")
        words = {"signs": "".join(missing)[:20] or text[:20]}
        raise InvalidInput(message % words, code="no_font")
    return _registered(own), " ".join(kept.split())


def fitted(text: str, own: str, *, width: float, largest: int, smallest: int) -> Fitted:
    """Return text that fits a width: smaller at first, then in two or three lines.

    Only what is too long for three lines of the smallest size ends in an ellipsis.
    """
    font, text = font_for(text, own)
    for most, least in ((1, (largest + smallest) // 2), (2, smallest), (_MOST_LINES, smallest)):
        for size in range(largest, least - 1, -1):
            lines = list(_wrapped(text, font, size, width))
            if len(lines) <= most and _fit(lines, font, size, width):
                return Fitted(font, size, tuple(_balanced(lines, font, size, width)))
    lines = list(_broken(text, font, smallest, width))
    if len(lines) > _MOST_LINES:
        last = lines[_MOST_LINES - 1]
        while not _fit([last + _ELLIPSIS], font, smallest, width):
            last = last[:-1]
        lines = [*lines[: _MOST_LINES - 1], last.rstrip() + _ELLIPSIS]
    return Fitted(font, smallest, tuple(lines))


@cache
def _registered(path: str) -> str:
    name = f"te-{Path(path).stem}"
    try:
        pdfmetrics.registerFont(TTFont(name, path))
    except TTFError as error:
        message = _("'%(path)s' is no TrueType font: correct CERTIFICATE_FONTS.")
        raise InvalidInput(message % {"path": path}, code="bad_font") from error
    return name


@cache
def _glyphs(name: str) -> frozenset[int]:
    font = pdfmetrics.getFont(name)
    assert isinstance(font, TTFont)  # noqa: S101  registered above
    return frozenset(font.face.charToGlyph)


class _has:  # noqa: N801  reads as a question
    """Whether a font has a sign; spaces need none."""

    def __init__(self, name: str) -> None:
        self.glyphs = _glyphs(name)

    def __call__(self, sign: str) -> bool:
        return sign.isspace() or ord(sign) in self.glyphs


def _wide(text: str, font: str, size: float) -> float:
    return float(pdfmetrics.stringWidth(text, font, size))


def _fit(lines: Sequence[str], font: str, size: float, width: float) -> bool:
    return all(_wide(line, font, size) <= width for line in lines)


def _wrapped(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Yield lines of whole words; a word that is too wide has a line of its own."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".lstrip()
        if line and _wide(longer, font, size) > width:
            yield line
            longer = word
        line = longer
    yield line


def _balanced(lines: list[str], font: str, size: float, width: float) -> list[str]:
    """Return as many lines of more equal length."""
    text, best = " ".join(lines), lines
    for part in range(95, 45, -5):
        narrower = width * part / 100
        tried = list(_wrapped(text, font, size, narrower))
        if len(tried) > len(lines) or not _fit(tried, font, size, narrower):
            break
        best = tried
    return best


def _broken(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Yield lines, inside words where a word alone is too wide."""
    line = ""
    for word in text.split():
        for number, sign in enumerate(word):
            gap = " " if number == 0 and line else ""
            if _wide(line + gap + sign, font, size) > width:
                yield line
                line, gap = "", ""
            line += gap + sign
    yield line
