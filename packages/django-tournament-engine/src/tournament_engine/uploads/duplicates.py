"""Pictures that were sent before: the same bytes, or nearly the same to look at."""

from tournament_engine.uploads.models import StoredFile

__all__ = ["is_same", "seen_before"]

#: Bits of a fingerprint, of 256, that packing and scaling may turn.
_TOLERANCE = 6


def seen_before(stored: StoredFile) -> list[StoredFile]:
    """Return the other files of the same purpose in the tournament that show the same."""
    others = StoredFile.objects.filter(tournament=stored.tournament_id, purpose=stored.purpose)
    return [
        other for other in others.exclude(pk=stored.pk).order_by("pk") if is_same(other, stored)
    ]


def is_same(one: StoredFile, other: StoredFile) -> bool:
    """Whether two files are the same bytes, or nearly the same to look at."""
    return one.sha256 == other.sha256 or _is_near(one.fingerprint, other.fingerprint)


def _is_near(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return (int(one, 16) ^ int(other, 16)).bit_count() <= _TOLERANCE
