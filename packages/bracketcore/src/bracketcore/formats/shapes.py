"""Structures that stages share: nothing in one changes, so a shape is laid out once."""

from collections.abc import Callable, Hashable
from functools import lru_cache
from typing import Final

from bracketcore.structure import Structure

__all__ = ["forget", "shape"]

# So that what is kept stays small: about 1 MB for the largest.
SHAPES: Final = 32
MOST_MATCHES: Final = 5_000


def shape(layout: Callable[..., Structure], *options: Hashable, matches: int) -> Structure:
    """What a layout makes of these options, of about so many matches; kept unless it is large.

    >>> from bracketcore.formats.round_robin import single_pool
    >>> once, again = (shape(single_pool, 4, 1, "berger", matches=6) for _ in range(2))
    >>> once is again
    True
    """
    return _kept(layout, options) if matches <= MOST_MATCHES else layout(*options)


@lru_cache(maxsize=SHAPES)
def _kept(layout: Callable[..., Structure], options: tuple[Hashable, ...]) -> Structure:
    return layout(*options)


def forget() -> None:
    """Lay out every shape anew from now on."""
    _kept.cache_clear()
