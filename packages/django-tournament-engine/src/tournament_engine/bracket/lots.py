"""Lots that everybody can draw again: one seed, known by its hash before it is used.

The seed is 64 hexadecimal digits. Its hash is SHA-256 over those digits as text. The lot of an
entrant is SHA-256 over `seed:entrant`, the entrant by its number, and the smallest lot comes
first. Nothing of this needs this program: see `docs/explanation/draws-by-lot.md`.
"""

import secrets
from collections.abc import Iterable
from hashlib import sha256

__all__ = ["commitment", "in_order", "lot", "new_seed"]


def new_seed() -> str:
    """Return a seed that nobody can guess."""
    return secrets.token_hex(32)


def commitment(seed: str) -> str:
    """Return the hash of a seed, which binds whoever publishes it and tells nothing.

    >>> commitment("00" * 32)[:16]
    '60e05bd1b195af2f'
    """
    return sha256(seed.encode()).hexdigest()


def lot(seed: str, entrant: str) -> str:
    """Return what an entrant draws."""
    return sha256(f"{seed}:{entrant}".encode()).hexdigest()


def in_order(seed: str, entrants: Iterable[str]) -> list[str]:
    """Return the entrants as their lots order them, however they were given."""
    return sorted(entrants, key=lambda entrant: lot(seed, entrant))
