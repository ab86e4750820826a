"""Codes of certificates: short enough to type, too many to guess."""

import re
import secrets

__all__ = ["new_code", "read_code"]

#: Neither I, L, O nor U: nobody mistakes one sign for another.
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_SIGNS = 16
_MISREAD = str.maketrans("ILO", "110")


def new_code() -> str:
    """Return a code of 80 random bits, in fours."""
    signs = "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
    return _in_fours(signs)


def read_code(text: str) -> str:
    """Return the code that somebody typed; empty where it can be none.

    >>> read_code(" k7qm-0000 oooo-llll")
    'K7QM-0000-0000-1111'
    """
    signs = re.sub(r"[\s-]", "", text).upper().translate(_MISREAD)
    is_code = len(signs) == _SIGNS and set(signs) <= set(_ALPHABET)
    return _in_fours(signs) if is_code else ""


def _in_fours(signs: str) -> str:
    return "-".join(signs[at : at + 4] for at in range(0, _SIGNS, 4))
