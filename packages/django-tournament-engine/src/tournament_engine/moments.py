"""Moments as they are shown in text."""

from datetime import datetime

from django.utils import formats, timezone

__all__ = ["shown"]


def shown(moment: datetime) -> str:
    """Return a moment in the reader's format and zone, with the zone's name."""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, 'DATETIME_FORMAT')} {formats.date_format(local, 'T')}"
