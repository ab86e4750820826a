"""Text that people type: what is let in, and how two texts are the same."""

import re
import unicodedata

from django.utils.translation import gettext as _

from tournament_engine.errors import InvalidInput

__all__ = ["fold", "one_line", "original_cell", "prose", "safe_cell", "sentence", "whole_number"]

#: Letters and signs that show nothing: a name made of them looks empty.
_BLANKS = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")

#: Control and format signs (zero-width and bidirectional ones are of these), lone
#: surrogates, private signs, and the separators of lines and paragraphs.
_REFUSED = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})

#: What a spreadsheet takes for the beginning of a formula, in its full-width forms too.
_FORMULA = tuple("=+-@\uff1d\uff0b\uff0d\uff20")

#: What the key makes between two lines; other separators are typed by nobody.
_LINE_BREAK = re.compile(r"\r\n?|\n")

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}([.,][0-9]{1,30})?")

#: As many digits as the key of a row has at most, and far fewer than Python refuses to read.
_WHOLE = re.compile(r"[0-9]{1,19}")


def one_line(text: str, *, field: str, longest: int) -> str:
    """Return text as it is stored: composed, trimmed, with single spaces.

    Raise InvalidInput when nothing is left, when it is too long, or when it holds a
    character that cannot be seen.
    """
    _refuse_unseen(text.strip(), field)
    clean = " ".join(unicodedata.normalize("NFC", text).split())
    if not clean:
        raise InvalidInput(_("Enter a name."), code="empty", field=field)
    if len(clean) > longest:
        message = _("'%(start)s…' is too long; use at most %(longest)d characters.")
        words = {"start": clean[:20], "longest": longest}
        raise InvalidInput(message % words, code="too_long", field=field)
    return clean


def sentence(text: str, *, field: str, longest: int) -> str:
    """Return words that one may type in several lines, such as a reason, as `one_line` does."""
    return one_line(_LINE_BREAK.sub(" ", text), field=field, longest=longest)


def prose(text: str, *, field: str, longest: int) -> str:
    """Return a text of any number of lines as it is stored; empty is fine."""
    clean = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").strip())
    for sign in clean:
        if sign not in "\n\t" and unicodedata.category(sign) in {"Cc", "Cs"}:
            message = _("The text holds a control character (%(sign)s); take it out.")
            words = {"sign": f"U+{ord(sign):04X}"}
            raise InvalidInput(message % words, code="unseen_character", field=field)
    if len(clean) > longest:
        message = _("The text is too long; use at most %(longest)d characters.")
        raise InvalidInput(message % {"longest": longest}, code="too_long", field=field)
    return clean


def fold(text: str) -> str:
    """Return what two texts share when people would call them the same name."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(folded.split())


def whole_number(text: str) -> int | None:
    """Return the number that a page sent; None where it is none that a row or a step can have."""
    return int(text) if _WHOLE.fullmatch(text) else None


def safe_cell(value: str | int | None) -> str | int:
    """Return a cell of a table that no spreadsheet runs; a number stays a number."""
    if value is None or isinstance(value, int):
        return "" if value is None else value
    return f"'{value}" if _is_marked(value) else value


def original_cell(cell: str) -> str:
    """Return the text that `safe_cell` made a cell of."""
    return cell[1:] if cell.startswith("'") and _is_marked(cell[1:]) else cell


def _is_marked(text: str) -> bool:
    """Whether a cell has a mark before it; one that begins with marks has another, to be told."""
    return _runs(text.lstrip("'"))


def _runs(text: str) -> bool:
    starts_bare = text[:1] in {"\t", "\r", "\n"}
    is_formula = text.lstrip().startswith(_FORMULA) and not _NUMBER.fullmatch(text)
    return starts_bare or is_formula


def _refuse_unseen(text: str, field: str) -> None:
    for sign in text:
        if sign in _BLANKS or unicodedata.category(sign) in _REFUSED:
            message = _("This holds a character that cannot be seen (%(sign)s); type it again.")
            words = {"sign": f"U+{ord(sign):04X}"}
            raise InvalidInput(message % words, code="unseen_character", field=field)
