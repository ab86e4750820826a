"""The one way to a private file: asked for at each fetch, and never kept by anybody."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from tournament_engine import conf, permissions
from tournament_engine.pages import page
from tournament_engine.uploads.models import StoredFile
from tournament_engine.uploads.permissions import READ

__all__ = ["private_file"]

_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@page(READ)
@require_safe
def private_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send a file to somebody who may read it; for everybody else it is not there."""
    stored = get_object_or_404(StoredFile, pk=pk)
    if not permissions.can(request.user, READ, stored):
        raise Http404
    response = _response(stored)
    for name, value in _HEADERS.items():
        response[name] = value
    kind = "inline" if stored.is_picture else "attachment"
    extension = stored.name.rpartition(".")[2]
    response["Content-Disposition"] = f'{kind}; filename="{stored.purpose}-{stored.pk}.{extension}"'
    response["Content-Type"] = stored.content_type
    return response


def _response(stored: StoredFile) -> HttpResponseBase:
    """Send the bytes, or let the web server send them where the site says how."""
    prefix: str = conf.settings.UPLOADS.get("ACCEL_PREFIX", "")
    if not prefix:
        return FileResponse(stored.file.open("rb"))
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{stored.name}"
    return response
