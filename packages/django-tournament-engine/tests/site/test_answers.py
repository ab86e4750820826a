"""How a view answers, called or awaited: marks kept, errors as pages, or as parts for htmx."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings
from tests.desk.browsing import address, log_in
from tests.factories import a_tournament, a_user

from tournament_engine.core.permissions import VIEW
from tournament_engine.errors import Conflict, NotAllowed
from tournament_engine.pages import page

HTMX = {"HX-Request": "true"}


@page(VIEW)
@csrf_exempt
async def awaited(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Say what it is, or raise an error."""
    if error is not None:
        raise error
    return HttpResponse(request.path)


@page(VIEW)
@csrf_exempt
def called(request: HttpRequest) -> HttpResponse:
    """Say what it is."""
    return HttpResponse(request.path)


def a_request(**headers: str) -> HttpRequest:
    request = RequestFactory().get("/here/", headers=headers)
    request.user = AnonymousUser()
    return request


def wait_for(view: Callable[..., Awaitable[HttpResponseBase]], *args: Any) -> HttpResponse:
    answer = async_to_sync(view)(*args)
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("view", [awaited, called])
def test_a_view_keeps_its_name_its_words_and_its_marks(view: Any):
    assert view.__name__ in {"awaited", "called"}
    assert view.__doc__.startswith("Say what it is")
    assert view.csrf_exempt
    assert view.declared_permission == VIEW


def test_a_view_that_is_awaited_stays_one():
    answer = wait_for(awaited, a_request())

    assert iscoroutinefunction(awaited)
    assert not iscoroutinefunction(called)
    assert (answer.status_code, answer.content) == (200, b"/here/")


@pytest.mark.django_db
def test_the_errors_of_a_view_that_is_awaited_are_pages():
    errors = (Http404(), Conflict("Too late."), NotAllowed("Not you."))

    answers = [wait_for(awaited, a_request(), error) for error in errors]

    assert [answer.status_code for answer in answers] == [404, 409, 302]
    assert "Too late." in answers[1].text
    assert answers[2]["Location"] == "/login/?next=/here/"


@pytest.mark.django_db
def test_htmx_gets_a_refusal_as_the_middle_of_a_page_and_where_it_belongs():
    cup, browser = a_tournament(), log_in(a_user())

    part = browser.get(address("console", cup.slug), headers=HTMX)
    whole = browser.get(address("console", cup.slug))

    assert (part.status_code, whole.status_code) == (403, 403)
    assert part.text.lstrip().startswith('<div class="te-refusal">')
    assert whole.text.lstrip().startswith("<!doctype html>")
    assert (part["HX-Retarget"], part["HX-Reselect"]) == ("#content", ".te-refusal")
    assert "HX-Retarget" not in whole
    assert "HX-Request" in part["Vary"]
    assert "HX-Request" in whole["Vary"]


@pytest.mark.django_db
def test_htmx_is_told_to_go_to_the_login_and_back_to_the_page():
    cup = a_tournament()
    stood_on = f"http://testserver{address('tournament', cup.slug)}"

    answer = Client().get(address("console", cup.slug), headers={**HTMX, "Referer": stood_on})

    assert answer.status_code == 403
    assert answer["HX-Redirect"] == f"/login/?next={address('tournament', cup.slug)}"
    assert answer.content == b""


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_form_whose_token_is_out_of_date_is_answered_by_us(
    settings: Settings, headers: dict[str, str]
):
    settings.CSRF_FAILURE_VIEW = "tournament_engine.pages.csrf_failure"
    cup = a_tournament()
    browser = log_in(a_user(), checks_csrf=True)

    answer = browser.post(address("register", cup.slug), headers=headers)

    assert answer.status_code == 403
    assert "This form is out of date" in answer.text
    assert answer.text.lstrip().startswith("<div" if headers else "<!doctype html>")
    assert ("HX-Retarget" in answer) == bool(headers)
