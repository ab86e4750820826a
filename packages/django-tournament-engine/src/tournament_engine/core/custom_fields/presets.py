"""What a text may look like by a name: the patterns that everybody needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tournament_engine.core.custom_fields.patterns import compile_pattern

__all__ = ["PRESETS", "Preset"]


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A name for the organiser, the test, and what is said of a text that fails it."""

    label: Promise
    accepts: Callable[[str], bool]
    sentence: Promise


def _like(text: str, *, pattern: str) -> bool:
    return compile_pattern(pattern).matches(text)


def _is_discord(text: str) -> bool:
    is_new = _like(text, pattern=r"[a-z0-9_.]{2,32}") and ".." not in text
    return is_new or _like(text, pattern=r"[^@#:]{2,32}#\d{4}")


def _is_phone(text: str) -> bool:
    digits = sum(sign.isdecimal() for sign in text)
    return _like(text, pattern=r"\+?[0-9 ()/.-]+") and 6 <= digits <= 15  # noqa: PLR2004  E.164


PRESETS: Mapping[str, Preset] = {
    "riot": Preset(
        label=_("Riot ID (Name#TAG)"),
        accepts=partial(_like, pattern=r"[^#]{3,16}#[A-Za-z0-9]{3,5}"),
        sentence=_("Enter a Riot ID, such as Ann#EUW."),
    ),
    "discord": Preset(
        label=_("Discord name"),
        accepts=_is_discord,
        sentence=_("Enter a Discord name, such as ann.lee or Ann#1234."),
    ),
    "phone": Preset(
        label=_("Phone number"),
        accepts=_is_phone,
        sentence=_("Enter a phone number, such as +49 30 1234567."),
    ),
}
