"""How the certificates of a tournament look: what the organiser chose, or the default."""

from io import BytesIO

from PIL import Image

from tournament_engine.awards.models import CertificateLook
from tournament_engine.core.models import Tournament
from tournament_engine.uploads.models import StoredFile

__all__ = ["look_of", "picture"]

#: More than a printer shows of a picture of a few centimetres.
_LARGEST = (1200, 600)


def look_of(tournament: Tournament) -> CertificateLook:
    """Return the look that was chosen; one that is not stored where none was."""
    rows = CertificateLook.objects.select_related("logo", "signature")
    found = rows.filter(tournament=tournament).first()
    return found or CertificateLook(tournament=tournament)


def picture(stored: StoredFile | None) -> bytes | None:
    """Return a picture as a renderer gets it: PNG, no larger than paper can show."""
    if stored is None:
        return None
    with stored.file.open("rb") as file, Image.open(file) as image:
        image.thumbnail(_LARGEST)
        buffer = BytesIO()
        image.convert("RGBA").save(buffer, "PNG")
    return buffer.getvalue()
