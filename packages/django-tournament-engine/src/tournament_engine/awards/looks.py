"""How the certificates of a tournament look: what the organiser chose, or the default."""

from tournament_engine.awards.models import CertificateLook
from tournament_engine.core.models import Tournament
from tournament_engine.uploads.models import StoredFile

__all__ = ["look_of", "picture"]


def look_of(tournament: Tournament) -> CertificateLook:
    """Return the look that was chosen; one that is not stored where none was."""
    rows = CertificateLook.objects.select_related("logo", "signature")
    found = rows.filter(tournament=tournament).first()
    return found or CertificateLook(tournament=tournament)


def picture(stored: StoredFile | None) -> bytes | None:
    """Return the bytes of a picture as it is stored, for a renderer."""
    if stored is None:
        return None
    with stored.file.open("rb") as file:
        content: bytes = file.read()
    return content
