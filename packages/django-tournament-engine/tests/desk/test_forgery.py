"""Nothing is done for a page of somebody else's: every unsafe route asks for the token."""

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter
from tests.desk.browsing import log_in
from tests.factories import a_site_admin
from tests.playing import a_live_tournament

from tournament_engine import urls
from tournament_engine.audit.models import AuditEntry
from tournament_engine.core.models import Tournament

# Everything once more: what it reaches, the tests of each part hold to account.
pytestmark = [pytest.mark.sweep, pytest.mark.no_cover]

ROUTES = {str(route.name): route for route in urls.urlpatterns}
#: Signed by a gateway, which has no session: see `tests/registration/test_gateways.py`.
SIGNED = {"payment_webhook"}
WORDS = {"stage": "knockout", "code": "R1.1"}


def placeholder(converter: object) -> object:
    """Return something that a part of an address takes."""
    return 1 if isinstance(converter, IntConverter) else "x"


@pytest.fixture(scope="module")
def cup(whole_module: None) -> Tournament:
    return a_live_tournament(entrants=4)


@pytest.fixture(scope="module")
def admin(whole_module: None) -> Client:
    """Return the browser of one who may do everything."""
    return log_in(a_site_admin(), checks_csrf=True)


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("name", [name for name in ROUTES if name not in SIGNED])
def test_an_unsafe_request_without_the_token_is_refused(
    cup: Tournament, admin: Client, name: str, method: str
):
    words = {**WORDS, "slug": cup.slug}
    wanted = ROUTES[name].pattern.converters
    # What is no word of ours is the key of some row, there or not: the token is asked for first.
    filled = {word: words.get(word, placeholder(wanted[word])) for word in wanted}
    address = reverse(f"tournament_engine:{name}", kwargs=filled)
    written = AuditEntry.objects.count()

    answer = getattr(admin, method)(address)

    assert (answer.status_code, AuditEntry.objects.count()) == (403, written)


def test_no_two_routes_share_a_name_or_an_address():
    routes = urls.urlpatterns

    assert len({route.name for route in routes}) == len(routes)
    assert len({str(route.pattern) for route in routes}) == len(routes)
