"""People at their browsers, for the tests of the pages."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse
from tests.people.models import Person

from tournament_engine.match.models import Match

__all__ = ["address", "csv_file", "filled", "log_in", "match_address", "new_tournament", "post"]


def log_in(person: Person, *, checks_csrf: bool = False) -> Client:
    """Return the browser of somebody who is logged in."""
    client = Client(enforce_csrf_checks=checks_csrf)
    client.force_login(person)
    return client


def address(route: str, *args: object) -> str:
    """Return the address of one of the engine's routes."""
    return reverse(f"tournament_engine:{route}", args=args)


def match_address(route: str, match: Match) -> str:
    """Return the address of a page of one match."""
    return address(route, match.tournament.slug, match.bracket.stage.code, match.code)


def post(client: Client, route: str, /, *args: object, **fields: object) -> Any:
    """Send a form to a route."""
    return client.post(address(route, *args), fields)


def filled(form: BaseForm, **changes: object) -> dict[str, object]:
    """Return what a browser sends of a form as it is shown, with some fields changed."""
    shown = {field.html_name: field.value() for field in form if not _is_empty(field.value())}
    return shown | changes


def _is_empty(value: object) -> bool:
    # Nothing is sent of a file that is not chosen or a box that is not ticked.
    return value is None or value is False


def new_tournament(client: Client, **fields: object) -> Any:
    """Fill in the create page and send it."""
    form = client.get(address("create")).context["form"]
    facts = {"name": "Club Cup", "game": "Chess"}
    return client.post(address("create"), filled(form, **facts | fields))


def csv_file(text: str) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile("names.csv", text.encode(), content_type="text/csv")
